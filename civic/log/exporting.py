"""The log as a file, event by event, in ids and codes as it is stored, so that its hashes can be made again from the file."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

from civic.kernel.links import Link

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

#: A spreadsheet takes a cell that begins with one of these for a formula.
FORMULA_STARTS = tuple("=+-@\t\r\n＝＋－＠")
BYTE_ORDER_MARK = "\ufeff"


def as_csv(lumps: Iterable[Sequence[Link]]) -> Iterator[str]:
    """As Polish Excel opens it: with a mark of order, semicolons and CRLF; no cell can run."""
    yield BYTE_ORDER_MARK + _written([Link._fields])
    for rows in lumps:
        yield _written([_safe(str(cell)) for cell in row] for row in rows)


def as_jsonl(lumps: Iterable[Sequence[Link]]) -> Iterator[str]:
    """One object a line; `payload` is the very text that was hashed."""
    for rows in lumps:
        yield "".join(json.dumps(row._asdict(), ensure_ascii=False) + "\n" for row in rows)


def _written(rows: Iterable[Sequence[str]]) -> str:
    lump = io.StringIO(newline="")
    csv.writer(lump, delimiter=";", lineterminator="\r\n").writerows(rows)
    return lump.getvalue()


def _safe(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell


#: The end of the address → what writes it, and what the file is.
FORMS = {
    "csv": (as_csv, "text/csv; charset=utf-8"),
    "jsonl": (as_jsonl, "application/x-ndjson; charset=utf-8"),
}
