"""Deadlines are Warsaw dates, to the last second, daylight saving included."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civic.kernel import clock


@pytest.mark.parametrize(
    ("day", "starts", "ends"),
    [
        (
            date(2026, 1, 31),
            datetime(2026, 1, 30, 23, tzinfo=UTC),
            datetime(2026, 1, 31, 22, 59, 59, tzinfo=UTC),
        ),
        # The day with 23 hours and the day with 25.
        (
            date(2026, 3, 29),
            datetime(2026, 3, 28, 23, tzinfo=UTC),
            datetime(2026, 3, 29, 21, 59, 59, tzinfo=UTC),
        ),
        (
            date(2026, 10, 25),
            datetime(2026, 10, 24, 22, tzinfo=UTC),
            datetime(2026, 10, 25, 22, 59, 59, tzinfo=UTC),
        ),
    ],
)
def test_a_day_lasts_from_its_first_to_its_last_second_in_warsaw(
    day: date, starts: datetime, ends: datetime
) -> None:
    assert clock.start_of(day) == starts
    assert clock.end_of(day) == ends


def test_moving_by_weeks_keeps_the_hour_on_the_wall() -> None:
    before = datetime(2026, 10, 20, 16, 30, tzinfo=clock.WARSAW)
    after = clock.shift_weeks(before, 1)
    assert clock.local(after).isoformat() == "2026-10-27T16:30:00+01:00"


@given(st.datetimes(datetime(2025, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC)), st.integers(-60, 60))  # noqa: DTZ001
def test_moving_by_weeks_keeps_the_day_of_the_week(moment: datetime, weeks: int) -> None:
    assert clock.local(clock.shift_weeks(moment, weeks)).weekday() == clock.local(moment).weekday()
