"""The exact place that a report names: found in a text as it is read, and marked there."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from typing import TYPE_CHECKING

from civic.kernel import markup
from civic.kernel.markup import clean_text
from civic.kernel.typography import normalise
from civic.moderation import postings
from civic.moderation.nouns import Posting
from civic.proposals.models import Proposal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from markupsafe import Markup

    from civic.moderation.nouns import Thing

_PIECE = re.compile(r"<[^>]*>|&[#\w]+;|.", re.DOTALL)
#: Tags that part words: the end of a paragraph is the end of a word too.
_PARTS = re.compile(r"</?(?:p|li|ul|ol|h\d|blockquote|br|pre|hr|table|tr|td|th)\b")


@dataclass(frozen=True)
class _Read:
    """A text as it is read, and of each of its characters which pieces of the HTML it came from."""

    text: str
    places: tuple[int, ...]


def parts_of(thing: Thing) -> list[str]:
    """All that a thing says now but its title, as stored HTML."""
    if isinstance(thing, Posting):
        return postings.parts_of(thing)
    if not isinstance(thing, Proposal):
        return [thing.body_html]
    now = thing.current
    return [part for part in (now.body_html, now.justification_html, now.effect_html, now.cost_html) if part]


def texts_of(thing: Thing) -> list[str]:
    """All that is read of a thing, its title too, as HTML."""
    title = postings.title_of(thing) if isinstance(thing, Posting) else getattr(thing, "title", "")
    return ([str(markup.plain(title))] if title else []) + parts_of(thing)


def stands_in(thing: Thing, quote: str) -> bool:
    """Whether these very words are read there; spaces and line ends count alike."""
    wanted = _plain(quote)
    return bool(wanted) and any(wanted in _read(html).text for html in texts_of(thing))


def marked(html: str, quotes: Iterable[str]) -> Markup:
    """Stored HTML with the quoted places marked; a quote that no longer stands there marks nothing."""
    pieces = _PIECE.findall(html)
    read = _read(html)
    lit: set[int] = set()
    for quote in quotes:
        wanted = _plain(quote)
        start = read.text.find(wanted) if wanted else -1
        if start >= 0:
            first, last = read.places[start], read.places[start + len(wanted) - 1]
            lit.update(range(first, last + 1))
    return markup.written("".join(_lit(pieces, lit)))


def _lit(pieces: list[str], lit: set[int]) -> Iterator[str]:
    """The pieces, runs of marked text between marks: a mark never reaches across a tag."""
    inside = False
    for number, piece in enumerate(pieces):
        # Space between two tags is no word to mark.
        wanted = number in lit and not _is_tag(piece) and (inside or not piece.isspace())
        if wanted is not inside:
            yield "<mark>" if wanted else "</mark>"
            inside = wanted
        yield piece
    if inside:
        yield "</mark>"


def _read(html: str) -> _Read:
    letters: list[str] = []
    places: list[int] = []
    for number, piece in enumerate(_PIECE.findall(html)):
        for letter in _said(piece):
            if letter.isspace():
                if letters and letters[-1] == " ":
                    continue
                letter = " "  # noqa: PLW2901  all kinds of spaces are one
            letters.append(letter)
            places.append(number)
    # Letter for letter, so that the places still fit.
    return _Read(normalise("".join(letters)), tuple(places))


def _said(piece: str) -> str:
    if _is_tag(piece):
        return " " if _PARTS.match(piece) else ""
    return unescape(piece)


def _plain(text: str) -> str:
    return " ".join(normalise(clean_text(text)).split())


def _is_tag(piece: str) -> bool:
    return len(piece) > 1 and piece.startswith("<")
