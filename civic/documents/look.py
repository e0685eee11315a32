"""The look of the printed files: typefaces, colours and measures, once for all formats."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from civic.documents.document import Column

SERIF = "Source Serif 4"  # what people wrote
SANS = "Inter"  # what the system says

BLUE = "153f93"  # headings
LINK = "1b4599"
BRICK = "943e1b"  # eyebrows, the mark of a draft, dissents
INK = "18202e"
MUTED = "525c6d"
RULE = "dedad0"
SAND = "f5f3ed"  # dissent, table heads
SHARES = ("153f93", "678ccf", "b9b4a6", "ffffff")  # cited, merged, aside, open

TINT, TINT_GREY = "c9d6ef", "dedad0"  # what flows on, what ends
STATIONS = {"merged": "678ccf", "aside": "7a8290", "open": "b9b4a6"}  # the others are blue
#: Fill, edge and letters of each position in the order of `document.POSITIONS`; reservations are hatched besides.
POSITIONS = (
    (BLUE, "", "ffffff"),
    ("e9f1fe", BLUE, INK),
    ("a74822", "", "ffffff"),
    (RULE, "7a8290", INK),
)

PAGE_WIDTH, PAGE_HEIGHT = 210, 297  # mm, A4
MARGIN_TOP, MARGIN_BOTTOM, MARGIN_LEFT, MARGIN_RIGHT = 27, 25, 27, 23  # mm
TEXT_WIDTH = PAGE_WIDTH - MARGIN_LEFT - MARGIN_RIGHT
LABEL_WIDTH = 38  # mm, the labels of facts


@dataclass(frozen=True, slots=True)
class Look:
    """One paragraph style; sizes and spaces in points, the line as a multiple."""

    face: str
    size: float
    colour: str
    bold: bool
    before: float
    after: float
    line: float  # of the typeface's own height, which for both is about 1.2 of the size


BODY_LINE = 1.25
STYLES: dict[str, Look] = {
    "Title": Look(SERIF, 30, BLUE, bold=True, before=0, after=10, line=1.08),
    "Subtitle": Look(SANS, 13, MUTED, bold=False, before=0, after=14, line=1.18),
    "Heading 1": Look(SERIF, 20, BLUE, bold=True, before=34, after=10, line=1.12),
    "Heading 2": Look(SERIF, 14.5, BLUE, bold=True, before=22, after=6, line=1.15),
    "Heading 3": Look(SANS, 9.5, INK, bold=True, before=12, after=4, line=1.12),
    "Civic Eyebrow": Look(SANS, 10, BRICK, bold=True, before=120, after=12, line=1.12),
    "Civic Institution": Look(SANS, 10, MUTED, bold=False, before=0, after=6, line=1.18),
    "Civic Mark": Look(SANS, 12, BRICK, bold=True, before=18, after=18, line=1.12),
    "Civic Final": Look(SANS, 12, BLUE, bold=True, before=18, after=18, line=1.12),
    "Civic Particulars": Look(SANS, 9.5, INK, bold=False, before=0, after=3, line=1.16),
    "Civic Check": Look(SANS, 9.5, INK, bold=True, before=16, after=4, line=1.12),
    "Civic Small": Look(SANS, 8.5, MUTED, bold=False, before=0, after=3, line=1.18),
    "Civic Contents": Look(SERIF, 20, BLUE, bold=True, before=0, after=12, line=1.12),
    "Civic Summary": Look(SANS, 11, INK, bold=False, before=0, after=24, line=1.28),
    "Civic Empty": Look(SANS, 9.5, MUTED, bold=False, before=0, after=8, line=1.18),
    "Civic Fact": Look(SANS, 9, INK, bold=False, before=0, after=3, line=1.18),
    "Civic Dissent Name": Look(SANS, 9.5, BRICK, bold=True, before=6, after=0, line=1.12),
    "Civic Dissent": Look(SERIF, 11, INK, bold=False, before=0, after=0, line=1.25),
    "Civic Cell": Look(SANS, 8, INK, bold=False, before=2, after=2, line=1.12),
    "Civic Head": Look(SANS, 8, INK, bold=True, before=2, after=2, line=1.12),
    "toc 1": Look(SANS, 10, INK, bold=True, before=8, after=3, line=1.12),
    "toc 2": Look(SANS, 9.5, INK, bold=False, before=0, after=3, line=1.12),
    "Header": Look(SANS, 8, MUTED, bold=False, before=0, after=0, line=1.12),
    "Footer": Look(SANS, 8, MUTED, bold=False, before=0, after=0, line=1.12),
    "footnote text": Look(SANS, 7.5, MUTED, bold=False, before=0, after=2, line=1.16),
}


_CHARACTER = 1.75  # mm, a wide letter of a table's head at 8 pt
_CELL_PADDING = 2.5  # mm, both sides
_DATE_WIDTH = 18.5  # mm
_FAIRNESS = 0.7  # below 1, so that a column of long texts leaves room for the others


def column_widths(columns: Sequence[Column], lengths: Sequence[float]) -> list[float]:
    """Widths in mm that fill the text's width, for columns whose cells hold `lengths` characters on the average.

    First what cannot be broken: the longest word of each head, a date; then by the texts' lengths.
    """
    least = [_least(column) for column in columns]
    rest = max(0.0, TEXT_WIDTH - sum(least))
    wishes = [
        0.0 if column.kind in ("date", "number") else length**_FAIRNESS
        for column, length in zip(columns, lengths, strict=True)
    ]
    wished = sum(wishes)
    widths = [
        mm + rest * (wish / wished if wished else 1 / len(least))
        for mm, wish in zip(least, wishes, strict=True)
    ]
    return [TEXT_WIDTH * mm / sum(widths) for mm in widths]


def _least(column: Column) -> float:
    longest = max((len(word) for word in column.title.split()), default=1)
    head = longest * _CHARACTER + _CELL_PADDING
    return max(head, _DATE_WIDTH) if column.kind == "date" else head


_BOLD_LETTER, _CELL_LETTER = 1.7, 1.7  # mm, a broad letter at 8 pt in heads and in cells
_LONGEST_WORD = 15  # letters; a longer word may be broken
_SHORT = 45  # characters; a column of longer texts is at least _LONG wide, whatever its longest word
_LONG = 26  # mm
_SHARE = 0.85  # below 1, as above


def whole_word_widths(
    columns: Sequence[Column], lengths: Sequence[float], words: Sequence[int]
) -> list[float]:
    """Widths in mm that fill the text's width and break no word of a short cell.

    `lengths` are of the texts of each column on the average, `words` of its longest word, in characters. First what cannot be
    broken: the longest word of each head and of short cells, a date; then by the texts' lengths.
    """
    least = [
        max(_unbroken(column, word if length <= _SHORT else 0), _LONG if length > _SHORT else 0)
        for column, word, length in zip(columns, words, lengths, strict=True)
    ]
    wishes = [
        0.0 if column.kind in ("date", "number") else length**_SHARE
        for column, length in zip(columns, lengths, strict=True)
    ]
    rest, wished = max(0.0, TEXT_WIDTH - sum(least)), sum(wishes)
    widths = [
        mm + rest * (wish / wished if wished else 1 / len(least))
        for mm, wish in zip(least, wishes, strict=True)
    ]
    return [TEXT_WIDTH * mm / sum(widths) for mm in widths]


def _unbroken(column: Column, word: int) -> float:
    head = max((len(part) for part in column.title.split()), default=1) * _BOLD_LETTER
    letters = max(head, min(word, _LONGEST_WORD) * _CELL_LETTER) + _CELL_PADDING
    return max(letters, _DATE_WIDTH) if column.kind == "date" else letters
