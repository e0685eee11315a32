"""What can be asked of organisations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from civic.kernel import clock
from civic.kernel.access import Actor, Choice
from civic.kernel.db import db
from civic.kernel.errors import NotFound
from civic.kernel.paging import Page, slice_of
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
        Choice(
            m.organisation_id,
            m.organisation.name,
            m.capacity,
            confirmed=m.speaks_on(day),
            verified=m.organisation.is_verified,
            barred=m.organisation.barred,
        )
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
    """Every organisation, in the Polish alphabetical order."""
    return sorted(db.session.scalars(select(Organisation)), key=lambda each: sort_key(each.name))


def page_of_organisations(number: int) -> Page[Organisation]:
    """Twenty organisations in the Polish alphabetical order, in two queries.

    Raises:
        NotFound: when there is no such page.
    """
    names = db.session.execute(select(Organisation.id, Organisation.name)).all()
    page = slice_of(sorted(names, key=lambda row: (sort_key(row.name), row.id)), number)
    wanted = [row.id for row in page.items]
    found = {
        organisation.id: organisation
        for organisation in db.session.scalars(select(Organisation).where(Organisation.id.in_(wanted)))
    }
    return page.of([found[organisation_id] for organisation_id in wanted])


def speakers_of(organisation: Organisation, on: date) -> list[Membership]:
    """Who acts in the organisation's name on a date: representatives, then deputies, then those who look after it."""
    statement = (
        select(Membership)
        .options(joinedload(Membership.user))
        .where(Membership.organisation_id == organisation.id, Membership.capacity.in_(SPEAKERS))
    )
    held = [membership for membership in db.session.scalars(statement) if membership.holds_on(on)]
    return sorted(held, key=lambda m: (ORDER.index(m.capacity), sort_key(m.user.name)))
