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
