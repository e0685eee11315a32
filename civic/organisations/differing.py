"""In which letters two names differ that look alike."""

from __future__ import annotations

import unicodedata
from difflib import SequenceMatcher


def compared(mine: str, theirs: str) -> tuple[list[tuple[str, bool]], str]:
    """The second name in parts, each with whether it differs from the first; and what its foreign letters are called."""
    matcher = SequenceMatcher(None, mine, theirs, autojunk=False)
    steps = matcher.get_opcodes()
    parts = [(theirs[start:end], kind != "equal") for kind, _from, _to, start, end in steps if start < end]
    differing = "".join(
        mine[begin:until] + theirs[start:end] for kind, begin, until, start, end in steps if kind != "equal"
    )
    return parts, ", ".join(foreign_letters(differing))


def foreign_letters(text: str) -> list[str]:
    """The names of letters of other alphabets, which a reader takes for ours."""
    names = dict.fromkeys(unicodedata.name(char, "") for char in text if char.isalpha())
    return [name.capitalize() for name in names if name and not name.startswith("LATIN ")]
