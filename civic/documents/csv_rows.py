"""Rows as CSV, as Polish Excel opens them: after a mark of order, with semicolons and CRLF, and without a cell that could run."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

BYTE_ORDER_MARK = "\ufeff"
# A spreadsheet takes a cell that begins with one of these, or with its full-width twin, for a formula.
_FORMULA_STARTS = tuple("=+-@\t\r\n＝＋－＠")


def guarded(text: str) -> str:
    """The text, with an apostrophe before what a spreadsheet would compute."""
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text


def written(rows: Iterable[Sequence[str | int | None]]) -> str:
    """The rows as lines of the file; nothing becomes an empty cell."""
    lump = io.StringIO(newline="")
    writer = csv.writer(lump, delimiter=";", lineterminator="\r\n")
    writer.writerows([guarded("" if cell is None else str(cell)) for cell in row] for row in rows)
    return lump.getvalue()
