"""The log as a file, event by event, in ids and codes as it is stored, so that its hashes can be made again from the file."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from civic.documents.csv_rows import BYTE_ORDER_MARK, written
from civic.kernel.links import Link

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence


def as_csv(lumps: Iterable[Sequence[Link]]) -> Iterator[str]:
    """As Polish Excel opens it: with a mark of order, semicolons and CRLF; no cell can run."""
    yield BYTE_ORDER_MARK + written([Link._fields])
    for rows in lumps:
        yield written(rows)


def as_jsonl(lumps: Iterable[Sequence[Link]]) -> Iterator[str]:
    """One object a line; `payload` is the very text that was hashed."""
    for rows in lumps:
        yield "".join(json.dumps(row._asdict(), ensure_ascii=False) + "\n" for row in rows)


#: The end of the address → what writes it, and what the file is.
FORMS = {
    "csv": (as_csv, "text/csv; charset=utf-8"),
    "jsonl": (as_jsonl, "application/x-ndjson; charset=utf-8"),
}
