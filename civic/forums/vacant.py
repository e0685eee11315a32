"""Seats whose people no longer speak for their organisation: whoever looks after it is told, nothing said before changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import or_, select

from civic.forums import letters
from civic.forums.models import Seat
from civic.kernel import clock
from civic.kernel.db import db
from civic.kernel.words import N_
from civic.organisations import standing, telling

if TYPE_CHECKING:
    from civic.kernel.access import Actor
    from civic.organisations.models import Membership


@standing.when_left
def tell_of_vacant_seats(membership: Membership, _by: Actor) -> None:
    """Write to those who look after the organisation, for each of its seats that named the person who left."""
    organisation, user = membership.organisation, membership.user
    today = clock.today(clock.now())
    named = select(Seat).where(
        Seat.organisation_id == organisation.id,
        or_(Seat.representative_id == user.id, Seat.deputy_id == user.id),
        # A seat that ends today waits for nobody.
        or_(Seat.ends_on.is_(None), Seat.ends_on > today),
    )
    for seat in db.session.scalars(named.order_by(Seat.id)):
        telling.tell(
            letters.SEAT_VACANT,
            [person for person in telling.admins(organisation) if person.id != user.id],
            link=f"/forums/{seat.forum.slug}/seat",
            organisation=organisation.name,
            forum=seat.forum.title,
            person=user.name,
            place=N_("representative") if seat.representative_id == user.id else N_("deputy"),
        )
