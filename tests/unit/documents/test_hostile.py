"""What somebody wrote is data: hostile texts come out as plain text in every format."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace

import openpyxl
import pytest
from lxml import etree

from civic.documents import FORMATS, Document, render
from civic.documents.document import Citation, Dissent, Passage, Source, Stance, Table
from civic.documents.glyphs import FONTS
from civic.documents.plaintext import clean
from tests.unit.documents import opened, sample

TEXTS = {
    "html": "<script>alert(1)</script><img src=x onerror=alert(1)><b>gruby</b> &amp; &lt;i&gt;",
    "cdata": "koniec ]]> początek <![CDATA[ dane",
    "entity": '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>&e;',
    "formula": '=HYPERLINK("https://example.org";"kliknij")',
    "plus": "+1+cmd|' /C calc'!A0",
    "full-width": "＝SUM(A1:A9)",
    "typst": '#read("/etc/passwd") #import "x" *gruby* _kursywa_ $x^2$ @nikt <etykieta> \\ // komentarz',
    "markdown": "# Nie nagłówek\n- nie lista\n1. nie numer\n> nie cytat\n`kod` **gruby** [link](javascript:alert(1)) ![x](y) | a | b |",
    "setext": "tytuł\n===\ntytuł\n---",
    "jinja": "{{ config.SECRET_KEY }} {% for x in y %} ${7*7} <%= 7*7 %>",
    "field": '{ INCLUDETEXT "C:\\\\Windows\\\\win.ini" } { DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe "/k calc" }',
    "quotes": "cudzysłów \" apostrof ' ukośnik \\ średnik ; tabulator",
    "address": "https://zly.example/?a=1&b=2 www.zly.example ktos@zly.example",
    "emoji": "uśmiech 😀 漢字 العربية",
}


def hostile(text: str) -> Document:
    """The sample with the text wherever a person can write one."""
    full = sample.recommendation()
    citation = Citation("comment", 1, 1, text, "0" * 64, text, "/c/1", text)
    source = Source("proposal", 1, text, "javascript:alert(1)", text, text, "cited")
    item = replace(
        full,
        title=text,
        addressee=text,
        passages=(Passage(text, (citation,)), Passage(f"Początek. {text}", (citation,), "edited", text)),
        stances=(Stance("przeciw", text, True, text),),
        dissents=(Dissent(text, text, (citation,)),),
        sources=(source,),
        conflicts=(source,),
        url="//zly.example/r/1",
    )
    draft = sample.document(rows=2)
    tables = tuple(
        replace(table, title=text, rows=(tuple(text for _ in table.columns),)) for table in draft.tables
    )
    sections = (replace(draft.sections[0], title=text, recommendations=(item,)),)
    return replace(
        draft,
        title=text,
        subtitle=text,
        forum=text,
        summary=text,
        notes=(text,),
        sections=sections,
        tables=tables,
    )


def rendered(document: Document, format_: str) -> bytes:
    if format_ == "pdf" and not any(FONTS.glob("*.ttf")):
        pytest.skip("The print fonts are missing: run make setup.")
    return render(document, format_)


def letters(text: str) -> str:
    """The text without white space, for formats that wrap and hyphenate lines, and without missing glyphs."""
    return "".join(
        letter for letter in opened.plain(text) if letter not in " -\u00ad\u2010□" and ord(letter) < 0x600
    )


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("name", TEXTS)
def test_a_hostile_text_comes_out_as_text(name: str, format_: str) -> None:
    text = opened.TEXT[format_](rendered(hostile(TEXTS[name]), format_))
    if format_ == "pdf":
        assert letters(TEXTS[name]) in letters(text)
    else:
        assert opened.plain(TEXTS[name]) in text


@pytest.mark.parametrize("name", TEXTS)
def test_html_and_markdown_gain_no_element_from_a_text(name: str) -> None:
    quiet, loud = hostile("spokojny tekst"), hostile(TEXTS[name])
    readers: dict[str, Callable[[bytes], opened.Html]] = {
        "html": lambda data: opened.Html(data.decode()),
        "md": opened.markdown,
    }
    for format_, reader in readers.items():
        before, after = reader(render(quiet, format_)), reader(render(loud, format_))
        assert set(after.tags) <= set(before.tags) | {"br"}
        assert not [tag for tag in ("script", "img", "iframe", "object", "form") if tag in after.tags]
        assert {link for link in after.links if not link.startswith("#")} == {
            link for link in before.links if not link.startswith("#")
        }


@pytest.mark.parametrize("format_", ["docx", "odt", "html", "md"])
def test_an_address_that_is_not_a_path_of_ours_is_no_link(format_: str) -> None:
    data = rendered(hostile("tekst"), format_)
    with zipfile.ZipFile(io.BytesIO(data)) if format_ in ("docx", "odt") else io.BytesIO(data) as file:
        whole = (
            b"".join(file.read(name) for name in file.namelist())
            if isinstance(file, zipfile.ZipFile)
            else data
        )
    assert b"javascript:" not in whole
    assert b"zly.example" not in whole


@pytest.mark.parametrize("name", ["formula", "plus", "full-width"])
def test_no_spreadsheet_cell_is_a_formula(name: str) -> None:
    document = hostile(TEXTS[name])
    book = openpyxl.load_workbook(io.BytesIO(render(document, "xlsx")))
    assert all(cell.data_type != "f" for sheet in book for row in sheet.iter_rows() for cell in row)
    starts = {cell[:1] for row in opened.csv_rows(render(document, "csv")) for cell in row}
    assert not starts & set("=+-@\t\r＝＋－＠")


CONTROLS = "a\x00b\x01c\x08d\x0be\x0cf\x1fg\x7fh\x85i\ufffej\uffffk\u202el\u2066m\u2069n\ufeffo"


@pytest.mark.parametrize("format_", FORMATS)
def test_what_no_xml_can_carry_and_what_turns_text_around_is_left_out(format_: str) -> None:
    data = rendered(hostile(CONTROLS), format_)
    if format_ == "json":
        return
    text = letters(opened.TEXT[format_](data))
    assert "abcdefgh" in text
    assert not set(text) & set("\x00\x01\x08\x0b\x0c\x1f\x7f\u202e\u2066\u2069\ufeff")


@pytest.mark.parametrize("format_", ["docx", "odt", "xlsx"])
@pytest.mark.parametrize("text", [CONTROLS, *TEXTS.values()])
def test_every_part_of_a_container_is_well_formed(format_: str, text: str) -> None:
    with zipfile.ZipFile(io.BytesIO(rendered(hostile(text), format_))) as file:
        for name in file.namelist():
            if name.endswith((".xml", ".rels")):
                etree.fromstring(file.read(name))


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("piece", ["Słowo i zdanie. ", "ą" * 16, "wiersz\n"])
def test_a_hundred_thousand_characters_are_all_there(format_: str, piece: str) -> None:
    text = (piece * (100_000 // len(piece) + 1))[:100_000]
    document = replace(
        sample.document(1, 1),
        notes=(text,),
        sections=(replace(sample.document(1).sections[0], passages=(Passage(text),)),),
    )
    document = replace(
        document, tables=(replace(sample.tables(1)[1], rows=(tuple(text for _ in range(7)),)),)
    )
    told = opened.TEXT[format_](rendered(document, format_))
    letter = max(set(piece) - set("aeizonw -\n. "), default="z")
    assert told.count(letter) >= text.count(letter)


def test_a_long_text_goes_on_in_a_sheet_of_its_own() -> None:
    text = "".join(f"{number:09} " for number in range(10_000))
    table = replace(sample.tables(1)[1], rows=((text, *(None for _ in range(6))),))
    sheets = opened.xlsx_cells(render(replace(sample.document(), tables=(table,)), "xlsx"))
    beginning = str(sheets["Bilans głos po głosie"][1][0]).partition("…")[0]
    rest = [str(row[2]) for row in sheets["Długie teksty"][1:] if row[0] == "Bilans głos po głosie"]
    assert beginning + "".join(rest) == text


def test_sheets_of_the_same_name_and_of_no_name_are_told_apart() -> None:
    tables = tuple(
        replace(sample.tables(1)[0], title=title)
        for title in ("a/b", "a:b", "", "x" * 50, "X" * 60, "😀 " + "y" * 31)
    )
    sheets = opened.xlsx_cells(render(replace(sample.document(), tables=tables), "xlsx"))
    assert list(sheets)[1:7] == ["a b", "a b (2)", "Arkusz", "x" * 31, "X" * 26 + " (2)", "y" * 31]


def test_cleaning_twice_is_cleaning_once() -> None:
    assert clean(clean(CONTROLS)) == clean(CONTROLS)
    assert clean("a\r\nb\rc\u2028d") == "a\nb\nc\nd"


def test_a_table_without_rows_says_so() -> None:
    empty = Table("t", "Pusta", sample.tables(1)[0].columns, (), True)
    assert "brak pozycji" in opened.docx_text(render(replace(sample.document(), tables=(empty,)), "docx"))
