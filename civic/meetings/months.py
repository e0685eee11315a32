"""A month as a calendar on a wall shows it: whole weeks from Monday to Sunday, each day with what is dated on it. Pure."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

FIRST, LAST = date(2000, 1, 1), date(2100, 12, 1)


@dataclass(frozen=True)
class Dated:
    """Something on a day: an hour in words or nothing, what it is, where it is read; `off` when it does not take place."""

    day: date
    hour: str
    text: str
    url: str
    off: bool = False
    deadline: bool = False


@dataclass(frozen=True)
class Day:
    """A day of the grid; `inside` the month or of a neighbour."""

    date: date
    inside: bool
    dated: list[Dated]


def read(text: str, today: date) -> date:
    """The first day of the month that „2026-10” names; of the present one where it names none."""
    year, _dash, month = text.partition("-")
    if len(year) == 4 and len(month) == 2 and (year + month).isdecimal() and 1 <= int(month) <= 12:
        named = date(max(int(year), 1), int(month), 1)
        if FIRST <= named <= LAST:
            return named
    return today.replace(day=1)


def name(first: date) -> str:
    """„2026-10”."""
    return f"{first:%Y-%m}"


def following(first: date) -> date:
    """The first day of the next month."""
    return (first + timedelta(days=31)).replace(day=1)


def before(first: date) -> date:
    """The first day of the month before."""
    return (first - timedelta(days=1)).replace(day=1)


def weeks(first: date, dated: Iterable[Dated]) -> list[list[Day]]:
    """The weeks of a month; days of its neighbours are there and empty."""
    on: dict[date, list[Dated]] = {}
    for item in dated:
        on.setdefault(item.day, []).append(item)
    return [
        [
            Day(day, day.month == first.month, on.get(day, []) if day.month == first.month else [])
            for day in week
        ]
        for week in calendar.Calendar().monthdatescalendar(first.year, first.month)
    ]
