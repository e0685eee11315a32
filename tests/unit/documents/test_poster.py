"""A poster is one page, whatever stands on it, and says in its tags what it says to the eye."""

from __future__ import annotations

import io
from dataclasses import replace

import pikepdf
import pypdfium2
import pytest

from civic.documents.glyphs import FONTS
from civic.documents.poster import Poster, typeset_poster
from civic.meetings.posters import LONGEST_ACCESS

PLAIN = Poster(
    language="pl",
    instance="Wspólny Stół",
    motto="Od głosu do odpowiedzi miasta",
    mark='<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 4"><path d="M0 0h4v4z"/></svg>',
    eyebrow="Spotkanie w trzecim miejscu",
    title="Spotkajmy się w 3miejscu: grudzień przy pierogach",
    day="piątek, 11 grudnia 2026",
    hours="14.00–18.00",
    welcome="Każdy jest mile widziany.",
    place="Czytelnia „Dwa Piętra”",
    address="os. Na Stoku, Kraków",
    access="Winda, toaleta na parterze.",
    host="Zaprasza: Pełnomocnik",
    href="https://stol.example/meetings/7",
    shown="stol.example/meetings/7",
    code='<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 4"><path d="M0 0h4v4z"/></svg>',
    code_text="Kod QR prowadzący do stol.example/meetings/7",
)
FULL = {
    "day": "poniedziałek, 30 października 2026",
    "hours": "14.00 – 31 października 2026, 18.00",
    "address": "ulica " * 100,
    "access": "x " * (LONGEST_ACCESS // 2),
    "host": "Stowarzyszenie " * 13,
}


@pytest.fixture(autouse=True)
def fonts() -> None:
    if not any(FONTS.glob("*.ttf")):
        pytest.skip("The print fonts are missing: run make setup.")


@pytest.mark.parametrize(
    "title", ["słowo " * 33, "W" * 200, "\u200b", '#read("/etc/passwd") *x* <y> \\ // $z$']
)
def test_one_page_however_long_its_texts(title: str) -> None:
    made = typeset_poster(replace(PLAIN, title=title, place="M" * 200, **FULL), 0)
    with pikepdf.open(io.BytesIO(made)) as pdf:
        assert len(pdf.pages) == 1


def test_it_says_what_stands_on_it() -> None:
    made = typeset_poster(PLAIN, 0)
    text = pypdfium2.PdfDocument(made)[0].get_textpage().get_text_bounded()
    said = " ".join(text.split())
    for words in (PLAIN.title, PLAIN.day, PLAIN.hours, PLAIN.place, PLAIN.address, PLAIN.access, PLAIN.shown):
        assert words in said
    with pikepdf.open(io.BytesIO(made)) as pdf, pdf.open_metadata() as metadata:
        assert str(metadata["pdfuaid:part"]) == "1"
        assert metadata["dc:title"] == PLAIN.title
        assert str(pdf.Root.Lang) == "pl"
        told = [
            str(each.Alt) for each in pdf.objects if isinstance(each, pikepdf.Dictionary) and "/Alt" in each
        ]
    assert told == [PLAIN.code_text]


def test_the_same_poster_is_the_same_file() -> None:
    assert typeset_poster(PLAIN, 0) == typeset_poster(PLAIN, 0)


def test_a_word_of_a_short_title_stands_alone_in_no_line() -> None:
    made = typeset_poster(replace(PLAIN, title="Spotkajmy się w\u00a03miejscu"), 0)
    lines = pypdfium2.PdfDocument(made)[0].get_textpage().get_text_range().split("\r\n")
    assert "Spotkajmy się" in [line.strip() for line in lines]
