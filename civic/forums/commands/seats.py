"""An organisation's own acts on its seat: to send other people from a day on, to leave the table."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from civic.forums import declared, queries, table
from civic.forums.plan import SeatSpec
from civic.kernel import clock
from civic.kernel.access import Actor, Permission, authorize
from civic.kernel.db import db
from civic.kernel.errors import Forbidden, Refused
from civic.kernel.words import N_

if TYPE_CHECKING:
    from civic.forums.models import Seat


def send_others(seat: Seat, *, representative_id: int, deputy_id: int | None, by: Actor) -> Seat:
    """Send other people to the table from today on; who sat there before stays written down until yesterday.

    What was said before is not touched: every contribution keeps the person and the organisation of its day.

    Raises:
        Refused: when the people do not speak for the organisation, are one and the same, or the seat has ended.
    """
    authorize(by, Permission.DECLARE_SEAT, seat.forum)
    today = clock.today(clock.now())
    _check_own(seat, by)
    queries.lock(seat.forum)
    if seat.ends_on is not None and seat.ends_on < today:
        raise Refused("ended", N_("This seat has ended."))
    if (seat.representative_id, seat.deputy_id) == (representative_id, deputy_id):
        return seat
    if not {representative_id, deputy_id} - {None} <= set(
        declared.people_to_send(seat.organisation_id, today)
    ):
        raise Refused("not_theirs", N_("Choose people who speak for the organisation."))
    spec = SeatSpec(
        seat.organisation_id, representative_id, deputy_id, max(today, seat.starts_on), seat.ends_on
    )
    table.check_people([spec])
    if seat.starts_on >= today:
        table.seat_people(seat, spec, by=by)
        return seat
    table.end(seat, today - timedelta(days=1), by=by)
    given = table.give(seat.forum, spec, category_id=seat.category_id, by=by)
    table.check(seat.forum.seats, seat.forum.seats_max)
    db.session.flush()
    return given


def give_up_seat(seat: Seat, *, by: Actor) -> Seat:
    """Leave the table: today is the seat's last day.

    Raises:
        Refused: when the seat has ended.
    """
    authorize(by, Permission.DECLARE_SEAT, seat.forum)
    today = clock.today(clock.now())
    _check_own(seat, by)
    queries.lock(seat.forum)
    if seat.ends_on is not None and seat.ends_on <= today:
        raise Refused("ended", N_("This seat has ended."))
    table.end(seat, max(today, seat.starts_on), by=by)
    db.session.flush()
    return seat


def _check_own(seat: Seat, by: Actor) -> None:
    """Only those who speak for the organisation by a confirmed mandate change who sits at its seat."""
    if not by.system and by.organisation_id != seat.organisation_id:
        raise Forbidden("not_yours", N_("Only the organisation that holds the seat can do that."))
