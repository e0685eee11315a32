"""What a text must be before it is stored: cleaned, there, and not longer than its place."""

from __future__ import annotations

from typing import Any

from civic.kernel.errors import Refused
from civic.kernel.markup import LONGEST, clean_line, clean_text
from civic.kernel.words import N_

TITLE_LONGEST = 300
COMMENT_LONGEST = 20_000
REASON_LONGEST = 2_000


def line(text: str, longest: int = TITLE_LONGEST, *, missing: Any = None) -> str:
    """One cleaned line.

    Raises:
        Refused: when it is longer than `longest` characters, or empty while `missing` says what is wanted.
    """
    return _checked(clean_line(text), longest, missing)


def text(text: str, longest: int = LONGEST, *, missing: Any = None) -> str:
    """A cleaned text of any number of lines; raises as `line` does."""
    return _checked(clean_text(text), longest, missing)


def _checked(cleaned: str, longest: int, missing: Any) -> str:
    if missing is not None and not cleaned:
        raise Refused("empty", missing)
    if len(cleaned) > longest:
        raise Refused(
            "long",
            N_(
                "This text has %(count)s characters and there is room for %(longest)s. Shorten it or send it in parts.",
                count=len(cleaned),
                longest=longest,
            ),
        )
    return cleaned
