"""What a screen reader, a keyboard and a printer need of the files: tags, heads, names, alternatives, pages."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import pairwise
from typing import Any

import openpyxl
import pikepdf
import pytest

from civic.documents import render
from civic.documents.document import Document
from civic.documents.glyphs import FONTS
from civic.documents.pdf_file import NAMELESS
from tests.unit.documents import opened, sample

NEW: Document = sample.newest()


@pytest.fixture
def pdf() -> Iterator[pikepdf.Pdf]:
    if not any(FONTS.glob("*.ttf")):
        pytest.skip("The print fonts are missing: run make setup.")
    with pikepdf.open(io.BytesIO(rendered("pdf"))) as file:
        yield file


@cache
def rendered(format_: str) -> bytes:
    return render(NEW, format_)


def elements(pdf: pikepdf.Pdf) -> Iterator[Any]:
    """The structure tree in the order of reading."""
    waiting = [pdf.Root.StructTreeRoot]
    while waiting:
        element = waiting.pop()
        if isinstance(element, pikepdf.Array):
            waiting.extend(reversed(list(element)))
        elif isinstance(element, pikepdf.Dictionary):
            if "/S" in element:
                yield element
            if "/K" in element:
                waiting.append(element.K)


def attributes(element: Any) -> dict[str, Any]:
    given = element.get("/A", [])
    each = [given] if isinstance(given, pikepdf.Dictionary) else list(given)
    return {name: value for one in each for name, value in one.items()}


def test_a_pdf_says_its_language_its_title_and_what_it_conforms_to(pdf: pikepdf.Pdf) -> None:
    assert str(pdf.Root.Lang) == "pl"
    assert bool(pdf.Root.MarkInfo.Marked)
    assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
    with pdf.open_metadata() as said:
        assert said["dc:title"] == NEW.title
        assert str(said["pdfuaid:part"]) == "1"


def test_bookmarks_name_each_chapter_and_recommendation_and_lead_somewhere(pdf: pikepdf.Pdf) -> None:
    with pdf.open_outline() as outline:
        chapters = [opened.plain(str(each.title)) for each in outline.root]
        within = [opened.plain(str(each.title)) for chapter in outline.root for each in chapter.children]
        assert all(each.destination is not None or each.action is not None for each in outline.root)
    assert chapters[:3] == [f"{section.number} {section.title}" for section in NEW.sections]
    assert within[:3] == [
        f"{item.number} {item.title}" for section in NEW.sections for item in section.recommendations
    ]


def test_headings_of_a_pdf_skip_no_level(pdf: pikepdf.Pdf) -> None:
    levels = [
        int(str(each.S)[2:])
        for each in elements(pdf)
        if str(each.S)[:2] == "/H" and str(each.S)[2:].isdigit()
    ]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_heads_of_a_table_say_of_which_column_they_are(pdf: pikepdf.Pdf) -> None:
    heads = [each for each in elements(pdf) if str(each.S) == "/TH"]
    figures, flow, positions = 2, 3, 6
    assert len(heads) == figures + flow + positions + len(NEW.tables[0].columns)
    assert {str(attributes(each)["/Scope"]) for each in heads} == {"/Column"}
    rows = [each for each in elements(pdf) if str(each.S) == "/TR"]
    paths, recommendations = 8, 3
    assert len(rows) == 4 + 7 + paths + recommendations + len(tuple(NEW.tables[0].rows))


def test_a_picture_in_a_pdf_is_told_in_words(pdf: pikepdf.Pdf) -> None:
    told = [opened.plain(str(each.get("/Alt", ""))) for each in elements(pdf) if str(each.S) == "/Figure"]
    balance, flow, positions = told
    assert "Z decyzją: 48 z 48" in balance
    assert "droga 48 głosów" in flow
    assert "Rysunek 1 z 1" in positions
    assert all("w tabeli" in each for each in (flow, positions))


def test_one_goes_through_the_links_of_a_pdf_in_the_order_of_reading_and_hears_where_they_lead(
    pdf: pikepdf.Pdf,
) -> None:
    with_links = [page for page in pdf.pages if page.get("/Annots")]
    assert with_links
    assert all(str(page.Tabs) == "/S" for page in with_links)
    marks = [mark for page in with_links for mark in page.Annots]
    assert all(str(mark.get("/Contents", "")) for mark in marks)


def test_what_is_no_content_is_no_tag_of_a_pdf(pdf: pikepdf.Pdf) -> None:
    kinds = {str(each.S) for each in elements(pdf)}
    assert kinds & {"/Artifact", "/NonStruct"} <= {"/NonStruct"}
    assert "/L" in kinds or "/TOC" in kinds


@pytest.fixture
def book() -> Any:
    return openpyxl.load_workbook(io.BytesIO(rendered("xlsx")))


def test_each_sheet_prints_on_pages_across_with_its_head_on_each(book: Any) -> None:
    for sheet in book:
        assert sheet.page_setup.orientation == "landscape"
        assert int(sheet.page_setup.paperSize) == 9  # A4
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert (sheet.page_setup.fitToWidth or 1) >= 1
        assert sheet.page_setup.fitToHeight == 0  # as many pages down as it takes
        assert sheet.print_title_rows == "$1:$1"
        assert "&P" in (sheet.oddFooter.right.text or "")


def test_each_sheet_has_a_filter_over_all_its_rows_and_a_head_that_stays(book: Any) -> None:
    for sheet in book:
        assert sheet.freeze_panes == "B2"
        assert sheet.auto_filter.ref == sheet.dimensions


def test_a_sheet_keeps_numbers_and_dates_as_such_and_writes_addresses_out(book: Any) -> None:
    _head, first, *_ = book["Bilans głos po głosie"].iter_rows()
    by_title = dict(zip((column.id for column in NEW.tables[1].columns), first, strict=True))
    assert by_title["supports"].data_type == "n"
    assert by_title["date"].is_date
    assert by_title["link"].value == "https://konsultacje.example.org/p/1"


@pytest.mark.parametrize("title", ["", "\u200b\u2060"])
@pytest.mark.usefixtures("pdf")
def test_a_title_that_nobody_sees_does_not_stop_a_pdf(title: str) -> None:
    nameless = replace(NEW, title=title, tables=(replace(NEW.tables[0], title=title),))
    with (
        pikepdf.open(io.BytesIO(render(nameless, "pdf"))) as file,
        file.open_outline() as outline,
        file.open_metadata() as said,
    ):
        assert said["dc:title"] == NAMELESS
        named = [opened.plain(str(each.title)) for chapter in outline.root for each in chapter.children]
    assert NAMELESS in named
