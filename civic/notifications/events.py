"""What following and letters tell others. What somebody follows is nobody's business: the log holds only that it changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from civic.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class FollowingChanged(Event):
    """A person follows something more, or something less."""

    noun: ClassVar[str] = "user"
    keeps_names = True
    user: int


@dataclass(frozen=True, kw_only=True)
class HabitsChanged(Event):
    """A person chose how often and when letters come."""

    noun: ClassVar[str] = "user"
    keeps_names = True
    user: int


@dataclass(frozen=True, kw_only=True)
class FollowerConfirmed(Event):
    """Somebody without an account follows by letter."""

    noun: ClassVar[str] = "follower"
    keeps_names = True
    follower: int


@dataclass(frozen=True, kw_only=True)
class FollowerLeft(Event):
    """Somebody without an account follows no more."""

    noun: ClassVar[str] = "follower"
    keeps_names = True
    follower: int


@dataclass(frozen=True, kw_only=True)
class LetterRetried(Event):
    """An administrator had a letter tried again."""

    noun: ClassVar[str] = "letter"
    keeps_names = True
    letter: int


@dataclass(frozen=True, kw_only=True)
class LetterDropped(Event):
    """An administrator took a letter out of those that wait."""

    noun: ClassVar[str] = "letter"
    keeps_names = True
    letter: int
