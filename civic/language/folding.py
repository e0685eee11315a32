"""Words as people type them when they search: small letters, no accents, „ł” like „l”, nothing but letters and digits."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Letters that no decomposition takes apart.
_ALIKE = str.maketrans({"ł": "l", "đ": "d", "ø": "o", "ß": "ss", "æ": "ae", "œ": "oe"})
#: What is written within a word and draws nothing: soft hyphens, joiners, marks of direction.
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
# Letters and figures, and what may be an accent or a joiner between them; the usual punctuation is neither.
_RUN = re.compile(
    r"[^\W_](?:[^\W_]|\xad|[\u200b-\u200f\u202a-\u202e\u2060-\u2069]|[^\x00-\xbf\u2000-\u206f\w])*"
)


class Word(NamedTuple):
    """A word in its place: the text's own characters from `start` to `end`."""

    text: str
    start: int
    end: int


def fold(text: str) -> str:
    """The words of a text, folded, with one space between them: „Łąka, Bruk!” gives „laka bruk”."""
    if text.isascii():
        return _letters(text.lower())
    return " ".join(filter(None, (fold_word(word.text) for word in words(text))))


def fold_word(word: str) -> str:
    """One word, folded; a few signs (½) come apart into several."""
    if word.isascii():
        return _letters(word.lower())
    plain = unicodedata.normalize("NFKD", _UNSEEN.sub("", word)).casefold()
    return _letters(unicodedata.normalize("NFKD", plain).casefold().translate(_ALIKE))


def _letters(text: str) -> str:
    kept = (char if char.isalnum() else " " for char in text if not unicodedata.combining(char))
    return " ".join("".join(kept).split())


def words(text: str) -> Iterator[Word]:
    """The words of a text where they stand, in order; a hyphen parts two words, a soft one does not."""
    for run in _RUN.finditer(text):
        if run[0].isalnum():
            yield Word(run[0], run.start(), run.end())
        else:
            yield from _parted(run[0], run.start())


def _parted(run: str, at: int) -> Iterator[Word]:
    """The words of a run in which some signs may be no accents."""
    start = None
    for place, char in enumerate(run):
        if char.isalnum():
            start = place if start is None else start
        elif start is not None and not _belongs(char):
            yield Word(run[start:place], at + start, at + place)
            start = None
    if start is not None:
        yield Word(run[start:], at + start, at + len(run))


def _belongs(char: str) -> bool:
    return bool(unicodedata.combining(char)) or _UNSEEN.match(char) is not None
