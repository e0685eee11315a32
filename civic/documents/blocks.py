"""What a printed document is made of, before any file format: headings, paragraphs, grids."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from civic.documents.document import Column
from civic.documents.shapes import Shape


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text; may hold newlines. `href` is an absolute address or empty."""

    text: str
    href: str = ""
    tone: str = ""  # "" | "strong" | "muted"


@dataclass(frozen=True, slots=True)
class Reference:
    """One cited source of a paragraph."""

    label: str  # "P12"
    href: str
    text: str  # who, and the quote


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; levels 1 and 2 stand in the table of contents."""

    level: int  # 1 chapter, 2 recommendation or table, 3 part of a recommendation
    number: str
    text: str
    anchor: str = ""
    opens_page: bool = False

    @property
    def full(self) -> str:
        """Number and text as one line."""
        return f"{self.number} {self.text}".strip()


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; `role` says how it looks."""

    role: str  # "body" | "empty" | "note" | "fact" | "dissent"
    spans: tuple[Span, ...]
    label: str = ""  # of a fact; or the heading of a dissent
    origin: str = ""  # whose words they are, where they are no quotes
    references: tuple[Reference, ...] = ()

    @property
    def noted(self) -> bool:
        """Whether a note with the text's origin or its sources belongs to the paragraph."""
        return bool(self.origin or self.references)


@dataclass(frozen=True, slots=True)
class Grid:
    """A table with a head; its rows may be many, and there is at least one."""

    columns: tuple[Column, ...]
    widths: tuple[float, ...]  # of the columns, in mm
    rows: Iterable[tuple[Span, ...]]


@dataclass(frozen=True, slots=True)
class Balance:
    """The ledger's bar: shares in the order cited, merged, aside, open."""

    shares: tuple[int, int, int, int]
    text: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing over the text's width; the figures that it shows stand in a grid under it."""

    height: float  # in mm
    shapes: tuple[Shape, ...]
    text: str  # instead of it, for those who do not see it


@dataclass(frozen=True, slots=True)
class Cover:
    """The title page."""

    eyebrow: str
    title: str
    subtitle: str
    body: str
    status: str
    is_draft: bool
    summary: str
    facts: tuple[tuple[str, str], ...]
    check: tuple[str, str, str]  # heading, SHA-256, how it is computed


@dataclass(frozen=True, slots=True)
class Contents:
    """The table of contents."""

    title: str
    entries: tuple[Heading, ...]


Block = Cover | Contents | Heading | Paragraph | Grid | Balance | Picture


@dataclass(frozen=True, slots=True)
class Running:
    """What stands on every page, and the document's properties."""

    language: str
    title: str
    forum: str
    mark: str  # of a draft, else empty
    header: str
    footer: str
    page: str  # "str. {page} z {pages}"
    digest: str
