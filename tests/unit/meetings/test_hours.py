"""Hours on Warsaw's walls: those that come twice, those that never come, and days that come again."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civic.kernel.clock import WARSAW
from civic.meetings import agenda, hours
from civic.meetings.agenda import Point

SPRING, AUTUMN = date(2026, 3, 29), date(2026, 10, 25)


def test_an_hour_that_is_jumped_over_is_no_moment() -> None:
    assert hours.moments(SPRING, time(2, 30)) == ()
    assert hours.next_hour(SPRING, time(2, 30)) == time(3)
    assert hours.moments(SPRING, time(3)) == (datetime(2026, 3, 29, 1, tzinfo=UTC),)


def test_an_hour_that_comes_twice_is_two_moments() -> None:
    first, second = hours.moments(AUTUMN, time(2, 30))
    assert (second - first).total_seconds() == 3600
    assert hours.comes_twice(first)
    assert hours.comes_twice(second)
    assert not hours.comes_twice(datetime(2026, 10, 25, 2, tzinfo=UTC))


@given(st.dates(date(2020, 1, 1), date(2040, 12, 31)), st.times())
def test_every_moment_is_shown_as_it_was_typed(day: date, hour: time) -> None:
    for moment in hours.moments(day, hour):
        assert moment.astimezone(WARSAW).replace(tzinfo=None, fold=0) == datetime.combine(day, hour)


@pytest.mark.parametrize(
    ("first", "expected"),
    [
        (date(2026, 3, 13), [date(2026, 3, 13), date(2026, 4, 10), date(2026, 5, 8), date(2026, 6, 12)]),
        # The fifth Friday is the last one where there are four.
        (date(2026, 10, 30), [date(2026, 10, 30), date(2026, 11, 27), date(2026, 12, 25), date(2027, 1, 29)]),
    ],
)
def test_the_same_weekday_of_each_month(first: date, expected: list[date]) -> None:
    assert list(hours.monthly(first, 4)) == expected


def test_weeks() -> None:
    assert list(hours.weekly(date(2026, 12, 21), 3, 2)) == [
        date(2026, 12, 21),
        date(2027, 1, 4),
        date(2027, 1, 18),
    ]


def test_an_earlier_hour_is_that_of_the_next_day() -> None:
    assert hours.last_day(SPRING, time(22), time(1)) == date(2026, 3, 30)
    assert hours.last_day(SPRING, time(14), time(18)) == SPRING


def test_an_agenda_is_read_line_by_line() -> None:
    text = "Powitanie\n\n P12 \np 15: czynsze\nPrzerwa o 16.00\nP3 – toalety"
    assert agenda.read(text) == [
        Point("Powitanie"),
        Point("", 12),
        Point("czynsze", 15),
        Point("Przerwa o 16.00"),
        Point("toalety", 3),
    ]
