"""What bulletins tell others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from civic.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class BulletinEvent(Event):
    """Something happened to a bulletin."""

    noun: ClassVar[str] = "bulletin"
    keeps_names = True
    bulletin: int


@dataclass(frozen=True, kw_only=True)
class BulletinWritten(BulletinEvent):
    """A bulletin was begun, or its text or audience changed."""


@dataclass(frozen=True, kw_only=True)
class BulletinScheduled(BulletinEvent):
    """It was decided when a bulletin goes out."""

    at: str


@dataclass(frozen=True, kw_only=True)
class BulletinStopped(BulletinEvent):
    """A scheduled bulletin does not go out."""


@dataclass(frozen=True, kw_only=True)
class BulletinSent(BulletinEvent):
    """All letters of a bulletin are written, to so many persons."""

    persons: int
