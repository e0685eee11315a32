"""Words as people type them when they search: small letters, no accents, „ł” like „l”, nothing but letters and digits."""

from __future__ import annotations

import unicodedata

#: Letters that no decomposition takes apart.
_ALIKE = str.maketrans({"ł": "l", "đ": "d", "ø": "o", "ß": "ss", "æ": "ae", "œ": "oe"})


def fold(text: str) -> str:
    """The words of a text, folded, with one space between them: „Łąka, Bruk!” gives „laka bruk”."""
    apart = unicodedata.normalize("NFKD", text).casefold().translate(_ALIKE)
    kept = (char if char.isalnum() else " " for char in apart if not unicodedata.combining(char))
    return " ".join("".join(kept).split())
