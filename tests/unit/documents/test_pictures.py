"""The pictures of a file: what they show stands in a table too, and they are the same whenever they are drawn."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from pathlib import Path as Folder
from typing import Any

import docx
import pytest
from lxml import etree, html
from PIL import Image

from civic.documents import look, png, render, typesetter
from civic.documents.blocks import Grid, Picture
from civic.documents.document import Document, Path
from civic.documents.glyphs import FONTS
from civic.documents.layout import Layout
from civic.documents.pictured import MOST_BARS
from civic.documents.shapes import Box
from civic.documents.svg import drawn
from tests.unit.documents import opened, sample

FLOW = [
    ("Propozycje", "Zacytowane", "26"),
    ("Propozycje", "Scalone", "9"),
    ("Propozycje", "Nieujęte", "6"),
    ("Poprawki", "Zacytowane", "4"),
    ("Poprawki", "Nieujęte", "3"),
]


def pictures(document: Document) -> list[Picture]:
    return [block for block in Layout(document).blocks() if isinstance(block, Picture)]


def rows_under(document: Document, title: str) -> list[tuple[str, ...]]:
    """The cells of the grid under the heading of that title."""
    blocks = list(Layout(document).blocks())
    at = next(place for place, block in enumerate(blocks) if getattr(block, "text", "") == title)
    grid = next(block for block in blocks[at:] if isinstance(block, Grid))
    return [tuple(cell.text.replace("\u00a0", " ") for cell in row) for row in grid.rows]


def test_the_figures_of_a_picture_stand_under_it() -> None:
    document = sample.newest()
    flow = rows_under(document, "Droga głosów")
    assert flow[: len(FLOW)] == FLOW
    in_chapters = [int(count) for _start, end, count in flow if end.startswith("I")]
    assert sum(in_chapters) == sum(path.count for path in sample.PATHS if path.chapter)
    for row in rows_under(document, "Stanowiska organizacji"):
        assert row[1:] == ("3", "1", "1", "1", "4")


@pytest.mark.parametrize("layout", [1, 2])
def test_what_was_published_before_has_no_pictures(layout: int) -> None:
    assert pictures(replace(sample.final(), layout=layout)) == []


def test_without_figures_there_is_no_picture() -> None:
    document = replace(
        sample.newest(),
        paths=(),
        sections=tuple(replace(section, recommendations=()) for section in sample.newest().sections),
    )
    assert pictures(document) == []


def test_many_recommendations_stand_on_several_pictures() -> None:
    document = replace(sample.final(MOST_BARS + 2), layout=3)
    one, other = pictures(document)
    assert "1 z 2" in one.text.replace("\u00a0", " ")
    assert one.height < look.PAGE_HEIGHT - look.MARGIN_TOP - look.MARGIN_BOTTOM
    assert other.height < one.height


def test_a_picture_stays_on_its_paper_and_is_whole_xml() -> None:
    hostile = "<script>alert(1)</script> & „znak”"
    document = sample.newest()
    first, *rest = document.sections
    for picture in pictures(replace(document, sections=(replace(first, title=hostile), *rest))):
        root = etree.fromstring(drawn(picture).encode())
        assert not root.findall(".//{*}script")
        for box in picture.shapes:
            if isinstance(box, Box):
                assert 0 <= box.x <= box.x + box.width <= look.TEXT_WIDTH + 0.05
                assert 0 <= box.y <= box.y + box.height <= picture.height + 0.05


def test_html_tells_its_pictures_in_words() -> None:
    page = html.fromstring(render(sample.newest(), "html").decode())
    told = [each.get("aria-label") for each in page.xpath('//svg[@role="img"]')]
    assert len(told) == 3
    assert all(told)


def test_one_voice_of_one_kind_is_drawn_too() -> None:
    document = replace(sample.newest(), paths=(Path("proposal", "open", 0, 1),))
    assert rows_under(document, "Droga głosów") == [("Propozycje", "Bez decyzji", "1")]
    assert render(document, "html").count(b"<svg") == 3


needs_fonts = pytest.mark.skipif(
    not any(FONTS.glob("*.ttf")), reason="The print fonts are missing: run make setup."
)


def packed(data: bytes) -> dict[str, bytes]:
    """The PNG files in a package."""
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return {name: file.read(name) for name in file.namelist() if name.endswith(".png")}


def word(document: Document) -> Any:
    return docx.Document(io.BytesIO(render(document, "docx")))


def told(document: Document) -> list[str]:
    return [opened.plain(each.text) for each in pictures(document)]


@needs_fonts
def test_word_shows_each_picture_as_wide_as_the_text_and_tells_it_in_words() -> None:
    document = sample.newest()
    file = word(document)
    shown = list(file.inline_shapes)
    assert [opened.plain(each._inline.docPr.get("descr")) for each in shown] == told(document)
    for each, picture in zip(shown, pictures(document), strict=True):
        assert (round(each.width.mm, 1), round(each.height.mm, 1)) == (look.TEXT_WIDTH, picture.height)
        relation = each._inline.graphic.graphicData.pic.blipFill.blip.embed
        with Image.open(io.BytesIO(file.part.related_parts[relation].blob)) as image:
            assert image.width / image.height == pytest.approx(look.TEXT_WIDTH / picture.height, abs=0.01)
    numbers = [each._inline.docPr.id for each in shown]
    assert len(set(numbers)) == len(numbers)


@needs_fonts
def test_word_has_its_figures_right_under_a_picture() -> None:
    elements = list(word(sample.newest()).element.body)
    under = [elements[at + 1].tag for at, each in enumerate(elements) if each.xpath(".//w:drawing")]
    assert [etree.QName(tag).localname for tag in under] == ["tbl", "tbl"]


@needs_fonts
def test_an_open_document_shows_and_tells_them_too() -> None:
    document = sample.newest()
    data = render(document, "odt")
    root = etree.fromstring(opened.odt_part(data, "content.xml"))
    frames = root.findall(".//{*}frame")
    assert [opened.plain(each.findtext("{*}desc")) for each in frames] == told(document)
    assert [each.findtext("{*}title") for each in frames] == ["Droga głosów", "Stanowiska organizacji"]
    places = [value for each in frames for name, value in each[0].items() if name.endswith("}href")]
    assert places == list(packed(data))
    manifest = etree.fromstring(opened.odt_part(data, "META-INF/manifest.xml"))
    known = {each.values()[0]: each.values()[1] for each in manifest}
    assert {known[place] for place in places} == {"image/png"}


@needs_fonts
@pytest.mark.parametrize("format_", ["docx", "odt"])
def test_the_pictures_of_a_file_are_the_same_whenever_they_are_drawn(format_: str) -> None:
    document = replace(sample.final(MOST_BARS + 2), layout=3, paths=sample.PATHS)
    one, other = (render(document, format_) for _ in range(2))
    assert len(packed(one)) == 3
    assert one == other


@pytest.mark.parametrize("format_", ["docx", "odt"])
@pytest.mark.parametrize("layout", [1, 2])
def test_files_that_were_published_before_hold_none(format_: str, layout: int) -> None:
    assert packed(render(replace(sample.final(), layout=layout), format_)) == {}


@pytest.mark.parametrize("format_", ["docx", "odt"])
@pytest.mark.parametrize("fault", ["no typefaces", "no memory", "no time"])
def test_where_no_picture_can_be_drawn_the_figures_go_without_it(
    format_: str, fault: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Folder
) -> None:
    if fault == "no typefaces":
        monkeypatch.setattr(png, "FONTS", tmp_path)
    elif fault == "no memory":
        monkeypatch.setattr(typesetter, "MEMORY", 64 * 1024**2)
    else:
        monkeypatch.setattr(typesetter, "SECONDS", 0)
    data = render(sample.newest(), format_)
    assert packed(data) == {}
    text = opened.TEXT[format_](data)
    for cell in ("Droga głosów", *(cell for row in FLOW for cell in row)):
        assert cell in text


@needs_fonts
def test_a_name_with_a_character_that_no_typeface_has_is_drawn_with_a_mark() -> None:
    document = sample.newest()
    first, *rest = document.sections

    def drawn_with(end: str) -> dict[str, bytes]:
        return packed(render(replace(document, sections=(replace(first, title=end), *rest)), "odt"))

    assert drawn_with("Uśmiech 😀") == drawn_with("Uśmiech □")
