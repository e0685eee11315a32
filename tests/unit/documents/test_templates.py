"""An office's Word template gives the document its look and nothing else: no word, no program, nothing from outside."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import docx
import pytest
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, nsmap, qn
from docx.shared import Mm, Pt
from PIL import Image

from civic.documents import Document, look, render
from civic.documents.blocks import Picture
from civic.documents.document import LAYOUT
from civic.documents.glyphs import FONTS
from civic.documents.layout import Layout
from civic.documents.pictured import MOST_BARS
from civic.documents.specimen import specimen
from civic.kernel.errors import Refused
from tests.unit.documents import opened, sample

LETTERHEAD = "Urząd Miasta, Wydział Spraw Ważnych"


def saved(template: Any) -> bytes:
    file = io.BytesIO()
    template.save(file)
    return file.getvalue()


def an_office() -> Any:
    """A template as an office makes it: own page, own headings, a letterhead, a word that stays behind."""
    template = docx.Document()
    section = template.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(30)
    section.header.paragraphs[0].add_run(LETTERHEAD)
    template.styles["Heading 1"].font.name = "Garamond"
    template.styles["Heading 1"].font.size = Pt(21)
    template.add_paragraph("Wpisz tu treść pisma")
    template.core_properties.author = "Jan z Sekretariatu"
    return template


def with_template(document: Document, template: bytes) -> Document:
    return replace(document, layout=LAYOUT, template=hashlib.sha256(template).hexdigest())


def made(template: bytes, document: Document | None = None) -> Any:
    wanted = with_template(document or sample.document(), template)
    return docx.Document(io.BytesIO(render(wanted, "docx", template)))


def headers(document: Any) -> str:
    roots = opened.docx_parts(saved(document))
    return " ".join(text for root in roots if root.tag == qn("w:hdr") for text in root.itertext())


def test_the_office_gives_the_page_the_letterhead_and_the_styles() -> None:
    document = made(saved(an_office()))
    assert LETTERHEAD in headers(document)
    assert document.sections[0].left_margin.twips == Mm(30).twips
    heading = document.styles["Heading 1"]
    assert (heading.font.name, heading.font.size) == ("Garamond", Pt(21))
    headed = [p.text for p in document.paragraphs if p.style.name == "Heading 1"]
    assert opened.plain(headed[0]) == "Zasady najmu i stawki czynszu"


def test_nothing_else_of_the_template_is_in_the_file() -> None:
    data = saved(made(saved(an_office())))
    assert "Wpisz tu" not in opened.docx_text(data)
    properties = docx.Document(io.BytesIO(data)).core_properties
    assert (properties.author, properties.title) == (sample.document().forum, sample.document().title)


def test_the_whole_document_is_there_in_styles_that_all_exist() -> None:
    template = saved(an_office())
    document = with_template(sample.document(), template)
    data = render(document, "docx", template)
    text = opened.docx_text(data)
    for section in document.sections:
        for item in section.recommendations:
            assert opened.plain(item.title) in text
            assert all(opened.plain(passage.text) in text for passage in item.passages)
    known = {style.style_id for style in docx.Document(io.BytesIO(data)).styles}
    used = {
        element.get(qn("w:val"))
        for root in opened.docx_parts(data)
        for element in root.iter(qn("w:pStyle"), qn("w:rStyle"))
    }
    assert used <= known


def test_tables_fill_the_page_of_the_template_and_dates_stay_whole() -> None:
    document = made(saved(an_office()))
    for table in document.tables[1:]:
        widths = [int(column.get(qn("w:w"))) for column in table._tbl.iter(qn("w:gridCol"))]
        assert abs(sum(widths) - Mm(150).twips) < 20
    dates = document.tables[-1]._tbl.findall(f".//{qn('w:gridCol')}")[5]
    assert int(dates.get(qn("w:w"))) >= Mm(18).twips


def test_a_draft_bears_its_mark_on_every_page_and_a_final_edition_does_not() -> None:
    template = saved(an_office())
    assert "PROJEKT" in headers(made(template))
    assert "PROJEKT" not in headers(made(template, sample.final()))


def test_what_a_polish_word_calls_its_styles_is_understood() -> None:
    template = an_office()
    ids = {"Heading1": "Nagwek1", "Title": "Tytu", "Header": "Nagwek"}
    for element in template.styles.element.iter():
        for attribute in ("w:styleId", "w:val"):
            if element.get(qn(attribute)) in ids:
                element.set(qn(attribute), ids[element.get(qn(attribute))])
    document = made(saved(template))
    assert next(p.style.font.name for p in document.paragraphs if p.style.name == "Heading 1") == "Garamond"


def test_the_house_s_own_file_is_a_template_whose_fields_are_filled() -> None:
    house = render(specimen("https://example.org"), "docx")
    draft, final = made(house), made(house, sample.final())
    assert headers(draft).count("PROJEKT") == 2  # on the first page and on the others
    assert sample.document().forum in headers(draft)
    assert "PROJEKT" not in headers(final)
    assert "Nazwa forum" not in headers(final)
    assert "wersja 4.0 · SHA-256" in opened.docx_text(saved(final))


def test_the_same_template_gives_the_same_bytes() -> None:
    template = saved(an_office())
    document = with_template(sample.final(), template)
    assert render(document, "docx", template) == render(document, "docx", template)


def test_the_other_formats_do_without_it() -> None:
    document = with_template(sample.final(), saved(an_office()))
    assert render(document, "md")
    assert render(document, "csv")


def test_another_template_than_the_named_one_is_refused() -> None:
    document = with_template(sample.final(), saved(an_office()))
    for template in (b"", saved(docx.Document())):
        with pytest.raises(Refused) as refusal:
            render(document, "docx", template)
        assert refusal.value.code == "template.other"


def header(template: Any) -> Any:
    return template.sections[0].header


def _field(*pieces: str) -> Callable[[Any], None]:
    def add(template: Any) -> None:
        runs = "".join(f"<w:r><w:instrText>{piece}</w:instrText></w:r>" for piece in pieces)
        begin, end = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "end"))
        header(template)._element.append(parse_xml(f"<w:p {nsdecls('w')}>{begin}{runs}{end}</w:p>"))

    return add


def _relation(kind: str, target: str) -> Callable[[Any], None]:
    return lambda template: template.part.relate_to(target, kind, is_external=True)


def _part(kind: str, content_type: str) -> Callable[[Any], None]:
    def add(template: Any) -> None:
        part = Part(PackURI("/word/embeddings/thing.bin"), content_type, b"MZ", template.part.package)
        header(template).part.relate_to(part, kind)

    return add


def _narrow(template: Any) -> None:
    template.sections[0].left_margin = Mm(150)


def _no_page(template: Any) -> None:
    body = template.element.body
    body.remove(body.find(qn("w:sectPr")))


def _remote_picture(template: Any) -> None:
    header(template).part.relate_to("https://zly.example/a.png", RELATIONSHIP_TYPE.IMAGE, is_external=True)


_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
HARMFUL: dict[str, tuple[str, Callable[[Any], None]]] = {
    "a remote template": (
        "template.remote",
        _relation(f"{_OFFICE}/attachedTemplate", "http://zly.example/a.dotm"),
    ),
    "a remote picture": ("template.remote", _remote_picture),
    "a link to a file": ("template.remote", _relation(RELATIONSHIP_TYPE.HYPERLINK, "file:///c:/x.exe")),
    "an object": ("template.embedded", _part(f"{_OFFICE}/oleObject", "application/octet-stream")),
    "a book in a document": ("template.embedded", _part(f"{_OFFICE}/package", "application/zip")),
    "a program": (
        "template.embedded",
        _part(f"{_OFFICE}/image", "application/vnd.ms-office.vbaProject"),
    ),
    "a file read by a field": ("template.field", _field('INCLUDETEXT "c:/x"')),
    "a field in pieces": ("template.field", _field("INCLUDE", "PICTURE ", '"http://zly.example"')),
    "a command": ("template.field", _field("ddeauto c:/windows/system32/cmd.exe")),
    "no room": ("template.page", _narrow),
    "no page": ("template.page", _no_page),
}


@pytest.mark.parametrize("name", HARMFUL)
def test_what_no_template_needs_is_refused(name: str) -> None:
    code, spoil = HARMFUL[name]
    template = an_office()
    spoil(template)
    with pytest.raises(Refused) as refusal:
        made(saved(template))
    assert refusal.value.code == code
    assert str(refusal.value).endswith(".")


@pytest.mark.parametrize("content", [b"", b"PK", b"PK\x03\x04" + b"\0" * 60, b"<html></html>"])
def test_what_is_no_word_file_is_refused(content: bytes) -> None:
    with pytest.raises(Refused) as refusal:
        made(content)
    assert refusal.value.code == "template.broken"


def test_a_logo_in_the_header_stays() -> None:
    template = an_office()
    picture = io.BytesIO()
    Image.new("RGB", (4, 4), "navy").save(picture, "PNG")
    header(template).paragraphs[0].add_run().add_picture(io.BytesIO(picture.getvalue()), Mm(10))
    file = made(saved(template))
    assert any(part.blob == picture.getvalue() for part in file.part.package.iter_parts())
    (logo,) = file.sections[0].header._element.iter(f"{{{nsmap['wp']}}}docPr")
    assert logo.get("id") not in {str(each._inline.docPr.id) for each in file.inline_shapes}


def test_a_file_of_ours_with_pictures_can_be_the_template() -> None:
    """Whoever saves the specimen as it came hands in pictures: they stay behind with the text."""
    if not any(FONTS.glob("*.ttf")):
        pytest.skip("The print fonts are missing: run make setup.")
    template = render(specimen("https://example.org"), "docx")
    assert len(docx.Document(io.BytesIO(template)).inline_shapes) == 1
    file = made(template, sample.newest())
    shown = [
        file.part.related_parts[each._inline.graphic.graphicData.pic.blipFill.blip.embed]
        for each in file.inline_shapes
    ]
    assert len({part.partname for part in shown}) == 2
    assert sum(part.content_type == "image/png" for part in file.part.package.iter_parts()) == 2


def test_a_tall_picture_fits_on_the_page_of_an_office() -> None:
    if not any(FONTS.glob("*.ttf")):
        pytest.skip("The print fonts are missing: run make setup.")
    template = docx.Document()
    section = template.sections[0]
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(25)
    shown = made(saved(template), sample.final(MOST_BARS)).inline_shapes[0]
    tall = replace(sample.final(MOST_BARS), layout=LAYOUT)
    (picture,) = (block for block in Layout(tall).blocks() if isinstance(block, Picture))
    assert shown.height.mm < 210 - 25 - 25
    assert shown.width.mm / shown.height.mm == pytest.approx(look.TEXT_WIDTH / picture.height, abs=0.01)


def numbers(document: Any, style: str) -> list[str]:
    """The list of each heading of a style, „0” where it has none."""
    return [
        element.get(qn("w:val"))
        for p in document.paragraphs
        if p.style.name == style
        for element in p._p.iter(qn("w:numId"))
    ]


def new(document: Document) -> Any:
    return docx.Document(io.BytesIO(render(replace(document, layout=LAYOUT), "docx")))


def test_word_counts_chapters_and_recommendations_itself() -> None:
    document = new(sample.final())
    headed = [opened.plain(p.text) for p in document.paragraphs if p.style.name.startswith("Heading")]
    assert headed[:3] == [
        "Zasady najmu i stawki czynszu",
        "Klauzule społeczne w zamówieniach jednostek miejskich",
        "Uzasadnienie",
    ]
    chapters, items = numbers(document, "Heading 1"), numbers(document, "Heading 2")
    assert chapters[:3] == chapters[:1] * 3 != ["0"] * 3
    assert items[:3] == items[:1] * 3
    assert chapters[0] != items[0]
    assert set(numbers(document, "Heading 3")) == {"0"}
    assert chapters[-1] == "0"  # the notes have no number
    levels = document.part.numbering_part.element.findall(f".//{qn('w:lvlText')}")
    assert {"%1.", "R-%1"} <= {level.get(qn("w:val")) for level in levels}


def test_a_number_that_word_would_count_otherwise_stands_as_text() -> None:
    final = sample.final()
    first = final.sections[0]
    items = (replace(first.recommendations[0], number="R-07"), *first.recommendations[1:])
    document = new(replace(final, sections=(replace(first, recommendations=items), *final.sections[1:])))
    headed = [opened.plain(p.text) for p in document.paragraphs if p.style.name == "Heading 2"]
    assert headed[0].startswith("R-07 ")
    assert set(numbers(document, "Heading 2")) == {"0"}


def test_tables_say_what_they_hold() -> None:
    captions = [
        element.get(qn("w:val"))
        for table in new(sample.newest()).tables
        for element in table._tbl.iter(qn("w:tblCaption"))
    ]
    assert [opened.plain(each) for each in captions] == [
        "Bilans",
        "Droga głosów",
        "Stanowiska organizacji",
        "Propozycje i co się z nimi stało",
    ]
