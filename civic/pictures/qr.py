"""A QR code as geometry."""

from __future__ import annotations

import re

import segno

#: Modules of white around the code, without which readers do not find it.
QUIET = 4


def drawing(text: str) -> tuple[int, str]:
    """A QR code as the side of a square and the path of its dark parts, for an SVG."""
    rows = [list(row) for row in segno.make(text, error="m").matrix]
    path = []
    for y, row in enumerate(rows):
        for dark in re.finditer("1+", "".join("1" if module & 1 else "0" for module in row)):
            width = dark.end() - dark.start()
            path.append(f"M{dark.start() + QUIET} {y + QUIET}h{width}v1h-{width}z")
    return len(rows) + 2 * QUIET, "".join(path)
