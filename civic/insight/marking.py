"""The words of a text that answer a question, marked in a short part of it. Pure."""

from __future__ import annotations

import re
from html import unescape
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from civic.insight.question import LONGEST_WORD
from civic.language.folding import words
from civic.language.lemmas import folded, lemmas_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from civic.insight.question import Question
    from civic.language.folding import Word

LENGTH = 260  # characters of an excerpt
#: How much of a long text is looked through for the part to show.
LOOKED_AT = 30_000
_BLOCK = re.compile(r"</?(?:p|li|[uo]l|h[1-6]|blockquote|pre|hr|br)\b[^>]*>")
_TAG = re.compile(r"<[^>]*>")


class Part(NamedTuple):
    """A piece of a text, marked or not."""

    text: str
    marked: bool


def plain(html: str) -> str:
    """The words of stored HTML, in one line."""
    return " ".join(unescape(_TAG.sub("", _BLOCK.sub(" ", html))).split())


def forms_of(word: str) -> tuple[str, ...]:
    """All that a word of a text is found by."""
    return tuple(form[:LONGEST_WORD] for form in (*folded(word), *lemmas_of(word)))


def found_in(text: str, asked: Question) -> list[tuple[int, int]]:
    """Where the words that answer the question stand, from and to, in order."""
    there = list(words(text))
    found = {place for place, word in enumerate(there) if _fits(word, asked)}
    for phrase in asked.phrases:
        found |= _places_of(phrase, there)
    return [(there[place].start, there[place].end) for place in sorted(found)]


def _fits(word: Word, asked: Question) -> bool:
    forms = forms_of(word.text)
    return any(term.fits(forms) for term in asked.terms)


def _places_of(phrase: Sequence[str], there: Sequence[Word]) -> set[int]:
    """The places of words that stand one after the other as in the phrase."""
    row = [(form[:LONGEST_WORD], place) for place, word in enumerate(there) for form in folded(word.text)]
    forms = [form for form, _place in row]
    size = len(phrase)
    return {
        row[start + step][1]
        for start in range(len(row) - size + 1)
        if forms[start : start + size] == list(phrase)
        for step in range(size)
    }


def mark(text: str, asked: Question) -> list[Part]:
    """The whole text with the found words marked."""
    return _cut(text, found_in(text, asked), 0, len(text))


def excerpt(text: str, asked: Question, length: int = LENGTH) -> list[Part]:
    """The part of a text in which most of the found words stand, cut between words."""
    found = found_in(text[:LOOKED_AT], asked)
    start, end = _window(text, found, length)
    parts = _cut(text, found, start, end)
    before = [Part("…", marked=False)] if start else []
    after = [Part("…", marked=False)] if end < len(text) else []
    return [*before, *parts, *after]


def _window(text: str, found: Sequence[tuple[int, int]], length: int) -> tuple[int, int]:
    """From where to where: the densest stretch of `length` characters, with a little before its first word."""
    if len(text) <= length:
        return 0, len(text)
    best = (0, 0)
    last = 0
    for first, (start, _end) in enumerate(found):
        while last < len(found) and found[last][1] <= start + length * 3 // 4:
            last += 1
        best = max(best, (last - first, -start))
    start = _word_start(text, max(0, -best[1] - length // 4))
    return start, _word_end(text, start, length)


def _word_start(text: str, at: int) -> int:
    """The first beginning of a word from here on, if one is near."""
    if at == 0:
        return 0
    near = text.find(" ", at - 1, at + 40)
    return near + 1 if near >= 0 else at


def _word_end(text: str, start: int, length: int) -> int:
    if start + length >= len(text):
        return len(text)
    near = text.rfind(" ", start + length - 40, start + length + 1)
    return near if near > start else start + length


def _cut(text: str, found: Sequence[tuple[int, int]], start: int, end: int) -> list[Part]:
    """The text from `start` to `end`, in pieces; what is marked lies wholly within."""
    within = [(a, b) for a, b in found if start <= a and b <= end]
    edges = [(start, start), *within, (end, end)]
    parts = []
    for (_a, before), (after, b) in pairwise(edges):
        parts += [Part(text[before:after], marked=False), Part(text[after:b], marked=True)]
    return [part for part in parts if part.text]
