"""Working days in Poland: Monday to Friday but for the days off that the Act of 18 January 1951 names.

Ustawa z dnia 18 stycznia 1951 r. o dniach wolnych od pracy (Dz.U. 2025 poz. 296), art. 1: fixed days and those that move with
Easter; 24 December is among them since 2025. Easter by the Meeus/Jones/Butcher computus (J. Meeus, Astronomical Algorithms, ch. 8).
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

#: (month, day) of the days off that stand still, and how many days after Easter Sunday the others fall.
FIXED = ((1, 1), (1, 6), (5, 1), (5, 3), (8, 15), (11, 1), (11, 11), (12, 25), (12, 26))
AFTER_EASTER = (0, 1, 49, 60)
CHRISTMAS_EVE_SINCE = 2025
SATURDAY = 5


def easter(year: int) -> date:
    """Easter Sunday of a year in the Gregorian calendar."""
    a, b, c = year % 19, year // 100, year % 100
    d = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    e = (32 + 2 * (b % 4) + 2 * (c // 4) - d - c % 4) % 7
    f = d + e - 7 * ((a + 11 * d + 22 * e) // 451) + 114
    return date(year, f // 31, f % 31 + 1)


@lru_cache(maxsize=64)
def days_off(year: int) -> frozenset[date]:
    """The days off of a year, Sundays and Saturdays not counted unless they are named."""
    fixed = {date(year, month, day) for month, day in FIXED}
    if year >= CHRISTMAS_EVE_SINCE:
        fixed.add(date(year, 12, 24))
    return frozenset(fixed | {easter(year) + timedelta(days=after) for after in AFTER_EASTER})


def is_working(day: date) -> bool:
    """Whether offices work on that day."""
    return day.weekday() < SATURDAY and day not in days_off(day.year)


def between(first: date, last: date) -> int:
    """How many working days came after the first day, up to and with the last."""
    whole, rest = divmod(max(0, (last - first).days), 7)
    count = 5 * whole + sum(
        (first + timedelta(days=7 * whole + step)).weekday() < SATURDAY for step in range(1, rest + 1)
    )
    off = (day for year in range(first.year, last.year + 1) for day in days_off(year))
    return count - sum(first < day <= last and day.weekday() < SATURDAY for day in off)


def after(first: date, count: int) -> date:
    """The day that is so many working days after another."""
    day = first
    while count > 0:
        day += timedelta(days=1)
        count -= is_working(day)
    return day
