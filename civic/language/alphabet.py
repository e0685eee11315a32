"""The Polish alphabetical order, for names in lists."""

from __future__ import annotations

import unicodedata

_PLACES = {letter: place for place, letter in enumerate("aąbcćdeęfghijklłmnńoópqrsśtuvwxyzźż")}
_AFTER_ALL = len(_PLACES)


def sort_key(text: str) -> tuple[tuple[int, str], ...]:
    """What to sort by: „Łąka” stands between „Las” and „Most”, digits before letters, quotation marks do not count."""
    return tuple(_place(char) for char in unicodedata.normalize("NFC", text).casefold() if _counts(char))


def _counts(char: str) -> bool:
    return char.isalnum() or char == " "


def _place(char: str) -> tuple[int, str]:
    if char in _PLACES:
        return _PLACES[char], ""
    if char == " " or char.isdigit():
        return -1, char
    base = unicodedata.normalize("NFD", char)[0]
    return _PLACES.get(base, _AFTER_ALL), char


def sort_text(text: str) -> str:
    """The same order as plain figures, for a database to sort by whatever its own alphabet is."""
    return "".join(_figures(*place) for place in sort_key(text))


def _figures(place: int, char: str) -> str:
    if place < 0:
        return "00" if char == " " else f"0{unicodedata.digit(char, 0) + 1:x}"
    # Letters that are not of the Polish alphabet stand behind all others, by their own number.
    return f"{place + 16:02x}" + (f"{ord(char):06x}" if char and place == _AFTER_ALL else "")
