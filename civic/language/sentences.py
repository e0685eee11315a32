"""Cuts a text into sentences that are exact parts of it, so that they can be quoted to the letter."""

from __future__ import annotations

import re

# Polish abbreviations after which a full stop does not end a sentence.
ABBREVIATIONS = frozenset(
    [
        "art",
        "ust",
        "pkt",
        "lit",
        "nr",
        "poz",
        "par",
        "ul",
        "os",
        "al",
        "pl",
        "im",
        "tzn",
        "tj",
        "np",
        "m.in",
        "itp",
        "itd",
        "godz",
        "tys",
        "mln",
        "zł",
        "r",
        "w",
        "dz.u",
        "św",
        "prof",
        "dr",
        "mgr",
    ]
)
_END = re.compile(r"[.!?…][”\")\]]*(?=\s)|\n{2,}|\n(?=[-*+] |\d+[.)] )")
_LAST_WORD = re.compile(r"([\w.]+)\.$")


def sentences(text: str) -> list[str]:
    """The sentences of a text in order; each is an exact substring without white space around it."""
    cut: list[str] = []
    start = 0
    for found in _END.finditer(text):
        piece = text[start : found.end()]
        if found[0][0] == "." and _is_abbreviation(piece, text[found.end() :]):
            continue
        cut.append(piece.strip())
        start = found.end()
    cut.append(text[start:].strip())
    return [piece for piece in cut if piece]


def _is_abbreviation(piece: str, rest: str) -> bool:
    last = _LAST_WORD.search(piece)
    if last is None:
        return False
    following = rest.lstrip()[:1]
    word = last[1].lower()
    if word in {"r", "zł", "itp", "itd"}:
        return not following.isupper()
    return word in ABBREVIATIONS or (word.isdecimal() and following.islower())
