"""A difference as it is read: paragraph by paragraph, those that stayed as they were in stretches, the words counted."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from civic.language.diff import Part

_BREAK = re.compile(r"(\n\s*\n)")
_WORD = re.compile(r"\w+")
#: Letters of unchanged paragraphs that are read along with what changed; more of them are folded away.
_ALONG = 240


@dataclass(frozen=True)
class Stretch:
    """Neighbouring paragraphs that all changed, or all stayed."""

    parts: tuple[Part, ...]
    changed: bool
    paragraphs: int

    @property
    def folded(self) -> bool:
        """Whether there is so much that stayed that it is not read along."""
        return not self.changed and sum(len(text) for _kind, text in self.parts) > _ALONG


def stretches(parts: Iterable[Part]) -> list[Stretch]:
    """The difference cut into what changed and what stayed; joined they hold every character of it."""
    cut = [(paragraph, any(kind != "keep" for kind, _text in paragraph)) for paragraph in _paragraphs(parts)]
    found = []
    for changed, group in groupby(cut, key=lambda pair: pair[1]):
        theirs = [paragraph for paragraph, _changed in group]
        found.append(Stretch(tuple(part for each in theirs for part in each), changed, len(theirs)))
    return found


def words_in(parts: Iterable[Part]) -> tuple[int, int]:
    """How many words were added and how many were removed."""
    counts = {"ins": 0, "del": 0, "keep": 0}
    for kind, text in parts:
        counts[kind] += len(_WORD.findall(text))
    return counts["ins"], counts["del"]


def _paragraphs(parts: Iterable[Part]) -> list[Sequence[Part]]:
    """The parts by paragraph; a break between two belongs to the one before it."""
    found: list[list[Part]] = [[]]
    for kind, text in parts:
        for piece in _BREAK.split(text):
            if piece:
                found[-1].append((kind, piece))
            if kind == "keep" and _BREAK.fullmatch(piece):
                found.append([])
    return [paragraph for paragraph in found if paragraph]
