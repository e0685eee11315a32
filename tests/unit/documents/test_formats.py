"""Every format, opened by another library, says what the document says."""

from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import docx
import odfdo
import openpyxl
import pikepdf
import pytest
from lxml import etree

from civic.documents import FORMATS, Document, digest, dump, pdf_file, render, typesetter, write
from civic.documents.glyphs import FONTS
from civic.kernel.errors import Refused
from tests.unit.documents import opened, sample

PRINTED = ("docx", "odt", "pdf", "html", "md")
DRAFT, FINAL = sample.document(), sample.final()


def has_fonts(format_: str) -> bool:
    return format_ != "pdf" or any(FONTS.glob("*.ttf"))


@cache
def file_of(format_: str, *, final: bool = False) -> bytes:
    if not has_fonts(format_):
        pytest.skip("The print fonts are missing: run make setup.")
    return render(FINAL if final else DRAFT, format_)


def text_of(format_: str, *, final: bool = False) -> str:
    return opened.TEXT[format_](file_of(format_, final=final))


def said(document: Document) -> Iterator[str]:
    """Everything that each printed format must say."""
    yield from (document.title, document.subtitle, document.forum, document.summary, *document.notes)
    yield from ("20 listopada 2026 r., godz. 18.42", "Spis treści", digest(document))
    for section in document.sections:
        yield f"{section.number} {section.title}"
        for item in section.recommendations:
            yield f"{item.number} {item.title}"
            yield item.addressee
            yield from (passage.text for passage in (*item.passages, *item.justification))
            yield from (dissent.text for dissent in item.dissents)
            yield from (f"Zdanie odrębne: {dissent.organisation}" for dissent in item.dissents)
            yield from (stance.organisation for stance in item.stances)
            yield from (stance.reason for stance in item.stances)
            yield from (source.author for source in (*item.sources, *item.conflicts))
    yield from ("brak propozycji", "nieujęte z osobnym uzasadnieniem", "Z decyzją: ")
    yield from (column.title for column in document.tables[0].columns)


@pytest.mark.parametrize("format_", PRINTED)
def test_a_printed_format_says_everything(format_: str) -> None:
    text = text_of(format_)
    missing = [phrase for phrase in said(DRAFT) if opened.plain(phrase) not in text]
    if format_ == "pdf":  # hyphens at the ends of lines, and running texts between two pages
        missing = [
            phrase for phrase in missing if not all(word in text for word in opened.plain(phrase).split()[:2])
        ]
    assert missing == []


@pytest.mark.parametrize("format_", PRINTED)
def test_a_draft_is_marked_and_a_final_edition_has_its_number(format_: str) -> None:
    assert "PROJEKT" in text_of(format_)
    final = text_of(format_, final=True)
    assert "PROJEKT" not in final
    assert "Rekomendacje nr 4, wersja ostateczna" in final
    assert "Sprawdź oryginalność pliku" in final


@pytest.mark.parametrize("format_", [name for name in FORMATS if name not in ("json", "csv")])
def test_the_digest_of_the_document_stands_in_the_file(format_: str) -> None:
    assert digest(FINAL) in text_of(format_, final=True)


def links_in(format_: str) -> set[str]:
    data = file_of(format_)
    if format_ == "docx":
        parts = docx.Document(io.BytesIO(data)).part.package.iter_parts()
        return {
            relation.target_ref for part in parts for relation in part.rels.values() if relation.is_external
        }
    if format_ == "odt":
        root = etree.fromstring(opened.odt_part(data, "content.xml"))
        return set(root.xpath("//@*[local-name()='href']"))
    if format_ == "pdf":
        return {
            str(mark.A.URI)
            for page in pikepdf.open(io.BytesIO(data)).pages
            for mark in page.get("/Annots", [])
            if "/URI" in mark.get("/A", {})
        }
    return opened.Html(data.decode()).links if format_ == "html" else opened.markdown(data).links


@pytest.mark.parametrize("format_", PRINTED)
def test_citations_and_rows_link_to_their_sources(format_: str) -> None:
    base = DRAFT.base_url
    assert {f"{base}/p/12", f"{base}/p/31", f"{base}/r/1", f"{base}/p/40"} <= links_in(format_)


def test_word_has_heading_styles_footnotes_contents_and_fields() -> None:
    document: Any = docx.Document(io.BytesIO(file_of("docx")))
    headings = [
        (p.style.name, opened.plain(p.text))
        for p in document.paragraphs
        if p.style.name.startswith("Heading")
    ]
    assert headings[0] == ("Heading 1", "I. Zasady najmu i stawki czynszu")
    assert headings[1] == ("Heading 2", "R-01 Klauzule społeczne w zamówieniach jednostek miejskich")
    assert headings[2] == ("Heading 3", "Uzasadnienie")
    xml = b"".join(part.blob for part in document.part.package.iter_parts() if part.partname.endswith(".xml"))
    assert xml.count(b"<w:footnoteReference ") == xml.count(b"<w:footnoteRef/>") == 12
    assert b'TOC \\o "1-2"' in xml
    assert b'w:instr="PAGE"' in xml
    assert b'w:instr="NUMPAGES"' in xml
    assert b"<w:tblHeader/>" in xml
    assert b'w:val="pl-PL"' in xml


def test_word_knows_its_title_language_and_date() -> None:
    properties = docx.Document(io.BytesIO(file_of("docx"))).core_properties
    assert properties.title == DRAFT.title
    assert properties.language == "pl-PL"
    assert properties.created is not None
    assert properties.created == properties.modified
    assert f"{properties.created:%Y-%m-%d %H.%M}" == "2026-11-20 17.42"


def test_word_footnotes_all_have_a_paragraph_and_no_style_is_missing() -> None:
    document = docx.Document(io.BytesIO(file_of("docx")))
    known = {style.style_id for style in document.styles}
    used = {
        value
        for root in opened.docx_parts(file_of("docx"))
        for value in root.xpath(
            "//w:pStyle/@w:val | //w:rStyle/@w:val",
            namespaces={"w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main"},
        )
    }
    assert used <= known


def test_odt_has_headings_footnotes_contents_and_language() -> None:
    document: Any = odfdo.Document(io.BytesIO(file_of("odt")))
    headings = [(int(header.level), opened.plain(header.inner_text)) for header in document.body.headers]
    assert headings[0] == (1, "I. Zasady najmu i stawki czynszu")
    assert headings[1][0] == 2
    assert len(document.body.get_notes(note_class="footnote")) == 12
    assert document.body.get_toc() is not None
    assert document.meta.title == DRAFT.title
    assert str(document.meta.language) == "pl-PL"
    styles = opened.odt_part(file_of("odt"), "styles.xml").decode()
    assert 'fo:language="pl"' in styles
    assert "<text:page-count>" in styles
    assert "<table:table-header-rows>" in opened.odt_part(file_of("odt"), "content.xml").decode()


def test_pdf_is_tagged_titled_and_embeds_our_typefaces() -> None:
    data = file_of("pdf")
    marked = list(opened.pdf_marked(data))
    assert {"/H1", "/H2", "/H3", "/P", "/Table", "/TH", "/TD", "/Link", "/Figure", "/TOC"} <= set(marked)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert str(pdf.Root.Lang) == "pl"
        assert bool(pdf.Root.MarkInfo.Marked)
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
        assert pdf.open_metadata()["dc:title"] == DRAFT.title
        assert str(pdf.open_metadata()["pdfuaid:part"]) == "1"
        fonts = {
            str(font.BaseFont) for page in pdf.pages for font in page.Resources.get("/Font", {}).values()
        }
    assert fonts
    assert all("SourceSerif4" in font or "Inter" in font for font in fonts)
    assert any("SourceSerif4" in font for font in fonts)
    assert "str. 2 z " in text_of("pdf")


def test_html_is_one_file_without_scripts_or_style_attributes() -> None:
    page = opened.Html(file_of("html").decode())
    assert ("html", "lang", "pl") in page.attributes
    assert not {"script", "link", "img", "iframe"} & set(page.tags)
    assert not [name for _, name, _ in page.attributes if name == "style" or name.startswith("on")]
    targets = {value for _, name, value in page.attributes if name == "id"}
    assert {link[1:] for link in page.links if link.startswith("#")} <= targets


def test_excel_has_a_sheet_for_each_part_and_the_same_cells() -> None:
    sheets = opened.xlsx_cells(file_of("xlsx"))
    assert list(sheets) == [
        "Rekomendacje",
        "Propozycje i co się z nimi",
        "Bilans głos po głosie",
        "Informacje",
    ]
    assert [row[0] for row in sheets["Rekomendacje"]] == ["Nr", "R-01", "R-02", "R-03"]
    head, first, *_ = sheets["Bilans głos po głosie"]
    assert head == ("Nr", "Propozycja", "Organizacja", "Co się stało", "Poparcia", "Data", "Adres")
    assert first[4] == 37
    assert f"{first[5]:%Y-%m-%d}" == "2026-03-02"
    assert first[6] == "https://konsultacje.example.org/p/1"
    book = openpyxl.load_workbook(io.BytesIO(file_of("xlsx")))
    assert all(sheet.freeze_panes == "B2" and sheet.auto_filter.ref for sheet in book)
    assert all(cell.data_type != "f" for sheet in book for row in sheet.iter_rows() for cell in row)


def test_csv_is_the_ledger_as_excel_opens_it() -> None:
    data = file_of("csv")
    assert data.startswith(b"\xef\xbb\xbfNr;Propozycja;")
    assert data.count(b"\r\n") == 41
    rows = opened.csv_rows(data)
    assert rows[0] == [column.title for column in DRAFT.tables[1].columns]
    assert rows[40][4:] == ["1480", "2026-03-13", "https://konsultacje.example.org/p/40"]


def test_a_document_without_tables_gives_its_recommendations_as_csv() -> None:
    rows = opened.csv_rows(render(replace(DRAFT, tables=()), "csv"))
    assert [row[0] for row in rows] == ["Nr", "R-01", "R-02", "R-03"]


@pytest.mark.parametrize("language", ["pl", "en", "uk"])
@pytest.mark.parametrize("format_", FORMATS)
def test_every_language_has_every_format(format_: str, language: str) -> None:
    if not has_fonts(format_):
        pytest.skip("The print fonts are missing: run make setup.")
    assert render(replace(FINAL, language=language), format_)


def test_an_unknown_format_is_refused() -> None:
    with pytest.raises(Refused):
        write(DRAFT, "doc", io.BytesIO())


def test_the_same_document_gives_the_same_bytes_in_another_process(tmp_path: Path) -> None:
    path = tmp_path / "document.json"
    with path.open("wb") as file:
        dump(FINAL, file)
    program = (
        "import hashlib, sys; from pathlib import Path; from civic.documents import load, render\n"
        "for name in sys.argv[2:]: print(hashlib.sha256(render(load(Path(sys.argv[1])), name)).hexdigest())"
    )
    names = [name for name in FORMATS if has_fonts(name)]
    hashes = {
        subprocess.run(
            [sys.executable, "-c", program, str(path), *names],
            env={"PYTHONHASHSEED": seed, "TZ": zone, "PATH": "/usr/bin:/bin", "PYTHONPATH": str(Path.cwd())},
            capture_output=True,
            check=True,
        ).stdout
        for seed, zone in (("1", "UTC"), ("2", "Asia/Tokyo"))
    }
    assert len(hashes) == 1


def test_renderers_are_loaded_at_first_use_only() -> None:
    program = (
        "import sys, civic.documents\n"
        "print([name for name in ('docx', 'odfdo', 'typst', 'xlsxwriter', 'lxml') if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        check=True,
        text=True,
        cwd=Path(__file__).parents[3],
    )
    assert done.stdout.strip() == "[]"


@pytest.mark.skipif(not any(FONTS.glob("*.ttf")), reason="The print fonts are missing: run make setup.")
@pytest.mark.parametrize(("limit", "value"), [("MEMORY", 64 * 1024**2), ("SECONDS", 0)])
def test_a_pdf_beyond_its_limits_is_refused_with_a_sentence(
    monkeypatch: pytest.MonkeyPatch, limit: str, value: int
) -> None:
    monkeypatch.setattr(typesetter, limit, value)
    with pytest.raises(Refused) as refusal:
        render(DRAFT, "pdf")
    assert "Take the Word or ODT file." in str(refusal.value)


def test_a_document_too_long_for_a_pdf_is_refused_before_it_is_typeset(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pdf_file, "LARGEST", 100)
    monkeypatch.setattr(typesetter, "SECONDS", 0)
    with pytest.raises(Refused) as refusal:
        render(DRAFT, "pdf")
    assert refusal.value.code == "document.long"
    assert "Take the Word, ODT or HTML file." in str(refusal.value)


def test_a_pdf_that_lacks_a_character_says_so() -> None:
    if not any(FONTS.glob("*.ttf")):
        pytest.skip("The print fonts are missing: run make setup.")
    text = opened.pdf_text(render(replace(DRAFT, notes=("uśmiech 😀",)), "pdf"))
    assert "uśmiech □" in text
    assert "zastąpiono znakiem „□”" in text
    assert "zastąpiono" not in text_of("pdf")


def test_very_long_contents_of_a_pdf_name_the_chapters_only(monkeypatch: pytest.MonkeyPatch) -> None:
    if not any(FONTS.glob("*.ttf")):
        pytest.skip("The print fonts are missing: run make setup.")
    title = DRAFT.sections[0].recommendations[0].title
    named = sum(each.title == title for section in DRAFT.sections for each in section.recommendations)
    usual = text_of("pdf").count(title)
    monkeypatch.setattr(pdf_file, "LONGEST_CONTENTS", 1)
    short = opened.pdf_text(render(DRAFT, "pdf"))
    assert short.count(title) == usual - named
    assert short.count(DRAFT.sections[0].title) == text_of("pdf").count(DRAFT.sections[0].title)
