"""What minutes tell others: ids and counts, never a word of what was said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from civic.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class MinutesEvent(Event):
    """Something happened to what was written of a meeting."""

    noun: ClassVar[str] = "meeting"
    keeps_names = True
    meeting: int


@dataclass(frozen=True, kw_only=True)
class LineEvent(MinutesEvent):
    """Something happened to one line."""

    line: int


@dataclass(frozen=True, kw_only=True)
class LinesTaken(MinutesEvent):
    """So many lines came from a note taker."""

    lines: int


@dataclass(frozen=True, kw_only=True)
class LineChanged(LineEvent):
    """The words or the marks of a line changed."""


@dataclass(frozen=True, kw_only=True)
class LineStruck(LineEvent):
    """A line was struck out, or let stand again."""

    struck: bool


@dataclass(frozen=True, kw_only=True)
class VisitorAnswered(LineEvent):
    """A visitor agreed to what was written of their words, or withdrew it."""

    agreed: bool


@dataclass(frozen=True, kw_only=True)
class LinesForgotten(MinutesEvent):
    """The words of so many lines are gone, for nobody agreed to them in time."""

    lines: int


@dataclass(frozen=True, kw_only=True)
class LinesChecked(MinutesEvent):
    """Lines were looked over before publication."""

    lines: int


@dataclass(frozen=True, kw_only=True)
class PresenceNoted(MinutesEvent):
    """It was written down who came; `people` is how many, if anybody counted."""

    people: int | None


@dataclass(frozen=True, kw_only=True)
class MinutesPublished(MinutesEvent):
    """So many lines are to be read by everybody since now."""

    lines: int


@dataclass(frozen=True, kw_only=True)
class LinesAttributed(MinutesEvent):
    """Published lines name an organisation, which is asked whether it said so."""

    named: int


@dataclass(frozen=True, kw_only=True)
class LineClaimed(LineEvent):
    """An organisation said whether a line is its own."""

    ours: bool


@dataclass(frozen=True, kw_only=True)
class QuestionAssigned(LineEvent):
    """A question has a unit that answers, and a term."""

    until: str


@dataclass(frozen=True, kw_only=True)
class QuestionDue(LineEvent):
    """The answer to a question is due in so many days, or was due (0); the unit is reminded."""

    mark: int
    until: str


@dataclass(frozen=True, kw_only=True)
class QuestionAnswered(LineEvent):
    """A question was answered in public; `named` is the organisation that asked it."""

    named: int | None


@dataclass(frozen=True, kw_only=True)
class LineCarried(LineEvent):
    """A line became a proposal or a comment."""

    proposal: int | None
    comment: int | None
