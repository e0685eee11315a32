"""Who speaks for an organisation, and for which ones a person does."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from sqlalchemy import Integer, Select, bindparam, select
from sqlalchemy.orm import joinedload

from civic.kernel import clock
from civic.kernel.access import Actor, Choice
from civic.kernel.db import db
from civic.language.alphabet import sort_key
from civic.organisations.models import SPEAKERS, Capacity, Membership, Organisation

if TYPE_CHECKING:
    from datetime import date

    from civic.accounts.models import User

ORDER = (Capacity.REPRESENTATIVE, Capacity.DEPUTY, Capacity.ADMIN)


def actor_for(user: User) -> Actor:
    """The actor that a signed-in user is now: role, organisations to speak for, the one chosen."""
    choices = choices_of(user.id, clock.today(clock.now()))
    choice = next((choice for choice in choices if choice.organisation_id == user.acting_for), None)
    # A role works only in a session that a second factor opened; without it a person is a person.
    return Actor(
        id=user.id,
        name=user.name,
        email=user.email,
        role=user.role if user.strong else None,
        withheld=None if user.strong else user.role,
        unit=user.unit,
        choices=choices,
        choice=choice,
        restriction=user.restriction,
    )


def choices_of(user_id: int, day: date) -> tuple[Choice, ...]:
    """The organisations that a person may speak for on a date, by name."""
    rows = db.session.scalars(_places_of_person(), {"person": user_id})
    held = [membership for membership in rows if membership.holds_on(day)]
    # Who holds several places in one organisation acts in the one that says most; the last one written stays.
    held.sort(key=lambda m: (m.speaks_on(day), -ORDER.index(m.capacity)))
    places = {membership.organisation_id: membership for membership in held}
    return tuple(
        Choice(
            m.organisation_id,
            m.organisation.name,
            m.capacity,
            confirmed=m.speaks_on(day),
            verified=m.organisation.is_verified,
            barred=m.organisation.barred,
        )
        for m in sorted(places.values(), key=lambda m: m.organisation.name)
    )


@cache
def _places_of_person() -> Select[Membership]:
    """Built once: each request of a signed-in person asks this."""
    return (
        select(Membership)
        .options(joinedload(Membership.organisation))
        .where(
            Membership.user_id == bindparam("person", type_=Integer),
            Membership.capacity.in_(SPEAKERS),
        )
    )


def speakers_of(organisation: Organisation, on: date) -> list[Membership]:
    """Who acts in the organisation's name on a date: representatives, then deputies, then those who look after it."""
    statement = (
        select(Membership)
        .options(joinedload(Membership.user))
        .where(Membership.organisation_id == organisation.id, Membership.capacity.in_(SPEAKERS))
    )
    held = [membership for membership in db.session.scalars(statement) if membership.holds_on(on)]
    held.sort(key=lambda m: (ORDER.index(m.capacity), sort_key(m.user.name)))
    first: dict[int, Membership] = {}
    for membership in held:
        first.setdefault(membership.user_id, membership)
    return list(first.values())
