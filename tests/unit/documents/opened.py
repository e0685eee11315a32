"""Each format opened by a library that did not write it, as plain text and as what it says about itself."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from typing import Any

import docx
import odfdo
import openpyxl
import pikepdf
import pypdfium2
from lxml import etree
from markdown_it import MarkdownIt

from civic.kernel.typography import normalise

_BLOCKS = {"p", "h1", "h2", "h3", "h4", "li", "td", "th", "dt", "dd", "br", "title", "code"}


def plain(text: str) -> str:
    """Typographic and other white space made one: what a reader reads."""
    return " ".join(normalise(text).replace("\u200b", "").split())


class Html(HTMLParser):
    """The text, the tags and the links of a page."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str, str]] = []
        self._style = False
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        self._style = tag == "style"
        if tag in _BLOCKS:
            self.pieces.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self._style = False

    def handle_data(self, data: str) -> None:
        if not self._style:
            self.pieces.append(data)

    @property
    def text(self) -> str:
        return plain("".join(self.pieces))

    @property
    def links(self) -> set[str]:
        return {value for tag, name, value in self.attributes if (tag, name) == ("a", "href")}


def docx_parts(data: bytes) -> Iterator[Any]:
    """The XML roots of the body, footnotes, headers and footers."""
    for part in docx.Document(io.BytesIO(data)).part.package.iter_parts():
        name = str(part.partname)
        if name.startswith(("/word/document", "/word/footnotes", "/word/header", "/word/footer")):
            yield etree.fromstring(part.blob)


def docx_text(data: bytes) -> str:
    """Every paragraph's text, footnotes, header and footer included."""
    space = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    return plain("\n".join(_paragraph(p, space) for root in docx_parts(data) for p in root.iter(f"{space}p")))


def _paragraph(paragraph: Any, space: str) -> str:
    elements = paragraph.iter(f"{space}t", f"{space}tab", f"{space}br")
    return "".join(element.text or "" if element.tag == f"{space}t" else "\n" for element in elements)


def odt_part(data: bytes, name: str) -> bytes:
    """One XML part, as odfdo reads it."""
    part: Any = odfdo.Document(io.BytesIO(data)).get_part(name)
    return bytes(part.serialize())


def odt_text(data: bytes) -> str:
    """Every paragraph's and heading's text, footnotes and header included."""
    texts: list[str] = []
    for part in ("content.xml", "styles.xml"):
        root = etree.fromstring(odt_part(data, part))
        space = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
        for element in root.iter(f"{space}s", f"{space}tab", f"{space}line-break"):
            element.text = " " * int(element.get(f"{space}c", "1"))
        texts += ["".join(element.itertext()) for element in root.iter(f"{space}p", f"{space}h")]
    return plain("\n".join(texts))


def pdf_text(data: bytes) -> str:
    """The text as a browser's reader finds it; line breaks are white space."""
    with pypdfium2.PdfDocument(data) as pdf:
        return plain("\n".join(page.get_textpage().get_text_bounded() for page in pdf))


def pdf_marked(data: bytes) -> Iterator[Any]:
    """All elements of the structure tree."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        waiting = [pdf.Root.StructTreeRoot]
        while waiting:
            element = waiting.pop()
            if isinstance(element, pikepdf.Array):
                waiting.extend(element)
            elif isinstance(element, pikepdf.Dictionary):
                if "/S" in element:
                    yield str(element.S)
                if "/K" in element:
                    waiting.append(element.K)


def xlsx_cells(data: bytes) -> dict[str, list[tuple[Any, ...]]]:
    """The rows of every sheet."""
    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True)
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book}


def xlsx_text(data: bytes) -> str:
    return plain(
        "\n".join(str(cell) for rows in xlsx_cells(data).values() for row in rows for cell in row if cell)
    )


def csv_rows(data: bytes) -> list[list[str]]:
    """The rows, read as a spreadsheet with semicolons would."""
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";"))


def csv_text(data: bytes) -> str:
    return plain("\n".join(cell for row in csv_rows(data) for cell in row))


def markdown(data: bytes) -> Html:
    """The Markdown rendered with raw HTML allowed and bare addresses linked: the most gullible reader."""
    reader = MarkdownIt("commonmark", {"html": True}).enable("table")
    return Html(reader.render(data.decode()))


def json_text(data: bytes) -> str:
    def texts(value: Any) -> Iterator[str]:
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict):
            for item in value.values():
                yield from texts(item)
        elif isinstance(value, list):
            for item in value:
                yield from texts(item)

    return plain("\n".join(texts(json.loads(data))))


TEXT: dict[str, Callable[[bytes], str]] = {
    "docx": docx_text,
    "odt": odt_text,
    "pdf": pdf_text,
    "html": lambda data: Html(data.decode()).text,
    "md": lambda data: markdown(data).text,
    "json": json_text,
    "xlsx": xlsx_text,
    "csv": csv_text,
}
