"""The Snapshot: all that compiling may know, frozen and plain; it holds visible content only and goes to JSON and back."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, is_dataclass
from typing import Any

from civic.documents.document import LATER, written_members
from civic.documents.shape import built


@dataclass(frozen=True, slots=True)
class Author:
    """Who made a contribution; `organisation` is empty for a person who spoke for none."""

    person: int
    organisation_id: int | None
    organisation: str


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter of the forum's document; chapters stand in their order."""

    id: int
    code: str
    title: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """A visible proposal in its newest revision."""

    id: int
    chapter_id: int | None
    title: str
    body: str
    justification: str
    revision: int
    addressee: str
    author: Author
    cosigners: tuple[str, ...]
    at: str  # ISO, UTC, to the second: texts that sort as time does
    merged_into: int | None
    withdrawn: bool


@dataclass(frozen=True, slots=True)
class OlderRevision:
    """An earlier text of a proposal, kept because the desk quotes it."""

    proposal_id: int
    revision: int
    title: str
    body: str
    justification: str


@dataclass(frozen=True, slots=True)
class Comment:
    """A visible comment with its text: one that needs its own disposition, or one that the desk quotes.

    `own`: it is an amendment, or marked as a new argument; else it follows its proposal though it is quoted.
    """

    id: int
    proposal_id: int
    kind: str
    own: bool
    body: str
    author: Author
    at: str


@dataclass(frozen=True, slots=True)
class Follower:
    """A visible comment that follows its proposal; its text is not needed, so it is not frozen."""

    id: int
    proposal_id: int
    kind: str
    author: Author
    at: str


Voice = Proposal | Comment | Follower


@dataclass(frozen=True, slots=True)
class Position:
    """An organisation's position in force on a proposal."""

    id: int
    proposal_id: int
    organisation_id: int
    organisation: str
    stance: str
    reason: str
    at: str


@dataclass(frozen=True, slots=True)
class Relation:
    """How one proposal stands to another; `source` says who says so."""

    start: int
    end: int
    kind: str
    source: str


@dataclass(frozen=True, slots=True)
class Quote:
    """A quote that the desk placed."""

    kind: str  # "proposal" | "comment"
    id: int
    revision: int
    text: str
    side: str = field(default="", metadata=LATER)  # "za" | "przeciw": a voice beside what is recommended


@dataclass(frozen=True, slots=True)
class Opinion:
    """A dissent that the desk recorded for an organisation."""

    organisation_id: int
    organisation: str
    text: str


@dataclass(frozen=True, slots=True)
class MinorityOpinion:
    """What a seat filed for itself after a vote: on one recommendation, or on the whole („calosc”)."""

    question: str
    organisation_id: int
    organisation: str
    text: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """What the desk recorded of two proposals of one recommendation that contradict each other."""

    one: int
    other: int
    text: str
    recorded_at: str


@dataclass(frozen=True, slots=True)
class Recommendation:
    """A recommendation as the desk placed it; an empty text lets its sources speak in quotes."""

    id: int
    chapter_id: int | None
    position: int
    title: str
    text: str
    justification: str
    addressee: str
    edited_at: str
    sources: tuple[int, ...]
    quotes: tuple[Quote, ...]
    dissents: tuple[Opinion, ...]
    conflicts: tuple[Conflict, ...] = ()
    proposed: bool = field(default=False, metadata=LATER)  # by the machine, and accepted by nobody yet
    priority: str = field(default="", metadata=LATER)

    @property
    def reconciled(self) -> frozenset[frozenset[int]]:
        """The pairs that may stand together though they contradict each other."""
        return frozenset(frozenset((each.one, each.other)) for each in self.conflicts)


@dataclass(frozen=True, slots=True)
class Aside:
    """A contribution set aside at the desk; `together` counts those that share the act and its reason."""

    kind: str  # "proposal" | "comment"
    id: int
    reason: str  # one of AsideReason
    explanation: str
    together: int


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One forum at one moment."""

    forum: str
    title: str
    topic: str
    body: str
    language: str
    base_url: str
    as_of: str  # ISO with the offset of Europe/Warsaw
    edition: int  # the one that would be published next in this forum
    version: int  # of the draft
    chapters: tuple[Chapter, ...] = ()
    seats: tuple[int, ...] = ()  # organisations with a seat in force
    persons: tuple[int, ...] = ()  # those who spoke for nobody, as the forum's pages number them
    proposals: tuple[Proposal, ...] = ()
    older: tuple[OlderRevision, ...] = ()
    comments: tuple[Comment, ...] = ()
    followers: tuple[Follower, ...] = ()
    positions: tuple[Position, ...] = ()
    relations: tuple[Relation, ...] = ()
    recommendations: tuple[Recommendation, ...] = ()
    asides: tuple[Aside, ...] = ()
    minority: tuple[MinorityOpinion, ...] = ()
    template: str = field(default="", metadata=LATER)  # SHA-256 of the office's Word template

    def filed_on(self, question: str) -> tuple[Opinion, ...]:
        """The minority opinions on that question."""
        return tuple(
            Opinion(each.organisation_id, each.organisation, each.text)
            for each in self.minority
            if each.question == question
        )


def to_json(snapshot: Snapshot) -> str:
    """The snapshot as one JSON value, to be frozen with an issue."""
    return json.dumps(_plain(snapshot), ensure_ascii=False, separators=(",", ":"))


def from_json(text: str) -> Snapshot:
    """A frozen snapshot again; raises Refused when the text is not one."""
    value = json.loads(text)
    if isinstance(value, dict):
        # What was frozen before conflicts were recorded knows of none.
        for each in value.get("recommendations", ()):
            each.setdefault("conflicts", [])
        # Nor does what was frozen before minority opinions were filed know of these.
        value.setdefault("minority", [])
    return built(Snapshot, value)


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        return {name: _plain(getattr(value, name)) for name in written_members(value)}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value
