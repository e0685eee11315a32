"""Fields in a Word file's header and footer: found, and filled with what the document says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


@dataclass(slots=True)
class Field:
    """One field: what it asks for, where its answer stands, and the elements that show it."""

    instruction: str = ""
    before: Any = None  # the run after which an answer can be put
    shown: list[Any] = field(default_factory=list)

    @property
    def name(self) -> str:
        """„TITLE”, without the switches behind it."""
        words = self.instruction.split()
        return words[0].upper() if words else ""

    def show(self, text: str) -> bool:
        """Write the answer; False where the field has no place for one."""
        if not self.shown and self.before is not None:
            self.shown.append(OxmlElement("w:t"))
            if self.before.tag == qn("w:fldSimple"):
                runs = self.before.findall(qn("w:r"))
                run = runs[-1] if runs else self.before.makeelement(qn("w:r"))
                self.before.append(run)
            else:
                run = self.before.makeelement(qn("w:r"))
                self.before.addnext(run)
            run.append(self.shown[0])
        for number, element in enumerate(self.shown):
            element.text = "" if number else text
            element.set(_SPACE, "preserve")
        return bool(self.shown)


def fields(root: Any) -> Iterator[Field]:
    """All fields of a part, the simple ones and those that begin, separate and end."""
    for simple in root.iter(qn("w:fldSimple")):
        yield Field(simple.get(qn("w:instr")) or "", simple, list(simple.iter(qn("w:t"))))
    yield from _spread(root)


def _spread(root: Any) -> Iterator[Field]:
    """A field may be split over many runs, and hold another one."""
    begun: list[Field] = []
    for element in root.iter(qn("w:fldChar"), qn("w:instrText"), qn("w:t")):
        if element.tag == qn("w:fldChar"):
            kind = element.get(qn("w:fldCharType"))
            if kind == "begin":
                begun.append(Field())
            elif begun and kind == "separate":
                begun[-1].before = element.getparent()
            elif begun:
                yield begun.pop()
        elif element.tag == qn("w:instrText"):
            if not begun:
                begun.append(Field())
            begun[-1].instruction += element.text or ""
        elif begun and begun[-1].before is not None:
            begun[-1].shown.append(element)
    yield from begun


def fill(root: Any, values: Mapping[str, str]) -> set[str]:
    """Write the answers into the fields; gives the names of those that could be."""
    found = [each for each in fields(root) if each.name in values]
    return {each.name for each in found if each.show(values[each.name])}
