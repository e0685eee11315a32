"""How a document's texts are set: cleaned, with Polish typography, their addresses absolute."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from civic.documents.blocks import Paragraph, Reference, Span
from civic.documents.document import Cell, Citation, Column, Document, Passage
from civic.documents.phrases import phrases, short_day
from civic.documents.plaintext import lines, one_line, unmarked
from civic.kernel.typography import NBSP, set_polish

_ADDRESS = re.compile(r"https?://[^\s\"'<>\\]+")
_LONGEST_QUOTE = 600  # characters in a reference; the whole quote is in the JSON file and at its address
_PATH = re.compile(r"/(?![/\\])[^\s\"'<>\\]*")


class Setting:
    """The typesetting of one document: its language, its base address, its phrases."""

    def __init__(self, document: Document) -> None:
        self.words = phrases(document.language)
        self.layout = document.layout
        self._polish = document.language == "pl"
        base = document.base_url.rstrip("/")
        self._base = base if _ADDRESS.fullmatch(base) else ""

    def text(self, text: str) -> str:
        """A text of one or more lines, set."""
        return self._set("\n".join(lines(unmarked(text))))

    def line(self, text: str) -> str:
        """A title or a name as one line, set."""
        return self._set(one_line(text))

    def link(self, path: str) -> str:
        """The absolute address of a path of this instance; empty where the path is not a path."""
        return self._base + path if self._base and _PATH.fullmatch(path) else ""

    def cell(self, column: Column, value: Cell) -> Span:
        """A table's cell: numbers grouped, dates written out, paths of this instance as links."""
        if value is None:
            return Span("")
        if isinstance(value, int):
            return Span(f"{value:,}".replace(",", NBSP))
        if column.kind == "link":
            return Span(one_line(value), self.link(value))
        if column.kind == "date":
            return Span(short_day(one_line(value)))
        return Span(self.text(value))

    def paragraphs(self, role: str, passages: Iterable[Passage]) -> Iterator[Paragraph]:
        """Each passage as a paragraph with its references."""
        for passage in passages:
            yield Paragraph(
                role,
                (Span(self.text(passage.text)),),
                origin=self._origin(passage),
                references=tuple(self.reference(item, passage.text) for item in passage.citations),
            )

    def reference(self, citation: Citation, beside: str) -> Reference:
        """The reference for a citation; the quote is not repeated where it stands beside, whole."""
        if citation.quote.strip() == beside.strip():
            what = self.words["verbatim"].format(revision=citation.revision)
        else:
            quote = _shortened(one_line(unmarked(citation.quote)))
            what = self.words["excerpt"].format(quote=quote, revision=citation.revision)
        kind = self.words.get(f"kind_{citation.kind}", "")
        who = ", ".join(part for part in (kind, one_line(citation.author)) if part)
        return Reference(one_line(citation.label), self.link(citation.url), self._set(f"{who}. {what}"))

    def _origin(self, passage: Passage) -> str:
        if passage.origin != "edited":
            return ""
        phrase = ("edited" if passage.citations else "written") + ("" if passage.edited else "_unnamed")
        return self._set(self.words[phrase].format(edited=one_line(passage.edited)))

    def _set(self, text: str) -> str:
        return set_polish(text) if self._polish else text


def _shortened(quote: str) -> str:
    return quote if len(quote) <= _LONGEST_QUOTE else f"{quote[:_LONGEST_QUOTE].rstrip()} […]"
