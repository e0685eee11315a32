"""Which questions of a room ask much the same. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from civic.language import folding

if TYPE_CHECKING:
    from collections.abc import Sequence

    from civic.gatherings.models import RoomQuestion

#: So many are offered at once: what a thumb goes through on a phone.
OFFERED = 30
#: Letters of a word's beginning by which its forms are taken for one („lokal”, „lokale”, „lokalu”), and the fewest that say anything.
BEGINNING, SHORTEST = 5, 4


def most_alike(question: RoomQuestion, others: Sequence[RoomQuestion], typed: str = "") -> list[RoomQuestion]:
    """Of the others those that hold every word that was typed; first what shares most words with the question, then the most supported."""
    wanted, own = folding.fold(typed).split(), _beginnings(question.text)
    found = [each for each in others if all(word in folding.fold(each.text) for word in wanted)]
    return sorted(found, key=lambda each: (-len(own & _beginnings(each.text)), -each.supports, each.id))[
        :OFFERED
    ]


def _beginnings(text: str) -> set[str]:
    return {word[:BEGINNING] for word in folding.fold(text).split() if len(word) >= SHORTEST}
