"""The rows of a pack's minutes and of its form of attendance: how they are known again, and what a filled-in one says. Pure."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from civic.kernel.markup import clean_line, clean_text
from civic.kernel.words import N_, LazyString, force_locale
from civic.minutes.labels import KINDS, SPEAKERS
from civic.minutes.models import LineKind, Speaker
from civic.minutes.presence import MOST
from civic.minutes.words import LONGEST, LONGEST_NAME, Said

if TYPE_CHECKING:
    from collections.abc import Iterable

#: How many empty rows a pack has.
ROWS = 32
#: The languages in which packs are made.
LANGUAGES = ("pl", "en")
_ID = re.compile(r"M([1-9]\d{0,8})-[WC](\d{1,4})")
_CAME = re.compile(r"M\d+-C(\d+)")
#: How people write that it was said by somebody who speaks for nobody else.
_RESIDENTS = frozenset({"mieszkanka", "mieszkaniec", "resident"})


@dataclass(frozen=True)
class Filled:
    """A row that somebody filled in: its id, the line that it makes, or why it makes none."""

    id: str
    said: Said | None = None
    fault: LazyString | None = None


@dataclass(frozen=True)
class Came:
    """What the form of attendance says: how many people, what stands there where it is no number, and organisations."""

    people: int | None = None
    unread: str = ""
    names: tuple[str, ...] = ()


def row_id(meeting: int, number: int) -> str:
    """„M12-W1”: the first row of the minutes of meeting 12, in every pack that is made of it."""
    return f"M{meeting}-W{number}"


def came_id(meeting: int, number: int) -> str:
    """„M12-C0”: the number of people in the form of attendance of meeting 12; from 1 its organisations."""
    return f"M{meeting}-C{number}"


def meeting_of(row: str) -> int:
    """The meeting of a row's id; 0 where it is none."""
    found = _ID.fullmatch(row)
    return int(found[1]) if found else 0


def filled(rows: Iterable[tuple[str, str, str, str]]) -> list[Filled]:
    """What rows of an id, what was said, who said it and what it is come to; empty ones are left out, and what stands there twice."""
    found: dict[Filled, None] = {}
    for row, text, who, kind in rows:
        if not _CAME.fullmatch(row) and (text.strip() or who.strip() or kind.strip()):
            found.setdefault(_filled(row, clean_text(text), clean_line(who), clean_line(kind)))
    return list(found)


def came(rows: Iterable[tuple[str, str, str, str]]) -> Came:
    """What the rows of the form of attendance come to; other rows are left out."""
    people, unread = None, ""
    names: dict[str, None] = {}
    for row, written, *_rest in rows:
        found, text = _CAME.fullmatch(row), clean_line(written)
        if found is None or not text:
            continue
        if int(found[1]):
            names[text[:LONGEST_NAME]] = None
        elif len(numbers := re.findall(r"[0-9]+", text)) == 1 and int(numbers[0]) <= MOST:
            people = int(numbers[0])
        else:
            unread = text[:LONGEST_NAME]
    return Came(people, unread, tuple(names))


def _filled(row: str, text: str, who: str, kind: str) -> Filled:
    if not text:
        return Filled(row, fault=N_("What was said is missing."))
    if len(text) > LONGEST or len(who) > LONGEST_NAME:
        return Filled(row, fault=N_("It is too long: 2000 characters for what was said, 200 for the name."))
    speaker = _speaker(who)
    name = who if speaker is Speaker.ORGANISATION else ""
    made = Said("", text, kind=_kind(kind), speaker=speaker, organisation=name)
    return Filled(row, replace(made, client_id=_line_id(row, made)))


def _line_id(row: str, said: Said) -> str:
    """By row and content: the same file read again brings the same lines, another copy of the pack lines of its own."""
    content = f"{said.text}\0{said.kind}\0{said.speaker}\0{said.organisation}"
    return f"{line_prefix(row)}-{hashlib.sha256(content.encode()).hexdigest()[:12]}"


def line_prefix(row: str) -> str:
    """What the ids of all lines have in common that were brought under a row."""
    return f"paper-{row}"


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
