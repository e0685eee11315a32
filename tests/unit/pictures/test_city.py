"""The plan of a city: neighbours stay neighbours, pins do not hide each other, and everything lies on the paper."""

from __future__ import annotations

import json
import math
from collections import Counter
from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from civic.open_data.demonstration import FOLDER
from civic.organisations.districts import DISTRICTS
from civic.pictures.city import Ground, Projection
from civic.places.outlines import MIDDLE, OUTLINES, RIVER, Point, is_in

#: Which district borders on which, across the river too; by their numbers.
NEIGHBOURS = {
    (1, 2), (1, 3), (1, 4), (1, 5), (1, 7), (1, 8), (1, 13), (2, 3), (2, 13), (2, 14), (3, 4), (3, 14), (3, 15), (4, 5),
    (4, 6), (5, 6), (5, 7), (6, 7), (7, 8), (8, 9), (8, 13), (8, 10), (9, 10), (9, 11), (9, 13), (10, 11), (10, 12), (11, 12),
    (11, 13), (12, 13), (13, 14), (13, 18), (14, 15), (14, 16), (14, 18), (15, 16), (15, 17), (16, 17), (16, 18),
    (17, 18),
}  # fmt: skip
GROUND = Ground(OUTLINES, RIVER, MIDDLE, 640)


def edges(outline: tuple[Point, ...]) -> list[frozenset[Point]]:
    return [frozenset(pair) for pair in pairwise((*outline, outline[0]))]


def area(outline: tuple[Point, ...]) -> float:
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise((*outline, outline[0]))) / 2


def test_the_drawing_holds_all_districts_and_neither_gap_nor_overlap() -> None:
    assert list(OUTLINES) == list(DISTRICTS)
    counted = Counter(edge for outline in OUTLINES.values() for edge in edges(outline))
    assert set(counted.values()) == {1, 2}, "a border is the limit of the city or of two districts"
    # The limits of the city are one closed line, and what lies within it is what the districts hold.
    limits = [edge for edge, times in counted.items() if times == 1]
    assert set(Counter(point for edge in limits for point in edge).values()) == {2}
    steps = {point: [edge - {point} for edge in limits if point in edge] for edge in limits for point in edge}
    start = next(iter(steps))
    line, before = [start], start
    while True:
        ahead = [next(iter(step)) for step in steps[line[-1]]]
        following = next((point for point in ahead if point != before), ahead[0])
        if following == start:
            break
        before = line[-1]
        line.append(following)
    assert len(line) == len(limits)
    assert abs(area(tuple(line))) == pytest.approx(sum(abs(area(each)) for each in OUTLINES.values()))


def test_who_is_whose_neighbour() -> None:
    sides = [set(edges(outline)) for outline in OUTLINES.values()]
    found = {
        (one + 1, other + 1) for one, other in combinations(range(len(sides)), 2) if sides[one] & sides[other]
    }
    assert found == NEIGHBOURS


@pytest.mark.parametrize(
    "line", [json.loads(line) for line in (FOLDER / "places.jsonl").read_text("utf-8").splitlines()]
)
def test_each_place_of_the_demonstration_lies_in_its_district(line: dict[str, str]) -> None:
    place = (float(line["lat"]), float(line["lon"]))
    assert [name for name in OUTLINES if is_in(place, name)] == [line["district"]]


@pytest.mark.parametrize("name", DISTRICTS)
def test_a_corner_drawn_on_paper_stays_at_its_side_of_the_middle(name: str) -> None:
    paper = Projection(OUTLINES, MIDDLE, 640)
    middle = paper(MIDDLE)
    for lat, lon in OUTLINES[name]:
        x, y = paper((lat, lon))
        assert (x > middle[0]) == (lon > MIDDLE[1])
        assert (y < middle[1]) == (lat > MIDDLE[0])
        assert 0 < x < paper.width
        assert 0 < y < paper.height


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(
            st.floats(50.0, 50.1, allow_subnormal=False), st.floats(19.85, 20.15, allow_subnormal=False)
        ),
        max_size=12,
    )
)
def test_pins_stand_apart_and_on_the_paper(places: list[Point]) -> None:
    plan = GROUND.plan(dict(enumerate(places, 1)), 15)
    assert [pin.number for pin in plan.pins] == list(range(1, len(places) + 1))
    for pin in plan.pins:
        assert 15 <= pin.x <= plan.width - 15
        assert 15 <= pin.y <= plan.height - 15
    for one, other in combinations(plan.pins, 2):
        assert math.hypot(one.x - other.x, one.y - other.y) > 24, "a finger meets one of them alone"
    assert plan == GROUND.plan(dict(enumerate(places, 1)), 15)


def test_twelve_places_in_one_house_do_not_hide_each_other() -> None:
    plan = GROUND.plan(dict.fromkeys(range(1, 13), MIDDLE), 15)
    for one, other in combinations(plan.pins, 2):
        assert math.hypot(one.x - other.x, one.y - other.y) > 24
    assert all(pin.stands_apart for pin in plan.pins if (pin.x, pin.y) != (pin.place_x, pin.place_y))


@pytest.mark.parametrize("place", [(54.35, 18.65), (49.0, 24.9), (55.0, 14.0)])
def test_a_place_in_another_city_stands_at_the_edge(place: Point) -> None:
    (pin,) = GROUND.plan({1: place}, 15).pins
    assert 0 <= pin.place_x <= GROUND.paper.width
    assert 0 <= pin.y <= GROUND.paper.height


def test_names_stand_in_their_districts_and_under_no_pin() -> None:
    plan = GROUND.plan({1: (50.0, 19.85), 2: (50.1, 19.9)}, 15)
    for shown in plan.areas:
        if shown.label:
            assert shown.label.room >= 13
            assert all(
                math.hypot(pin.x - shown.label.x, pin.y - shown.label.y) >= plan.radius + 13
                for pin in plan.pins
            )
    assert sum(shown.label is not None for shown in plan.areas) > 14
