"""What moderation tells others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from civic.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class ProposalDecided(Event):
    """A moderator decided about a proposal."""

    noun: ClassVar[str] = "proposal"
    keeps_names = True
    proposal: int
    decision: int
    ground: str


@dataclass(frozen=True, kw_only=True)
class ProposalHidden(ProposalDecided):
    """A proposal is nowhere to be read any more but by its author and the moderators."""


@dataclass(frozen=True, kw_only=True)
class ProposalRestored(ProposalDecided):
    """A hidden proposal is readable again."""


@dataclass(frozen=True, kw_only=True)
class ConversationDecided(Event):
    """A moderator decided about a conversation."""

    noun: ClassVar[str] = "conversation"
    keeps_names = True
    conversation: int
    decision: int
    ground: str


@dataclass(frozen=True, kw_only=True)
class ConversationHidden(ConversationDecided):
    """A conversation is nowhere to be read any more but by whoever opened it and the moderators."""


@dataclass(frozen=True, kw_only=True)
class ConversationRestored(ConversationDecided):
    """A hidden conversation is readable again."""


@dataclass(frozen=True, kw_only=True)
class CommentDecided(Event):
    """A moderator decided about a comment."""

    noun: ClassVar[str] = "comment"
    keeps_names = True
    comment: int
    decision: int
    ground: str


@dataclass(frozen=True, kw_only=True)
class CommentHidden(CommentDecided):
    """A comment's text gave place to the reason."""


@dataclass(frozen=True, kw_only=True)
class CommentRestored(CommentDecided):
    """A hidden comment is readable again."""
