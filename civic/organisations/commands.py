"""What can happen to organisations: they are registered, and people come to speak for them."""

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
from civic.organisations.events import MembershipAdded, OrganisationRegistered
from civic.organisations.models import (
    Capacity,
    MandateSource,
    Membership,
    Organisation,
    Register,
    Verification,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from civic.accounts.models import User


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
    lines = {
        "name": clean_line(name),
        "kind": clean_line(kind),
        "register_no": _line(register_no),
        "nip": _line(nip),
        "regon": _line(regon),
        "seat": clean_line(seat),
        "district": _line(district),
        "website": _line(website),
    }
    _check(lines, about)
    organisation = Organisation(
        **lines,
        register=register,
        opp=opp,
        about=clean_text(about),
        topics=[topic for topic in map(clean_line, topics) if topic],
        verification=verification,
        created_at=at or clock.now(),
    )
    db.session.add(organisation)
    db.session.flush()
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


def add_membership(
    organisation: Organisation,
    user: User,
    *,
    capacity: Capacity,
    starts_on: date,
    ends_on: date | None = None,
    by: Actor,
    imported: bool = False,
) -> Membership:
    """Make a person one of an organisation's people from a date on (both dates inclusive, in Warsaw).

    Raises:
        Refused: when the term ends before it begins.
        Conflict: when the person holds that place from that date already.
    """
    authorize(by, Permission.MANAGE_ORGANISATIONS, organisation)
    if ends_on is not None and ends_on < starts_on:
        raise Refused("term", N_("The last day of the term stands before its first day."))
    membership = Membership(
        organisation=organisation,
        user=user,
        capacity=capacity,
        starts_on=starts_on,
        ends_on=ends_on,
        # The city entered the person itself.
        confirmed_at=clock.now(),
        confirmed_by=MandateSource.CITY,
        granted_by_id=by.id,
    )
    db.session.add(membership)
    db.session.flush()
    record(
        MembershipAdded(
            id=membership.id,
            of=organisation.id,
            user=user.id,
            capacity=capacity,
            by=by.id,
            organisation=by.organisation_id,
            imported=imported,
        )
    )
    return membership


def _line(text: str | None) -> str | None:
    return clean_line(text) or None if text is not None else None


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
