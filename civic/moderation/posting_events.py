"""What moderation tells of what is published outside of the talk of forums."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from civic.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class NeedModerated(Event):
    """A moderator decided about a published need, beside what becomes of it."""

    noun: ClassVar[str] = "need"
    keeps_names = True
    need: int
    decision: int
    ground: str
    act: str
    #: SHA-256 of the statement of reasons, so that one that was changed afterwards is found.
    digest: str = ""


@dataclass(frozen=True, kw_only=True)
class NoticeModerated(Event):
    """A moderator decided about a notice on the board, beside its wording."""

    noun: ClassVar[str] = "notice"
    keeps_names = True
    notice: int
    #: The organisation whose notice it is.
    of: int
    decision: int
    ground: str
    act: str
    digest: str = ""


@dataclass(frozen=True, kw_only=True)
class GrantCallModerated(Event):
    """A moderator decided about a call of the city."""

    noun: ClassVar[str] = "grant_call"
    keeps_names = True
    grant_call: int
    decision: int
    ground: str
    act: str
    digest: str = ""


@dataclass(frozen=True, kw_only=True)
class ReviewCommentModerated(Event):
    """A moderator decided about a comment on a draft."""

    noun: ClassVar[str] = "review"
    keeps_names = True
    review: int
    forum: int
    said: int
    decision: int
    ground: str
    act: str
    digest: str = ""
