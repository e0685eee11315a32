"""How many voices had come and how many had a decision, week by week or month by month. Pure."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

#: More weeks than that are told by months.
MOST_WEEKS = 26
#: The height of the curves, in the units of their outline; their width is 100.
HEIGHT = 100.0
_ROOM = 25.0  # per cent of the width: for the number of an edition


@dataclass(frozen=True, slots=True)
class Step:
    """A week or a month, by its first day, and the sums at its end."""

    since: date
    came: int
    decided: int


@dataclass(frozen=True, slots=True)
class Edition:
    """An issue: when it gave so many voices a decision, and where it stands, in per cent of the width and units of the height."""

    number: int
    day: date
    decided: int
    x: float
    y: float
    #: Whether its number has room beside the next one's.
    named: bool


@dataclass(frozen=True, slots=True)
class Growth:
    """Two curves over one span of time."""

    since: date
    until: date
    most: int
    by_month: bool
    steps: tuple[Step, ...]
    editions: tuple[Edition, ...]
    #: The area under what came, and the line of what had a decision, as attributes `d` of paths.
    came: str
    decided: str


def growth(arrivals: Sequence[date], issues: Sequence[tuple[int, date, int]]) -> Growth | None:
    """The curves from the first voice to the last issue.

    `arrivals` are the days on which the voices came, `issues` are (number, day, how many had a decision then) in their order.
    None where there is no voice or no issue.
    """
    if not arrivals or not issues:
        return None
    days = sorted(arrivals)
    since, until = days[0], max(day for _number, day, _decided in issues)
    until = max(until, since + timedelta(days=1))
    most = max(len(days), *(decided for _number, _day, decided in issues))
    by_month = (until - since).days > 7 * MOST_WEEKS
    starts = _starts(since, until, by_month=by_month)
    steps = tuple(
        Step(start, bisect_right(days, end), _decided(issues, end))
        for start, end in zip(starts, [*(s - timedelta(days=1) for s in starts[1:]), until], strict=True)
    )

    def x(day: date) -> float:
        return round(100 * (day - since).days / (until - since).days, 2)

    def y(count: int) -> float:
        return round(HEIGHT * (1 - count / most), 2)

    following = [*(x(day) for _number, day, _decided in issues[1:]), 100.0 + _ROOM]
    editions = tuple(
        Edition(number, day, decided, x(day), y(decided), after - x(day) >= _ROOM)
        for (number, day, decided), after in zip(issues, following, strict=True)
    )
    came = [(x(day), y(bisect_right(days, day))) for day in sorted({*days, until}) if day <= until]
    return Growth(
        since, until, most, by_month, steps, editions, _area(came), _stairs([(e.x, e.y) for e in editions])
    )


def _starts(since: date, until: date, *, by_month: bool) -> list[date]:
    start = since.replace(day=1) if by_month else since - timedelta(days=since.weekday())
    starts = []
    while start <= until:
        starts.append(start)
        start = (start + timedelta(days=31)).replace(day=1) if by_month else start + timedelta(days=7)
    return starts


def _decided(issues: Sequence[tuple[int, date, int]], end: date) -> int:
    return next((decided for _number, day, decided in reversed(issues) if day <= end), 0)


def _area(points: Sequence[tuple[float, float]]) -> str:
    return _stairs(points) + f"L100 {HEIGHT}L0 {HEIGHT}Z"


def _stairs(points: Sequence[tuple[float, float]]) -> str:
    """A line that rises on the day and stays until the next; from the ground on the left to the right side."""
    return f"M0 {HEIGHT}" + "".join(f"H{x}V{y}" for x, y in points) + "H100"
