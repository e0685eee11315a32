"""When letters leave: Warsaw mornings, Mondays, and the end of a quiet night. Pure; `now` is handed in.

A period is a Warsaw date or a week of the calendar (ISO 8601), so the night in which the clocks change is a night like any other.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from civic.kernel.clock import WARSAW, local
from civic.notifications.models.codes import Frequency

#: The hour of digests.
MORNING = 7
DAY = timedelta(days=1)


def at_hour(day: date, hour: int) -> datetime:
    """That hour of a Warsaw day, in UTC; an hour that the clocks leave out is the one after it."""
    return datetime(day.year, day.month, day.day, hour, tzinfo=WARSAW).astimezone(UTC)


def next_morning(now: datetime) -> datetime:
    """The first time after `now` at which daily letters leave."""
    day = local(now).date()
    morning = at_hour(day, MORNING)
    return morning if morning > now else at_hour(day + DAY, MORNING)


def next_monday(now: datetime) -> datetime:
    """The first time after `now` at which weekly letters leave."""
    day = local(now).date()
    monday = day + timedelta(days=-day.weekday() % 7)
    found = at_hour(monday, MORNING)
    return found if found > now else at_hour(monday + 7 * DAY, MORNING)


def is_quiet(now: datetime, start: int, end: int) -> bool:
    """Whether the clock on the wall stands between two hours, over midnight where the first is the later one."""
    hour = local(now).hour
    return start <= hour < end if start <= end else hour >= start or hour < end


def after_quiet(now: datetime, start: int, end: int) -> datetime:
    """When a letter may leave that is ready now: at once, or when the quiet hours are over."""
    if not is_quiet(now, start, end):
        return now
    day = local(now).date()
    found = at_hour(day, end)
    return found if found > now else at_hour(day + DAY, end)


def due_at(frequency: Frequency, now: datetime, quiet: tuple[int, int] | None) -> datetime | None:
    """When a letter brings what is told now; nothing where none does. `quiet` are the hours without letters."""
    if frequency is Frequency.NOW:
        return after_quiet(now, *quiet) if quiet else now
    if frequency is Frequency.DAILY:
        return next_morning(now)
    return next_monday(now) if frequency is Frequency.WEEKLY else None


def following(frequency: Frequency, due: datetime) -> datetime:
    """The next time after one at which such letters leave."""
    return next_monday(due) if frequency is Frequency.WEEKLY else next_morning(due)


def period(frequency: Frequency, due: datetime) -> str:
    """What a digest is known by: „daily:2026-03-29”, „weekly:2026-W14”."""
    day = local(due).date()
    if frequency is Frequency.WEEKLY:
        year, week, _day = day.isocalendar()
        return f"{frequency}:{year}-W{week:02}"
    return f"{frequency}:{day.isoformat()}"
