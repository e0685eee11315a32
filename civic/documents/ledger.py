"""The annex laid out: the coverage ledger's figures and the printed tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from civic.documents import look
from civic.documents.blocks import Balance, Block, Grid, Heading, Span
from civic.documents.document import Column, Document, Figures, Row
from civic.documents.setting import Setting

_SAMPLE = 200  # rows that tell how wide the columns of a table should be


def headings(document: Document, setting: Setting) -> Iterator[Heading]:
    """The annex's headings for the table of contents."""
    yield Heading(1, "", setting.words["annex"], "annex", opens_page=True)
    yield Heading(2, "", setting.words["figures"], "figures")
    for number, table in enumerate(document.tables, 1):
        if table.printed:
            yield Heading(2, "", setting.line(table.title), f"table_{number}")


def blocks(document: Document, setting: Setting) -> Iterator[Block]:
    """The annex: figures, then each printed table under its heading."""
    annex, figures, *titles = headings(document, setting)
    yield annex
    yield figures
    yield _balance(document.figures, setting)
    yield _figures(document.figures, setting)
    printed = (table for table in document.tables if table.printed)
    for title, table in zip(titles, printed, strict=True):
        yield title
        columns = tuple(Column(c.id, setting.line(c.title), c.kind, max(1, c.width)) for c in table.columns)
        yield _grid(columns, table.rows, setting)


@dataclass(frozen=True, slots=True)
class _SetRows:
    """Rows with their cells set, again and again; where there are none, one row says so."""

    columns: tuple[Column, ...]
    rows: Iterable[Row]
    setting: Setting

    def __iter__(self) -> Iterator[tuple[Span, ...]]:
        empty = True
        for row in self.rows:
            empty = False
            yield tuple(map(self.setting.cell, self.columns, row))
        if empty:
            yield (Span(self.setting.words["no_rows"]), *(Span("") for _ in self.columns[1:]))


def _grid(columns: tuple[Column, ...], rows: Iterable[Row], setting: Setting) -> Grid:
    shown = _SetRows(columns, rows, setting)
    sample = [[len(cell.text) for cell in row] for row in islice(shown, _SAMPLE)]
    lengths = [sum(column) / len(sample) for column in zip(*sample, strict=True)]
    return Grid(columns, tuple(look.column_widths(columns, lengths)), shown)


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
    return _grid(columns, rows, setting)
