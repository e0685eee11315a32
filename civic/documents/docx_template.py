"""An office's own Word template: looked through for what no template needs, and emptied into the frame of a document."""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Iterator
from typing import Any

import docx
from docx.oxml.ns import nsmap, qn
from docx.shared import Emu, Mm

from civic.documents import look
from civic.documents.docx_fields import fields
from civic.kernel.errors import Refused

#: What a frame takes over from the template's main part; its text, comments and data sources stay behind.
_KEPT = frozenset({"styles", "numbering", "settings", "fontTable", "theme", "header", "footer"})
_EMBEDDED = frozenset(
    {"oleObject", "package", "control", "aFChunk", "vbaProject", "wordVbaData", "frame", "subDocument"}
)
_ALIVE = re.compile(r"ole|vba|macro|activex|control", re.IGNORECASE)
_ADDRESS = re.compile(r"(https?://|mailto:)[^\s]+")
#: Fields that show what the document itself knows; any other could reach for a file or start something.
_FIELDS = frozenset(
    {"PAGE", "NUMPAGES", "SECTION", "SECTIONPAGES", "TITLE", "SUBJECT", "AUTHOR", "KEYWORDS", "COMMENTS"}
    | {"STYLEREF", "DATE", "CREATEDATE", "SAVEDATE", "HYPERLINK", "REF", "SYMBOL"}
)
#: Settings of the page and of the language; not those that lock, track, mail or number notes.
_SETTINGS = frozenset(
    {"mirrorMargins", "gutterAtTop", "evenAndOddHeaders", "defaultTabStop", "autoHyphenation"}
    | {"consecutiveHyphenLimit", "hyphenationZone", "doNotHyphenateCaps", "compat", "themeFontLang"}
    | {"clrSchemeMapping", "decimalSymbol", "listSeparator"}
)
_OBJECTS = ("w:object", "w:control", "w:altChunk", "w:subDoc", "w:movie")
_NAMED = [
    "w:pStyle",
    "w:rStyle",
    "w:tblStyle",
    "w:basedOn",
    "w:next",
    "w:link",
    "w:styleLink",
    "w:numStyleLink",
]
_NARROWEST = 90  # mm of text; a table of seven columns fits in no less
_WIDEST = 400


def opened(template: bytes, digest: str) -> Any:
    """The template as python-docx holds it, found harmless, with its text taken out.

    Raises:
        Refused: when it is not the template that the document names, is no Word file, or holds what no template needs.
    """
    if hashlib.sha256(template).hexdigest() != digest:
        raise Refused(
            "template.other", "The office’s template with which this document was made is not at hand."
        )
    try:
        document = docx.Document(io.BytesIO(template))
        _check_names(document)
        _check(document)
        _empty(document)
    except Refused:
        raise
    except Exception as fault:
        # Whatever a library says of a file that somebody made by hand: it is no template.
        raise Refused("template.broken", "The template is broken. Save it again in Word.") from fault
    return document


def text_width(document: Any) -> float:
    """How wide the text of the first section is, in mm."""
    section = document.sections[0]
    return float(Emu(section.page_width - section.left_margin - section.right_margin).mm)


def text_height(document: Any) -> float:
    """How high it is, in mm; a margin that is to hold against a high header is negative."""
    section = document.sections[0]
    margins = abs(section.top_margin or 0) + abs(section.bottom_margin or 0)
    return float(Emu((section.page_height or Mm(look.PAGE_HEIGHT)) - margins).mm)


def _check_names(document: Any) -> None:
    """Our text is written between its body's marks, under the prefixes that every office program uses."""
    prefixes = {"w": nsmap["w"], "r": nsmap["r"]}
    if (
        str(document.part.partname) != "/word/document.xml"
        or not prefixes.items() <= document.element.nsmap.items()
    ):
        raise Refused("template.broken", "The template was not saved by an office program.")


def _check(document: Any) -> None:
    package = document.part.package
    for relations in (package.rels, *(part.rels for part in package.iter_parts())):
        for relation in relations.values():
            _check_relation(relation)
    for part in package.iter_parts():
        if _ALIVE.search(part.content_type.rpartition("/")[2]):
            raise _embedded()
    for root in _running(document):
        _check_running(root)


def _check_relation(relation: Any) -> None:
    kind = relation.reltype.rpartition("/")[2]
    if kind in _EMBEDDED:
        raise _embedded()
    if relation.is_external and not (kind == "hyperlink" and _ADDRESS.fullmatch(relation.target_ref)):
        raise Refused("template.remote", "The template takes something from outside: a picture, a file.")


def _check_running(root: Any) -> None:
    if any(next(root.iter(qn(name)), None) is not None for name in _OBJECTS):
        raise _embedded()
    if any(str(element.tag).endswith("}OLEObject") for element in root.iter()):
        raise _embedded()
    for field in fields(root):
        if field.name not in _FIELDS:
            raise Refused("template.field", "The template holds a field that reaches beyond the document.")


def _embedded() -> Refused:
    return Refused("template.embedded", "The template holds an embedded object, a control or a program.")


def _running(document: Any) -> Iterator[Any]:
    """The roots of the headers and footers that the template has."""
    for relation in document.part.rels.values():
        if relation.reltype.rpartition("/")[2] in ("header", "footer"):
            yield relation.target_part.element


def _empty(document: Any) -> None:
    """Page, styles, header and footer stay; whatever else was in the file does not."""
    body = document.element.body
    section = body.find(qn("w:sectPr"))
    if section is None:
        raise Refused("template.page", "The template has no page: neither its size nor its margins are set.")
    for child in list(body):
        if child is not section:
            body.remove(child)
    for name in ("w:cols", "w:sectPrChange", "w:type", "w:footnotePr", "w:endnotePr", "w:pgNumType"):
        for child in section.findall(qn(name)):
            section.remove(child)
    _drop_relations(document, section)
    settings = document.settings.element
    for child in list(settings):
        if child.tag.rpartition("}")[2] not in _SETTINGS:
            settings.remove(child)
    _check_page(document)
    _name_styles(document)


def _drop_relations(document: Any, section: Any) -> None:
    """Without what the page does not need; headers and footers that it does not show go too."""
    shown = {
        reference.get(qn("r:id"))
        for name in ("w:headerReference", "w:footerReference")
        for reference in section.findall(qn(name))
    }
    relations = document.part.rels
    for name, relation in list(relations.items()):
        kind = relation.reltype.rpartition("/")[2]
        if kind not in _KEPT or (kind in ("header", "footer") and name not in shown):
            del relations[name]
    package = document.part.package
    for name, relation in list(package.rels.items()):
        # Its properties name who made the template and where: the document gets its own.
        if not relation.reltype.endswith("/officeDocument"):
            del package.rels[name]


def _check_page(document: Any) -> None:
    section = document.sections[0]
    known = (section.page_width, section.page_height, section.left_margin, section.right_margin)
    if None in known or not _NARROWEST <= text_width(document) <= _WIDEST:
        raise Refused("template.page", "The page of the template leaves too little room for a text.")


def _name_styles(document: Any) -> None:
    """The styles under Word's English ids: in a Polish Word „Heading 1” is „Nagwek1”, and our text names „Heading1”."""
    styles = document.styles.element
    ids = {}
    for style in styles.findall(qn("w:style")):
        name = style.find(qn("w:name"))
        old = style.get(qn("w:styleId")) or ""
        told = str(name.get(qn("w:val")) or "") if name is not None else ""
        wanted = _ENGLISH.get(told.casefold())
        if wanted and old:
            ids[old] = wanted
    # A style that bears one of these ids and another name makes room.
    taken = {style.get(qn("w:styleId")) for style in styles.findall(qn("w:style"))}
    for wanted in list(ids.values()):
        if wanted in taken and wanted not in ids:
            ids[wanted] = f"{wanted}Office"
    for root in (styles, *_running(document), *_numbering(document)):
        for name in _NAMED:
            for element in root.iter(qn(name)):
                _rename(element, "w:val", ids)
    for style in styles.findall(qn("w:style")):
        _rename(style, "w:styleId", ids)


def _rename(element: Any, attribute: str, ids: dict[str, str]) -> None:
    value = element.get(qn(attribute))
    if value in ids:
        element.set(qn(attribute), ids[value])


def _numbering(document: Any) -> Iterator[Any]:
    for relation in document.part.rels.values():
        if relation.reltype.endswith("/numbering"):
            yield relation.target_part.element


_ENGLISH = {
    "normal": "Normal",
    "title": "Title",
    "subtitle": "Subtitle",
    **{f"heading {level}": f"Heading{level}" for level in range(1, 10)},
    **{f"toc {level}": f"TOC{level}" for level in range(1, 10)},
    "header": "Header",
    "footer": "Footer",
    "hyperlink": "Hyperlink",
    "footnote text": "FootnoteText",
    "footnote reference": "FootnoteReference",
}
