"""The map of chapters: blocks whose areas are as large as the numbers of their voices. Pure.

The blocks are squarified: Bruls, Huizing, van Wijk, “Squarified Treemaps” (2000), rows along the shorter side, while they grow squarer.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from civic.pictures.words import BESIDE, NARROW, clipped, fits, wrapped

HEIGHT = 360.0
_HEAD = 54.0  # pixels: the lines of the number and the figures over a block's title, and its margins


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter and what it holds."""

    number: str  # "3.", or nothing
    title: str
    recommendations: int
    voices: int


@dataclass(frozen=True, slots=True)
class Block:
    """A chapter's place on the map: x and width in per cent of its width, y and height in pixels."""

    chapter: Chapter
    x: float
    y: float
    width: float
    height: float

    @property
    def lines(self) -> tuple[str, ...]:
        """Its title, where the block has room for it on the narrowest screen."""
        return wrapped(self.chapter.title, self.width * NARROW / 100, self.height - _HEAD)

    @property
    def broad_lines(self) -> tuple[str, ...]:
        """Its title on a screen that is not narrow, as far as the block has room for it."""
        return clipped(self.chapter.title, self.width * BESIDE / 100, self.height - _HEAD)

    @property
    def is_named(self) -> bool:
        """Whether the chapter's number has room."""
        return self.width * NARROW / 100 >= 30 and self.height >= 26

    def has_room(self, text: str) -> bool:
        """Whether a second line has room under the number."""
        return self.height >= _HEAD and fits(text, self.width * NARROW / 100 - 10)


def chapters(them: Sequence[Chapter]) -> tuple[Block, ...]:
    """The blocks of the chapters that hold voices, the largest first."""
    largest = sorted((each for each in them if each.voices), key=lambda each: -each.voices)
    whole = sum(each.voices for each in largest)
    if not whole:
        return ()
    scale = NARROW * HEIGHT / whole
    placed = _squarified([each.voices * scale for each in largest], 0.0, 0.0, NARROW, HEIGHT)
    return tuple(
        Block(each, round(100 * x / NARROW, 2), round(y, 1), round(100 * w / NARROW, 2), round(h, 1))
        for each, (x, y, w, h) in zip(largest, placed, strict=True)
    )


def _squarified(
    areas: Sequence[float], x: float, y: float, width: float, height: float
) -> Iterator[tuple[float, float, float, float]]:
    rest = list(areas)
    while rest:
        side = min(width, height)
        count = 1
        while count < len(rest) and _worst(rest[: count + 1], side) <= _worst(rest[:count], side):
            count += 1
        row, rest = rest[:count], rest[count:]
        deep = sum(row) / side
        along = 0.0
        for area in row:
            length = area / deep
            yield (x, y + along, deep, length) if height <= width else (x + along, y, length, deep)
            along += length
        if height <= width:
            x, width = x + deep, width - deep
        else:
            y, height = y + deep, height - deep


def _worst(row: Sequence[float], side: float) -> float:
    """The worst proportion of a row of areas along a side."""
    whole = sum(row)
    return max(max(side**2 * area / whole**2, whole**2 / (side**2 * area)) for area in row)
