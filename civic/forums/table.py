"""A forum's seats as rows: given, changed, ended; parts of the commands, which ask who may."""

from __future__ import annotations

from typing import TYPE_CHECKING

from civic.forums import plan, queries
from civic.forums.events import SeatChanged, SeatEnded, SeatGiven
from civic.forums.models import Forum, Seat, SeatCategory
from civic.kernel import clock
from civic.kernel.db import db
from civic.kernel.errors import Refused
from civic.kernel.events import record
from civic.kernel.words import N_

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from civic.forums.plan import SeatSpec
    from civic.kernel.access import Actor


def lay(forum: Forum, specs: Sequence[SeatSpec], *, strict: bool) -> None:
    """The seats of a forum that is being opened; an import need not be strict about who speaks for whom today."""
    check(specs, forum.seats_max)
    if strict:
        check_people(specs)
    for spec in specs:
        forum.seats.append(_row(spec))


def change(forum: Forum, specs: Sequence[SeatSpec], *, by: Actor) -> None:
    """Make seats what the specs say; a seat is known by its organisation and first day, one that is not named stays."""
    known = {(seat.organisation_id, seat.starts_on): seat for seat in forum.seats}
    moved: list[SeatSpec] = []
    for spec in specs:
        seat = known.get((spec.organisation_id, spec.starts_on))
        if seat is None:
            give(forum, spec, by=by)
            moved.append(spec)
            continue
        if (seat.representative_id, seat.deputy_id) != (spec.representative_id, spec.deputy_id):
            seat_people(seat, spec, by=by)
            moved.append(spec)
        if seat.ends_on != spec.ends_on:
            end(seat, spec.ends_on, by=by)
    check_people(moved)
    check(forum.seats, forum.seats_max)


def give(forum: Forum, spec: SeatSpec, *, category_id: int | None = None, by: Actor) -> Seat:
    """A new seat."""
    seat = _row(spec)
    seat.category_id = category_id
    forum.seats.append(seat)
    record(
        SeatGiven(
            forum=forum.id,
            seated=spec.organisation_id,
            representative=spec.representative_id,
            deputy=spec.deputy_id,
            by=by.id,
            organisation=by.organisation_id,
        )
    )
    return seat


def end(seat: Seat, ends_on: date | None, *, by: Actor) -> None:
    """A seat's last day, or none."""
    seat.ends_on = ends_on
    record(
        SeatEnded(
            forum=seat.forum_id,
            seated=seat.organisation_id,
            ends_on=ends_on.isoformat() if ends_on else None,
            by=by.id,
            organisation=by.organisation_id,
        )
    )


def check(seats: Sequence[plan.Seated], seats_max: int | None) -> None:
    """The rules of the table, with the names of the organisations in their sentences."""
    names = queries.names_of(seat.organisation_id for seat in seats)
    plan.check_seats(seats, seats_max, names, clock.today(clock.now()))


def check_given(forum: Forum, spec: SeatSpec) -> None:
    """The rules of the table and of who speaks for whom, after one seat was given."""
    check_people([spec])
    check(forum.seats, forum.seats_max)


def check_category(forum: Forum, category: SeatCategory | None, since: date) -> None:
    """A part of the table has no more seats than it is said to have, on any day from `since` on.

    Raises:
        Refused: naming the part that is full.
    """
    if category is None:
        return
    seats = [seat for seat in forum.seats if seat.category_id == category.id]
    for day in sorted({since, *(seat.starts_on for seat in seats if seat.starts_on > since)}):
        if sum(seat.holds_on(day) for seat in seats) > category.seats:
            raise Refused(
                "full",
                N_(
                    "“%(category)s” has %(max)s seats and all are taken.",
                    category=category.title,
                    max=category.seats,
                ),
            )


def _row(spec: SeatSpec) -> Seat:
    return Seat(
        organisation_id=spec.organisation_id,
        representative_id=spec.representative_id,
        deputy_id=spec.deputy_id,
        starts_on=spec.starts_on,
        ends_on=spec.ends_on,
    )


def seat_people(seat: Seat, spec: SeatSpec, *, by: Actor) -> None:
    """Other people at a seat, from its first day on: for corrections, and for changes on that very day."""
    record(
        SeatChanged(
            forum=seat.forum_id,
            seated=seat.organisation_id,
            old_representative=seat.representative_id,
            old_deputy=seat.deputy_id,
            representative=spec.representative_id,
            deputy=spec.deputy_id,
            by=by.id,
            organisation=by.organisation_id,
        )
    )
    seat.representative_id, seat.deputy_id = spec.representative_id, spec.deputy_id


def check_people(specs: Iterable[SeatSpec]) -> None:
    """A representative and a deputy are two people, and both speak for their organisation."""
    wanted = list(specs)
    if not wanted:
        return
    with db.session.no_autoflush:
        organisations = {spec.organisation_id for spec in wanted}
        may = {(m.organisation_id, m.user_id) for m in queries.speakers(organisations)}
        names = queries.names_of(organisations)
    for spec in wanted:
        name = names.get(spec.organisation_id, "")
        if spec.deputy_id == spec.representative_id:
            raise Refused(
                "same_person",
                N_(
                    "%(organisation)s: the deputy must be another person than the representative.",
                    organisation=name,
                ),
            )
        people = {spec.representative_id, spec.deputy_id} - {None}
        if not all((spec.organisation_id, person) in may for person in people):
            raise Refused(
                "not_theirs",
                N_(
                    "%(organisation)s: choose people who speak for this organisation. "
                    "The organisation names them on its own page.",
                    organisation=name,
                ),
            )
