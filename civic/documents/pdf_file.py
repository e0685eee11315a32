"""PDF (PDF/UA-1): the laid-out document handed as data to typst in a bounded child process."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import asdict, fields, is_dataclass, replace
from datetime import datetime
from functools import cache
from typing import Any, BinaryIO

from civic.documents import look
from civic.documents.blocks import Contents, Grid, Heading, Picture
from civic.documents.document import Document
from civic.documents.glyphs import FONTS, MARK, missing
from civic.documents.layout import Layout
from civic.documents.svg import drawn
from civic.documents.typesetter import MEMORY, NotTypeset, TooSlow, typeset
from civic.kernel.errors import Refused

# Entries; hundreds of pages of contents would be read by nobody, and the file's bookmarks name everything anyway.
LONGEST_CONTENTS = 1_000

# Bytes of what is typeset. Typst keeps all pages at once and takes 270 bytes for each of these: two gigabytes are enough for
# about 2 000 recommendations on 1 350 pages. What cannot go well is refused before minutes are spent on it.
LARGEST = MEMORY // 300

NAMELESS = "–"

_INVISIBLE = re.compile("[\u00ad\u061c\u200b-\u200f\u2060-\u2064\ufe00-\ufe0f]")
_LONG = {False: re.compile(r"\S{70,}"), True: re.compile(r"\S{24,}")}  # in running text, in a table's cell
_PIECE = {False: 35, True: 12}  # characters between two places where a long word may break


def write(document: Document, file: BinaryIO) -> None:
    """Write the document as PDF; raises Refused where it cannot be typeset within the limits."""
    write_laid_out(Layout(document), file)


def write_laid_out(layout: Layout, file: BinaryIO) -> None:
    """Write what is laid out already; as `write`."""
    if not any(FONTS.glob("*.ttf")):
        raise Refused("document.fonts", "The typefaces for PDF are missing. Run make setup.")
    data = _data(layout)
    if len(data) > LARGEST:
        raise Refused(
            "document.long",
            "The document is too long for a PDF made on this server. Take the Word, ODT or HTML file.",
        )
    try:
        (pdf,) = typeset("pdf", data, _timestamp(layout.document.as_of))
    except TooSlow as error:
        raise Refused("document.pdf", "The PDF took too long to make. Take the Word or ODT file.") from error
    except NotTypeset as error:
        raise Refused("document.pdf", "The PDF could not be made. Take the Word or ODT file.") from error
    file.write(pdf)


def _data(layout: Layout) -> bytes:
    """The template's input: look, running texts, blocks and, if characters are missing, a notice."""
    running = layout.running()
    value = {
        "look": _look(),
        "running": asdict(replace(running, title=_named(running.title))),
        "blocks": list(_blocks(layout)),
        "notice": "",
    }
    text = json.dumps(value, ensure_ascii=False)
    marked = missing(text)
    if not marked:
        return text.encode()
    value["notice"] = layout.setting.text(layout.words["missing_glyphs"].format(mark=MARK))
    return json.dumps(value, ensure_ascii=False).translate(marked).encode()


def _blocks(layout: Layout) -> Iterator[dict[str, Any]]:
    for block in layout.blocks():
        if isinstance(block, Picture):
            yield {"form": "Picture", "svg": drawn(block), "text": block.text}
            continue
        narrow = isinstance(block, Grid)
        # A grid's rows may come from a file.
        whole = replace(block, rows=tuple(block.rows)) if isinstance(block, Grid) else block
        form = _breakable(whole, narrow=narrow)
        if isinstance(block, Heading):
            form["text"] = _named(form["text"])
        if isinstance(block, Contents):
            form["depth"] = 2 if len(block.entries) <= LONGEST_CONTENTS else 1
        yield {**form, "form": type(block).__name__}


def _named(title: str) -> str:
    """PDF/UA takes neither a file nor a heading without words, and a title may hold only characters that nobody sees."""
    return title if _INVISIBLE.sub("", title).strip() else NAMELESS


def _breakable(value: Any, *, narrow: bool) -> Any:
    """The value as JSON holds it, with places to break in overlong words; addresses are left as they are."""
    if isinstance(value, str):
        plain = _INVISIBLE.sub("", value)
        return _LONG[narrow].sub(lambda match: _with_breaks(match.group(), _PIECE[narrow]), plain)
    if isinstance(value, (list, tuple)):
        return [_breakable(item, narrow=narrow) for item in value]
    if is_dataclass(value) and not isinstance(value, type):
        return {
            name: item if name in ("href", "anchor") else _breakable(item, narrow=narrow)
            for name in _names(type(value))
            for item in (getattr(value, name),)
        }
    return value


@cache
def _names(kind: type[Any]) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


def _with_breaks(word: str, piece: int) -> str:
    return "\u200b".join(word[at : at + piece] for at in range(0, len(word), piece))


def _look() -> dict[str, Any]:
    colours = ("blue", "link", "brick", "ink", "muted", "rule", "sand")
    return {
        **{name: getattr(look, name.upper()) for name in colours},
        "shares": look.SHARES,
        "serif": look.SERIF,
        "sans": look.SANS,
        "top": look.MARGIN_TOP,
        "bottom": look.MARGIN_BOTTOM,
        "left": look.MARGIN_LEFT,
        "right": look.MARGIN_RIGHT,
        "text": look.TEXT_WIDTH,
        "label": look.LABEL_WIDTH,
    }


def _timestamp(iso: str) -> int:
    try:
        return int(datetime.fromisoformat(iso).timestamp())
    except (ValueError, OverflowError):
        return 0
