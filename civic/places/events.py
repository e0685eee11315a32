"""What places tell others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from civic.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class PlaceEvent(Event):
    """Something happened to a place."""

    noun: ClassVar[str] = "place"
    keeps_names = True
    place: int


@dataclass(frozen=True, kw_only=True)
class PlaceEntered(PlaceEvent):
    """A place stands in the directory from now on."""


@dataclass(frozen=True, kw_only=True)
class PlaceEdited(PlaceEvent):
    """What is said of a place was changed."""

    fields: str


@dataclass(frozen=True, kw_only=True)
class PlacePictured(PlaceEvent):
    """A place got another photo, or has none any more."""


@dataclass(frozen=True, kw_only=True)
class PlaceClosed(PlaceEvent):
    """Nobody can meet at a place any more."""


@dataclass(frozen=True, kw_only=True)
class PlaceReopened(PlaceEvent):
    """One can meet at a place again."""
