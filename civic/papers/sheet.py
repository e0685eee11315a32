"""The child process that reads the minutes out of a filled-in pack, within limits of memory and processor time.

It is run as `python -m civic.papers.sheet SOURCE TARGET` and needs no settings and no database: the rows go into TARGET as
JSON, each a list of four texts. So whatever a strange file does to the library stays out of the web process.
"""

from __future__ import annotations

import json
import re
import resource
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import docx

if TYPE_CHECKING:
    from collections.abc import Iterator

MEMORY = 1024**3  # bytes of address space
SECONDS = 60
MOST_TABLES, MOST_ROWS = 50, 200
COLUMNS = 4
LONGEST = 2_100  # characters of a cell: a little more than is taken, so that a longer one is told
_ID = re.compile(r"M\d{1,9}-([WC])\d{1,4}")


def main(source: Path, target: Path) -> int:
    """Read; 1 where the file cannot be read."""
    for what, limit in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CPU, SECONDS)):
        _soft, hard = resource.getrlimit(what)
        resource.setrlimit(what, (limit, hard))
    try:
        rows = list(read(source))
    except Exception as fault:  # noqa: BLE001  whatever a strange file does to the library, it is a file that cannot be read
        sys.stderr.write(f"broken {type(fault).__name__}")
        return 1
    target.write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")
    return 0


def read(source: Path) -> Iterator[list[str]]:
    """The rows of all tables that hold ids of ours: of minutes four cells, of the form of attendance the id and what was written."""
    count = 0
    for table in docx.Document(source.open("rb")).tables[:MOST_TABLES]:
        known = None
        for row in table.rows:
            cells = [cell.text.strip()[:LONGEST] for cell in row.cells[:COLUMNS]]
            # A row that somebody put in has no id, and goes with the one above it.
            known = _ID.fullmatch(cells[0]) or known if cells else known
            if known is None:
                continue
            count += 1
            if count > MOST_ROWS:
                raise ValueError(count)
            yield _told(known, cells)


def _told(known: re.Match[str], cells: list[str]) -> list[str]:
    if known[1] == "C":
        return [known[0], *cells[2:3], "", "", ""][:COLUMNS]
    return [known[0], *cells[1:], "", "", ""][:COLUMNS]


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
