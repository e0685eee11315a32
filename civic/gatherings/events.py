"""What gatherings tell others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from civic.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class GatheringEvent(Event):
    """Something happened to a gathering."""

    noun: ClassVar[str] = "gathering"
    keeps_names = True
    gathering: int


@dataclass(frozen=True, kw_only=True)
class GatheringPrepared(GatheringEvent):
    """A meeting became a gathering with a code."""


@dataclass(frozen=True, kw_only=True)
class GatheringArranged(GatheringEvent):
    """Topics, tables or the way of moderating changed."""


@dataclass(frozen=True, kw_only=True)
class GatheringOpened(GatheringEvent):
    """The room may ask."""


@dataclass(frozen=True, kw_only=True)
class GatheringClosed(GatheringEvent):
    """The room asks no more."""


@dataclass(frozen=True, kw_only=True)
class RoomQuestionEvent(Event):
    """Something happened to a question of the room."""

    noun: ClassVar[str] = "room_question"
    keeps_names = True
    room_question: int


@dataclass(frozen=True, kw_only=True)
class RoomQuestionAsked(RoomQuestionEvent):
    """Somebody in the room asked."""

    gathering: int


@dataclass(frozen=True, kw_only=True)
class RoomQuestionMoved(RoomQuestionEvent):
    """A question was let through, hidden, put on the screen as the present one, or taken back."""

    old: str
    new: str


@dataclass(frozen=True, kw_only=True)
class RoomQuestionMerged(RoomQuestionEvent):
    """A question went on as part of another that asks the same."""

    into: int


@dataclass(frozen=True, kw_only=True)
class RoomQuestionAnswered(RoomQuestionEvent):
    """The answer to a question was written down."""
