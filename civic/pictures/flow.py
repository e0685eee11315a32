"""The way of contributions to answers as a picture: nodes in columns and bands between them, in the units of an SVG. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 720.0, 320.0
NODE, GAP = 14.0, 18.0
LEAST = 3.0  # the height of what is there at all


@dataclass(frozen=True, slots=True)
class Node:
    """One station with how much passes through it."""

    column: int
    code: str
    count: int
    x: float
    y: float
    height: float

    @property
    def middle(self) -> float:
        """Where its name stands."""
        return round(self.y + self.height / 2, 1)


@dataclass(frozen=True, slots=True)
class Band:
    """How much goes from one station to the next."""

    start: str
    end: str
    count: int
    #: From side to side.
    x1: float
    x2: float
    #: The upper and the lower corner on each side.
    left: tuple[float, float]
    right: tuple[float, float]

    @property
    def outline(self) -> str:
        """Its outline, as the attribute `d` of a path."""
        return outline(self.x1, self.x2, self.left, self.right)


@dataclass(frozen=True, slots=True)
class Flow:
    """The whole picture, and the same in rows."""

    nodes: tuple[Node, ...]
    bands: tuple[Band, ...]
    rows: tuple[tuple[str, str, int], ...]


def flow(paths: Iterable[tuple[Sequence[str], int]], columns: Sequence[Sequence[str]]) -> Flow:
    """The picture of paths, each a station a column (a path may end early) with how many go along it.

    `columns` gives the order of the stations in each column; stations that nobody passes are left out.
    """
    passed: list[Counter[str]] = [Counter() for _column in columns]
    links: Counter[tuple[int, str, str]] = Counter()
    for stations, count in paths:
        for place, code in enumerate(stations):
            passed[place][code] += count
            if place:
                links[place, stations[place - 1], code] += count
    scale = _scale(passed)
    nodes = {
        (place, node.code): node
        for place, order in enumerate(columns)
        for node in _column(place, len(columns), [(code, passed[place][code]) for code in order], scale)
    }
    ordered = [
        (place, start, end, links[place, start, end])
        for place in range(1, len(columns))
        for start in columns[place - 1]
        for end in columns[place]
        if links[place, start, end]
    ]
    return Flow(
        tuple(nodes.values()),
        tuple(_bands(ordered, nodes)),
        tuple((start, end, count) for _place, start, end, count in ordered),
    )


def _scale(passed: Sequence[Counter[str]]) -> float:
    """Units a contribution, so that the fullest column fits."""
    return min(
        ((HEIGHT - GAP * (len(column) - 1)) / column.total() for column in passed if column.total()),
        default=1.0,
    )


def _column(place: int, columns: int, stations: Sequence[tuple[str, int]], scale: float) -> Iterable[Node]:
    x = round(place * (WIDTH - NODE) / max(1, columns - 1), 1)
    y = 0.0
    for code, count in stations:
        if count:
            height = max(LEAST, count * scale)
            yield Node(place, code, count, x, round(y, 1), round(height, 1))
            y += height + GAP


def _bands(
    ordered: Sequence[tuple[int, str, str, int]], nodes: dict[tuple[int, str], Node]
) -> Iterable[Band]:
    came: defaultdict[tuple[int, str], float] = defaultdict(float)
    gone: defaultdict[tuple[int, str], float] = defaultdict(float)
    for place, start, end, count in ordered:
        a, b = nodes[place - 1, start], nodes[place, end]
        out, into = a.height * count / a.count, b.height * count / b.count
        y1, y2 = a.y + gone[place - 1, start], b.y + came[place, end]
        gone[place - 1, start] += out
        came[place, end] += into
        left, right = (round(y1, 1), round(y1 + out, 1)), (round(y2, 1), round(y2 + into, 1))
        yield Band(start, end, count, a.x + NODE, b.x, left, right)


def outline(x1: float, x2: float, left: tuple[float, float], right: tuple[float, float]) -> str:
    """A band that leaves and arrives level, as the attribute `d` of a path; units are those of the numbers."""
    middle = round((x1 + x2) / 2, 2)
    (y1, y3), (y2, y4) = left, right
    return (
        f"M{x1} {y1}C{middle} {y1} {middle} {y2} {x2} {y2}L{x2} {y4}C{middle} {y4} {middle} {y3} {x1} {y3}Z"
    )
