"""What an organisation says of itself: changed by those who look after it, every version's number kept."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from civic.kernel.access import Actor, Permission, authorize
from civic.kernel.db import db
from civic.kernel.errors import Conflict, Refused
from civic.kernel.events import record
from civic.kernel.markup import clean_line, clean_text
from civic.kernel.words import N_
from civic.organisations import topics
from civic.organisations.districts import DISTRICTS
from civic.organisations.events import OrganisationEdited
from civic.organisations.profile import Profile, profile_of

if TYPE_CHECKING:
    from civic.organisations.models import Organisation

LONGEST_ABOUT = 4_000
LONGEST_OFFER = 1_500
_EMAIL = re.compile(r"[^@\s<>,;:\"()\[\]\\]{1,64}@[^@\s<>,;:\"()\[\]\\]{1,189}")
_PHONE = re.compile(r"\+?[0-9 ()-]{6,40}")


def edit_organisation(organisation: Organisation, profile: Profile, *, version: int, by: Actor) -> None:
    """Change what an organisation says of itself; `version` is that of the page it was written from.

    Raises:
        Refused: when something is too long, or is no address, number, district or website.
        Conflict: when somebody changed it meanwhile; both texts come with it.
    """
    authorize(by, Permission.EDIT_ORGANISATION, organisation)
    wanted = _cleaned(profile, organisation.district or "")
    # Locked, so that of two edits at the same moment the second one sees the first.
    db.session.refresh(organisation, with_for_update=True)
    now = profile_of(organisation)
    if organisation.text_version != version:
        raise Conflict(
            "edited",
            N_("Somebody changed the page of the organisation meanwhile."),
            texts=(now.told(), wanted.told()),
        )
    changed = [
        name for name, value in vars(wanted).items() if value is not None and value != getattr(now, name)
    ]
    if not changed:
        return
    for name in changed:
        value = getattr(wanted, name)
        setattr(organisation, name, list(value) if name == "topics" else value or _nothing(name))
    organisation.text_version += 1
    record(
        OrganisationEdited(
            id=organisation.id, fields=" ".join(sorted(changed)), by=by.id, organisation=by.organisation_id
        )
    )


def _nothing(name: str) -> str | None:
    """What an emptied field holds."""
    return "" if name in {"about", "offers", "needs"} else None


def _cleaned(profile: Profile, district: str) -> Profile:
    cleaned = Profile(
        clean_text(profile.about),
        clean_text(profile.offers),
        clean_text(profile.needs),
        clean_line(profile.website),
        clean_line(profile.district),
        tuple(dict.fromkeys(topic for topic in map(clean_line, profile.topics) if topic)),
        None if profile.contact_email is None else clean_line(profile.contact_email),
        None if profile.contact_phone is None else clean_line(profile.contact_phone),
    )
    if cleaned.district not in {"", district, *DISTRICTS}:
        raise Refused("district", N_("Choose a district from the list."))
    _check_texts(cleaned)
    _check_addresses(cleaned)
    return cleaned


def _check_texts(profile: Profile) -> None:
    if len(profile.about) > LONGEST_ABOUT or max(len(profile.offers), len(profile.needs)) > LONGEST_OFFER:
        raise Refused("too_long", N_("One of the texts is too long. Shorten it."))
    if len(profile.topics) > topics.MOST or any(len(topic) > topics.LONGEST for topic in profile.topics):
        raise Refused("topics", N_("Choose at most 20 topics, each of at most 60 characters."))


def _check_addresses(profile: Profile) -> None:
    try:
        website = urlsplit(profile.website or "https://none")
    except ValueError:
        website = urlsplit("")
    if website.scheme not in {"http", "https"} or not website.netloc or len(profile.website) > 300:
        raise Refused("website", N_("The address of the website begins with https:// or http://."))
    if profile.contact_email and not _EMAIL.fullmatch(profile.contact_email):
        raise Refused("contact_email", N_("This is not an e-mail address. Write it like name@example.org."))
    if profile.contact_phone and not _PHONE.fullmatch(profile.contact_phone):
        raise Refused("contact_phone", N_("Write the number in digits, for example +48 12 345 67 89."))
