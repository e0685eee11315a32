"""Who sits at a table, by name: those who still speak for their organisation, and for a time after a seat has ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from civic.forums import queries
from civic.kernel.words import _
from civic.organisations.naming import ERASED, Places, Reader

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from civic.accounts.models import User
    from civic.forums.models import Seat

#: Who speaks today, and for whom: (organisation, person).
Speaking = frozenset[tuple[int, int]]


def speaking_at(seats: Iterable[Seat]) -> Speaking:
    """Which people speak today for the organisations that hold these seats, in one query."""
    organisations = {seat.organisation_id for seat in seats}
    if not organisations:
        return frozenset()
    return frozenset((each.organisation_id, each.user_id) for each in queries.speakers(organisations))


def people_at(seats: Sequence[Seat], reader: Reader, today: date, keep_days: int) -> dict[int, str]:
    """The representative and the deputy of each seat in one line, empty where the public does not learn them, by the seat's id."""
    places = Places(today, keep_days)
    speaking = speaking_at(seat for seat in seats if _goes_on(seat, today))
    found: dict[int, str] = {}
    for seat in seats:
        public = seat.starts_on <= today and (seat.ends_on is None or places.lasts(seat.ends_on))
        own = reader.keeps_order or seat.organisation_id in reader.organisations
        found[seat.id] = _line(seat, speaking if _goes_on(seat, today) else None) if public or own else ""
    return found


def _goes_on(seat: Seat, today: date) -> bool:
    return seat.ends_on is None or seat.ends_on >= today


def _line(seat: Seat, speaking: Speaking | None) -> str:
    """Of a seat that has ended, those who sat there; of one that has not, only those who still speak."""
    first = _called(seat, seat.representative, speaking) or _("waits for a person with a confirmed mandate")
    second = _called(seat, seat.deputy, speaking) if seat.deputy else ""
    return f"{first} / {second or _('place free')}"


def _called(seat: Seat, person: User, speaking: Speaking | None) -> str:
    if person.erased_at:
        return str(ERASED)
    return person.name if speaking is None or (seat.organisation_id, person.id) in speaking else ""
