"""Polish typesetting put in at output: hard spaces and ranges; taken out again before any comparison."""

from __future__ import annotations

import re

NBSP = "\u00a0"

_MONTHS = "stycznia|lutego|marca|kwietnia|maja|czerwca|lipca|sierpnia|września|października|listopada|grudnia"
_UNITS = (
    r"zł|gr|tys\.|mln|mld|proc\.|m²|m2|m|km|cm|ha|kg|t|kB|MB|GB|r\.|w\.|godz\.|min|os\.|szt\.|dni|dnia|"
    r"lat|lata|osób|osoby|uwag|uwagi|%"
)
# A line never ends with one of these: what follows belongs to it.
_LEADING = re.compile(
    r"(?<![\w.,'’-])(?P<word>[aiouwz]|nr|do|na|ust\.|pkt|art\.|lit\.|poz\.|str\.|ul\.|al\.|pl\.|§+) (?=\S)",
    re.IGNORECASE,
)
_UNIT = re.compile(rf"(?<=\d) (?=(?:{_UNITS}|{_MONTHS})(?!\w))")
_YEAR = re.compile(rf"(?<=[ {NBSP}])(?P<month>{_MONTHS}) (?=\d{{4}}(?!\d))")
_THOUSANDS = re.compile(r"(?<=\d) (?=\d{3}(?!\d))")
# Not in dates, codes and numbers with more than one hyphen, nor where the right side is not larger.
_RANGE = re.compile(r"(?<![\w./:@-])(\d{1,4}(?:[.,]\d{1,2})?)-(\d{1,4}(?:[.,]\d{1,2})?)(?![\w/@-]|[.,]\d)")
_POSTCODE = re.compile(r"\d\d-\d{3}")

_TYPOGRAPHIC_SPACE = re.compile("[\u00a0\u2007\u2009\u202f]")
_RANGE_DASH = re.compile(r"(?<=\d)[\u2011\u2013](?=\d)")


def set_polish(text: str) -> str:
    """The text with hard spaces after short words, before units and in numbers, and – in ranges.

    Idempotent, and `normalise(set_polish(text)) == normalise(text)`.
    """
    text = _LEADING.sub(rf"\g<word>{NBSP}", text)
    text = _UNIT.sub(NBSP, text)
    text = _YEAR.sub(rf"\g<month>{NBSP}", text)
    text = _THOUSANDS.sub(NBSP, text)
    return _RANGE.sub(_range, text) if "-" in text else text


def normalise(text: str) -> str:
    """The text with typographic spaces and range dashes undone, for quote checks, search and digests."""
    return _RANGE_DASH.sub("-", _TYPOGRAPHIC_SPACE.sub(" ", text))


def _range(match: re.Match[str]) -> str:
    low, high = match.groups()
    if _POSTCODE.fullmatch(match.group()) or _number(low) >= _number(high):
        return match.group()
    return f"{low}–{high}"


def _number(text: str) -> float:
    return float(text.replace(",", "."))
