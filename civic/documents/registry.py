"""The formats a document can be written in; a renderer is loaded when it is first used."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import BinaryIO, cast

from civic.documents.document import Document
from civic.kernel.errors import Refused

Writer = Callable[..., None]  # (document, file), and a template's bytes where the format is TEMPLATED
TEMPLATED = frozenset({"docx"})


@dataclass(frozen=True, slots=True)
class Format:
    """How a format is served and what writes it."""

    mimetype: str
    extension: str
    target: str  # "module:function"
    label: str


FORMATS: dict[str, Format] = {
    "docx": Format(
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "docx",
        "civic.documents.docx_file:write",
        "Word (DOCX)",
    ),
    "odt": Format(
        "application/vnd.oasis.opendocument.text",
        "odt",
        "civic.documents.odt_file:write",
        "LibreOffice (ODT)",
    ),
    "pdf": Format("application/pdf", "pdf", "civic.documents.pdf_file:write", "PDF"),
    "html": Format("text/html", "html", "civic.documents.html_file:write", "HTML"),
    "md": Format(
        "text/markdown",
        "md",
        "civic.documents.markdown_file:write",
        "Markdown",
    ),
    "json": Format("application/json", "json", "civic.documents.serial:dump", "JSON"),
    "xlsx": Format(
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "xlsx",
        "civic.documents.xlsx_file:write",
        "Excel (XLSX)",
    ),
    "csv": Format("text/csv", "csv", "civic.documents.csv_file:write", "CSV"),
}


def write(document: Document, format: str, file: BinaryIO, template: bytes = b"") -> None:
    """Write the document into an open binary file; `template` is the Word template that the document names, if it does.

    Raises:
        Refused: for a format that is not one of FORMATS, or a template that is not the named one.
    """
    known = FORMATS.get(format)
    if known is None:
        raise Refused("document.format", "There is no such file format.")
    if format in TEMPLATED and document.template:
        loaded(known.target)(document, file, template)
    else:
        loaded(known.target)(document, file)


def render(document: Document, format: str, template: bytes = b"") -> bytes:
    """The document as bytes in one of FORMATS; the same document always gives the same bytes. Raises as `write`."""
    file = io.BytesIO()
    write(document, format, file, template)
    return file.getvalue()


@cache
def loaded(target: str) -> Writer:
    """The function that „module:function” names; its module, heavy as it may be, is imported now and not before."""
    module, _, function = target.partition(":")
    return cast(Writer, getattr(import_module(module), function))
