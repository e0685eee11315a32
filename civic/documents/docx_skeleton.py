"""The Word file without its text: page, styles, header, footer and properties, made by python-docx."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_LINE_SPACING
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor

from civic.documents import look
from civic.documents.blocks import Picture, Running
from civic.documents.document import Document
from civic.documents.docx_numbering import Numbering, with_lists
from civic.documents.docx_running import run_fields, run_office, run_static
from civic.documents.docx_template import opened, text_height, text_width

FOOTNOTES = "/word/footnotes.xml"
_FOOTNOTES_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
_WORDS_OWN = {
    "toc 1": "TOC1",
    "toc 2": "TOC2",
    "footnote text": "FootnoteText",
    "footnote reference": "FootnoteReference",
}
_LOCALES = {"pl": "pl-PL", "en": "en-GB", "uk": "uk-UA"}


@dataclass(frozen=True, slots=True)
class Frame:
    """A whole Word file whose body is empty but for its section, and what its text must know of it."""

    file: bytes
    text_width: float  # mm
    text_height: float  # mm
    numbering: Numbering
    images: dict[Picture, str]  # the ids of their relations to the main part


def skeleton(
    running: Running,
    of: Document,
    numbering: Numbering,
    images: Mapping[Picture, bytes],
    template: bytes = b"",
) -> Frame:
    """The frame of a document: the house's own, or made of the office's template that it names.

    Raises:
        Refused: when `template` is not the one that it names, or no template.
    """
    if of.template:
        document = opened(template, of.template)
        width = text_width(document)
    else:
        document, width = docx.Document(), look.TEXT_WIDTH
        _page(document.sections[0])
        _normal(document)
    _language(document, _LOCALES.get(running.language, "pl-PL"))
    known = {style.name for style in document.styles} if of.template else set()
    for name, values in look.STYLES.items():
        if name not in known:
            _style(document, name, values, plain=bool(of.template))
    _special_styles(document, known, width)
    if of.template:
        run_office(document, running)
    else:
        (run_static if of.layout < 2 else run_fields)(document.sections[0], running)
    _properties(document, running, of)
    if numbering.is_used:
        numbering = with_lists(document, numbering)
    # The library finds them names and ids that no picture of the office's letterhead has.
    related = {each: document.part.get_or_add_image(io.BytesIO(png))[0] for each, png in images.items()}
    part = Part(PackURI(FOOTNOTES), _FOOTNOTES_TYPE, b"", document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
    if not of.template:
        _tidy(document)
    file = io.BytesIO()
    document.save(file)
    return Frame(file.getvalue(), width, text_height(document), numbering, related)


def _tidy(document: Any) -> None:
    """Without the old age and the thumbnail of python-docx's template, with typefaces to take where ours are missing."""
    for setting in document.settings.element.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")  # else Word opens the file in its compatibility mode
    package = document.part.package
    for name in [name for name, relation in package.rels.items() if relation.reltype.endswith("/thumbnail")]:
        del package.rels[name]
    fonts = next(part for part in package.iter_parts() if part.partname == "/word/fontTable.xml")
    entries = "".join(
        f'<w:font w:name="{face}"><w:altName w:val="{instead}"/><w:charset w:val="EE"/>'
        f'<w:family w:val="{family}"/><w:pitch w:val="variable"/></w:font>'
        for face, instead, family in ((look.SERIF, "Georgia", "roman"), (look.SANS, "Arial", "swiss"))
    )
    fonts._blob = f"<w:fonts {nsdecls('w')}>{entries}</w:fonts>".encode()  # noqa: SLF001 - the part has no setter


def _page(section: Any) -> None:
    section.page_width, section.page_height = Mm(look.PAGE_WIDTH), Mm(look.PAGE_HEIGHT)
    section.top_margin, section.bottom_margin = Mm(look.MARGIN_TOP), Mm(look.MARGIN_BOTTOM)
    section.left_margin, section.right_margin = Mm(look.MARGIN_LEFT), Mm(look.MARGIN_RIGHT)
    section.header_distance = section.footer_distance = Mm(12)
    section.different_first_page_header_footer = True


def _normal(document: Any) -> None:
    normal = document.styles["Normal"]
    _typeface(normal, look.SERIF, 11, look.INK)
    normal.paragraph_format.space_after = Pt(7)
    normal.paragraph_format.line_spacing = look.BODY_LINE
    normal.paragraph_format.widow_control = True


def _language(document: Any, locale: str) -> None:
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), locale)
        language.set(qn("w:eastAsia"), locale)
    for language in document.settings.element.iter(qn("w:themeFontLang")):
        language.set(qn("w:val"), locale)


def _style(document: Any, name: str, wanted: look.Look, *, plain: bool) -> None:
    """A paragraph style as the house has it; `plain` in the typeface and the ink of the office's template."""
    styles = document.styles
    known = {style.name for style in styles}
    style = styles[name] if name in known else _added(styles, name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = styles["Normal"]
    _drop(style.element, "w:rPr", "w:pPr")
    if plain:
        style.font.size = Pt(wanted.size)
    else:
        _typeface(style, wanted.face, wanted.size, wanted.colour)
    style.font.bold = wanted.bold
    layout = style.paragraph_format
    layout.space_before, layout.space_after = Pt(wanted.before), Pt(wanted.after)
    layout.line_spacing_rule = WD_LINE_SPACING.MULTIPLE
    layout.line_spacing = wanted.line
    layout.keep_with_next = name.startswith("Heading") or name == "Civic Dissent Name"
    if name.startswith("Heading"):
        level = OxmlElement("w:outlineLvl")
        level.set(qn("w:val"), str(int(name[-1]) - 1))
        style.element.get_or_add_pPr().append(level)


def _added(styles: Any, name: str, kind: WD_STYLE_TYPE) -> Any:
    """A new style; Word's own ones get the id that Word gives them."""
    style = styles.add_style(name, kind, builtin=not name.startswith("Civic"))
    style.element.styleId = _WORDS_OWN.get(name, style.style_id)
    return style


def _special_styles(document: Any, known: set[str], width: float) -> None:
    """What a look does not say: indents, tabs, grounds; what the office's template has stays as it is."""
    styles = document.styles
    if "Civic Contents" not in known:
        styles["Civic Contents"].paragraph_format.page_break_before = True
    for name in ("Civic Fact", "Civic Particulars"):
        if name not in known:
            _hang(styles[name].paragraph_format)
    for name in ("toc 1", "toc 2"):
        _right_tab(styles[name], width)
    if "toc 2" not in known:
        styles["toc 2"].paragraph_format.left_indent = Mm(6)
    styles["toc 2"].paragraph_format.right_indent = styles["toc 1"].paragraph_format.right_indent = Mm(12)
    for name in ("Civic Dissent Name", "Civic Dissent"):
        if name not in known:
            _sand_box(styles[name], first=name.endswith("Name"))
    _character_styles(styles, known)
    for name in ("Header", "Footer"):
        if name not in known:
            _right_tab(styles[name], width)


def _character_styles(styles: Any, known: set[str]) -> None:
    if "Hyperlink" not in known:
        link = _added(styles, "Hyperlink", WD_STYLE_TYPE.CHARACTER)
        link.font.color.rgb = RGBColor.from_string(look.LINK.upper())
        link.font.underline = True
    if "footnote reference" not in known:
        mark = _added(styles, "footnote reference", WD_STYLE_TYPE.CHARACTER)
        mark.font.superscript = True
        if not known:
            mark.font.color.rgb = RGBColor.from_string(look.BRICK.upper())
            mark.font.name = look.SANS


def _hang(layout: Any) -> None:
    layout.left_indent, layout.first_line_indent = Mm(look.LABEL_WIDTH), Mm(-look.LABEL_WIDTH)
    layout.tab_stops.add_tab_stop(Mm(look.LABEL_WIDTH))


def _right_tab(style: Any, width: float) -> None:
    _drop(style.element.get_or_add_pPr(), "w:tabs")
    tabs = parse_xml(f'<w:tabs {nsdecls("w")}><w:tab w:val="right" w:pos="{Mm(width).twips}"/></w:tabs>')
    style.element.get_or_add_pPr().insert_element_before(tabs, "w:spacing", "w:ind", "w:outlineLvl")


def _sand_box(style: Any, *, first: bool) -> None:
    """Sand ground with air around it: borders of the ground's own colour."""
    sides = ("top", "left", "right") if first else ("left", "bottom", "right")
    borders = "".join(
        f'<w:{side} w:val="single" w:sz="8" w:space="{8 if side in ("top", "bottom") else 10}" w:color="{look.SAND}"/>'
        for side in ("top", "left", "bottom", "right")
        if side in sides
    )
    layout = style.element.get_or_add_pPr()
    for xml in (
        f"<w:pBdr {nsdecls('w')}>{borders}</w:pBdr>",
        f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="{look.SAND}"/>',
    ):
        layout.insert_element_before(parse_xml(xml), "w:tabs", "w:spacing", "w:ind", "w:outlineLvl")
    style.paragraph_format.left_indent = style.paragraph_format.right_indent = Mm(4)


def _properties(document: Any, running: Running, of: Document) -> None:
    properties = document.core_properties
    moment = _utc(of.as_of)
    properties.title = running.title[:255]
    properties.subject = running.forum[:255]
    properties.author = running.forum[:255]
    properties.last_modified_by = running.forum[:255]
    properties.language = _LOCALES.get(running.language, "pl-PL")
    # The fields of header and footer show these properties.
    properties.comments = f"SHA-256 {running.digest}" if of.layout < 2 else running.footer[:255]
    properties.keywords = running.mark
    properties.created = properties.modified = moment
    properties.revision = 1


def _utc(iso: str) -> datetime:
    try:
        return datetime.fromisoformat(iso).astimezone(UTC).replace(tzinfo=None)
    except (ValueError, OverflowError):
        return datetime(2000, 1, 1)  # noqa: DTZ001 - python-docx takes naive UTC


def _typeface(style: Any, face: str, size: float, colour: str) -> None:
    style.font.name = face
    style.font.size = Pt(size)
    style.font.color.rgb = RGBColor.from_string(colour.upper())
    fonts = style.element.rPr.rFonts
    for script in ("w:cs", "w:eastAsia"):
        fonts.set(qn(script), face)


def _drop(element: Any, *names: str) -> None:
    for name in names:
        for child in element.findall(qn(name)):
            element.remove(child)
