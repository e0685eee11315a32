"""Who sits at a table, by name: those whose seat has begun, and for a time after it ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from civic.kernel.words import _
from civic.organisations.naming import ERASED, Places, Reader

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from civic.accounts.models import User
    from civic.forums.models import Seat


def people_at(seats: Iterable[Seat], reader: Reader, today: date, keep_days: int) -> dict[int, str]:
    """The representative and the deputy of each seat in one line, empty where the public does not learn them, by the seat's id."""
    places = Places(today, keep_days)
    found: dict[int, str] = {}
    for seat in seats:
        public = seat.starts_on <= today and (seat.ends_on is None or places.lasts(seat.ends_on))
        own = reader.keeps_order or seat.organisation_id in reader.organisations
        found[seat.id] = _line(seat) if public or own else ""
    return found


def _line(seat: Seat) -> str:
    deputy = _called(seat.deputy) if seat.deputy else _("place free")
    return f"{_called(seat.representative)} / {deputy}"


def _called(person: User) -> str:
    return str(ERASED) if person.erased_at else person.name
