"""The Document: the one value that every renderer renders, holding only what JSON can hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import Field, dataclass, field, fields
from typing import Any

Cell = str | int | None
Row = tuple[Cell, ...]

#: How new documents are laid out. What an older layout prints never changes, for its issues are made again byte for byte.
LAYOUT = 3

#: The mark of a member that came after issues had been published: it is written only where it says more than its default.
LATER = {"later": True}

POSITIONS = ("popiera", "z_zastrzezeniem", "przeciw", "wstrzymuje")
PRIORITIES = ("pilna", "wazna", "zwykla")


@dataclass(frozen=True, slots=True)
class Citation:
    """One exact quote from one revision of one contribution."""

    kind: str  # "proposal" | "comment" | "position" | "remark"
    id: int
    revision: int
    quote: str
    digest: str  # SHA-256 (hex) of the cited revision's source text
    label: str  # "P12", "K231"
    url: str  # a path: "/p/12"
    author: str  # the organisation's name, or "osoba fizyczna nr 3"


@dataclass(frozen=True, slots=True)
class Passage:
    """One paragraph and where each of its words comes from."""

    text: str
    citations: tuple[Citation, ...] = ()
    origin: str = "quote"  # "quote" | "edited" | "fixed"
    edited: str = ""  # who edited it and when, for origin "edited"


@dataclass(frozen=True, slots=True)
class Stance:
    """One organisation's position on a recommendation."""

    position: str  # one of POSITIONS
    organisation: str
    seat: bool  # the organisation has a seat in the forum
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Dissent:
    """A separate opinion, printed under the recommendation by name."""

    organisation: str
    text: str
    citations: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """A contribution that stands behind a recommendation, or against it."""

    kind: str
    id: int
    label: str
    url: str
    title: str
    author: str
    how: str  # "cited" | "merged"


@dataclass(frozen=True, slots=True)
class Recommendation:
    """One compiled statement with its reasons, its sources, its friends and its opponents."""

    id: str  # stable: "r12" or "auto-p7"
    number: str  # "R-01"
    title: str
    addressee: str = ""
    passages: tuple[Passage, ...] = ()
    justification: tuple[Passage, ...] = ()
    sources: tuple[Source, ...] = ()
    stances: tuple[Stance, ...] = ()
    dissents: tuple[Dissent, ...] = ()
    conflicts: tuple[Source, ...] = ()  # proposals it contradicts, kept apart
    url: str = ""  # a path: "/r/12"
    priority: str = field(default="", metadata=LATER)  # one of PRIORITIES, or nothing


@dataclass(frozen=True, slots=True)
class Section:
    """A chapter; an empty one is printed too, with its note."""

    code: str
    title: str
    number: str = ""  # "1.", printed before the title
    passages: tuple[Passage, ...] = ()
    recommendations: tuple[Recommendation, ...] = ()
    empty_note: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table; its width is in characters."""

    id: str
    title: str
    kind: str  # "text" | "number" | "date" | "link"
    width: int


@dataclass(frozen=True, slots=True)
class Table:
    """A table of any length; its rows can be iterated again and again."""

    id: str
    title: str
    columns: tuple[Column, ...]
    rows: Iterable[Row]  # a tuple in memory, or `serial.RowsInFile`
    printed: bool  # stands in docx, odt, pdf, html and md too, not only in xlsx and json


@dataclass(frozen=True, slots=True)
class Figures:
    """The coverage ledger in numbers; total = cited + merged + aside + open."""

    total: int
    cited: int
    merged: int
    aside: int
    open: int
    aside_singly: int
    aside_common: int
    comments: int  # comments that follow their proposal


@dataclass(frozen=True, slots=True)
class Path:
    """How many contributions of one kind came to the same in the same chapter."""

    kind: str  # "proposal" | "amendment" | "argument"
    how: str  # "cited" | "merged" | "aside" | "open"
    chapter: int  # the place of its section from 1; 0 for what stands in none
    count: int


@dataclass(frozen=True, slots=True)
class Edition:
    """The mark of a published, frozen document."""

    number: int
    sha256: str
    published_at: str


@dataclass(frozen=True, slots=True)
class Document:
    """All that a renderer may read: no clock, no database, no setting stands beside it."""

    kind: str
    title: str
    subtitle: str
    forum: str
    body: str  # the institution or dialogue body behind the forum
    summary: str
    language: str  # "pl" | "en" | "uk"
    base_url: str  # "https://example.org", without a slash at the end
    date: str  # ISO date
    as_of: str  # ISO date and time with offset, Europe/Warsaw
    status: str  # "draft" | "final"
    version: str
    sections: tuple[Section, ...]
    figures: Figures
    tables: tuple[Table, ...] = ()
    edition: Edition | None = None
    notes: tuple[str, ...] = ()
    layout: int = field(default=1, metadata=LATER)
    template: str = field(default="", metadata=LATER)  # SHA-256 (hex) of the office's Word template
    paths: tuple[Path, ...] = field(default=(), metadata=LATER)  # the ledger's figures by kind and chapter

    @property
    def is_draft(self) -> bool:
        """Whether the file must carry the mark of a draft."""
        return self.status != "final"


def is_later(member: Field[Any]) -> bool:
    """Whether the member may be left out of the JSON, where it says its default."""
    return "later" in member.metadata


def written_members(value: Any) -> Iterator[str]:
    """The names of the members of a document's part that its JSON holds, in their order."""
    for member in fields(value):
        if not is_later(member) or getattr(value, member.name) != member.default:
            yield member.name
