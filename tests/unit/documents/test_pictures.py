"""The pictures of a file: what they show stands in a table too, and they are the same whenever they are drawn."""

from __future__ import annotations

from dataclasses import replace

import pytest
from lxml import etree, html

from civic.documents import look, render
from civic.documents.blocks import Grid, Picture
from civic.documents.document import Document, Path
from civic.documents.layout import Layout
from civic.documents.pictured import MOST_BARS
from civic.documents.shapes import Box
from civic.documents.svg import drawn
from tests.unit.documents import sample

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
