"""HTML: one self-contained file without scripts, readable on a phone, dark or printed."""

from __future__ import annotations

from collections.abc import Iterator
from functools import singledispatchmethod
from html import escape
from pathlib import Path
from typing import BinaryIO

from civic.documents import look
from civic.documents.blocks import Balance, Contents, Cover, Grid, Heading, Paragraph, Picture, Running, Span
from civic.documents.document import Document
from civic.documents.layout import Layout
from civic.documents.svg import drawn

_STYLE = Path(__file__).with_name("report.css")
_ROLES = {"body": "text", "empty": "empty", "note": "small"}


def write(document: Document, file: BinaryIO) -> None:
    """Write the document as HTML."""
    layout = Layout(document)
    page = _Page()
    file.write(_head(layout.running()).encode())
    for block in layout.blocks():
        file.writelines(piece.encode() for piece in page.block(block))
    file.write((page.closed() + "</main>\n" + _foot(layout.running()) + "</body>\n</html>\n").encode())


def _head(running: Running) -> str:
    mark = f'<p class="mark">{escape(running.mark)}</p>\n' if running.mark else ""
    before, _, rest = running.page.partition("{page}")
    between, _, after = rest.partition("{pages}")
    numbers = f'"{before}" counter(page) "{between}" counter(pages) "{after}"'
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(running.language)}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta name="description" content="SHA-256 {running.digest}">\n<title>{escape(running.title)}</title>\n'
        f"<style>\n{_STYLE.read_text('utf-8')}"
        f"@page {{ @top-right {{ content: '{running.mark}'; font: 600 8pt Inter, sans-serif; color: #{look.BRICK}; }}"
        f" @bottom-right {{ content: {numbers}; font: 8pt Inter, sans-serif; }} }}\n</style>\n"
        f"</head>\n<body>\n{mark}<main>\n"
    )


def _foot(running: Running) -> str:
    return f"<footer><p>{escape(running.header)} · {escape(running.footer)}</p></footer>\n"


class _Page:
    """Blocks as HTML; facts that follow one another share one list."""

    def __init__(self) -> None:
        self._open = False  # a list of facts is open

    def closed(self) -> str:
        """The end of an open list of facts, if there is one."""
        was, self._open = self._open, False
        return "</dl>\n" if was else ""

    def block(self, block: object) -> Iterator[str]:
        """One block; whatever is no fact ends the list of facts."""
        if not (isinstance(block, Paragraph) and block.role == "fact"):
            yield self.closed()
        yield from self._block(block)

    @singledispatchmethod
    def _block(self, block: object) -> Iterator[str]:
        raise TypeError(block)

    @_block.register
    def _(self, block: Cover) -> Iterator[str]:
        yield f'<header class="cover">\n<p class="eyebrow">{_text(block.eyebrow)}</p>\n<h1>{_text(block.title)}</h1>\n'
        if block.subtitle:
            yield f'<p class="subtitle">{_text(block.subtitle)}</p>\n'
        if block.body:
            yield f'<p class="small">{_text(block.body)}</p>\n'
        yield f'<p class="{"status draft" if block.is_draft else "status"}">{_text(block.status)}</p>\n'
        if block.summary:
            yield f'<p class="summary">{_text(block.summary)}</p>\n'
        facts = "".join(f"<dt>{_text(label)}</dt><dd>{_text(value)}</dd>" for label, value in block.facts)
        heading, digest, how = block.check
        yield f'<dl class="facts">{facts}</dl>\n<p class="check">{_text(heading)}</p>\n'
        yield f'<p class="small">SHA-256 <code>{digest}</code></p>\n<p class="small">{_text(how)}</p>\n</header>\n'

    @_block.register
    def _(self, block: Contents) -> Iterator[str]:
        yield f'<nav class="contents" aria-labelledby="contents">\n<h2 id="contents">{_text(block.title)}</h2>\n<ol>\n'
        nested = False
        first = True
        for entry in block.entries:
            if entry.level == 1:
                yield ("</ol>" if nested else "") + ("" if first else "</li>\n")
                nested = False
            elif not nested:
                yield "<ol>"
                nested = True
            yield f'<li><a href="#{entry.anchor}">{_text(entry.full)}</a>' + (
                "</li>" if entry.level > 1 else ""
            )
            first = False
        yield ("</ol>" if nested else "") + ("" if first else "</li>\n") + "</ol>\n</nav>\n"

    @_block.register
    def _(self, block: Heading) -> Iterator[str]:
        level = block.level + 1
        anchor = f' id="{block.anchor}"' if block.anchor else ""
        opening = ' class="opening"' if block.opens_page else ""
        yield f"<h{level}{anchor}{opening}>{_text(block.full)}</h{level}>\n"

    @_block.register
    def _(self, block: Paragraph) -> Iterator[str]:
        text = "".join(_span(span) for span in block.spans)
        if block.role == "fact":
            yield from self._fact(block.label, text)
        elif block.role == "dissent":
            yield f'<section class="dissent">\n<h4>{_text(block.label)}</h4>\n<p>{text}</p>\n{_sources(block)}</section>\n'
        else:
            yield f'<p class="{_ROLES[block.role]}">{text}</p>\n{_sources(block)}'

    def _fact(self, label: str, text: str) -> Iterator[str]:
        if not self._open:
            yield '<dl class="facts">'
            self._open = True
        yield f"<dt>{_text(label)}</dt><dd>{text}</dd>\n" if label else f"<dd>{text}</dd>\n"

    @_block.register
    def _(self, block: Balance) -> Iterator[str]:
        total = sum(block.shares)
        bars, at = "", 0.0
        for share, colour in zip(block.shares, look.SHARES, strict=True):
            width = 100 * share / total if total else 0
            bars += f'<rect x="{at:.2f}" width="{width:.2f}" height="4" fill="#{colour}"/>'
            at += width
        told = escape(block.text)
        yield f'<svg class="balance" viewBox="0 0 100 4" preserveAspectRatio="none" role="img" aria-label="{told}">'
        yield f'{bars}</svg>\n<p class="small">{told}</p>\n'

    @_block.register
    def _(self, block: Picture) -> Iterator[str]:
        attributes = (
            f' role="img" aria-label="{escape(block.text)}" style="min-width:40rem;border-radius:6px"'
        )
        yield f'<div class="scroll" tabindex="0">{drawn(block, attributes)}</div>\n'

    @_block.register
    def _(self, block: Grid) -> Iterator[str]:
        kinds = [' class="number"' if column.kind == "number" else "" for column in block.columns]
        yield '<div class="scroll" tabindex="0">\n<table>\n<thead><tr>'
        for column, kind in zip(block.columns, kinds, strict=True):
            yield f'<th scope="col"{kind}>{_text(column.title)}</th>'
        yield "</tr></thead>\n<tbody>\n"
        for row in block.rows:
            cells = (f"<td{kind}>{_span(cell)}</td>" for cell, kind in zip(row, kinds, strict=True))
            yield f"<tr>{''.join(cells)}</tr>\n"
        yield "</tbody>\n</table>\n</div>\n"


def _sources(block: Paragraph) -> str:
    if not block.noted:
        return ""
    origin = f"<p>{_text(block.origin)}</p>" if block.origin else ""
    items = "".join(
        f"<li>{_span(Span(item.label, item.href))}, {_text(item.text)}</li>" for item in block.references
    )
    return f'<div class="sources">{origin}<ul>{items}</ul></div>\n'


def _span(span: Span) -> str:
    text = _text(span.text)
    if span.href:
        return f'<a href="{escape(span.href)}">{text}</a>'
    if span.tone == "strong":
        return f"<strong>{text}</strong>"
    return f'<span class="muted">{text}</span>' if span.tone == "muted" else text


def _text(text: str) -> str:
    return escape(text).replace("\n", "<br>")
