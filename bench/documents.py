"""Documents without an instance: the same bytes twice for a hundred of chance, a book of 300 pages, a table of a million rows."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pikepdf

from bench.child import Spent, run_civic
from bench.figures import Figure, against
from bench.twice import digests
from civic.documents import FORMATS, dump
from civic.documents.document import Column, Document, Recommendation, Row, Section, Table
from civic.documents.specimen import specimen

DOCUMENTS = 100
ITEMS = 580  # recommendations of the specimen's size fill 300 pages
PAGES = 300
ROWS = 1_000_000
#: Seconds for the book.
GOALS = {"pdf": 15, "docx": 10}


def run() -> Iterator[Figure]:
    """Yield the figures, one after the other."""
    one, other = digests(0, DOCUMENTS)
    differing = sum(a != b for a, b in zip(one, other, strict=True))
    told = f"{len(one)} files, {differing} differ"
    what = f"{DOCUMENTS} documents of chance in {len(FORMATS)} formats, twice"
    yield Figure(what, told, against("0 differ", met=not differing))
    with tempfile.TemporaryDirectory() as folder:
        yield from _book(Path(folder))
        yield from _rows(Path(folder))


def _book(folder: Path) -> Iterator[Figure]:
    source = _kept(folder / "book.json", book())
    for name in FORMATS:
        path, took = _made(source, name)
        goal = GOALS.get(name)
        yield Figure(
            f"a book, {name}: {path.stat().st_size / 1e6:.1f} MB",
            str(took),
            against(f"< {goal} s", met=took.seconds < goal) if goal else "",
        )
        if name == "pdf":
            with pikepdf.open(io.BytesIO(path.read_bytes())) as pdf:
                pages = len(pdf.pages)
            yield Figure("  pages of the book", str(pages), against(f">= {PAGES}", met=pages >= PAGES))


def _rows(folder: Path) -> Iterator[Figure]:
    for rows in (ROWS // 10, ROWS):
        source = _kept(folder / f"{rows}.json", with_rows(rows))
        for name in ("csv", "xlsx"):
            path, took = _made(source, name)
            yield Figure(f"{rows:,} rows, {name}: {path.stat().st_size / 1e6:.1f} MB", str(took))


def book() -> Document:
    """The specimen with as many recommendations as fill the pages."""
    document = specimen("https://example.org")
    chapters = tuple(
        Section(
            f"r{chapter}",
            f"Rozdział {chapter}",
            number=f"{chapter}.",
            recommendations=tuple(_item(20 * (chapter - 1) + place) for place in range(1, 21)),
        )
        for chapter in range(1, ITEMS // 20 + 1)
    )
    return replace(document, sections=chapters)


def _item(number: int) -> Recommendation:
    item = specimen("https://example.org").sections[0].recommendations[0]
    return replace(item, id=f"r{number}", number=f"R-{number:02}", url=f"/r/{number}")


@dataclass(frozen=True)
class _Rows:
    """Rows that are made when they are asked for."""

    count: int

    def __iter__(self) -> Iterator[Row]:
        for number in range(self.count):
            day = f"2026-{number % 12 + 1:02}-{number % 28 + 1:02}"
            yield (f"K{number}", "Jedna stawka czynszu dla organizacji", number % 977, day, f"/c/{number}")


def with_rows(count: int) -> Document:
    """The specimen with a table that is too long to be printed."""
    columns = (
        Column("label", "Nr", "text", 8),
        Column("title", "Treść", "text", 40),
        Column("supports", "Poparcia", "number", 9),
        Column("date", "Data", "date", 11),
        Column("link", "Adres", "link", 10),
    )
    document = specimen("https://example.org")
    return replace(document, tables=(Table("voices", "Głos po głosie", columns, _Rows(count), False),))


def _kept(path: Path, document: Document) -> Path:
    with path.open("wb") as file:
        dump(document, file)
    return path


def _made(source: Path, format: str) -> tuple[Path, Spent]:
    path = source.with_suffix(f".out.{format}")
    return path, run_civic(source.parent, "render", str(source), "--format", format, "--out", str(path))
