"""A table's rows set as text, with columns as wide as their texts ask for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from civic.documents import look
from civic.documents.blocks import Grid, Span
from civic.documents.document import Column, Row
from civic.documents.setting import Setting

_SAMPLE = 200  # rows that tell how wide the columns of a table should be


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


def grid(columns: tuple[Column, ...], rows: Iterable[Row], setting: Setting) -> Grid:
    """The rows as a grid over the text's width; they may be iterated again and again."""
    shown = _SetRows(columns, rows, setting)
    sample = list(zip(*([cell.text for cell in row] for row in islice(shown, _SAMPLE)), strict=True))
    if setting.layout < 3:
        lengths = [sum(map(len, texts)) / len(texts) for texts in sample]
        return Grid(columns, tuple(look.column_widths(columns, lengths)), shown)
    words = [max(map(_longest_word, texts)) for texts in sample]
    return Grid(columns, tuple(look.whole_word_widths(columns, list(map(_average, sample)), words)), shown)


def _average(texts: Sequence[str]) -> float:
    """The length of those that say something: reasons are few and long."""
    filled = [len(text) for text in texts if text]
    return sum(filled) / len(filled) if filled else 0.0


def _longest_word(text: str) -> int:
    return max(map(len, text.split(" ")))  # a hard space is no place to break
