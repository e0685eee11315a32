"""A document's pictures as PNG, for files whose readers know no SVG or have not our typefaces."""

from __future__ import annotations

import json
import logging

from civic.documents import look, pictured
from civic.documents.blocks import Picture
from civic.documents.glyphs import FONTS, missing
from civic.documents.layout import Layout
from civic.documents.svg import drawn
from civic.documents.typesetter import NotTypeset, typeset

_log = logging.getLogger(__name__)


def images(layout: Layout) -> dict[Picture, bytes]:
    """Each picture of the document as PNG; none where they cannot be drawn, for their figures stand in tables anyway."""
    blocks = pictured.blocks(layout.document, layout.setting)
    pictures = list(dict.fromkeys(block for block in blocks if isinstance(block, Picture)))
    if not pictures or not any(FONTS.glob("*.ttf")):
        return {}
    pages = [{"width": look.TEXT_WIDTH, "height": each.height, "svg": drawn(each)} for each in pictures]
    data = json.dumps(pages, ensure_ascii=False)
    try:
        return dict(zip(pictures, typeset("png", data.translate(missing(data)).encode()), strict=True))
    except NotTypeset:
        _log.warning("a document goes without its %s pictures", len(pictures))
        return {}
