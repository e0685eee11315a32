"""Texts of answers before they are published: their gaps, and what fills some of them for each recommendation. Pure."""

from __future__ import annotations

import re

_GAP = re.compile(r"\[\[\s*([^\[\]\n]{1,80}?)\s*\]\]")
#: Gaps that are filled by themselves.
NUMBER, TITLE = "numer", "tytuł"


def gaps(text: str) -> list[str]:
    """The gaps that still stand in a text, each once, in their order."""
    return list(dict.fromkeys(found[1] for found in _GAP.finditer(text)))


def filled(text: str, *, number: str, title: str) -> str:
    """The text with the number and the title of a recommendation in their gaps."""
    known = {NUMBER: number, TITLE: title}
    return _GAP.sub(lambda found: known.get(found[1].lower(), found[0]), text)
