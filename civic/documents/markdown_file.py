"""Markdown (CommonMark with tables): every text escaped, sources listed under their passage."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import singledispatchmethod
from typing import BinaryIO

from civic.documents.blocks import Balance, Contents, Cover, Grid, Heading, Paragraph, Picture, Running, Span
from civic.documents.document import Document
from civic.documents.layout import Layout

# Whatever Markdown dialects read as markup, anywhere in a line; and what they read so at its beginning.
_MARKUP = re.compile(r"([\\`*_{}\[\]<>|~^$#!&])")
_AT_START = re.compile(r"^(\s*)([-+=:]|\d{1,9}(?=[.)](?:\s|$)))", re.MULTILINE)
_INDENT = re.compile(r"^[ ]+", re.MULTILINE)
_ADDRESS = re.compile(r"(?i)\b(https?|ftp|mailto|www)(?=[:.])|@")


def write(document: Document, file: BinaryIO) -> None:
    """Write the document as Markdown."""
    layout = Layout(document)
    text = _Text()
    for block in layout.blocks():
        file.writelines(piece.encode() for piece in text.block(block))
    file.write(_foot(layout.running()).encode())


def _foot(running: Running) -> str:
    return f"\n---\n\n{escaped(running.header)} · {escaped(running.footer)}\n"


class _Text:
    """Blocks as Markdown."""

    def __init__(self) -> None:
        self._facts = False  # the last block was a fact

    def block(self, block: object) -> Iterator[str]:
        """One block with the empty line before it; facts that follow one another are one list."""
        fact = isinstance(block, Paragraph) and block.role == "fact"
        if not (fact and self._facts) and not isinstance(block, Cover):
            yield "\n"
        self._facts = fact
        yield from self._block(block)

    @singledispatchmethod
    def _block(self, block: object) -> Iterator[str]:
        raise TypeError(block)

    @_block.register
    def _(self, block: Cover) -> Iterator[str]:
        lines = [escaped(block.eyebrow), f"# {escaped(block.title)}"]
        lines += [escaped(text) for text in (block.subtitle, block.body) if text]
        lines += [f"**{escaped(block.status)}**", escaped(block.summary)]
        yield "\n\n".join(line for line in lines if line) + "\n\n"
        for label, value in block.facts:
            yield f"- **{escaped(label)}:** {escaped(value)}\n"
        heading, digest, how = block.check
        yield f"\n**{escaped(heading)}**\n\nSHA-256 `{digest}`\n\n{escaped(how)}\n"

    @_block.register
    def _(self, block: Contents) -> Iterator[str]:
        yield f"## {escaped(block.title)}\n\n"
        for entry in block.entries:
            yield f"{'  ' * (entry.level - 1)}- {escaped(entry.full)}\n"

    @_block.register
    def _(self, block: Heading) -> Iterator[str]:
        yield f"{'#' * (block.level + 1)} {escaped(block.full)}\n"

    @_block.register
    def _(self, block: Paragraph) -> Iterator[str]:
        text = "".join(_span(span) for span in block.spans)
        if block.role == "fact":
            start = f"- **{escaped(block.label)}.** " if block.label else "  - "
            yield start + text.replace("\n", "\n    ") + "\n"
        elif block.role == "dissent":
            yield _quoted(f"**{escaped(block.label)}**\n\n{text}\n{_sources(block)}")
        else:
            yield f"{text}\n{_sources(block)}"

    @_block.register
    def _(self, block: Balance) -> Iterator[str]:
        yield f"{escaped(block.text)}\n"

    @_block.register
    def _(self, block: Picture) -> Iterator[str]:
        yield from ()  # its figures stand in the grid under it

    @_block.register
    def _(self, block: Grid) -> Iterator[str]:
        yield _row([escaped(column.title) for column in block.columns])
        yield _row(["---:" if column.kind == "number" else "---" for column in block.columns])
        for row in block.rows:
            yield _row([_span(cell).replace("\\\n", "<br>").replace("\n", " ") for cell in row])


def escaped(text: str) -> str:
    """The text with everything that Markdown would read as markup escaped; newlines become line breaks."""
    text = _INDENT.sub("", text)
    text = _MARKUP.sub(r"\\\1", text)
    text = _ADDRESS.sub(_unlinked, text)
    text = _AT_START.sub(_held, text)
    return "\\\n".join(line for line in text.split("\n") if line.strip())


def _held(match: re.Match[str]) -> str:
    space, mark = match.groups()
    return f"{space}{mark}\\" if mark.isdigit() else f"{space}\\{mark}"


def _unlinked(match: re.Match[str]) -> str:
    """Only this document's own links are links: an entity keeps an address a text."""
    word = match.group()
    return f"{word[:-1]}&#{ord(word[-1])};"


def _span(span: Span) -> str:
    text = escaped(span.text) if span.text.strip() else span.text
    lead = " " if span.text[:1] == " " and text[:1] != " " else ""
    tail = " " if span.text[-1:] == " " and text[-1:] != " " else ""
    if span.href == span.text:
        return f"<{span.href}>"
    if span.href:
        return f"[{text}]({span.href.replace('(', '%28').replace(')', '%29')})"
    if span.tone == "strong":
        return f"{lead}**{text.strip()}**{tail or ' '}"
    return f"{lead}{text}{tail}"


def _sources(block: Paragraph) -> str:
    if not block.noted:
        return ""
    origin = f"\n{escaped(block.origin)}\n" if block.origin else ""
    items = "".join(
        f"- {_span(Span(f'[{item.label}]', item.href))} {escaped(item.text)}\n" for item in block.references
    )
    return f"{origin}\n{items}"


def _quoted(text: str) -> str:
    return "".join(f"> {line}\n" if line else ">\n" for line in text.rstrip("\n").split("\n"))


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |\n"
