"""The map of places: the city's plan for a wide and for a narrow screen, with the pins of one page of the directory."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from civic.pictures.city import Ground, Plan
from civic.places.outlines import MIDDLE, OUTLINES, RIVER

if TYPE_CHECKING:
    from collections.abc import Sequence

    from civic.places.models import Place

#: Width in CSS pixels and radius of a pin: on a phone of 320 pixels a finger still meets one.
WIDE, WIDE_PIN = 640.0, 15.0
NARROW, NARROW_PIN = 300.0, 13.0


@dataclass(frozen=True)
class CityMap:
    """Both drawings, and the places by the numbers that they have in the list and on the map."""

    wide: Plan
    narrow: Plan
    places: dict[int, Place]
    #: The district that stands out.
    district: str = ""

    @property
    def shown(self) -> int:
        """How many places have a pin."""
        return len(self.wide.pins)


def city_map(places: Sequence[Place], first: int = 1, district: str = "") -> CityMap:
    """The map of these places, numbered from `first`; those without a point have a number and no pin."""
    numbered = dict(enumerate(places, first))
    points = {
        number: (place.lat, place.lon)
        for number, place in numbered.items()
        if place.lat is not None and place.lon is not None
    }
    return CityMap(
        _ground(WIDE).plan(points, WIDE_PIN), _ground(NARROW).plan(points, NARROW_PIN), numbered, district
    )


@cache
def _ground(width: float) -> Ground:
    return Ground(OUTLINES, RIVER, MIDDLE, width)
