"""Who belongs to an organisation, in which place, and from when to when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from civic.kernel import clock
from civic.kernel.access import Actor, Permission, authorize, can
from civic.kernel.db import db
from civic.kernel.errors import Forbidden, Refused
from civic.kernel.events import record
from civic.kernel.words import N_
from civic.organisations import standing
from civic.organisations.events import MembershipAdded, MembershipChanged
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

    The city answers for the mandate where it was checked, and nowhere else.

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
        confirmed_at=clock.now() if organisation.is_verified else None,
        confirmed_by=MandateSource.CITY if organisation.is_verified else None,
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


def change_membership(
    membership: Membership, *, capacity: Capacity, ends_on: date | None, by: Actor
) -> Membership:
    """Give a person another place in the organisation, or another last day.

    Raises:
        Refused: when the place has ended, the day is past, or nobody would look after the account any more.
        Forbidden: when somebody whose own mandate is not confirmed would change a confirmed place.
    """
    authorize(by, Permission.MANAGE_MEMBERS, membership.organisation)
    today = _look(membership, by)
    if ends_on is not None and ends_on < max(today, membership.starts_on):
        raise Refused("term", N_("The last day cannot be in the past. To end the place now, choose “End”."))
    stays = capacity is Capacity.ADMIN and ends_on is None
    if not stays:
        _keep_an_admin(membership, today, by)
    if capacity is not membership.capacity:
        membership = standing.move(membership, capacity, by=by)
    elif ends_on != membership.ends_on:
        record(
            MembershipChanged(
                id=membership.id,
                of=membership.organisation_id,
                user=membership.user_id,
                old=capacity,
                new=capacity,
                by=by.id,
                organisation=by.organisation_id,
            )
        )
    membership.ends_on = ends_on
    return membership


def confirm_member(membership: Membership, *, by: Actor) -> None:
    """Say, as one who looks after the organisation and is known to, that a person speaks for it.

    Raises:
        Forbidden: when one's own mandate is not confirmed yet.
        Refused: when the place has ended.
    """
    authorize(by, Permission.MANAGE_MEMBERS, membership.organisation)
    today = _look(membership, by)
    source = _source(membership.organisation, by, today)
    if source is None:
        raise Forbidden(
            "unconfirmed",
            N_("Your own mandate is not confirmed yet. Confirm it first; then you can confirm others."),
        )
    if not membership.confirmed_on(today):
        standing.confirm(membership, source, by=by)


def end_membership(membership: Membership, *, by: Actor) -> None:
    """End a place at once: another's by whoever looks after the organisation, or one's own.

    Raises:
        Refused: when it has ended, or nobody would look after the account any more.
        Forbidden: when it is not one's own and one may not.
    """
    authorize(
        by,
        Permission.SIGNED_IN if membership.user_id == by.id else Permission.MANAGE_MEMBERS,
        membership.organisation,
    )
    today = _look(membership, by)
    _keep_an_admin(membership, today, by)
    standing.end(membership, by=by)


def _look(membership: Membership, by: Actor) -> date:
    """Today, once the place was found to hold still and to be one that this actor may touch."""
    organisation = membership.organisation
    standing.lock(organisation)
    today = clock.today(clock.now())
    if not membership.holds_on(today):
        raise Refused("ended", N_("This place has ended already."))
    if (
        membership.user_id != by.id
        and membership.confirmed_on(today)
        and not standing.speaks_as_admin(organisation, by.id, today)
        and not can(by, Permission.MANAGE_ORGANISATIONS)
    ):
        raise Forbidden(
            "unconfirmed",
            N_(
                "This person's mandate is confirmed and yours is not yet. Confirm yours first; then you can change this place."
            ),
        )
    return today


def _keep_an_admin(membership: Membership, today: date, by: Actor) -> None:
    """Refuse to let the last person go who looks after the account; the city may."""
    if membership.capacity is not Capacity.ADMIN or can(by, Permission.MANAGE_ORGANISATIONS):
        return
    if not any(m is not membership for m in standing.admins_of(membership.organisation, today)):
        raise Refused(
            "last_admin",
            N_(
                "Nobody else looks after this organisation's account. "
                "First give this place to another person, or ask the moderators to hand it over."
            ),
        )


def _source(organisation: Organisation, by: Actor, today: date) -> MandateSource | None:
    """By what a place is confirmed that this actor gives, if by anything."""
    if standing.speaks_as_admin(organisation, by.id, today):
        return MandateSource.GRANTED
    return MandateSource.CITY if can(by, Permission.MANAGE_ORGANISATIONS) else None
