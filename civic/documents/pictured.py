"""The pictures of the annex, each over the figures that it shows: the way of the voices, the positions of organisations."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from civic.documents import look
from civic.documents.blocks import Block, Heading, Picture
from civic.documents.document import POSITIONS, Column, Document, Recommendation, Row
from civic.documents.grids import grid
from civic.documents.setting import Setting
from civic.documents.shapes import LETTER, Box, Hatch, Label, Ribbon, Shape
from civic.pictures import positions as bars
from civic.pictures.flow import GAP, NODE, Flow, flow
from civic.pictures.words import shortened

#: From which layout on a document has pictures.
FIRST_LAYOUT = 3
KINDS = ("proposal", "amendment", "argument")
HOWS = ("cited", "merged", "aside", "open")
#: With more chapters than that, the way of the voices ends before them: their names would lie on each other.
MOST_CHAPTERS = 14
#: Bars on one picture, so that it goes onto one page.
MOST_BARS = 18

# The way of the voices: units of its geometry in mm, and where its last column of names begins.
_ACROSS, _DOWN = 0.125, 0.26
_NAMES_FROM = 720 * _ACROSS + 2.5
# Bars: the distance of two of them, and where in it the bar lies, in mm.
_PITCH, _BAR_AT, _BAR = 11.0, 4.2, 4.6


def headings(document: Document, setting: Setting) -> Iterator[Heading]:
    """The headings over the pictures that the document has."""
    if _has_flow(document):
        yield Heading(2, "", setting.words["flow"], "picture_flow")
    if _positions(document).bars:
        yield Heading(2, "", setting.words["positions"], "picture_positions")


def blocks(document: Document, setting: Setting) -> Iterator[Block]:
    """Each picture under its heading, with its figures."""
    for heading in headings(document, setting):
        yield heading
        yield from (_flow if heading.anchor == "picture_flow" else _bars)(document, setting)


def _has_flow(document: Document) -> bool:
    return document.layout >= FIRST_LAYOUT and bool(document.paths)


def _flow(document: Document, setting: Setting) -> Iterator[Block]:
    words = setting.words
    names = {code: words[f"station_{code}"] for code in (*KINDS, *HOWS)}
    chapters = {str(place): section for place, section in enumerate(document.sections, 1)}
    names.update(
        {code: setting.line(f"{each.number} {each.title}".strip()) for code, each in chapters.items()}
    )
    told = {path.chapter for path in document.paths if path.chapter}
    ends = tuple(chapters) if len(told) <= MOST_CHAPTERS else ()
    paths = (
        ((path.kind, path.how, *((str(path.chapter),) if path.chapter and ends else ())), path.count)
        for path in document.paths
    )
    drawn = flow(paths, (KINDS, HOWS, ends) if ends else (KINDS, HOWS))
    text = words["flow_told"].format(total=sum(path.count for path in document.paths))
    height = max(node.y + node.height for node in drawn.nodes) + GAP / 2
    yield Picture(round(height * _DOWN, 1), tuple(_stations(drawn, names)), setting.line(text))
    columns = (
        Column("from", words["flow_from"], "text", 40),
        Column("to", words["flow_to"], "text", 40),
        Column("count", words["flow_count"], "number", 12),
    )
    rows: list[Row] = [(names[start], names[end], count) for start, end, count in drawn.rows]
    yield grid(columns, rows or [(names[node.code], "", node.count) for node in drawn.nodes], setting)


def _stations(drawn: Flow, names: dict[str, str]) -> Iterator[Shape]:
    top = GAP / 4
    for band in drawn.bands:
        left, right = (
            (round((a + top) * _DOWN, 2), round((b + top) * _DOWN, 2)) for a, b in (band.left, band.right)
        )
        fill = look.TINT_GREY if band.end == "aside" else look.TINT
        yield Ribbon(round(band.x1 * _ACROSS, 2), round(band.x2 * _ACROSS, 2), left, right, fill)
    for node in drawn.nodes:
        x, y = round(node.x * _ACROSS, 2), round((node.y + top) * _DOWN, 2)
        yield Box(
            x, y, NODE * _ACROSS, round(node.height * _DOWN, 2), look.STATIONS.get(node.code, look.BLUE)
        )
        count = f" {node.count}"
        room = (look.TEXT_WIDTH - _NAMES_FROM if node.column == 2 else 42) - len(count) * LETTER
        name = shortened(names[node.code], room * 8 / LETTER) + count
        yield Label(x + 2.6, round((node.middle + top) * _DOWN + 1, 2), name, look.INK)


def _positions(document: Document) -> bars.Positions:
    known = document.layout >= FIRST_LAYOUT
    return bars.positions(
        [
            (each.number, each.title, Counter(s.position for s in each.stances))
            for each in _all(document)
            if known
        ]
    )


def _all(document: Document) -> Iterator[Recommendation]:
    for section in document.sections:
        yield from section.recommendations


def _bars(document: Document, setting: Setting) -> Iterator[Block]:
    words, drawn = setting.words, _positions(document)
    pieces = [drawn.bars[at : at + MOST_BARS] for at in range(0, len(drawn.bars), MOST_BARS)]
    for part, piece in enumerate(pieces, 1):
        text = words["positions_told"].format(part=part, parts=len(pieces))
        height = len(piece) * _PITCH + 6
        yield Picture(height, tuple(_piece(piece, setting)), setting.line(text))
    columns = (
        Column("recommendation", words["recommendation"], "text", 60),
        *(Column(code, words[code], "number", 12) for code in bars.ORDER),
        Column("seated", words["of_these_seated"], "number", 12),
    )
    seated = {each.number: sum(stance.seat for stance in each.stances) for each in _all(document)}
    rows: list[Row] = [(f"{bar.number} {bar.title}", *bar.counts, seated[bar.number]) for bar in drawn.bars]
    yield grid(columns, rows, setting)


def _piece(piece: Sequence[bars.Bar], setting: Setting) -> Iterator[Shape]:
    for place, bar in enumerate(piece):
        y = place * _PITCH
        yield Label(0, y + 2.9, setting.line(bar.name), look.INK)
        for part in bar.parts:
            x, width = (look.TEXT_WIDTH * share / 100 for share in (part.x, part.width))
            yield from _part(part.position, x, y + _BAR_AT, width, str(part.count))
    x, y = 0.0, len(piece) * _PITCH + 1
    for code in bars.ORDER:
        yield from _part(code, x, y, _BAR, "")
        yield Label(x + _BAR + 1.5, y + 3.4, setting.words[code], look.INK)
        x += _BAR + 8 + len(setting.words[code]) * LETTER


def _part(position: str, x: float, y: float, width: float, count: str) -> Iterator[Shape]:
    fill, edge, ink = look.POSITIONS[POSITIONS.index(position)]
    yield Box(x, y, width, _BAR, fill, edge)
    if position == "z_zastrzezeniem":
        yield Hatch(x, y, width, _BAR, look.BLUE)
    room = len(count) * LETTER + 1.4
    if count and width > room:
        if position == "z_zastrzezeniem":
            yield Box(x + (width - room) / 2, y + 0.7, room, _BAR - 1.4, fill)
        yield Label(x + width / 2, y + 3.35, count, ink, bold=True, centred=True)
