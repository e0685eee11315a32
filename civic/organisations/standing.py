"""How places in an organisation and its level change: the steps that several commands share, once each has asked who may."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import CursorResult, select

from civic.kernel import clock
from civic.kernel.db import db
from civic.kernel.events import record
from civic.organisations.events import (
    MembershipAdded,
    MembershipChanged,
    MembershipConfirmed,
    MembershipDoubted,
    MembershipEnded,
)
from civic.organisations.models import (
    SPEAKERS,
    Capacity,
    Check,
    CheckMethod,
    MandateSource,
    Membership,
    Organisation,
    Verification,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from sqlalchemy import Update

    from civic.accounts.models import User
    from civic.kernel.access import Actor
    from civic.kernel.files import StoredFile

#: What upper slices do when somebody has left a place from which one speaks: in the same transaction.
_left: list[Callable[[Membership, Actor], None]] = []


def when_left(listener: Callable[[Membership, Actor], None]) -> Callable[[Membership, Actor], None]:
    """Have a function called, with the place and who ended it, once a person has left a place from which one speaks."""
    _left.append(listener)
    return listener


def lock(organisation: Organisation) -> None:
    """Let one at a time change an organisation's people and checks, and read anew what another has just changed."""
    fresh = {"populate_existing": True}
    db.session.scalars(
        select(Organisation)
        .where(Organisation.id == organisation.id)
        .with_for_update(of=Organisation)
        .execution_options(**fresh)
    ).one()
    db.session.expire(organisation, ["memberships", "checks"])
    for model in (Membership, Check):
        db.session.scalars(
            select(model).where(model.organisation_id == organisation.id).execution_options(**fresh)
        ).all()


def is_first(change: Update) -> bool:
    """Whether an update that names the old state in its condition was the first to find it so."""
    result: CursorResult[Any] = db.session.execute(  # type: ignore[assignment]
        change.execution_options(synchronize_session=False)
    )
    return result.rowcount == 1


def places_of(organisation: Organisation, user_id: int | None, day: date) -> list[Membership]:
    """The places that a person holds in an organisation on a date."""
    return [m for m in organisation.memberships if m.user_id == user_id and m.holds_on(day)]


def admins_of(organisation: Organisation, day: date) -> list[Membership]:
    """Who looks after the organisation's account on a date."""
    return [m for m in organisation.memberships if m.capacity is Capacity.ADMIN and m.holds_on(day)]


def speaks_as_admin(organisation: Organisation, user_id: int | None, day: date) -> bool:
    """Whether a person looks after the account and is known to do so."""
    return any(m.user_id == user_id and m.confirmed_on(day) for m in admins_of(organisation, day))


def give_place(organisation: Organisation, user: User, capacity: Capacity, *, by: Actor) -> Membership:
    """A place from today on, unconfirmed; one that ended today in the same capacity is taken up again."""
    today = clock.today(clock.now())
    membership = next(
        (
            m
            for m in organisation.memberships
            if (m.user_id, m.capacity, m.starts_on) == (user.id, capacity, today)
        ),
        None,
    )
    if membership is None:
        membership = Membership(organisation=organisation, user=user, capacity=capacity, starts_on=today)
        db.session.add(membership)
    membership.ends_on = membership.ended_at = membership.ended_by_id = None
    membership.confirmed_at = membership.confirmed_by = membership.check_id = None
    membership.granted_by_id = by.id
    db.session.flush()
    record(
        MembershipAdded(
            id=membership.id,
            of=organisation.id,
            user=user.id,
            capacity=capacity,
            by=by.id,
            organisation=by.organisation_id,
        )
    )
    return membership


def confirm(
    membership: Membership,
    source: MandateSource,
    *,
    check: Check | None = None,
    until: date | None = None,
    by: Actor,
) -> None:
    """From now on it is known that the organisation gave the person this place."""
    membership.confirmed_at, membership.confirmed_by = clock.now(), source
    membership.check_id = check.id if check else None
    membership.mandate_file_id = check.evidence_id if check else None
    membership.mandate_until = until
    record(
        MembershipConfirmed(
            id=membership.id,
            of=membership.organisation_id,
            user=membership.user_id,
            source=source,
            by=by.id,
            organisation=by.organisation_id,
        )
    )


def doubt(membership: Membership, *, by: Actor) -> None:
    """What had confirmed the place was taken back."""
    membership.confirmed_at = membership.confirmed_by = membership.check_id = None
    membership.mandate_until = membership.mandate_file_id = None
    record(
        MembershipDoubted(
            id=membership.id,
            of=membership.organisation_id,
            user=membership.user_id,
            by=by.id,
            organisation=by.organisation_id,
        )
    )


def end(membership: Membership, *, by: Actor) -> None:
    """The place ends at once; what was said in it stays as it is."""
    _end(membership, by)
    _tell_listeners(membership, by)


def _tell_listeners(membership: Membership, by: Actor) -> None:
    """Unless the person still speaks for the organisation from another place."""
    today = clock.today(clock.now())
    held = places_of(membership.organisation, membership.user_id, today)
    if membership.capacity in SPEAKERS and not any(place.capacity in SPEAKERS for place in held):
        for listener in _left:
            listener(membership, by)


def _end(membership: Membership, by: Actor) -> None:
    now = clock.now()
    today = clock.today(now)
    membership.ended_at, membership.ended_by_id = now, by.id
    last = max(membership.starts_on, today)
    membership.ends_on = min(membership.ends_on or last, last)
    record(
        MembershipEnded(
            id=membership.id,
            of=membership.organisation_id,
            user=membership.user_id,
            by=by.id,
            organisation=by.organisation_id,
        )
    )


def move(membership: Membership, capacity: Capacity, *, by: Actor) -> Membership:
    """The person holds another place from today on; the old one ends, and what had confirmed it confirms the new one."""
    old, until = membership.capacity, membership.ends_on
    known = {
        name: getattr(membership, name)
        for name in ("confirmed_at", "confirmed_by", "check_id", "mandate_file_id", "mandate_until")
    }
    _end(membership, by)
    moved = give_place(membership.organisation, membership.user, capacity, by=by)
    moved.ends_on, moved.function = until, membership.function
    for name, value in known.items():
        setattr(moved, name, value)
    record(
        MembershipChanged(
            id=moved.id,
            of=moved.organisation_id,
            user=moved.user_id,
            old=old,
            new=capacity,
            by=by.id,
            organisation=by.organisation_id,
        )
    )
    _tell_listeners(membership, by)
    return moved


def add_check(
    organisation: Organisation,
    *,
    level: Verification,
    method: CheckMethod,
    evidence: StoredFile | None = None,
    note: str = "",
    expires_on: date | None = None,
    by: Actor,
) -> Check:
    """Keep an act of verification, and let the level follow from all that stand."""
    check = Check(
        organisation=organisation,
        level=level,
        method=method,
        by_id=by.id,
        at=clock.now(),
        evidence_id=evidence.id if evidence else None,
        note=note,
        expires_on=expires_on,
    )
    db.session.add(check)
    db.session.flush()
    settle(organisation)
    return check


def settle(organisation: Organisation) -> Verification:
    """The level and its last day follow from the checks that stand today; gives the level it was before."""
    old, today = organisation.verification, clock.today(clock.now())
    standing = [check for check in organisation.checks if check.stands_on(today)]
    organisation.verification = max((c.level for c in standing), default=Verification.NOTHING)
    ends = [c.expires_on for c in standing if c.level is organisation.verification]
    organisation.verified_until = None if None in ends else max((e for e in ends if e), default=None)
    return old
