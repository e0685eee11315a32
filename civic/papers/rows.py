"""The rows of a pack's minutes: how they are known again, and what a filled-in one says. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from civic.kernel.markup import clean_line, clean_text
from civic.kernel.words import N_, LazyString, force_locale
from civic.minutes.labels import KINDS, SPEAKERS
from civic.minutes.models import LineKind, Speaker
from civic.minutes.words import LONGEST, LONGEST_NAME, Said

if TYPE_CHECKING:
    from collections.abc import Iterable

#: How many empty rows a pack has.
ROWS = 32
#: The languages in which packs are made.
LANGUAGES = ("pl", "en")
_ID = re.compile(r"M([1-9]\d{0,8})-W([1-9]\d{0,3})")
#: How people write that it was said by somebody who speaks for nobody else.
_RESIDENTS = frozenset({"mieszkanka", "mieszkaniec", "resident"})


@dataclass(frozen=True)
class Filled:
    """A row that somebody filled in: its id, the line that it makes, or why it makes none."""

    id: str
    said: Said | None = None
    fault: LazyString | None = None


def row_id(meeting: int, number: int) -> str:
    """„M12-W1”: the first row of the minutes of meeting 12, in every pack that is made of it."""
    return f"M{meeting}-W{number}"


def meeting_of(row: str) -> int:
    """The meeting of a row's id; 0 where it is none."""
    found = _ID.fullmatch(row)
    return int(found[1]) if found else 0


def filled(rows: Iterable[tuple[str, str, str, str]]) -> list[Filled]:
    """What rows of an id, what was said, who said it and what it is come to; empty ones are left out."""
    found: dict[str, Filled] = {}
    twice = []
    for row, text, who, kind in rows:
        if not (text.strip() or who.strip() or kind.strip()):
            continue
        made = _filled(row, clean_text(text), clean_line(who), clean_line(kind))
        if row in found:
            twice.append(
                Filled(row, fault=N_("This row stands there twice. Give one of them a number of its own."))
            )
        found.setdefault(row, made)
    return [*found.values(), *twice]


def _filled(row: str, text: str, who: str, kind: str) -> Filled:
    if not text:
        return Filled(row, fault=N_("What was said is missing."))
    if len(text) > LONGEST or len(who) > LONGEST_NAME:
        return Filled(row, fault=N_("It is too long: 2000 characters for what was said, 200 for the name."))
    speaker = _speaker(who)
    name = who if speaker is Speaker.ORGANISATION else ""
    return Filled(row, Said(f"paper-{row}", text, kind=_kind(kind), speaker=speaker, organisation=name))


def _speaker(who: str) -> Speaker:
    if not who:
        return Speaker.NOBODY
    words = set(re.findall(r"\w+", who.lower())) - {"lub", "albo", "a", "or"}
    return Speaker.RESIDENT if words and words <= _RESIDENTS else _named(who)


def _named(who: str) -> Speaker:
    for language in LANGUAGES:
        with force_locale(language):
            for speaker in (Speaker.NOBODY, Speaker.RESIDENT):
                if who.lower() == str(SPEAKERS[speaker]).lower():
                    return speaker
    return Speaker.ORGANISATION


def _kind(word: str) -> LineKind:
    """The kind that a word names in any language of packs; what names none is a note."""
    for language in LANGUAGES:
        with force_locale(language):
            for kind, label in KINDS.items():
                if word.lower() == str(label).lower():
                    return kind
    return LineKind.REMARK
