"""The annex laid out: the coverage ledger's figures, the pictures of them, and the printed tables."""

from __future__ import annotations

from collections.abc import Iterator

from civic.documents import pictured
from civic.documents.blocks import Balance, Block, Grid, Heading
from civic.documents.document import Column, Document, Figures
from civic.documents.grids import grid
from civic.documents.setting import Setting


def headings(document: Document, setting: Setting) -> Iterator[Heading]:
    """The annex's headings for the table of contents."""
    yield Heading(1, "", setting.words["annex"], "annex", opens_page=True)
    yield Heading(2, "", setting.words["figures"], "figures")
    yield from pictured.headings(document, setting)
    yield from _titles(document, setting)


def _titles(document: Document, setting: Setting) -> Iterator[Heading]:
    for number, table in enumerate(document.tables, 1):
        if table.printed:
            yield Heading(2, "", setting.line(table.title), f"table_{number}")


def blocks(document: Document, setting: Setting) -> Iterator[Block]:
    """The annex: figures, then each printed table under its heading."""
    annex, figures, *_others = headings(document, setting)
    yield annex
    yield figures
    yield _balance(document.figures, setting)
    yield _figures(document.figures, setting)
    yield from pictured.blocks(document, setting)
    printed = (table for table in document.tables if table.printed)
    for title, table in zip(_titles(document, setting), printed, strict=True):
        yield title
        columns = tuple(Column(c.id, setting.line(c.title), c.kind, max(1, c.width)) for c in table.columns)
        yield grid(columns, table.rows, setting)


def _balance(figures: Figures, setting: Setting) -> Balance:
    words = setting.words
    names = ("cited", "merged", "aside", "open")
    shares = (figures.cited, figures.merged, figures.aside, figures.open)
    parts = "; ".join(f"{words[name]}: {share}" for name, share in zip(names, shares, strict=True))
    text = words["decided"].format(done=figures.total - figures.open, total=figures.total, parts=parts)
    return Balance(shares, setting.line(text))


def _figures(figures: Figures, setting: Setting) -> Grid:
    words = setting.words
    columns = (
        Column("what", words["figures_what"], "text", 60),
        Column("count", words["figures_count"], "number", 12),
    )
    names = ("total", "cited", "merged", "aside_singly", "aside_common", "open", "comments")
    rows = tuple((words[name], int(getattr(figures, name))) for name in names)
    return grid(columns, rows, setting)
