"""What can be asked of conversations."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from civic.discussions.models import (
    Comment,
    Conversation,
    Visit,
)
from civic.discussions.queries.sight import may_see, not_to_be_read
from civic.forums.models import Forum
from civic.kernel.access import Actor
from civic.kernel.db import db
from civic.kernel.errors import NotFound
from civic.kernel.paging import Page, page_of
from civic.kernel.words import N_
from civic.organisations.models import Organisation

HIDDEN = N_("This conversation is hidden. Reason: %(ground)s. Decided on %(day)s.")


def find_conversation(conversation_id: int) -> Conversation | None:
    """The conversation of that id, hidden or not."""
    return db.session.scalar(
        select(Conversation)
        .where(Conversation.id == conversation_id)
        .options(*_with_all(), joinedload(Conversation.forum), joinedload(Conversation.summary_by))
    )


def get_conversation(conversation_id: int, actor: Actor) -> Conversation:
    """The conversation of that id, or NotFound, also when it is hidden from this actor."""
    conversation = find_conversation(conversation_id)
    if conversation is None:
        raise NotFound
    if not may_see(actor, conversation):
        raise not_to_be_read(conversation, HIDDEN)
    return conversation


def opened_since(forum_id: int, person_id: int, since: datetime) -> Sequence[Conversation]:
    """What a person opened in a forum since a moment: by this a double click is known."""
    return db.session.scalars(
        select(Conversation).where(
            Conversation.forum_id == forum_id,
            Conversation.person_id == person_id,
            Conversation.at >= since,
        )
    ).all()


class Listed(NamedTuple):
    """A conversation in a list, and when something was last said in it."""

    conversation: Conversation
    last: datetime


def list_conversations(forum: Forum, number: int) -> Page[Listed]:
    """The visible conversations of a forum, those where something was said last first; two questions."""
    spoken = (
        select(func.max(Comment.at))
        .where(Comment.thread_id == Conversation.thread_id, Comment.hidden_at.is_(None))
        .scalar_subquery()
    )
    last = func.coalesce(spoken, Conversation.at).label("last")
    statement = (
        select(Conversation, last)
        .where(Conversation.forum_id == forum.id, Conversation.hidden_at.is_(None))
        .options(*_with_all())
        .order_by(last.desc(), Conversation.id.desc())
    )
    return page_of(statement, number, lambda cut: [Listed(*row) for row in db.session.execute(cut)])


def new_for(person_id: int, thread_ids: Iterable[int]) -> dict[int, int]:
    """How many comments of others each of these threads got since a person was there; threads never visited are left out."""
    statement = (
        select(Comment.thread_id, func.count(Comment.id))
        .join(Visit, Visit.thread_id == Comment.thread_id)
        .where(
            Visit.person_id == person_id,
            Comment.thread_id.in_(list(thread_ids)),
            Comment.at > Visit.at,
            Comment.person_id != person_id,
            Comment.hidden_at.is_(None),
        )
        .group_by(Comment.thread_id)
    )
    return {row[0]: row[1] for row in db.session.execute(statement)}


def _with_all() -> tuple[Any, ...]:
    return (
        joinedload(Conversation.thread),
        joinedload(Conversation.person),
        joinedload(Conversation.organisation).load_only(Organisation.name, Organisation.verification),
    )
