"""A poster: one page of A4 that says what is, when and where, and leads to its page by a QR code."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from civic.documents import look
from civic.documents.glyphs import FONTS, missing
from civic.documents.typesetter import NotTypeset, typeset
from civic.kernel.errors import Refused

TEMPLATE = Path(__file__).with_name("poster.typ")

_LONG = re.compile(r"\S{18,}")  # a word that the largest letters cannot set in one line
_PIECE = 4


@dataclass(frozen=True, slots=True)
class Poster:
    """What stands on it; each text may be empty but the title, the day and the address of the page."""

    language: str
    instance: str
    motto: str
    #: SVG, drawn as ornament.
    mark: str
    eyebrow: str
    title: str
    day: str
    hours: str
    welcome: str
    place: str
    address: str
    access: str
    host: str
    #: Where the QR code and the link lead, and how that is written.
    href: str
    shown: str
    #: SVG, and what it is for whom does not see it.
    code: str
    code_text: str


def typeset_poster(poster: Poster, timestamp: int) -> bytes:
    """The PDF/UA-1 file; the same bytes for the same poster and timestamp (seconds since 1970).

    Raises:
        Refused: where it cannot be typeset within the limits.
    """
    if not any(FONTS.glob("*.ttf")):
        raise Refused("document.fonts", "The typefaces for PDF are missing. Run make setup.")
    colours = ("blue", "link", "brick", "ink", "muted", "rule")
    told = {
        **asdict(
            replace(poster, title=_breakable(poster.title.strip()) or "–", place=_breakable(poster.place))
        ),
        "look": {
            **{name: getattr(look, name.upper()) for name in colours},
            "serif": look.SERIF,
            "sans": look.SANS,
        },
    }
    text = json.dumps(told, ensure_ascii=False)
    try:
        (pdf,) = typeset("poster", text.translate(missing(text)).encode(), timestamp)
    except NotTypeset as error:
        raise Refused("document.poster", "The poster could not be made. Try again later.") from error
    return pdf


def _breakable(title: str) -> str:
    """With places to break in overlong words, which no smaller letters would help."""
    return _LONG.sub(
        lambda word: "\u200b".join(word[0][at : at + _PIECE] for at in range(0, len(word[0]), _PIECE)), title
    )
