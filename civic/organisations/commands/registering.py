"""How an organisation is entered."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from civic.kernel import clock
from civic.kernel.access import Actor, Permission, authorize
from civic.kernel.db import db
from civic.kernel.errors import Refused
from civic.kernel.events import record
from civic.kernel.markup import LONGEST, clean_line, clean_text
from civic.kernel.words import N_
from civic.organisations import standing
from civic.organisations.entry import key_for
from civic.organisations.events import OrganisationRegistered
from civic.organisations.models import CheckMethod, Organisation, Register, Verification
from civic.organisations.names import clean_name

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime


def register_organisation(  # noqa: PLR0913  an organisation has that many facts
    *,
    name: str,
    kind: str,
    register: Register,
    register_no: str | None = None,
    nip: str | None = None,
    regon: str | None = None,
    opp: bool = False,
    seat: str,
    district: str | None = None,
    about: str = "",
    website: str | None = None,
    topics: Sequence[str] = (),
    verification: Verification,
    at: datetime | None = None,
    by: Actor,
    imported: bool = False,
) -> Organisation:
    """Enter an organisation as it was checked so far.

    Raises:
        Refused: when the name is missing, something is longer than its place, or the website is no web address.
    """
    authorize(by, Permission.MANAGE_ORGANISATIONS)
    lines = _lines(
        {"name": clean_name(name), "kind": kind, "seat": seat},
        {"register_no": register_no, "nip": nip, "regon": regon, "district": district, "website": website},
    )
    _check(lines, about)
    organisation = Organisation(
        **lines,
        register=register,
        opp=opp,
        about=clean_text(about),
        topics=[topic for topic in map(clean_line, topics) if topic],
        verification=verification,
        created_at=at or clock.now(),
        register_key=key_for(register, lines["register_no"]),
    )
    db.session.add(organisation)
    db.session.flush()
    if verification is not Verification.NOTHING:
        # A level stands on a check; this one was made elsewhere.
        standing.add_check(organisation, level=verification, method=CheckMethod.IMPORT, by=by)
    record(
        OrganisationRegistered(
            id=organisation.id,
            verification=verification,
            by=by.id,
            organisation=by.organisation_id,
            imported=imported,
        )
    )
    return organisation


def _lines(needed: Mapping[str, str], optional: Mapping[str, str | None]) -> dict[str, str | None]:
    """One clean line for each fact; an optional one that is empty is none."""
    return {
        **{field: clean_line(text) for field, text in needed.items()},
        **{field: clean_line(text or "") or None for field, text in optional.items()},
    }


def _check(lines: dict[str, str | None], about: str) -> None:
    """Refuse what the table could not hold or a page could not show."""
    if not lines["name"]:
        raise Refused("name", N_("Write the name of the organisation."))
    for field, line in lines.items():
        longest = getattr(Organisation, field).type.length
        if line is not None and len(line) > longest:
            raise Refused(
                "too_long",
                N_("%(field)s: at most %(longest)s characters fit here.", field=field, longest=longest),
            )
    if len(about) > LONGEST:
        raise Refused("too_long", N_("The description has at most 100 000 characters."))
    website = urlsplit(lines["website"] or "https://none")
    if website.scheme not in {"http", "https"} or not website.netloc:
        raise Refused("website", N_("The address of the website begins with https:// or http://."))
