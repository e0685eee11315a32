"""What in a text, or in how it was sent, is worth a person's look. Pure: each signal is a function with a name and a sentence.

A signal never decides. The strong ones make the author confirm once; the others show a moderator where to look.
"""

from __future__ import annotations

import re
from collections import Counter
from datetime import timedelta
from enum import StrEnum
from typing import NamedTuple

from civic.kernel.words import N_, LazyString


class Signal(StrEnum):
    """What was noticed."""

    #: A field that no person sees was filled in.
    TRAP = "trap"
    #: So long a text in so short a time.
    FAST = "fast"
    #: The account has sent this very text before.
    REPEATED = "repeated"
    #: A handful of addresses, or one domain over and over.
    SPREE = "spree"
    #: Several addresses.
    LINKS = "links"
    #: Others sent this very text within a day.
    ECHO = "echo"
    PHONE = "phone"
    EMAIL = "email"
    PESEL = "pesel"


#: What speaks for a machine rather than for a look at the words.
STRONG = frozenset({Signal.TRAP, Signal.FAST, Signal.REPEATED, Signal.SPREE})
SENTENCES: dict[Signal, LazyString] = {
    Signal.TRAP: N_("A field that people do not see was filled in."),
    Signal.FAST: N_("The form was sent faster than anybody types."),
    Signal.REPEATED: N_("The same account sent this text before."),
    Signal.SPREE: N_("Many links, or many to one place."),
    Signal.LINKS: N_("Several links."),
    Signal.ECHO: N_("Others sent the same text within a day."),
    Signal.PHONE: N_("There is a telephone number in the text."),
    Signal.EMAIL: N_("There is somebody's e-mail address in the text."),
    Signal.PESEL: N_("There may be a PESEL number in the text."),
}
#: Shorter texts are said by many, many times: „Zgadzam się.”
LONG_ENOUGH = 60
AT_LEAST = timedelta(seconds=3)
SEVERAL, MANY, SAME = 3, 6, 4


class Found(NamedTuple):
    """A place in a text, and what is there."""

    signal: Signal
    start: int
    end: int


# Every repetition has a bound, so that no text, however hostile, takes more than time in proportion to its length.
_EMAIL = re.compile(
    r"(?<![\w.+-])[\w+-]{1,40}(?:\.[\w+-]{1,40}){0,4}@([a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,4})",
    re.IGNORECASE,
)
_PHONE = re.compile(
    r"(?<![\w/.,-])(?:(?:\+|00)48[ \u00a0-]?)?"
    r"(?:\d{3}([ \u00a0-]?)\d{3}\1\d{3}|\d{2}[ \u00a0-]\d{3}[ \u00a0-]\d{2}[ \u00a0-]\d{2})(?![\w/-])"
)
_ELEVEN = re.compile(r"(?<!\d)\d{11}(?!\d)")
_WEIGHTS = (1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1)
_LINK = re.compile(r"https?://([a-z0-9.-]{1,253})", re.IGNORECASE)
#: Before nine digits, these say that they are no telephone number.
_OTHER_NUMBER = re.compile(r"(?:KRS|NIP|REGON|konto|rachun\w{0,6}|zł|PLN)\W{0,3}$", re.IGNORECASE)
#: Addresses at which persons have their mail.
_MAILBOXES = frozenset(
    {
        *("gmail.com", "wp.pl", "o2.pl", "interia.pl", "interia.eu", "onet.pl", "onet.eu", "op.pl", "vp.pl"),
        *("poczta.fm", "tlen.pl", "gazeta.pl", "poczta.onet.pl", "outlook.com", "hotmail.com", "live.com"),
        *("icloud.com", "yahoo.com", "proton.me", "protonmail.com"),
    }
)


def found_in(text: str) -> list[Found]:
    """What stands in a text, in its order: telephone numbers, addresses of persons, PESEL numbers."""
    found = [Found(Signal.EMAIL, *each.span()) for each in _EMAIL.finditer(text) if _is_somebodys(each)]
    found += [
        Found(Signal.PHONE, *each.span())
        for each in _PHONE.finditer(text)
        if not _OTHER_NUMBER.search(text[max(0, each.start() - 16) : each.start()])
    ]
    found += [Found(Signal.PESEL, *each.span()) for each in _ELEVEN.finditer(text) if is_pesel(each[0])]
    return sorted(found, key=lambda each: each.start)


def in_words(text: str) -> tuple[Signal, ...]:
    """What the words of a text give to look at, each once."""
    seen = [each.signal for each in found_in(text)]
    links = _LINK.findall(text)
    if len(links) >= SEVERAL:
        seen.append(Signal.LINKS)
    return tuple(dict.fromkeys(seen))


def is_spree(text: str) -> bool:
    """Whether a text is made of links: many, or several to one place."""
    domains = Counter(domain.lower().removeprefix("www.") for domain in _LINK.findall(text))
    return domains.total() >= MANY or max(domains.values(), default=0) >= SAME


def is_fast(text: str, took: timedelta | None) -> bool:
    """Whether nobody could have typed it in that time; nothing is known where the form holds no stamp."""
    typed = sum(len(line) for line in text.splitlines() if not line.startswith(">"))
    return took is not None and took < AT_LEAST and typed >= LONG_ENOUGH


def is_pesel(digits: str) -> bool:
    """Whether eleven digits are a PESEL number: a month that there is (the century is coded in it), a day, and the check digit.

    By the Act of 24 September 2010 on the register of population, art. 15.
    """
    month, day = int(digits[2:4]) % 20, int(digits[4:6])
    weighed = sum(int(digit) * weight for digit, weight in zip(digits, _WEIGHTS, strict=True))
    return 1 <= month <= 12 and 1 <= day <= 31 and weighed % 10 == 0


def pieces(text: str) -> list[tuple[str, Signal | None]]:
    """A text cut where something was found, to show the places."""
    cut: list[tuple[str, Signal | None]] = []
    at = 0
    for each in found_in(text):
        if each.start < at:
            continue
        cut += [(text[at : each.start], None), (text[each.start : each.end], each.signal)]
        at = each.end
    return [piece for piece in (*cut, (text[at:], None)) if piece[0]]


def _is_somebodys(found: re.Match[str]) -> bool:
    """Whether an address is a person's: at a provider of mailboxes, or made of a first name and a surname."""
    name = found[0].partition("@")[0]
    return found[1].lower() in _MAILBOXES or "." in name.strip(".")
