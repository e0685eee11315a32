"""What a picture in a file is made of, in mm from its upper left corner; colours are six hexadecimal digits."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle, with a line around it where `edge` is a colour."""

    x: float
    y: float
    width: float
    height: float
    fill: str
    edge: str = ""


@dataclass(frozen=True, slots=True)
class Hatch:
    """Slanting lines within a rectangle, so that it is told from another without its colour."""

    x: float
    y: float
    width: float
    height: float
    colour: str


@dataclass(frozen=True, slots=True)
class Ribbon:
    """A band that leaves and arrives level: the upper and the lower corner on either side."""

    x1: float
    x2: float
    left: tuple[float, float]
    right: tuple[float, float]
    fill: str


@dataclass(frozen=True, slots=True)
class Label:
    """A line of text in the sans typeface; y is its base line."""

    x: float
    y: float
    text: str
    colour: str
    bold: bool = False
    centred: bool = False


Shape = Box | Hatch | Ribbon | Label
#: The height of a label's letters, 8 pt, and about how wide one of them is.
LETTERS, LETTER = 2.82, 1.45
