"""Working days in Poland."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civic.kernel import workdays


@pytest.mark.parametrize(
    ("year", "month", "day"),
    [(2024, 3, 31), (2025, 4, 20), (2026, 4, 5), (2027, 3, 28), (2038, 4, 25), (2000, 4, 23), (1818, 3, 22)],
)
def test_easter(year: int, month: int, day: int) -> None:
    assert workdays.easter(year) == date(year, month, day)


@pytest.mark.parametrize(
    "day",
    [
        date(2026, 1, 1),
        date(2026, 1, 6),
        date(2026, 4, 6),
        date(2026, 5, 1),
        date(2026, 6, 4),
        date(2026, 11, 11),
        date(2026, 12, 24),
        date(2026, 12, 25),
        date(2026, 10, 3),
        date(2026, 10, 4),
    ],
)
def test_days_on_which_no_office_works(day: date) -> None:
    assert not workdays.is_working(day)


def test_christmas_eve_is_free_since_2025() -> None:
    assert workdays.is_working(date(2024, 12, 24))
    assert not workdays.is_working(date(2025, 12, 24))


def test_what_came_on_friday_waits_one_working_day_on_monday() -> None:
    assert workdays.between(date(2026, 10, 2), date(2026, 10, 5)) == 1
    assert workdays.between(date(2026, 10, 2), date(2026, 10, 4)) == 0
    assert workdays.between(date(2026, 10, 5), date(2026, 10, 5)) == 0
    # Independence Day is a Wednesday.
    assert workdays.between(date(2026, 11, 10), date(2026, 11, 12)) == 1


DAYS = st.dates(date(2000, 1, 1), date(2060, 12, 31))


@given(DAYS, st.integers(0, 500))
def test_counting_at_once_is_counting_one_by_one(first: date, length: int) -> None:
    days = (first + timedelta(days=step) for step in range(1, length + 1))
    assert workdays.between(first, first + timedelta(days=length)) == sum(map(workdays.is_working, days))


@given(DAYS, st.integers(0, 60))
def test_after_is_the_way_back(first: date, count: int) -> None:
    assert workdays.between(first, workdays.after(first, count)) == count
