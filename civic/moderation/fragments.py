"""Covering words in a text: where they stand, however they were copied, and the text with notes in their place. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from civic.kernel.markup import clean_text
from civic.kernel.typography import normalise

if TYPE_CHECKING:
    from re import Pattern

#: Shorter ones would cover what nobody meant.
SHORTEST = 2
#: Between two words of a page may stand, in what was typed, a line's end, marks of emphasis or of a quotation.
_BETWEEN = r"[\s\u00a0\u2007\u2009\u202f*_~`>]+"
_MARKS = "*_~`>"
_DASH = "[-\u2010-\u2013]"


def cleaned(fragment: str) -> str:
    """A fragment as it is kept: what typesetting put in is taken out."""
    return " ".join(normalise(clean_text(fragment)).split())


def stands_in(text: str, fragment: str, notes: Collection[str]) -> bool:
    """Whether the words stand in a text, outside the notes in it."""
    return covered(text, [(fragment, "")], notes) != text


def covered(text: str, covers: Sequence[tuple[str, str]], notes: Collection[str]) -> str:
    """The text with a note in place of each fragment, wherever it stands; words of notes themselves are never covered."""
    apart = re.compile("(" + "|".join(re.escape(note) for note in sorted(notes)) + ")") if notes else None
    for fragment, note in covers:
        sought = _pattern(fragment)
        parts = apart.split(text) if apart else [text]
        text = "".join(
            part if part in notes else sought.sub(lambda _found, note=note: note, part) for part in parts
        )
    return text


def _pattern(fragment: str) -> Pattern[str]:
    words = [re.escape(word).replace(r"\-", _DASH) for word in fragment.split() if word.strip(_MARKS)]
    if words:
        # What stands between two words takes marks that stand alone along: sought by themselves too, they could be read in so
        # many ways that a text made for it would never be done with.
        return re.compile(_BETWEEN.join(words))
    return re.compile(r"\s+".join(re.escape(word) for word in fragment.split()))
