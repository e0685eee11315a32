"""What can be asked of organisations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from civic.kernel import clock
from civic.kernel.access import Actor, Choice
from civic.kernel.db import db
from civic.kernel.errors import NotFound
from civic.organisations.models import SPEAKERS, Membership, Organisation

if TYPE_CHECKING:
    from datetime import date

    from civic.accounts.models import User


def actor_for(user: User) -> Actor:
    """The actor that a signed-in user is now: role, organisations to speak for, the one chosen."""
    choices = choices_of(user.id, clock.today(clock.now()))
    choice = next((choice for choice in choices if choice.organisation_id == user.acting_for), None)
    return Actor(
        id=user.id,
        name=user.name,
        email=user.email,
        role=user.role,
        unit=user.unit,
        choices=choices,
        choice=choice,
    )


def choices_of(user_id: int, day: date) -> tuple[Choice, ...]:
    """The organisations that a person may speak for on a date, by name."""
    statement = (
        select(Membership)
        .options(joinedload(Membership.organisation))
        .where(Membership.user_id == user_id, Membership.capacity.in_(SPEAKERS))
    )
    held = [membership for membership in db.session.scalars(statement) if membership.holds_on(day)]
    return tuple(
        Choice(m.organisation_id, m.organisation.name, m.capacity)
        for m in sorted(held, key=lambda m: m.organisation.name)
    )


def find_organisation(organisation_id: int) -> Organisation | None:
    """The organisation of that id."""
    return db.session.get(Organisation, organisation_id)


def get_organisation(organisation_id: int) -> Organisation:
    """The organisation of that id, or NotFound."""
    organisation = find_organisation(organisation_id)
    if organisation is None:
        raise NotFound
    return organisation


def all_organisations() -> list[Organisation]:
    """Every organisation."""
    return list(db.session.scalars(select(Organisation).order_by(Organisation.name)))
