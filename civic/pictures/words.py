"""How much of a text has room in a picture. Pure."""

from __future__ import annotations

import textwrap

#: The width of a picture on the narrowest screen, in pixels of CSS; a text that fits there fits everywhere.
NARROW = 320.0
#: Its width where it stands alone on a desk's screen.
BROAD = 800.0
#: Its width where a table stands beside it.
BESIDE = 620.0
LETTER, LINE = 8.0, 19.0  # a letter of the interface's typeface at 15 px, and a line of them


def fits(text: str, room: float) -> bool:
    """Whether a text has room in so many pixels on the narrowest screen."""
    return len(text) * LETTER + 6 <= room


def shortened(text: str, room: float = NARROW) -> str:
    """The text as far as it has room, cut at a word where there is one."""
    letters = int(room / LETTER)
    if len(text) <= letters:
        return text
    cut = text[: letters - 1]
    return (cut.rsplit(" ", 1)[0] if " " in cut[letters // 2 :] else cut).rstrip(" ,;:.–-") + "…"


def wrapped(text: str, width: float, height: float) -> tuple[str, ...]:
    """The text in lines that have room in a box of pixels; nothing where it would have to be cut."""
    letters = int((width - 12) / LETTER)
    if letters < 1:
        return ()
    lines = textwrap.wrap(text, letters, break_long_words=False, break_on_hyphens=False)
    whole = all(len(line) <= letters for line in lines) and len(lines) * LINE <= height
    return tuple(lines) if whole else ()


def clipped(text: str, width: float, height: float) -> tuple[str, ...]:
    """The lines of the text that have room in a box of pixels, the last one cut at a word where more follows."""
    letters, most = int((width - 12) / LETTER), int(height / LINE)
    if letters < 8 or most < 1:
        return ()
    return tuple(textwrap.wrap(text, letters, max_lines=most, placeholder="…", break_on_hyphens=False))
