"""Conversations as they are opened, summed up, closed with conclusions, and taken up again."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from civic.discussions import announcing, holding, queries, texts, twice
from civic.discussions.events import (
    ConversationClosed,
    ConversationReopened,
    ConversationSummarised,
)
from civic.discussions.models import Conversation, Thread
from civic.forums.models import Forum
from civic.kernel import clock, markup
from civic.kernel.access import Actor, Permission, authorize
from civic.kernel.db import db
from civic.kernel.errors import Conflict, Refused
from civic.kernel.events import record
from civic.kernel.words import N_

NO_TITLE = N_("Give the conversation a title: what it is about, in one sentence.")
NO_BODY = N_("Write what you would like to talk over.")
NO_CONCLUSIONS = N_("Write what came of the conversation, if only that no more is to be said.")


def open_conversation(
    forum: Forum,
    *,
    title: str,
    body: str,
    at: datetime | None = None,
    signals: tuple[str, ...] = (),
    by: Actor,
) -> Conversation:
    """Lay a question before a forum; `signals` are those that spoke for a machine before its author sent it all the same.

    Raises:
        Refused: when the forum is closed, or the text is empty or too long.
    """
    authorize(by, Permission.OPEN_CONVERSATION, forum)
    title = texts.line(title, missing=NO_TITLE)
    body = texts.text(body, missing=NO_BODY)
    now = clock.now()
    twice.queue_up(by)
    if by.id is not None:
        for earlier in queries.opened_since(forum.id, by.id, now - twice.WITHIN):
            if (earlier.title, earlier.body) == (title, body):
                return earlier
    cause = holding.cause_to_wait(forum, by, signals)
    conversation = Conversation(
        forum_id=forum.id,
        thread=Thread(version=1, visible=0),
        title=title,
        body=body,
        body_html=str(markup.render(body)),
        at=at or now,
        person_id=by.id,
        organisation_id=by.organisation_id,
        organisation_name=by.signature,
        capacity=by.capacity,
        claimed_organisation_id=by.claimed_id,
    )
    db.session.add(conversation)
    db.session.flush()
    if cause is not None:
        holding.hold(conversation, forum.id, cause, signals=signals)
        announcing.conversation_held(conversation, cause, by=by)
    else:
        announcing.conversation_opened(conversation, by=by)
    holding.note_signals(conversation, forum.id, f"{title}\n{body}", by, others=signals)
    return conversation


def summarise(conversation: Conversation, *, summary: str, version: int, by: Actor) -> Conversation:
    """Write down where a conversation stands; an empty summary takes the last one off.

    Raises:
        Conflict: when somebody wrote one meanwhile; `texts` holds theirs and ours.
        Refused: when the conversation is closed, or the text too long.
    """
    authorize(by, Permission.KEEP_CONVERSATION, conversation)
    summary = texts.text(summary, texts.COMMENT_LONGEST)
    _lock(conversation)
    if not conversation.stands:
        raise conversation.why_gone()
    if summary == conversation.summary:
        return conversation
    _check_version(conversation, version, conversation.summary, summary)
    conversation.summary, conversation.summary_html = summary, str(markup.render(summary))
    conversation.summary_at, conversation.summary_by_id = clock.now(), by.id
    db.session.flush()
    record(ConversationSummarised(conversation=conversation.id, by=by.id, organisation=by.organisation_id))
    return conversation


def close_conversation(
    conversation: Conversation, *, conclusions: str, version: int, by: Actor
) -> Conversation:
    """End a conversation with what came of it; all that was said stays to be read.

    Raises:
        Conflict: when it was changed meanwhile.
        Refused: when it was closed before, or the conclusions are missing or too long.
    """
    authorize(by, Permission.KEEP_CONVERSATION, conversation)
    conclusions = texts.text(conclusions, texts.COMMENT_LONGEST, missing=NO_CONCLUSIONS)
    _lock(conversation)
    if not conversation.stands:
        raise conversation.why_gone()
    _check_version(conversation, version, conversation.summary, conclusions)
    conversation.conclusions, conversation.conclusions_html = conclusions, str(markup.render(conclusions))
    conversation.closed_at = clock.now()
    conversation.thread.changed()
    db.session.flush()
    record(ConversationClosed(conversation=conversation.id, by=by.id, organisation=by.organisation_id))
    return conversation


def reopen_conversation(conversation: Conversation, *, by: Actor) -> Conversation:
    """Take a closed conversation up again; its conclusions become the summary, which says where it stands.

    Raises:
        Refused: when its forum was closed.
    """
    authorize(by, Permission.KEEP_CONVERSATION, conversation)
    _lock(conversation)
    if conversation.forum.closed_at is not None:
        raise Refused("closed", N_("The forum is closed, so its conversations stay closed."))
    if conversation.closed_at is None:
        return conversation
    if conversation.conclusions:
        conversation.summary = conversation.conclusions
        conversation.summary_html = conversation.conclusions_html
        conversation.summary_at, conversation.summary_by_id = conversation.closed_at, by.id
    conversation.closed_at, conversation.conclusions, conversation.conclusions_html = None, "", ""
    conversation.thread.changed()
    db.session.flush()
    record(ConversationReopened(conversation=conversation.id, by=by.id, organisation=by.organisation_id))
    return conversation


def _lock(conversation: Conversation) -> None:
    """Let writers follow each other: the row alone is locked, for it may have been read along with what it joins."""
    db.session.flush()
    db.session.execute(select(Conversation.id).where(Conversation.id == conversation.id).with_for_update())
    db.session.refresh(conversation)


def _check_version(conversation: Conversation, version: int, theirs: str, ours: str) -> None:
    if conversation.version != version:
        raise Conflict(
            "edited",
            N_(
                "Somebody changed this while you were writing. Both texts are below: put together what should stay."
            ),
            texts=(theirs, ours),
        )
