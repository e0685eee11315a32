"""Which of several texts says most of what they all say: how close each is to the middle of them."""

from __future__ import annotations

from math import sqrt
from typing import TYPE_CHECKING

from civic.language.closeness import Bag, grouped

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def closeness_to_centre(texts: Sequence[str]) -> list[float]:
    """For each text the cosine between it and the sum of all, each counted alike: from 0 to 1, rounded so that ties are ties."""
    bags = [_unit(Bag.of(number, "", grouped(text)).body) for number, text in enumerate(texts)]
    centre: dict[str, float] = {}
    for bag in bags:
        for word, weight in bag.items():
            centre[word] = centre.get(word, 0.0) + weight
    middle = _unit(centre)
    return [round(sum(weight * middle[word] for word, weight in sorted(bag.items())), 9) for bag in bags]


def _unit(weights: Mapping[str, float]) -> dict[str, float]:
    length = sqrt(sum(weight * weight for _word, weight in sorted(weights.items())))
    return {word: weight / length for word, weight in weights.items()} if length else {}
