"""Which characters the print typefaces can show, read from their TrueType `cmap` tables."""

from __future__ import annotations

import struct
from functools import cache
from pathlib import Path

# Set-up puts the static TrueType files here; typst cannot read the variable woff2 files of the pages.
FONTS = Path(__file__).resolve().parents[2] / "static" / "build" / "print-fonts"
MARK = "□"  # in place of a character that the typefaces do not have


@cache
def covered(folder: Path) -> frozenset[int]:
    """The code points that every weight of at least one family in the folder can show."""
    families: dict[str, set[int]] = {}
    for file in sorted(folder.glob("*.ttf")):
        points = _points(file.read_bytes())
        family = file.name.partition("_")[0]
        families[family] = families[family] & points if family in families else points
    return frozenset().union(*families.values())


def missing(text: str) -> dict[int, str]:
    """What `str.translate` puts instead of the text's characters that the print typefaces cannot show."""
    known = covered(FONTS)
    return {ord(letter): MARK for letter in set(text) if ord(letter) not in known}


def _points(font: bytes) -> set[int]:
    count = struct.unpack_from(">H", font, 4)[0]
    tables = {
        font[at : at + 4]: struct.unpack_from(">I", font, at + 8)[0] for at in range(12, 12 + 16 * count, 16)
    }
    cmap = tables[b"cmap"]
    points: set[int] = set()
    for number in range(struct.unpack_from(">H", font, cmap + 2)[0]):
        start = cmap + struct.unpack_from(">I", font, cmap + 8 + 8 * number)[0]
        kind = struct.unpack_from(">H", font, start)[0]
        if kind == 4:
            points |= _segments(font, start)
        elif kind == 12:
            points |= _groups(font, start)
    return points


def _segments(font: bytes, start: int) -> set[int]:
    """Format 4: segments of the basic plane; a segment's offset or delta says its glyphs."""
    count = struct.unpack_from(">H", font, start + 6)[0] // 2
    ends = struct.unpack_from(f">{count}H", font, start + 14)
    starts = struct.unpack_from(f">{count}H", font, start + 16 + 2 * count)
    deltas = struct.unpack_from(f">{count}H", font, start + 16 + 4 * count)
    at = start + 16 + 6 * count
    offsets = struct.unpack_from(f">{count}H", font, at)
    points: set[int] = set()
    for number, (first, last, delta, offset) in enumerate(zip(starts, ends, deltas, offsets, strict=True)):
        for point in range(first, last + 1):
            glyph = point
            if offset:
                glyph = struct.unpack_from(">H", font, at + 2 * number + offset + 2 * (point - first))[0]
            if (glyph or not offset) and (glyph + delta if glyph else 0) & 0xFFFF:
                points.add(point)
    return points


def _groups(font: bytes, start: int) -> set[int]:
    """Format 12: groups of the whole of Unicode."""
    count = struct.unpack_from(">I", font, start + 12)[0]
    points: set[int] = set()
    for first, last, _ in struct.iter_unpack(">III", font[start + 16 : start + 16 + 12 * count]):
        points.update(range(first, last + 1))
    return points
