"""Excel (XLSX): recommendations, every table and an information sheet, streamed row by row; never a formula."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from itertools import chain
from math import ceil
from typing import Any, BinaryIO

import xlsxwriter

from civic.documents import look
from civic.documents.document import Cell, Column, Document, Row, Table
from civic.documents.phrases import phrases
from civic.documents.plaintext import clean, one_line
from civic.documents.setting import Setting
from civic.documents.sheets import information, recommendation_table
from civic.kernel.errors import Refused

_LONGEST_TEXT = 32_000  # characters; a cell takes 32 767
_LONGEST_NAME = 31
_LAST_ROW = 1_048_575
_KEPT_ROWS = 1_000
_LARGEST_NUMBER = 10**15  # beyond it Excel keeps no exact integer
_PRINTED_WIDTH = 190  # characters on a landscape page
_LINE, _TALLEST = 13.0, 400.0  # points; a row takes 409
# What Excel refuses, and what counts twice within its 31 characters.
_UNFIT_IN_NAME = re.compile("[\\[\\]:*?/\\\\\U00010000-\U0010ffff]")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def write(document: Document, file: BinaryIO) -> None:
    """Write the document as XLSX; raises Refused where a table has more rows than a sheet."""
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as workbook:
        _properties(workbook, document)
        sheets = _Sheets(workbook, document)
        tables = [*_own_table(document), *document.tables]
        opened = [sheets.open(table.title, table.columns) for table in tables]
        sheets.information()
        for table, sheet in zip(tables, opened, strict=True):
            sheets.fill(sheet, table)


def _own_table(document: Document) -> list[Table]:
    """The recommendations; none where the document is made of tables alone."""
    return [recommendation_table(document)] if document.sections or not document.tables else []


class _Sheets:
    """The sheets of one workbook; what is too long for a cell goes on in a sheet of its own."""

    def __init__(self, workbook: Any, document: Document) -> None:
        self._workbook = workbook
        self._document = document
        self._words = phrases(document.language)
        self._setting = Setting(document)
        self._names: set[str] = set()
        self._long: Any = None
        self._long_rows = 0
        base = {"font_name": look.SANS, "font_size": 9.5, "font_color": f"#{look.INK}", "valign": "top"}
        self._text = workbook.add_format({**base, "text_wrap": True})
        #: A figure keeps away from the text of the next column.
        apart = {"align": "right", "indent": 1} if document.layout > 2 else {}
        self._number = workbook.add_format({**base, "num_format": "#,##0", **apart})
        self._date = workbook.add_format({**base, "num_format": "dd.mm.yyyy", "align": "left"})
        self._head = workbook.add_format(
            {
                **base,
                "bold": True,
                "text_wrap": True,
                "font_color": f"#{look.BLUE}",
                "bg_color": f"#{look.SAND}",
                "bottom": 1,
                "bottom_color": f"#{look.RULE}",
            }
        )

    def open(self, title: str, columns: tuple[Column, ...]) -> Any:
        """A new sheet with its head frozen, filtered, repeated in print."""
        sheet = self._workbook.add_worksheet(self._name(title))
        for number, column in enumerate(columns):
            room = len(self._document.base_url) + 10 if column.kind == "link" else 0
            sheet.set_column(number, number, max(_width(column), min(room, 50)))
            sheet.write_string(0, number, one_line(column.title)[:_LONGEST_TEXT], self._head)
        sheet.set_row(0, 2 * _LINE + 3)
        sheet.freeze_panes(1, 1)
        sheet.set_landscape()
        sheet.set_paper(9)
        wide = sum(_width(column) for column in columns)
        sheet.fit_to_pages(ceil(wide / _PRINTED_WIDTH), 0)
        sheet.repeat_rows(0)
        sheet.repeat_columns(0)
        sheet.set_margins(left=0.5, right=0.5, top=0.7, bottom=0.7)
        page = self._words["page"].format(page="&P", pages="&N")
        version = self._words["version_short"].format(version=self._document.version)
        mark = self._words["draft_mark"] if self._document.is_draft else ""
        sheet.set_header(f"&L&8 {_in_header(self._document.forum)}&R&8 {_in_header(mark)}")
        sheet.set_footer(f"&L&8 {_in_header(version)}&R&8 {page}")
        return sheet

    def fill(self, sheet: Any, table: Table) -> None:
        """Write the rows and spread the filter over them."""
        last = 0
        for last, row in enumerate(table.rows, 1):
            if last > _LAST_ROW:
                raise Refused(
                    "document.rows", "A table has more rows than an Excel sheet. Take the CSV or JSON file."
                )
            sheet.set_row(last, _height(table.columns, row))
            if not last % _KEPT_ROWS:
                _forget_rows(sheet, last - 1)
            for number, (column, cell) in enumerate(zip(table.columns, row, strict=True)):
                self._cell(sheet, last, number, column, cell)
        sheet.autofilter(0, 0, last, len(table.columns) - 1)

    def information(self) -> None:
        """The sheet that says what the file is."""
        columns = (
            Column("name", self._words["information_sheet"], "text", 44),
            Column("value", self._words["text"], "text", 80),
        )
        title = self._words["information_sheet"]
        sheet = self.open(title, columns)
        self.fill(sheet, Table("information", title, columns, tuple(information(self._document)), False))

    def _cell(self, sheet: Any, row: int, number: int, column: Column, cell: Cell) -> None:
        if cell is None:
            return
        if isinstance(cell, int):
            if abs(cell) < _LARGEST_NUMBER:
                sheet.write_number(row, number, cell, self._number)
                return
            cell = str(cell)
        if column.kind == "date" and (day := _day(cell)):
            sheet.write_datetime(row, number, day, self._date)
            return
        text = clean(self._setting.link(cell) or cell if column.kind == "link" else cell)
        if len(text) > _LONGEST_TEXT:
            text = self._cut(sheet, row, text)
        sheet.write_string(row, number, text, self._text)

    def _cut(self, sheet: Any, row: int, text: str) -> str:
        """The beginning of a long text; the rest goes to the sheet of long texts, piece by piece."""
        if self._long is None:
            titles = ("long_sheet_column", "long_row_column", "long_text_column")
            heads = tuple(
                Column(name, self._words[name], kind, width)
                for name, kind, width in zip(titles, ("text", "number", "text"), (24, 8, 80), strict=True)
            )
            self._long = self.open(self._words["long_sheet"], heads)
        first = self._long_rows + 1
        for start in range(_LONGEST_TEXT, len(text), _LONGEST_TEXT):
            self._long_rows += 1
            self._long.write_string(self._long_rows, 0, sheet.name, self._text)
            self._long.write_number(self._long_rows, 1, row + 1, self._number)
            self._long.write_string(self._long_rows, 2, text[start : start + _LONGEST_TEXT], self._text)
        more = self._words["long_more"].format(sheet=self._long.name, row=first + 1)
        return text[:_LONGEST_TEXT] + more

    def _name(self, title: str) -> str:
        """A sheet's name: at most 31 characters in whole words, no signs that Excel refuses, none twice."""
        plain = _UNFIT_IN_NAME.sub(" ", one_line(title)).strip(" '") or "Arkusz"
        if len(plain) > _LONGEST_NAME:
            plain = plain[: _LONGEST_NAME + 1].rpartition(" ")[0] or plain[:_LONGEST_NAME]
        candidates = chain([plain], (f"{plain[:26]} ({number})" for number in range(2, 1000)))
        name = next(candidate for candidate in candidates if candidate.casefold() not in self._names)
        self._names.add(name.casefold())
        return name


def _forget_rows(sheet: Any, end: int) -> None:
    """Drop the heights of a batch of rows before `end`: they are on the disk, and XlsxWriter would keep each for good."""
    for row in range(end - _KEPT_ROWS, end):
        sheet.row_info.pop(row, None)
        sheet.row_sizes.pop(row, None)


def _width(column: Column) -> int:
    return min(max(column.width, 6), 80)


def _height(columns: tuple[Column, ...], row: Row) -> float:
    """The height in points that shows all wrapped lines, as not every program fits rows by itself."""
    most = 1
    for column, cell in zip(columns, row, strict=True):
        if isinstance(cell, str) and column.kind == "text":
            letters = _width(column) * 1.05
            most = max(
                most, sum(max(1, ceil(len(line) / letters)) for line in cell[:_LONGEST_TEXT].split("\n"))
            )
    return min(most * _LINE + 3, _TALLEST)


def _in_header(text: str) -> str:
    """A text for a header, where & begins a code; Excel takes 255 characters in all."""
    return one_line(text)[:80].replace("&", "&&")


def _day(text: str) -> datetime | None:
    if not _DAY.match(text):
        return None
    try:
        day = datetime.fromisoformat(text[:10])
    except ValueError:
        return None
    return day if day.year >= 1900 else None


def _properties(workbook: Any, document: Document) -> None:
    try:
        created = datetime.fromisoformat(document.as_of).astimezone(UTC).replace(tzinfo=None)
    except (ValueError, OverflowError):
        created = datetime(2000, 1, 1)  # noqa: DTZ001 - XlsxWriter takes naive UTC
    title, forum = clean(document.title)[:255], clean(document.forum)[:255]
    workbook.set_properties({"title": title, "subject": forum, "author": forum, "created": created})
