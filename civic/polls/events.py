"""What polls tell others; never a name or a word that was typed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from civic.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class PollEvent(Event):
    """Something happened to a poll."""

    noun: ClassVar[str] = "poll"
    keeps_names = True
    poll: int


@dataclass(frozen=True, kw_only=True)
class PollOpened(PollEvent):
    """Somebody asks which date suits."""


@dataclass(frozen=True, kw_only=True)
class PollAnswered(PollEvent):
    """A volunteer answered, or answers otherwise now."""


@dataclass(frozen=True, kw_only=True)
class PollAnswerWithdrawn(PollEvent):
    """A volunteer took an answer back; nothing of it is left."""


@dataclass(frozen=True, kw_only=True)
class PollDecided(PollEvent):
    """A date was chosen and became a meeting."""

    meeting: int
