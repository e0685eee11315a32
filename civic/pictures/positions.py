"""Positions by recommendation as stacked bars, as long as there are organisations. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from civic.pictures import words

#: The positions in the order of the bars: from support to opposition.
ORDER = ("popiera", "z_zastrzezeniem", "wstrzymuje", "przeciw")
#: More bars than that are read by nobody.
MOST = 60


@dataclass(frozen=True, slots=True)
class Part:
    """The organisations with one position, as a part of a bar."""

    position: str  # one of ORDER
    count: int
    x: float  # per cent of the picture's width, as is the width
    width: float

    @property
    def middle(self) -> float:
        """Where its words stand."""
        return round(self.x + self.width / 2, 2)

    def has_room(self, text: str) -> bool:
        """Whether the text fits into it on the narrowest screen."""
        return words.fits(text, self.width * words.NARROW / 100)


@dataclass(frozen=True, slots=True)
class Bar:
    """One recommendation."""

    number: str  # "R-03"
    title: str
    parts: tuple[Part, ...]
    counts: tuple[int, ...]  # in the order of ORDER, zeros too

    @property
    def name(self) -> str:
        """What has room over the bar on a broad screen."""
        return words.shortened(f"{self.number} {self.title}", words.BROAD)

    @property
    def short_name(self) -> str:
        """What has room over it on the narrowest one."""
        return words.shortened(f"{self.number} {self.title}")


@dataclass(frozen=True, slots=True)
class Positions:
    """All bars, the one with the most organisations from side to side."""

    bars: tuple[Bar, ...]
    #: Recommendations with positions that have no bar, because there are more than MOST.
    left_out: int
    #: Recommendations on which nobody took a position.
    without: int


def positions(rows: Sequence[tuple[str, str, Mapping[str, int]]]) -> Positions:
    """The bars of (number, title, how many took which position), in the order given.

    Where there are more than MOST with positions, those with the most of them stand there.
    """
    taken = [(number, title, tuple(counts.get(code, 0) for code in ORDER)) for number, title, counts in rows]
    taken = [row for row in taken if any(row[2])]
    chosen = sorted(range(len(taken)), key=lambda place: (-sum(taken[place][2]), place))[:MOST]
    longest = max((sum(row[2]) for row in taken), default=1)
    bars = tuple(
        Bar(number, title, tuple(_parts(counts, longest)), counts)
        for number, title, counts in (taken[place] for place in sorted(chosen))
    )
    return Positions(bars, len(taken) - len(bars), len(rows) - len(taken))


def _parts(counts: Sequence[int], longest: int) -> list[Part]:
    parts, before = [], 0
    for position, count in zip(ORDER, counts, strict=True):
        if count:
            start, end = round(100 * before / longest, 2), round(100 * (before + count) / longest, 2)
            parts.append(Part(position, count, start, round(end - start, 2)))
        before += count
    return parts
