"""What boards tell others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from civic.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class NoticeWritten(Event):
    """An organisation wrote a notice, or worded it anew: it waits for a moderator."""

    noun: ClassVar[str] = "notice"
    keeps_names = True
    notice: int
    number: int


@dataclass(frozen=True, kw_only=True)
class NoticeDecided(Event):
    """A moderator let a wording through, sent it back or refused it."""

    noun: ClassVar[str] = "notice"
    keeps_names = True
    notice: int
    number: int
    #: The organisation whose notice it is.
    of: int
    outcome: str


@dataclass(frozen=True, kw_only=True)
class NoticeWithdrawn(Event):
    """An organisation took its notice from the board."""

    noun: ClassVar[str] = "notice"
    keeps_names = True
    notice: int


@dataclass(frozen=True, kw_only=True)
class GrantCallAnnounced(Event):
    """The city put a call on the board."""

    noun: ClassVar[str] = "grant_call"
    keeps_names = True
    grant_call: int


@dataclass(frozen=True, kw_only=True)
class GrantCallChanged(Event):
    """A call says something else; `moved` where its last moment is another."""

    noun: ClassVar[str] = "grant_call"
    keeps_names = True
    grant_call: int
    moved: bool


@dataclass(frozen=True, kw_only=True)
class GrantCallCancelled(Event):
    """A call does not take place."""

    noun: ClassVar[str] = "grant_call"
    keeps_names = True
    grant_call: int
