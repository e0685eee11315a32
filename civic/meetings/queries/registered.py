"""Who signed up for a meeting, and how many seats are left."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from civic.accounts.models import User
from civic.kernel.db import db
from civic.kernel.errors import NotFound
from civic.meetings.models import Meeting, Registration
from civic.meetings.signs import hash_of

if TYPE_CHECKING:
    from collections.abc import Sequence

_confirmed = Registration.confirmed_at.is_not(None)


@dataclass(frozen=True)
class Seats:
    """How many have a seat, how many wait, and how many seats are left (nothing where there is no limit)."""

    taken: int
    waiting: int
    left: int | None


def seats_of(meeting: Meeting) -> Seats:
    """The seats of a meeting, in one question."""
    counted = select(Registration.seated, func.count()).where(
        Registration.meeting_id == meeting.id, _confirmed
    )
    found = dict(db.session.execute(counted.group_by(Registration.seated)).all())
    taken = found.get(True, 0)
    left = None if meeting.seats is None else max(0, meeting.seats - taken)
    return Seats(taken, found.get(False, 0), left)


def registrations(meeting: Meeting) -> Sequence[Registration]:
    """Those who confirmed: who has a seat first, then who waits, in their order."""
    statement = select(Registration).where(Registration.meeting_id == meeting.id, _confirmed)
    order = (Registration.seated.desc(), Registration.confirmed_at, Registration.id)
    return db.session.scalars(statement.order_by(*order)).all()


def persons_signed_up(meeting_id: int, *, only_seated: bool) -> Sequence[int]:
    """The persons with an account among those who confirmed, by account or by address; those who have a seat where that is asked."""
    which = [
        Registration.meeting_id == meeting_id,
        _confirmed,
        *([Registration.seated] if only_seated else ()),
    ]
    persons = select(Registration.person_id).where(Registration.person_id.is_not(None), *which)
    addresses = select(Registration.email).where(*which)
    statement = select(User.id).where(User.id.in_(persons) | User.email.in_(addresses))
    return db.session.scalars(statement).all()


def find_registration(token: str) -> Registration | None:
    """The registration that a private link opens."""
    return db.session.scalar(select(Registration).where(Registration.token_hash == hash_of(token)))


def get_registration(token: str) -> Registration:
    """The registration that a private link opens, or NotFound."""
    found = find_registration(token)
    if found is None:
        raise NotFound
    return found


def registration_of(meeting: Meeting, person_id: int | None) -> Registration | None:
    """The registration of a person with an account, confirmed, if there is one."""
    if person_id is None:
        return None
    return db.session.scalar(
        select(Registration).where(
            Registration.meeting_id == meeting.id, Registration.person_id == person_id, _confirmed
        )
    )


def waiting_before(registration: Registration) -> int:
    """How many wait before this one."""
    if registration.seated or registration.confirmed_at is None:
        return 0
    earlier = (Registration.confirmed_at < registration.confirmed_at) | (
        (Registration.confirmed_at == registration.confirmed_at) & (Registration.id < registration.id)
    )
    counted = select(func.count()).where(
        Registration.meeting_id == registration.meeting_id,
        _confirmed,
        Registration.seated.is_(False),
        earlier,
    )
    return db.session.scalar(counted) or 0
