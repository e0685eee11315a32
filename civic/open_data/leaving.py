"""How a person who is taken out leaves organisations and tables; what was said in their places stays as it is."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import or_, select

from civic.accounts.models import User
from civic.forums import table
from civic.forums.events import DeclarationWithdrawn
from civic.forums.models import Declaration, DeclarationState, Seat
from civic.forums.plan import SeatSpec
from civic.kernel import clock
from civic.kernel.db import db
from civic.kernel.events import record
from civic.open_data import letters
from civic.organisations import standing, telling
from civic.organisations.models import Capacity, Membership
from civic.organisations.policies import VERIFIERS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from civic.kernel.access import Actor
    from civic.organisations.models import Organisation


def places_of(user: User) -> list[Membership]:
    """The places that a person holds in organisations, now or from a later day on."""
    today = clock.today(clock.now())
    held = db.session.scalars(select(Membership).where(Membership.user_id == user.id).order_by(Membership.id))
    return [each for each in held if each.holds_on(max(today, each.starts_on))]


def left_alone_by(user: User) -> list[Organisation]:
    """The organisations whose account nobody else looks after."""
    today = clock.today(clock.now())
    looked_after = [each.organisation for each in places_of(user) if each.capacity is Capacity.ADMIN]
    return [
        organisation
        for organisation in looked_after
        if all(each.user_id == user.id for each in standing.admins_of(organisation, today))
    ]


def seats_of(user: User) -> Sequence[Seat]:
    """The seats, present and to come, that name a person."""
    today = clock.today(clock.now())
    return db.session.scalars(
        select(Seat)
        .where(
            or_(Seat.representative_id == user.id, Seat.deputy_id == user.id),
            or_(Seat.ends_on.is_(None), Seat.ends_on >= today),
        )
        .order_by(Seat.id)
    ).all()


def leave_tables(user: User, *, by: Actor) -> None:
    """Today is the last day at every table; an organisation that loses its deputy keeps its seat."""
    today = clock.today(clock.now())
    for seat in seats_of(user):
        if seat.representative_id == user.id:
            table.end(seat, max(today, seat.starts_on), by=by)
        else:
            _go_on_without_deputy(seat, by)
    waiting = select(Declaration).where(Declaration.state == DeclarationState.WAITING)
    for declaration in db.session.scalars(waiting.where(Declaration.deputy_id == user.id)):
        declaration.deputy_id = None
    for declaration in db.session.scalars(waiting.where(Declaration.representative_id == user.id)):
        declaration.state = DeclarationState.WITHDRAWN
        record(
            DeclarationWithdrawn(
                forum=declaration.forum_id,
                declaration=declaration.id,
                declared=declaration.organisation_id,
                by=by.id,
            )
        )
    db.session.flush()


def _go_on_without_deputy(seat: Seat, by: Actor) -> None:
    """From tomorrow on, so that what the deputy said today still counts as the table of today had it."""
    tomorrow = clock.today(clock.now()) + timedelta(days=1)
    spec = SeatSpec(
        seat.organisation_id, seat.representative_id, None, max(tomorrow, seat.starts_on), seat.ends_on
    )
    if seat.starts_on >= tomorrow:
        table.seat_people(seat, spec, by=by)
    else:
        ends_on = seat.ends_on
        if ends_on is None or ends_on >= tomorrow:
            table.end(seat, tomorrow - timedelta(days=1), by=by)
            table.give(seat.forum, spec, category_id=seat.category_id, by=by)


def leave_organisations(user: User, *, tell: bool, by: Actor) -> None:
    """Every place ends today; who remains, and the moderators, hear of an organisation that nobody looks after any more."""
    alone = left_alone_by(user)
    for place in places_of(user):
        standing.end(place, by=by)
    db.session.flush()
    for organisation in alone:
        # What a person who was alone gave as the organisation's contact is most likely their own.
        organisation.contact_email = organisation.contact_phone = None
        if tell:
            telling.tell(
                letters.LEFT_ALONE,
                [*_who_remains(organisation), *_moderators()],
                link=f"/organisations/{organisation.id}",
                organisation=organisation.name,
            )


def _who_remains(organisation: Organisation) -> list[User]:
    today = clock.today(clock.now())
    return [each.user for each in organisation.memberships if each.holds_on(today)]


def _moderators() -> Sequence[User]:
    return db.session.scalars(select(User).where(User.role.in_(VERIFIERS)).order_by(User.id)).all()
