"""Numbers of headings that Word counts itself, wherever they come out as the document says them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.parts.numbering import NumberingPart

from civic.documents.blocks import Heading
from civic.documents.document import Document

_ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


@dataclass(frozen=True, slots=True)
class Numbering:
    """How the headings of one document are numbered; without a form, its number stands as text."""

    own: bool = False  # whether headings say of themselves how they are numbered, or that they are not
    chapters: str = ""  # "decimal" | "upperRoman"
    recommendations: bool = False
    lists: tuple[int, int] = (0, 0)  # of the chapters and of the recommendations, in the numbering part

    @property
    def is_used(self) -> bool:
        """Whether the file needs a list for them."""
        return bool(self.chapters or self.recommendations)

    def properties(self, heading: Heading) -> str:
        """What the paragraph says of its number."""
        if not self.own:
            return ""
        # A template may number its headings; where the number stands as text, it must not do so too.
        list_id = self.lists[heading.level - 1] if self._counts(heading) else 0
        return f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{list_id}"/></w:numPr>'

    def text(self, heading: Heading) -> str:
        """The heading's text, without the number where Word counts."""
        return heading.text if self._counts(heading) else heading.full

    def _counts(self, heading: Heading) -> bool:
        if not heading.number:
            return False
        return bool(self.chapters) if heading.level == 1 else heading.level == 2 and self.recommendations


def numbering_of(document: Document) -> Numbering:
    """Word counts only where it comes to the same numbers: a recommendation is cited by its number."""
    if document.layout < 2:
        return Numbering()
    chapters = [section.number for section in document.sections if section.number]
    items = [item.number for section in document.sections for item in section.recommendations]
    decimal = [f"{number}." for number in range(1, len(chapters) + 1)]
    roman = [f"{_roman(number)}." for number in range(1, len(chapters) + 1)]
    return Numbering(
        own=True,
        chapters="decimal" if chapters == decimal else "upperRoman" if chapters == roman else "",
        recommendations=items == [f"R-{number:02}" for number in range(1, len(items) + 1)],
    )


def with_lists(document: Any, numbering: Numbering) -> Numbering:
    """Add the lists to a python-docx document. Two of one level each: not every program counts a second level through."""
    chapters = _add_list(document, numbering.chapters, "%1.") if numbering.chapters else 0
    items = _add_list(document, "decimalZero", "R-%1") if numbering.recommendations else 0
    return replace(numbering, lists=(chapters, items))


def _add_list(document: Any, form: str, text: str) -> int:
    root = _numbering_of(document)
    list_id = 1 + max((int(each.get(qn("w:numId"))) for each in root.iter(qn("w:num"))), default=0)
    kinds = root.findall(qn("w:abstractNum"))
    kind_id = 1 + max((int(each.get(qn("w:abstractNumId"))) for each in kinds), default=0)
    kind = parse_xml(
        f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{kind_id}"><w:multiLevelType w:val="singleLevel"/>'
        f'<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:suff w:val="space"/>'
        f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/>'
        '<w:pPr><w:ind w:left="0" w:firstLine="0"/></w:pPr></w:lvl></w:abstractNum>'
    )
    place = kinds[-1].getnext() if kinds else next(root.iterchildren(qn("w:num")), None)
    if place is None:
        root.append(kind)
    else:
        place.addprevious(kind)
    root.append(
        parse_xml(f'<w:num {nsdecls("w")} w:numId="{list_id}"><w:abstractNumId w:val="{kind_id}"/></w:num>')
    )
    return list_id


def _numbering_of(document: Any) -> Any:
    """The root of the numbering part; python-docx has no empty one to begin with."""
    part = document.part
    if not any(relation.reltype == RELATIONSHIP_TYPE.NUMBERING for relation in part.rels.values()):
        empty = parse_xml(f"<w:numbering {nsdecls('w')}/>")
        made = NumberingPart(PackURI("/word/numbering.xml"), CONTENT_TYPE.WML_NUMBERING, empty, part.package)
        part.relate_to(made, RELATIONSHIP_TYPE.NUMBERING)
    return part.numbering_part.element


def _roman(number: int) -> str:
    told = ""
    for value, sign in _ROMAN:
        count, number = divmod(number, value)
        told += sign * count
    return told
