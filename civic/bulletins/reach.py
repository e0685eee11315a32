"""Whom a bulletin reaches: the persons of its audience, without those whom nothing may reach and those who declined."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import or_, select

from civic.accounts.models import User
from civic.bulletins.models import Audience
from civic.forums.models import Seat
from civic.kernel.db import db
from civic.notifications.models import Concern, Frequency, Habits, Preference, Stand, Subscription
from civic.organisations.models import SPEAKERS, Membership, Organisation, RegisterState

if TYPE_CHECKING:
    from datetime import date

    from civic.bulletins.models import Bulletin


@dataclass(frozen=True)
class Reach:
    """The persons by their numbers, how many organisations they speak for there, and how many more declined."""

    persons: list[int]
    organisations: int
    declined: int


def reach_of(bulletin: Bulletin, today: date) -> Reach:
    """Whom it reaches on a day."""
    pairs = {
        Audience.FOLLOWERS: _followers,
        Audience.SEATS: _seats,
        Audience.ORGANISATIONS: _organisations,
    }[bulletin.audience](bulletin, today)
    wanted = {person for person, _organisation in pairs}
    living = set(
        db.session.scalars(
            select(User.id).where(User.suspended_at.is_(None), User.erased_at.is_(None), User.id.in_(wanted))
        )
    )
    declined = living & _who_declined()
    reached = living - declined
    spoken_for = {organisation for person, organisation in pairs if organisation and person in reached}
    return Reach(sorted(reached), len(spoken_for), len(declined))


def declines(person_id: int) -> bool:
    """Whether a person wants no bulletins."""
    return person_id in _who_declined(person_id)


def _who_declined(person_id: int | None = None) -> set[int]:
    chosen = select(Preference.person_id).where(
        Preference.concern == Concern.BULLETINS, Preference.frequency == Frequency.NONE
    )
    paused = select(Habits.person_id).where(Habits.paused.is_(True))
    if person_id is not None:
        chosen = chosen.where(Preference.person_id == person_id)
        paused = paused.where(Habits.person_id == person_id)
    return {*db.session.scalars(chosen), *db.session.scalars(paused)}


Pairs = list[tuple[int, int | None]]


def _followers(bulletin: Bulletin, _today: date) -> Pairs:
    """Whoever follows the forum with an account; addresses without one asked for news alone."""
    found = select(Subscription.person_id).where(
        Subscription.subject == f"forum:{bulletin.forum_id}", Subscription.stand == Stand.FOLLOWING
    )
    return [(person, None) for person in db.session.scalars(found)]


def _seats(bulletin: Bulletin, today: date) -> Pairs:
    """Representatives and deputies of today's seats, while they are of the organisation's people."""
    rows = db.session.execute(
        select(Seat.representative_id, Seat.deputy_id, Seat.organisation_id).where(
            Seat.forum_id == bulletin.forum_id,
            Seat.starts_on <= today,
            or_(Seat.ends_on.is_(None), Seat.ends_on >= today),
        )
    ).all()
    speaking = set(_speakers({row.organisation_id for row in rows}, today))
    seated = [
        (person, row.organisation_id) for row in rows for person in (row.representative_id, row.deputy_id)
    ]
    return [pair for pair in seated if pair in speaking]


def _organisations(bulletin: Bulletin, today: date) -> Pairs:
    """Who speaks for the organisations with one of the topics, in one of the districts."""
    topics, districts = set(bulletin.topics), set(bulletin.districts)
    rows = db.session.execute(select(Organisation.id, Organisation.topics, Organisation.district)).all()
    ids = {
        row.id
        for row in rows
        if (not topics or topics & set(row.topics)) and (not districts or row.district in districts)
    }
    return _speakers(ids, today)


def _speakers(organisations: set[int], today: date) -> Pairs:
    """Who speaks today for organisations that are neither suspended nor struck off."""
    found = db.session.scalars(
        select(Membership)
        .join(Membership.organisation)
        .where(
            Membership.capacity.in_(SPEAKERS),
            Organisation.suspended_at.is_(None),
            Organisation.register_state != RegisterState.STRUCK_OFF,
        )
    )
    return [
        (place.user_id, place.organisation_id)
        for place in found
        if place.organisation_id in organisations and place.holds_on(today)
    ]
