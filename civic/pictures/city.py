"""A city's districts and the places in it as a plan: outlines, a river, numbered pins that do not hide each other. Pure.

The middle of a city is drawn wider than its edges, because places stand close together there: each point moves away from the
middle along its own line, so that who lies north of whom, and who is whose neighbour, stays as it is.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

Point = tuple[float, float]

#: How much wider the middle is drawn than the edge.
WIDER = 1.5
MARGIN = 8.0
#: Room on every side that the short name of a district needs, in pixels.
LABEL = 13.0
#: So fine is the grid on which a place for it is looked for.
STEPS = 14
#: Rounds in which pins give way to each other; a picture that needs more is too full to be read anyway.
ROUNDS = 80


@dataclass(frozen=True, slots=True)
class Spot:
    """A point inside an area, and how far from its outline."""

    x: float
    y: float
    room: float


@dataclass(frozen=True, slots=True)
class Area:
    """One district: its outline, and where its short name has room, nothing where it has none."""

    name: str
    path: str  # of an SVG path
    label: Spot | None


@dataclass(frozen=True, slots=True)
class Pin:
    """One place: its number, where it truly lies, and where its pin stands."""

    number: int
    place_x: float
    place_y: float
    x: float
    y: float

    @property
    def stands_apart(self) -> bool:
        """Whether the pin had to give way, so that a line leads to the place."""
        return math.hypot(self.x - self.place_x, self.y - self.place_y) > 1


@dataclass(frozen=True, slots=True)
class Plan:
    """The whole picture, from (0, 0) to (width, height)."""

    width: float
    height: float
    radius: float
    areas: tuple[Area, ...]
    river: str  # of an SVG path
    pins: tuple[Pin, ...]


class Projection:
    """From degrees to places on paper of a given width, the height as it comes."""

    def __init__(self, outlines: Mapping[str, Sequence[Point]], middle: Point, width: float) -> None:
        self._middle = middle
        self._narrowing = math.cos(math.radians(middle[0]))
        corners = [self._flat(point) for outline in outlines.values() for point in outline]
        self._farthest = max(math.hypot(*corner) for corner in corners)
        drawn = [self._widened(corner) for corner in corners]
        self._left, right = min(x for x, _y in drawn), max(x for x, _y in drawn)
        self._top, bottom = min(y for _x, y in drawn), max(y for _x, y in drawn)
        self._scale = (width - 2 * MARGIN) / (right - self._left)
        self.width, self.height = width, round((bottom - self._top) * self._scale + 2 * MARGIN, 1)

    def __call__(self, place: Point) -> Point:
        """Where a place lies on the paper; what is beyond the city stands at its edge."""
        x, y = self._widened(self._flat(place))
        at = MARGIN + (x - self._left) * self._scale, MARGIN + (y - self._top) * self._scale
        return _between(at[0], MARGIN, self.width - MARGIN), _between(at[1], MARGIN, self.height - MARGIN)

    def _flat(self, place: Point) -> Point:
        return (place[1] - self._middle[1]) * self._narrowing, self._middle[0] - place[0]

    def _widened(self, at: Point) -> Point:
        away = min(math.hypot(*at) / self._farthest, 1)
        by = (1 + WIDER) / (1 + WIDER * away)
        return at[0] * by, at[1] * by


@dataclass(frozen=True, slots=True)
class _Shape:
    """An area before it is known where pins stand: its outline and the points inside it."""

    name: str
    path: str
    spots: tuple[Spot, ...]


class Ground:
    """A city without its places, of a given width in pixels: made once, as it takes a while."""

    def __init__(
        self, outlines: Mapping[str, Sequence[Point]], river: Sequence[Point], middle: Point, width: float
    ) -> None:
        self.paper = Projection(outlines, middle, width)
        self.river = "M" + "L".join(_said(self.paper(point)) for point in river)
        self.shapes = tuple(
            _shape(name, [self.paper(point) for point in outline]) for name, outline in outlines.items()
        )

    def plan(self, places: Mapping[int, Point], radius: float) -> Plan:
        """The plan with these places, by number, as (latitude, longitude) in degrees; `radius` of a pin in pixels."""
        true = {number: self.paper(place) for number, place in places.items()}
        stands = _apart(list(true.values()), 2 * radius + 2, self.paper, radius)
        pins = tuple(
            Pin(number, *_rounded(at), *_rounded(pin))
            for (number, at), pin in zip(true.items(), stands, strict=True)
        )
        areas = tuple(Area(shape.name, shape.path, _label(shape, stands, radius)) for shape in self.shapes)
        return Plan(self.paper.width, self.paper.height, radius, areas, self.river, pins)


def _shape(name: str, corners: Sequence[Point]) -> _Shape:
    left, right = min(x for x, _y in corners), max(x for x, _y in corners)
    top, bottom = min(y for _x, y in corners), max(y for _x, y in corners)
    grid = (
        (round(left + (right - left) * i / STEPS, 1), round(top + (bottom - top) * j / STEPS, 1))
        for i in range(1, STEPS)
        for j in range(1, STEPS)
    )
    spots = (Spot(x, y, _room((x, y), corners)) for x, y in grid)
    return _Shape(
        name,
        "M" + "L".join(_said(corner) for corner in corners) + "Z",
        tuple(spot for spot in spots if spot.room >= LABEL),
    )


def _label(shape: _Shape, pins: Sequence[Point], radius: float) -> Spot | None:
    """The spot that is farthest from the outline and from every pin."""

    def away(spot: Spot) -> float:
        return min([spot.room, *(math.hypot(spot.x - pin[0], spot.y - pin[1]) - radius for pin in pins)])

    best = max(shape.spots, key=away, default=None)
    return best if best is not None and away(best) >= LABEL else None


def _room(at: Point, corners: Sequence[Point]) -> float:
    """How far a point is from the outline; less than nothing outside."""
    inside, nearest = False, math.inf
    for a, b in zip(corners, (*corners[1:], corners[0]), strict=True):
        along = (b[0] - a[0], b[1] - a[1])
        length = along[0] ** 2 + along[1] ** 2
        share = (
            _between(((at[0] - a[0]) * along[0] + (at[1] - a[1]) * along[1]) / length, 0, 1) if length else 0
        )
        nearest = min(nearest, math.hypot(a[0] + share * along[0] - at[0], a[1] + share * along[1] - at[1]))
        if (a[1] > at[1]) != (b[1] > at[1]) and at[0] < a[0] + (at[1] - a[1]) / (b[1] - a[1]) * along[0]:
            inside = not inside
    return nearest if inside else -nearest


def _apart(places: Sequence[Point], distance: float, paper: Projection, radius: float) -> list[Point]:
    """Pins at least so far from each other, each as near to its place as that allows; the same places give the same pins."""
    pins = list(places)
    for _round in range(ROUNDS):
        moved = False
        for i in range(len(pins)):
            for j in range(i + 1, len(pins)):
                first, second = pins[i], pins[j]
                away = math.hypot(second[0] - first[0], second[1] - first[1])
                if away >= distance - 0.05:
                    continue
                # Two places in one house part along a direction of their own, so that three of them do not stand in a row.
                turn = math.atan2(second[1] - first[1], second[0] - first[0]) if away else float(i + 2 * j)
                push = (distance - away) / 2
                dx, dy = push * math.cos(turn), push * math.sin(turn)
                pins[i] = _held((first[0] - dx, first[1] - dy), paper, radius)
                pins[j] = _held((second[0] + dx, second[1] + dy), paper, radius)
                moved = True
        if not moved:
            break
    return pins


def _held(at: Point, paper: Projection, radius: float) -> Point:
    return _between(at[0], radius, paper.width - radius), _between(at[1], radius, paper.height - radius)


def _between(value: float, least: float, most: float) -> float:
    return min(max(value, least), most)


def _rounded(at: Point) -> Point:
    return round(at[0], 1), round(at[1], 1)


def _said(at: Point) -> str:
    return f"{at[0]:.1f} {at[1]:.1f}"
