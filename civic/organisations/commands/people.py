"""Who belongs to an organisation, and from when to when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from civic.kernel import clock
from civic.kernel.access import Actor, Permission, authorize
from civic.kernel.db import db
from civic.kernel.errors import Refused
from civic.kernel.events import record
from civic.kernel.words import N_
from civic.organisations.events import MembershipAdded
from civic.organisations.models import Capacity, MandateSource, Membership, Organisation

if TYPE_CHECKING:
    from datetime import date

    from civic.accounts.models import User


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
