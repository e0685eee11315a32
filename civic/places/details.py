"""All that is said of a place, as one value: what a form brings, what a bundle holds, what two people may write at once."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from civic.places.models import Place


@dataclass(frozen=True)
class Details:
    """What is said of a place; `lat` and `lon` in degrees, both or neither; `access` holds only what is known."""

    name: str
    kind: str
    address: str
    district: str = ""
    lat: float | None = None
    lon: float | None = None
    accessibility: str = ""
    access: Mapping[str, str] = field(default_factory=dict)
    offers: tuple[str, ...] = ()
    opening_hours: str = ""
    about: str = ""
    website: str = ""
    host: str = ""


def details_of(place: Place) -> Details:
    """What is said of a place now."""
    return Details(
        place.name,
        place.kind,
        place.address,
        place.district,
        place.lat,
        place.lon,
        place.accessibility,
        dict(place.access),
        tuple(place.offers),
        place.opening_hours,
        place.about,
        place.website,
        place.host,
    )
