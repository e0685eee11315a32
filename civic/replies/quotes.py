"""What a person wrote in an answer, without the letter it answers, the signature, and what the mail program adds. Pure.

Programs in Polish, English and Ukrainian are known. Where nothing is recognised everything stays: a quote too much is seen by
the writer, a sentence too little is lost.
"""

from __future__ import annotations

import re

#: „W dniu 3.11.2026 o 10:15, Forum <…> pisze:”, „On Tue, 3 Nov 2026 at 10:15, Forum <…> wrote:”, „… пише:”: in up to three lines.
_INTRODUCTION = re.compile(
    r"^(?=.*\d)(?:W dniu\b|Dnia\b|On\b|Am\b|(?:pon|wt|śr|czw|pt|sob|niedz|пн|вт|ср|чт|пт|сб|нд)\b\.?,?"
    r"|\d{1,4}[./-]\d{1,2}[./-]\d{1,4}|\d{1,2} \w+\.? \d{4}).{0,300}"
    r"\b(?:pisze|napisał(?:\(a\)|/a|a)?|napisano|wrote|пише|написав(?:\((?:ла|-ла|а)\)|ла)?|написала|пишет|написал(?:\(а\)|а)?)"
    r"\s*:?\s*$",
    re.IGNORECASE,
)
_SOMEBODY = re.compile(
    r"^(?:Użytkownik\s+)?.{1,200}(?:<[^<>\s]+@[^<>\s]+>|\[mailto:[^\]]+\]).{0,80}"
    r"(?:pisze|napisał(?:\(a\)|/a|a)?|wrote|пише|написав(?:\((?:ла|-ла|а)\)|ла)?|написала)\s*:\s*$",
    re.IGNORECASE,
)
_RULE = re.compile(
    r"^\s*-{2,}\s*(?:Original Message|Forwarded message|Oryginalna wiadomość|Wiadomość oryginalna|Wiadomość przekazana"
    r"|Treść przekazanej wiadomości|Вихідне повідомлення|Оригінальне повідомлення|Переслане повідомлення)\s*-{2,}\s*$",
    re.IGNORECASE,
)
_HEAD = re.compile(r"^\s*\*?(?:From|Od|Nadawca|Від)\s*:\*?\s*\S", re.IGNORECASE)
_HEAD_GOES_ON = re.compile(
    r"^\s*\*?(?:Sent|Date|To|Subject|Wysłan[oa]|Data|Do|Temat|Надіслано|Дата|Кому|Тема)\s*:", re.IGNORECASE
)
_SIGNATURE = re.compile(r"^-- ?$")
_ADDED = re.compile(
    r"^\s*(?:Wysłan[eoa] z(?:e)?\b|Wysłano za pomocą|Sent from\b|Sent with\b|Get Outlook for|Pobierz (?:aplikację )?Outlook"
    r"|Uzyskaj (?:aplikację )?Outlook|Надіслано з\b|Відправлено з\b|Отримайте Outlook).{0,80}$",
    re.IGNORECASE,
)
_LINE = re.compile(r"^\s*_{8,}\s*$")
_QUOTED = re.compile(r"^\s*>")


def own_words(text: str) -> str:
    """What was written, cleaned of all the rest; empty when nothing was."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " ").split("\n")
    kept: list[str] = []
    at = 0
    while at < len(lines):
        if ends := _introduction(lines, at):
            below = _below_quote(lines, at + ends)
            if below is None or any(line.strip() for line in kept):
                break
            # The answer stands under what it answers.
            at = below
            continue
        if _is_over(lines, at):
            break
        kept.append(lines[at])
        at += 1
    return _without_outer_quotes(kept)


def _introduction(lines: list[str], at: int) -> int:
    """How many lines from here introduce a quote: programs break a long introduction, which then begins a paragraph."""
    begins = at == 0 or not lines[at - 1].strip()
    for count in (1, 2, 3) if begins else (1,):
        parts = [part.strip() for part in lines[at : at + count]]
        line = " ".join(parts)
        if all(parts) and len(line) < 500 and (_INTRODUCTION.search(line) or _SOMEBODY.search(line)):
            return count
    return 0


def _below_quote(lines: list[str], at: int) -> int | None:
    """Where the own words begin again after quoted lines; nothing where what follows is not marked as a quote, or is all."""
    start = at
    while at < len(lines) and (not lines[at].strip() or _QUOTED.match(lines[at])):
        at += 1
    quoted = any(_QUOTED.match(line) for line in lines[start:at])
    return at if quoted and at < len(lines) else None


def _is_over(lines: list[str], at: int) -> bool:
    line = lines[at]
    if _RULE.match(line) or _SIGNATURE.match(line) or _ADDED.match(line):
        return True
    if _LINE.match(line):
        return any(_HEAD.match(each) for each in lines[at + 1 : at + 4])
    return bool(_HEAD.match(line)) and any(_HEAD_GOES_ON.match(each) for each in lines[at + 1 : at + 4])


def _without_outer_quotes(lines: list[str]) -> str:
    """Quoted lines between own words are what these answer; before and after them they are the letter."""
    own = [number for number, line in enumerate(lines) if line.strip() and not _QUOTED.match(line)]
    if not own:
        return ""
    return "\n".join(line.rstrip() for line in lines[own[0] : own[-1] + 1]).strip()
