"""What is told of a contribution: that it is there, or that it waits; and how it comes out when a moderator lets it through."""

from __future__ import annotations

from civic.discussions import addressed, holding
from civic.discussions.events import (
    CommentHeld,
    CommentMade,
    ConversationHeld,
    ConversationOpened,
    Mentioned,
)
from civic.discussions.models import Cause, Comment, Conversation, Mention
from civic.discussions.owners import Discussed, owner_of
from civic.kernel.access import Actor
from civic.kernel.events import record


def comment_made(
    comment: Comment, owner: Discussed, *, by: Actor, imported: bool = False, let_through: bool = False
) -> None:
    """Tell of a comment that everybody reads from now on, and ask whom it mentions."""
    talk = isinstance(owner, Conversation)
    record(
        CommentMade(
            comment=comment.id,
            proposal=None if talk else owner.id,
            kind=comment.kind,
            parent=comment.parent_id,
            conversation=owner.id if talk else None,
            let_through=let_through,
            by=by.id,
            organisation=by.organisation_id,
            imported=imported,
        )
    )
    if not imported:
        addressed.answer_mentions(comment, by=by)
        addressed.add_mentions(comment, by=by, told=lambda mention: tell_mentioned(mention, by))


def comment_held(comment: Comment, owner: Discussed, cause: Cause, *, by: Actor) -> None:
    """Note that a comment waits; nobody whom it mentions is asked before it is read."""
    talk = isinstance(owner, Conversation)
    record(
        CommentHeld(
            comment=comment.id,
            proposal=None if talk else owner.id,
            conversation=owner.id if talk else None,
            cause=cause,
            by=by.id,
            organisation=by.organisation_id,
        )
    )


def conversation_opened(conversation: Conversation, *, by: Actor, let_through: bool = False) -> None:
    """Tell of a conversation that everybody reads from now on."""
    record(
        ConversationOpened(
            conversation=conversation.id,
            forum=conversation.forum_id,
            let_through=let_through,
            by=by.id,
            organisation=by.organisation_id,
        )
    )


def conversation_held(conversation: Conversation, cause: Cause, *, by: Actor) -> None:
    """Note that a conversation waits."""
    record(
        ConversationHeld(
            conversation=conversation.id,
            forum=conversation.forum_id,
            cause=cause,
            by=by.id,
            organisation=by.organisation_id,
        )
    )


def let_comment_through(comment: Comment) -> None:
    """Publish a comment that waited, in its author's name."""
    holding.let_out(comment)
    comment.thread.changed(visible=1)
    comment_made(comment, owner_of(comment), by=holding.writer_of(comment), let_through=True)


def let_conversation_through(conversation: Conversation) -> None:
    """Publish a conversation that waited, in its author's name."""
    holding.let_out(conversation)
    conversation_opened(conversation, by=holding.writer_of(conversation), let_through=True)


def tell_mentioned(mention: Mention, by: Actor) -> None:
    """Tell whom a comment asks."""
    record(
        Mentioned(
            comment=mention.comment_id,
            mention=mention.id,
            mentioned=mention.organisation_id,
            by=by.id,
            organisation=by.organisation_id,
        )
    )
