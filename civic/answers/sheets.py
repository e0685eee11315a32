"""The child process that writes the file of a unit (DOCX or XLSX) and reads it back once it is filled in.

It is run as `python -m civic.answers.sheets write|read FORMAT SOURCE TARGET`, within limits of memory and processor time, and needs
no settings and no database: what it knows stands in a JSON file, what it read goes into one. So the heavy libraries, and whatever a
file may do to them, stay out of the web process.

A row is a list of cells, in the order of COLUMNS; the first is the id, the same in every language. The last four are filled in.
"""

from __future__ import annotations

import json
import resource
import sys
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import docx
import openpyxl
import xlsxwriter
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docx.table import Table

MEMORY = 1024**3  # bytes of address space
SECONDS = 60
ID = "ID"
#: The names of the cells of a row.
COLUMNS = (
    "id",
    "issue",
    "number",
    "title",
    "recommendation",
    "due",
    "status",
    "text",
    "responsible",
    "carry_out_by",
)
FILLED_IN = COLUMNS[6:]
WIDTHS = (16, 9, 9, 34, 60, 14, 20, 60, 30, 16)
MOST_ROWS = 5_000
LONGEST = 32_000  # characters; a cell of a sheet takes 32 767
BLUE, SAND = "12306B", "F1EEE6"


class Unreadable(Exception):
    """The file is not the one that was given out; the code says how."""


def main(act: str, form: str, source: Path, target: Path) -> int:
    """Write or read; 1 with a code on stderr where the file cannot be read."""
    for what, limit in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CPU, SECONDS)):
        _soft, hard = resource.getrlimit(what)
        resource.setrlimit(what, (limit, hard))
    try:
        if act == "write":
            facts = json.loads(source.read_text(encoding="utf-8"))
            WRITERS[form](facts, target)
        else:
            rows = list(READERS[form](source))
            target.write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")
    except Unreadable as fault:
        sys.stderr.write(str(fault))
        return 1
    except Exception as fault:  # noqa: BLE001  whatever a strange file does to a library, it is a file that cannot be read
        sys.stderr.write(f"broken {type(fault).__name__}")
        return 1
    return 0


def write_xlsx(facts: dict[str, Any], target: Path) -> None:
    """One sheet: a frozen head with filters, the cells to fill in on white, the rest tinted, the statuses as a list to choose from."""
    with xlsxwriter.Workbook(target, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"title": facts["title"], "language": "pl-PL"})
        sheet = book.add_worksheet(facts["sheet"][:31])
        base = {"font_size": 10, "text_wrap": True, "valign": "top"}
        head = book.add_format(
            {**base, "bold": True, "font_color": f"#{BLUE}", "bg_color": f"#{SAND}", "bottom": 1}
        )
        given = book.add_format({**base, "bg_color": f"#{SAND}"})
        open_cell = book.add_format({**base, "border": 1, "border_color": "#8A8578"})
        for column, (title, width) in enumerate(zip(facts["head"], WIDTHS, strict=True)):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, title, head)
        for number, cells in enumerate(facts["rows"], 1):
            for column, cell in enumerate(cells):
                sheet.write_string(number, column, cell[:LONGEST], open_cell if column >= 6 else given)
        last = max(1, len(facts["rows"]))
        sheet.data_validation(1, 6, last, 6, {"validate": "list", "source": facts["statuses"]})
        sheet.freeze_panes(1, 3)
        sheet.autofilter(0, 0, last, len(COLUMNS) - 1)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)


def write_docx(facts: dict[str, Any], target: Path) -> None:
    """A heading and a table of two columns for each recommendation, so that it can be read and filled in on paper too."""
    document = docx.Document()
    document.core_properties.title = facts["title"]
    document.core_properties.language = "pl-PL"
    document.add_heading(facts["title"], 0)
    document.add_paragraph(facts["note"])
    for cells in facts["rows"]:
        document.add_heading(f"{cells[2]} {cells[3]}", 1)
        table = document.add_table(rows=0, cols=2, style="Table Grid")
        for column, (title, cell) in enumerate(zip(facts["head"], cells, strict=True)):
            row = table.add_row().cells
            row[0].text, row[1].text = title, cell
            if column < 6:
                _tint(row[1])
            row[0].paragraphs[0].runs[0].bold = True
    document.save(str(target))


def _tint(cell: Any) -> None:
    shade = OxmlElement("w:shd")
    shade.set(qn("w:val"), "clear")
    shade.set(qn("w:fill"), SAND)
    cell._tc.get_or_add_tcPr().append(shade)  # noqa: SLF001  python-docx has no word for a shade


def read_xlsx(source: Path) -> Iterator[dict[str, str]]:
    """The rows of the first sheet that begins with our head."""
    # By its content: the file lies under its digest, without an ending.
    book = openpyxl.load_workbook(source.open("rb"), read_only=True, data_only=False, keep_links=False)
    sheet = book.worksheets[0]
    # What a file says of its own size is not believed.
    sheet.reset_dimensions()
    rows = sheet.iter_rows(max_col=len(COLUMNS), max_row=MOST_ROWS + 2)
    head: tuple[Any, ...] = next(rows, ())
    if len(head) < len(COLUMNS) or _text(head[0].value) != ID:
        raise Unreadable("columns")
    for number, row in enumerate(rows, 2):
        if number > MOST_ROWS:
            raise Unreadable("rows")
        cells = [_cell(cell) for cell in row] + [""] * (len(COLUMNS) - len(row))
        if any(cells):
            yield dict(zip(COLUMNS, cells, strict=True)) | {"row": str(number)}


def _cell(cell: Any) -> str:
    """The text of a cell; a formula is never worked out, and is told by its sign."""
    if cell.data_type == "f":
        return "\x00"
    return _text(cell.value)


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return str(value).strip()[: LONGEST + 1]


def read_docx(source: Path) -> Iterator[dict[str, str]]:
    """The tables that begin with our head."""
    found = False
    for number, table in enumerate(docx.Document(source.open("rb")).tables, 1):
        if number > MOST_ROWS:
            raise Unreadable("rows")
        cells = list(_second_column(table))
        if not cells or cells[0][0] != ID:
            continue
        if len(cells) != len(COLUMNS):
            raise Unreadable("columns")
        found = True
        yield dict(zip(COLUMNS, (text for _head, text in cells), strict=True)) | {"row": str(number)}
    if not found:
        raise Unreadable("columns")


def _second_column(table: Table) -> Iterator[tuple[str, str]]:
    for row in table.rows[: len(COLUMNS) + 1]:
        cells = row.cells
        if len(cells) != 2:
            return
        yield cells[0].text.strip(), cells[1].text.strip()[: LONGEST + 1]


WRITERS = {"xlsx": write_xlsx, "docx": write_docx}
READERS = {"xlsx": read_xlsx, "docx": read_docx}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2], Path(sys.argv[3]), Path(sys.argv[4])))
