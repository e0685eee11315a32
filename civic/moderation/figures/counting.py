"""Counts that give nobody away, and times in working days: without a database."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, TypeVar

from civic.kernel import clock, workdays

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

#: Fewer than these, and a reader may guess who it was.
SMALLEST = 3
Key = TypeVar("Key")


class Veil(StrEnum):
    """What stands in the place of a number that could give somebody away."""

    #: It is 1 or 2.
    SMALL = "<3"
    #: It is larger, and would tell what the small one beside it is.
    WITHHELD = "x"


Count = int | Veil


def veiled(counts: Mapping[Key, int]) -> dict[Key, Count]:
    """A breakdown whose total is public, with its small numbers veiled.

    Where the total would tell them after all (a single one, all ones, all twos), the smallest of the others is withheld too.
    """
    shown: dict[Key, Count] = dict(counts)
    small = [key for key, count in counts.items() if 0 < count < SMALLEST]
    for key in small:
        shown[key] = Veil.SMALL
    if small and sum(counts[key] for key in small) in {len(small), (SMALLEST - 1) * len(small)}:
        larger = [key for key, count in counts.items() if count >= SMALLEST]
        if larger:
            shown[min(larger, key=lambda key: counts[key])] = Veil.WITHHELD
    return shown


@dataclass(frozen=True)
class Times:
    """How long something took, in working days; nothing where it happened too seldom to say."""

    median: int | None = None
    #: Nine of ten took no longer.
    most: int | None = None
    count: int = 0

    @classmethod
    def of(cls, spans: Iterable[tuple[datetime, datetime]]) -> Times:
        """The times between two moments each."""
        days = sorted(workdays.between(clock.today(first), clock.today(last)) for first, last in spans)
        if len(days) < SMALLEST:
            return cls(count=len(days))
        return cls(_at(days, 0.5), _at(days, 0.9), len(days))


def _at(ordered: list[int], share: float) -> int:
    """The value that this share of all does not exceed (nearest rank)."""
    return ordered[math.ceil(share * len(ordered)) - 1]
