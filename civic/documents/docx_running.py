"""Header and footer of a Word file: the house's own, and the office's with its fields filled."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Pt, RGBColor

from civic.documents import look
from civic.documents.blocks import Running
from civic.documents.docx_fields import fill


def run_static(section: Any, running: Running) -> None:
    """As the first layout had it: plain text, with fields for the page numbers only."""
    section.header.is_linked_to_previous = section.footer.is_linked_to_previous = False
    header, first = section.header.paragraphs[0], section.first_page_header.paragraphs[0]
    header.add_run(running.header)
    if running.mark:
        header.add_run("\t")
        for run in (header.add_run(running.mark), first.add_run(running.mark)):
            _as_mark(run)
    footer = section.footer.paragraphs[0]
    footer.add_run(running.footer).font.size = Pt(7)
    _page_number(footer, running, _simple_field)


def run_fields(section: Any, running: Running) -> None:
    """Fields that show the document's properties: whoever makes a template of the file keeps or moves them."""
    _headers(section, running)
    _footer(section, running)


def run_office(document: Any, running: Running) -> None:
    """The template's own header and footer, its fields filled; a draft bears its mark on every page."""
    section = document.sections[0]
    headers, footers = _used(document, section)
    if all(each.is_linked_to_previous for each in headers):
        _headers(section, running)
    else:
        for header in headers:
            _fill_header(header, running)
    if all(each.is_linked_to_previous for each in footers):
        _footer(section, running)
    else:
        for footer in footers:
            if not footer.is_linked_to_previous:
                fill(footer._element, _values(running))  # noqa: SLF001 - python-docx has no fields of its own


def _used(document: Any, section: Any) -> tuple[list[Any], list[Any]]:
    headers, footers = [section.header], [section.footer]
    if section.different_first_page_header_footer:
        headers.append(section.first_page_header)
        footers.append(section.first_page_footer)
    if document.settings.odd_and_even_pages_header_footer:
        headers.append(section.even_page_header)
        footers.append(section.even_page_footer)
    return headers, footers


def _values(running: Running) -> dict[str, str]:
    return {
        "TITLE": running.title,
        "SUBJECT": running.header,
        "AUTHOR": running.header,
        "KEYWORDS": running.mark,
        "COMMENTS": running.footer,
    }


def _fill_header(header: Any, running: Running) -> None:
    if header.is_linked_to_previous:
        if not running.mark:
            return
        header.is_linked_to_previous = False
    filled = fill(header._element, _values(running))  # noqa: SLF001 - python-docx has no fields of its own
    if running.mark and "KEYWORDS" not in filled:
        _as_mark(header.paragraphs[0].insert_paragraph_before().add_run(running.mark))


def _headers(section: Any, running: Running) -> None:
    section.header.is_linked_to_previous = False
    header = section.header.paragraphs[0]
    _field(header, "SUBJECT", running.header)
    header.add_run("\t")
    _field(header, "KEYWORDS", running.mark, bold=True)
    if section.different_first_page_header_footer:
        _field(section.first_page_header.paragraphs[0], "KEYWORDS", running.mark, bold=True)


def _footer(section: Any, running: Running) -> None:
    section.footer.is_linked_to_previous = False
    footer = section.footer.paragraphs[0]
    _field(footer, "COMMENTS", running.footer, size=7)
    _page_number(footer, running, _field)


def _page_number(footer: Any, running: Running, put: Callable[[Any, str, str], None]) -> None:
    footer.add_run("\t")
    before, _, rest = running.page.partition("{page}")
    between, _, after = rest.partition("{pages}")
    for text, field in ((before, "PAGE"), (between, "NUMPAGES"), (after, "")):
        footer.add_run(text)
        if field:
            put(footer, field, "1")


def _simple_field(paragraph: Any, name: str, shown: str) -> None:
    paragraph._p.append(  # noqa: SLF001 - python-docx has no fields of its own
        parse_xml(f'<w:fldSimple {nsdecls("w")} w:instr="{name}"><w:r><w:t>{shown}</w:t></w:r></w:fldSimple>')
    )


def _field(paragraph: Any, name: str, shown: str, *, bold: bool = False, size: float = 0) -> None:
    """A field in runs of its own, as Word writes them, so that each program keeps their look."""
    for content in (
        '<w:fldChar {} w:fldCharType="begin"/>',
        f"<w:instrText {{}}>{name}</w:instrText>",
        '<w:fldChar {} w:fldCharType="separate"/>',
        "",
        '<w:fldChar {} w:fldCharType="end"/>',
    ):
        run = paragraph.add_run("" if content else shown)
        if bold:
            _as_mark(run)
        if size:
            run.font.size = Pt(size)
        if content:
            run._r.append(parse_xml(content.format(nsdecls("w"))))  # noqa: SLF001 - python-docx has no fields of its own


def _as_mark(run: Any) -> None:
    run.font.bold = True
    run.font.color.rgb = RGBColor.from_string(look.BRICK.upper())
