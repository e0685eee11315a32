"""CSV: the ledger contribution by contribution, as Polish Excel opens it, without a cell that could run."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator
from typing import BinaryIO

from civic.documents.csv_rows import guarded
from civic.documents.document import Cell, Document, Table
from civic.documents.plaintext import clean
from civic.documents.setting import Setting
from civic.documents.sheets import ledger_table, recommendation_table

_LUMP = 1 << 16  # characters written at once


def write(document: Document, file: BinaryIO) -> None:
    """Write the fullest table as CSV: UTF-8 with BOM, semicolons, CRLF."""
    table = ledger_table(document) or recommendation_table(document)
    file.write(codecs.BOM_UTF8)
    lump = io.StringIO(newline="")
    writer = csv.writer(lump, delimiter=";", lineterminator="\r\n")
    for row in _rows(document, table):
        writer.writerow(row)
        if lump.tell() > _LUMP:
            file.write(lump.getvalue().encode())
            lump.seek(0)
            lump.truncate()
    file.write(lump.getvalue().encode())


def _rows(document: Document, table: Table) -> Iterator[list[str]]:
    setting = Setting(document)
    links = [column.kind == "link" for column in table.columns]
    yield [safe(column.title) for column in table.columns]
    for row in table.rows:
        yield [_cell(cell, setting if link else None) for cell, link in zip(row, links, strict=True)]


def _cell(cell: Cell, links: Setting | None) -> str:
    if not isinstance(cell, str):
        return "" if cell is None else str(cell)
    return safe((links and links.link(cell)) or cell)


def safe(text: str) -> str:
    """The cleaned text, with an apostrophe before what a spreadsheet would compute."""
    return guarded(clean(text))
