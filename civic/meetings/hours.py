"""From a day and an hour on a wall in Warsaw to a moment: an hour may come twice, or not at all. Pure."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from civic.kernel.clock import WARSAW

if TYPE_CHECKING:
    from collections.abc import Iterator

#: No meeting is longer: what ends at an earlier hour than it begins ends on the next day.
LONGEST = timedelta(hours=24)


def moments(day: date, hour: time) -> tuple[datetime, ...]:
    """The moments (UTC) at which clocks in Warsaw show this: one; two when they are put back; none when they are put forward."""
    found = []
    for fold in (0, 1):
        wall = datetime.combine(day, hour.replace(fold=fold), WARSAW)
        moment = wall.astimezone(UTC)
        # An hour that is jumped over comes back as another one.
        if moment.astimezone(WARSAW).replace(tzinfo=None) == wall.replace(tzinfo=None, fold=0):
            found.append(moment)
    return tuple(sorted(set(found)))


def comes_twice(moment: datetime) -> bool:
    """Whether clocks in Warsaw show the hour of this moment twice that night."""
    local = moment.astimezone(WARSAW)
    return len(moments(local.date(), local.time().replace(fold=0))) > 1


def next_hour(day: date, hour: time) -> time:
    """The first hour after a missing one that clocks do show: 3.00 for 2.30 on the last Sunday of March."""
    wall = datetime.combine(day, hour.replace(minute=0, second=0)) + timedelta(hours=1)
    while not moments(wall.date(), wall.time()):
        wall += timedelta(hours=1)
    return wall.time()


def last_day(day: date, begins: time, ends: time) -> date:
    """The day on which a meeting of these hours ends: its own, or the next one."""
    return day if ends > begins else day + timedelta(days=1)


def weekly(first: date, times: int, weeks: int) -> Iterator[date]:
    """So many days, each so many weeks after the last."""
    return (first + timedelta(weeks=weeks * number) for number in range(times))


def monthly(first: date, times: int) -> Iterator[date]:
    """So many days, a month apart, on the same weekday of the month: the second Friday; a fifth one means the last."""
    which = (first.day - 1) // 7
    for number in range(times):
        months = first.year * 12 + first.month - 1 + number
        year, month = divmod(months, 12)
        start = date(year, month + 1, 1)
        day = start + timedelta(days=(first.weekday() - start.weekday()) % 7 + 7 * which)
        yield day if day.month == start.month else day - timedelta(weeks=1)
