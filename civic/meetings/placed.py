"""What a meeting keeps of its place as it was last told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import String, type_coerce

from civic.places.models import Place

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement

#: The same as `told_of`, as the database has it.
TOLD_NOW: ColumnElement[str] = type_coerce(Place.state, String) + "\n" + Place.name + "\n" + Place.address


def told_of(place: Place) -> str:
    """What is told of a place: its state, its name and its address, a line each."""
    return f"{place.state}\n{place.name}\n{place.address}"
