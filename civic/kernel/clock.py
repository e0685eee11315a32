"""The one place that asks what time it is; deadlines are dates in Warsaw."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

WARSAW = ZoneInfo("Europe/Warsaw")


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return datetime.now(UTC)


def local(moment: datetime) -> datetime:
    """A moment as the clock on a wall in Warsaw shows it."""
    return moment.astimezone(WARSAW)


def today(moment: datetime) -> date:
    """The date in Warsaw at that moment."""
    return local(moment).date()


def start_of(day: date) -> datetime:
    """The first second of a Warsaw day, in UTC."""
    return datetime(day.year, day.month, day.day, tzinfo=WARSAW).astimezone(UTC)


def end_of(day: date) -> datetime:
    """The last second of a Warsaw day, in UTC: a deadline „do 30 października” holds until here."""
    return start_of(day + timedelta(days=1)) - timedelta(seconds=1)


def shift_weeks(moment: datetime, weeks: int) -> datetime:
    """Move a moment by whole weeks so that the wall clock in Warsaw shows the same hour, across changes of daylight saving."""
    wall = local(moment).replace(tzinfo=None) + timedelta(weeks=weeks)
    return wall.replace(tzinfo=WARSAW).astimezone(UTC)
