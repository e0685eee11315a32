"""Words taken out of a frozen document and of the snapshot that it was made of, with a mark in their place. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any
from urllib.parse import unquote

from civic.documents.document import Document

#: What is no text of anybody: codes, addresses, fingerprints, dates.
_CODES = frozenset(
    (
        *("id", "url", "kind", "digest", "number", "label", "code", "origin", "how", "position", "base_url"),
        *("date", "as_of", "at", "language", "status", "version", "edition", "sha256", "published_at", "key"),
    )
)
#: At least so many letters, so that nobody empties a document of a word like „i”.
SHORTEST = 3


@dataclass
class Removal:
    """The words to remove, the mark that stands for them, and in how many places they stood so far."""

    words: str
    ground: str
    places: int = 0

    @property
    def mark(self) -> str:
        """What stands in their place: Polish, as the document is."""
        return f"[usunięto na podstawie: {self.ground}]"

    def from_text(self, text: str) -> str:
        """The text without the words, whichever spaces stand between them."""
        found, places = self._pattern.subn(lambda _match: self.mark, text)
        self.places += places
        return found

    def from_link(self, address: str) -> str:
        """The address if the words do not stand in it; with a mark in their place it would lead nowhere."""
        return "" if self._pattern.search(unquote(address)) else address

    @property
    def _pattern(self) -> re.Pattern[str]:
        return re.compile(r"\s+".join(re.escape(word) for word in self.words.split()))


def redacted(document: Document, removal: Removal) -> Document:
    """The document without the words, but not yet sealed; rows of tables are read into memory."""
    bare = replace(document, tables=())
    tables = tuple(
        replace(
            table,
            title=removal.from_text(table.title),
            rows=tuple(
                tuple(removal.from_text(cell) if isinstance(cell, str) else cell for cell in row)
                for row in table.rows
            ),
        )
        for table in document.tables
    )
    made: Document = _without(bare, removal.from_text)
    return replace(made, tables=tables)


def with_note(document: Document, removal: Removal, *, day: str, original: str) -> Document:
    """The document that says of itself that words were removed, on which ground, and what it was before."""
    note = (
        f"Z tego wydania usunięto słowa ({day}). Podstawa: {removal.ground}. Liczba miejsc: {removal.places}; "
        f"w każdym stoi „{removal.mark}”. SHA-256 wydania sprzed usunięcia: {original}."
    )
    return replace(document, notes=(*document.notes, note))


def redacted_json(text: str, removal: Removal) -> str:
    """A snapshot as JSON without the words."""
    apart = Removal(removal.words, removal.ground)
    return json.dumps(_plain(json.loads(text), apart.from_text), ensure_ascii=False, separators=(",", ":"))


def _without(value: Any, change: Callable[[str], str], name: str = "") -> Any:
    if isinstance(value, str):
        return value if name in _CODES else change(value)
    if isinstance(value, tuple):
        return tuple(_without(each, change, name) for each in value)
    if is_dataclass(value) and not isinstance(value, type):
        made = {
            field.name: _without(getattr(value, field.name), change, field.name) for field in fields(value)
        }
        return replace(value, **{key: new for key, new in made.items() if key not in _CODES})
    return value


def _plain(value: Any, change: Callable[[str], str], name: str = "") -> Any:
    if isinstance(value, str):
        return value if name in _CODES else change(value)
    if isinstance(value, list):
        return [_plain(each, change, name) for each in value]
    if isinstance(value, dict):
        return {key: _plain(each, change, key) for key, each in value.items()}
    return value
