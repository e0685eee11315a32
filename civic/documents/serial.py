"""A Document as JSON on disk: written and hashed as a stream, its tables read back row by row.

The file is one valid JSON value. Each member stands on a line of its own, in the order of
`Document`'s fields but with `edition` and then `tables` last, and each row of a table is one line,
so that a reader never has to hold more than a row. A member that came later (`LATER`) is left out
where it says its default, so that the documents from before it keep their bytes and their digest.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from pathlib import Path
from typing import Any, BinaryIO

from civic.documents.document import (
    Column,
    Document,
    Row,
    Section,
    Table,
    is_later,
    written_members,
)
from civic.documents.shape import built
from civic.kernel.errors import Refused

_LAST = ("edition", "tables")
_MEMBERS = (
    *(field.name for field in fields(Document) if field.name not in _LAST),
    *_LAST,
)
_MAY_LACK = {field.name for field in fields(Document) if is_later(field)}
_LARGEST_LINE = 256 * 1024 * 1024  # bytes; a longer line is not one of ours


def dump(document: Document, file: BinaryIO) -> None:
    """Write the document as UTF-8 JSON; raises Refused when a text cannot be written as UTF-8."""
    file.writelines(_encoded(piece) for piece in _pieces(document))


def digest(document: Document) -> str:
    """SHA-256 (hex) of the canonical JSON without `edition`.

    It equals that of `json.dumps(value, sort_keys=True, ensure_ascii=False,
    separators=(",", ":")).encode()`, where `value` is the whole JSON value less `edition`, but is
    computed member by member, recommendation by recommendation and row by row.
    """
    seen = hashlib.sha256()
    for number, name in enumerate(sorted(set(written_members(document)) - {"edition"})):
        seen.update(_encoded(f"{',' if number else '{'}{_canonical(name)}:"))
        for piece in _canonical_pieces(document, name):
            seen.update(_encoded(piece))
    seen.update(b"}")
    return seen.hexdigest()


def load(path: Path) -> Document:
    """Read a document; the rows of its tables stay in the file and are read when iterated.

    Raises Refused when the file is not a document as `dump` writes it.
    """
    with path.open("rb") as file:
        lines = _Lines(file)
        lines.expect("{")
        members = {
            name: lines.member(name)
            for name in _MEMBERS[:-1]
            if name not in _MAY_LACK or lines.has_member(name)
        }
        tables = tuple(_read_tables(lines, path))
        lines.expect("}")
        lines.expect("")
    document = built(Document, {**members, "tables": []})
    return replace(document, tables=tables)


@dataclass(frozen=True, slots=True)
class RowsInFile:
    """The rows of one table, read from the file anew at each iteration."""

    path: Path
    offset: int  # in bytes, of the first row's line
    count: int
    width: int  # cells a row

    def __iter__(self) -> Iterator[Row]:
        with self.path.open("rb") as file:
            file.seek(self.offset)
            lines = _Lines(file)
            for number in range(self.count):
                yield _row(lines.next(), self.width, last=number == self.count - 1)

    def __len__(self) -> int:
        return self.count


def _pieces(document: Document) -> Iterator[str]:
    yield "{\n"
    held = set(written_members(document))
    for name in (name for name in _MEMBERS[:-1] if name in held):
        yield f'"{name}": {_json(_plain(getattr(document, name)))},\n'
    yield '"tables": ['
    for number, table in enumerate(document.tables):
        yield ",\n" if number else "\n"
        yield from _table_pieces(table)
    yield "\n]\n}\n" if document.tables else "]\n}\n"


def _table_pieces(table: Table) -> Iterator[str]:
    head = {name: _plain(getattr(table, name)) for name in ("id", "title", "columns", "printed")}
    yield f'{_json(head)[:-1]}, "rows": ['
    separator = "\n"
    for row in table.rows:
        yield separator + _json(list(row))
        separator = ",\n"
    yield "\n]}"


def _canonical_pieces(document: Document, name: str) -> Iterator[str]:
    if name == "tables":
        yield from _canonical_tables(document.tables)
    elif name == "sections":
        yield from _canonical_sections(document.sections)
    else:
        yield _canonical(_plain(getattr(document, name)))


def _canonical_sections(sections: Iterable[Section]) -> Iterator[str]:
    """A forum can have ten thousand recommendations: as one text they would take a hundred megabytes."""
    yield "["
    for number, section in enumerate(sections):
        yield "," if number else ""
        for place, name in enumerate(sorted(written_members(section))):
            yield f"{',' if place else '{'}{_canonical(name)}:"
            if name == "recommendations":
                yield "["
                for order, recommendation in enumerate(section.recommendations):
                    yield ("," if order else "") + _canonical(_plain(recommendation))
                yield "]"
            else:
                yield _canonical(_plain(getattr(section, name)))
        yield "}"
    yield "]"


def _canonical_tables(tables: Iterable[Table]) -> Iterator[str]:
    yield "["
    for number, table in enumerate(tables):
        yield "," if number else ""
        yield f'{{"columns":{_canonical(_plain(table.columns))},"id":{_canonical(table.id)},'
        yield f'"printed":{_canonical(table.printed)},"rows":['
        separator = ""
        for row in table.rows:
            yield separator + _canonical(list(row))
            separator = ","
        yield f'],"title":{_canonical(table.title)}}}'
    yield "]"


def _plain(value: Any) -> Any:
    """The value in dicts, lists and scalars, its members in the order of the fields."""
    if is_dataclass(value):
        return {name: _plain(getattr(value, name)) for name in written_members(value)}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


_canonical: Callable[[Any], str] = json.JSONEncoder(
    sort_keys=True, ensure_ascii=False, separators=(",", ":")
).encode


def _encoded(text: str) -> bytes:
    try:
        return text.encode()
    except UnicodeEncodeError as error:
        raise Refused("document.text", "The document holds a text that UTF-8 cannot carry.") from error


class _Lines:
    """A file read line by line, refusing whatever `dump` does not write."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    @property
    def offset(self) -> int:
        return self._file.tell()

    def next(self) -> str:
        line = self._file.readline(_LARGEST_LINE)
        try:
            return line.decode().removesuffix("\n")
        except UnicodeDecodeError as error:
            raise broken() from error

    def has_member(self, name: str) -> bool:
        """Whether the next line is that member; the line is still to be read."""
        offset = self._file.tell()
        line = self._file.readline(len(name) + 4)
        self._file.seek(offset)
        return line == f'"{name}": '.encode()

    def expect(self, line: str) -> None:
        if self.next() != line:
            raise broken()

    def member(self, name: str) -> Any:
        line = self.next()
        head = f'"{name}": '
        if not line.startswith(head) or not line.endswith(","):
            raise broken()
        return _parsed(line[len(head) : -1])


def _read_tables(lines: _Lines, path: Path) -> Iterator[Table]:
    line = lines.next()
    if line == '"tables": []':
        return
    if line != '"tables": [':
        raise broken()
    more = True
    while more:
        head = lines.next()
        if not head.endswith(', "rows": ['):
            raise broken()
        table = built(Table, {**_mapping(head.removesuffix(', "rows": [') + "}"), "rows": []})
        rows, more = _scan_rows(lines, path, table.columns)
        yield replace(table, rows=rows)
    lines.expect("]")


def _scan_rows(lines: _Lines, path: Path, columns: tuple[Column, ...]) -> tuple[RowsInFile, bool]:
    """Check each row once; says where they stand and whether another table follows."""
    offset, count, last = lines.offset, 0, False
    while True:
        line = lines.next()
        if line in ("]}", "]},"):
            if count and not last:
                raise broken()
            return RowsInFile(path, offset, count, len(columns)), line.endswith(",")
        if last:
            raise broken()
        last = not line.endswith(",")
        _row(line, len(columns), last=last)
        count += 1


def _row(line: str, width: int, *, last: bool) -> Row:
    row = _parsed(line if last else line.removesuffix(","))
    if not isinstance(row, list) or len(row) != width:
        raise broken()
    if not all(cell is None or type(cell) in (str, int) for cell in row):
        raise broken()
    return tuple(row)


def _mapping(text: str) -> dict[str, Any]:
    value = _parsed(text)
    if not isinstance(value, dict):
        raise broken()
    return value


def _parsed(text: str) -> Any:
    try:
        value = json.loads(text)
        if "\\u" in text:  # an escaped half of a surrogate pair is JSON, but no text
            json.dumps(value, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as error:
        raise broken() from error
    return value


def broken() -> Refused:
    """The one sentence for a file that is not a document."""
    return Refused(
        "document.broken",
        "This file is not a whole document, or it has been changed by hand.",
    )
