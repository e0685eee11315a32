"""What forums tell others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from civic.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class ForumEvent(Event):
    """Something happened to a forum."""

    noun: ClassVar[str] = "forum"
    forum: int


@dataclass(frozen=True, kw_only=True)
class ForumOpened(ForumEvent):
    """A forum was opened, with these organisations at the table."""

    seated: tuple[int, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ForumEdited(ForumEvent):
    """What a forum says of itself was changed; the names of the fields, never their texts."""

    changed: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ForumClosed(ForumEvent):
    """A forum was closed by hand."""


@dataclass(frozen=True, kw_only=True)
class ForumReopened(ForumEvent):
    """A closed forum works again."""


@dataclass(frozen=True, kw_only=True)
class PhaseAdded(ForumEvent):
    """A phase was added to a forum that was open already."""

    phase: int


@dataclass(frozen=True, kw_only=True)
class PhaseMoved(ForumEvent):
    """A phase got other dates (ISO 8601, UTC)."""

    phase: int
    old_opens: str
    old_closes: str
    new_opens: str
    new_closes: str


@dataclass(frozen=True, kw_only=True)
class PhaseRemoved(ForumEvent):
    """A phase that had not begun was taken out."""

    phase: int


@dataclass(frozen=True, kw_only=True)
class SeatGiven(ForumEvent):
    """An organisation got a seat."""

    seated: int
    representative: int
    deputy: int | None = None


@dataclass(frozen=True, kw_only=True)
class SeatChanged(ForumEvent):
    """Other people sit at an organisation's seat."""

    seated: int
    old_representative: int
    old_deputy: int | None = None
    representative: int
    deputy: int | None = None


@dataclass(frozen=True, kw_only=True)
class SeatEnded(ForumEvent):
    """An organisation's seat got a last day (ISO 8601), or lost it."""

    seated: int
    ends_on: str | None = None


@dataclass(frozen=True, kw_only=True)
class CallAnnounced(ForumEvent):
    """A forum calls for declarations of participation until a day (ISO 8601), or calls no more."""

    until: str | None = None
    term_until: str | None = None
    seats_max: int | None = None


@dataclass(frozen=True, kw_only=True)
class DeclarationEvent(ForumEvent):
    """Something happened to an organisation's declaration of participation."""

    declaration: int
    declared: int


@dataclass(frozen=True, kw_only=True)
class DeclarationMade(DeclarationEvent):
    """An organisation declared that it wants to take part, and whom it would send."""


@dataclass(frozen=True, kw_only=True)
class DeclarationWithdrawn(DeclarationEvent):
    """An organisation took its declaration back."""


@dataclass(frozen=True, kw_only=True)
class DeclarationAccepted(DeclarationEvent):
    """The council accepted a declaration: the organisation has a seat."""

    seat: int


@dataclass(frozen=True, kw_only=True)
class DeclarationRefused(DeclarationEvent):
    """The council refused a declaration; the reason is kept with it."""
