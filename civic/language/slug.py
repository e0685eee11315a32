"""The short names in addresses, made from what things are called."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Container

#: Room for a number stays under the 60 characters of a code.
LONGEST = 50
SHAPE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
# Letters that Unicode does not take apart into a base and a mark.
_WHOLE = str.maketrans({"ł": "l", "Ł": "L", "ß": "ss", "ø": "o", "đ": "d"})


def is_slug(text: str) -> bool:
    """Whether a text may stand in an address: small letters, digits, single hyphens."""
    return len(text) <= 80 and SHAPE.fullmatch(text) is not None


def slug_of(title: str, taken: Container[str], otherwise: str) -> str:
    """„Zieleń i łąki” gives „zielen-i-laki”, a title without letters `otherwise`; a number is added while the name is taken."""
    folded = unicodedata.normalize("NFKD", title.translate(_WHOLE)).encode("ascii", "ignore").decode().lower()
    base = "-".join(re.findall(r"[a-z0-9]+", folded))[:LONGEST].strip("-") or otherwise
    found, number = base, 1
    while found in taken:
        number += 1
        found = f"{base}-{number}"
    return found
