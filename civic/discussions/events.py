"""What threads and conversations tell others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from civic.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class CommentEvent(Event):
    """Something happened to a comment."""

    noun: ClassVar[str] = "comment"
    comment: int


@dataclass(frozen=True, kw_only=True)
class CommentMade(CommentEvent):
    """A comment was published in the thread of a proposal or of a conversation."""

    proposal: int | None = None
    kind: str
    parent: int | None = None
    conversation: int | None = None
    #: Whether a moderator let it through, after which it is published in its author's name.
    let_through: bool = False

    @property
    def keeps_names(self) -> bool:
        """Whoever speaks for no organisation gets a number in the forum."""
        return self.organisation is not None


@dataclass(frozen=True, kw_only=True)
class CommentHeld(CommentEvent):
    """A comment was written and waits for a moderator's look; it is made once somebody lets it through."""

    proposal: int | None = None
    conversation: int | None = None
    cause: str

    @property
    def keeps_names(self) -> bool:
        """Whoever speaks for no organisation gets a number in the forum."""
        return self.organisation is not None


@dataclass(frozen=True, kw_only=True)
class CommentEdited(CommentEvent):
    """Its author changed a comment; the earlier text stays to be read."""

    keeps_names = True
    edits: int
    #: Whether a moderator had asked for a change.
    asked: bool = False


@dataclass(frozen=True, kw_only=True)
class CommentDeleted(CommentEvent):
    """Its author took a comment back: the text is gone."""

    keeps_names = True


@dataclass(frozen=True, kw_only=True)
class CommentAgreed(CommentEvent):
    """A person agrees with a comment, or does no longer."""

    keeps_names = True
    agreed: bool


@dataclass(frozen=True, kw_only=True)
class Mentioned(CommentEvent):
    """A comment asks an organisation, or a unit of the city, to say something."""

    keeps_names = True
    mention: int
    mentioned: int | None = None


@dataclass(frozen=True, kw_only=True)
class MentionPutAside(Event):
    """An addressee will not answer."""

    noun: ClassVar[str] = "mention"
    keeps_names = True
    mention: int


@dataclass(frozen=True, kw_only=True)
class ConversationEvent(Event):
    """Something happened to a conversation."""

    noun: ClassVar[str] = "conversation"
    conversation: int


@dataclass(frozen=True, kw_only=True)
class ConversationOpened(ConversationEvent):
    """A conversation was opened in a forum."""

    forum: int
    #: Whether a moderator let it through, after which it is published in its author's name.
    let_through: bool = False

    @property
    def keeps_names(self) -> bool:
        """Whoever speaks for no organisation gets a number in the forum."""
        return self.organisation is not None


@dataclass(frozen=True, kw_only=True)
class ConversationHeld(ConversationEvent):
    """A conversation was written and waits for a moderator's look; it is opened once somebody lets it through."""

    forum: int
    cause: str

    @property
    def keeps_names(self) -> bool:
        """Whoever speaks for no organisation gets a number in the forum."""
        return self.organisation is not None


@dataclass(frozen=True, kw_only=True)
class ConversationSummarised(ConversationEvent):
    """Somebody wrote down where a conversation stands."""

    keeps_names = True


@dataclass(frozen=True, kw_only=True)
class ConversationClosed(ConversationEvent):
    """A conversation ended with its conclusions."""

    keeps_names = True


@dataclass(frozen=True, kw_only=True)
class ConversationReopened(ConversationEvent):
    """A closed conversation goes on."""

    keeps_names = True
