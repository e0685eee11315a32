"""How the rows about one person are read that they left in threads: conversations, earlier texts, agreement, visits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from civic.discussions.models import Agreement, Comment, CommentVersion, Conversation, Look, Visit
from civic.discussions.signals import SENTENCES, Signal
from civic.kernel.db import db
from civic.kernel.words import N_
from civic.open_data.own_shape import (
    DAY,
    ORGANISATION,
    REASON,
    TEXT,
    TITLE,
    UNTIL,
    UNTIL_DELETED,
    WITH_THE_RECORD,
    Section,
)
from civic.proposals.models import Objection

if TYPE_CHECKING:
    from collections.abc import Iterator

    from civic.accounts.models import User


def conversations(user: User) -> Iterator[tuple[Any, ...]]:
    """Conversations that the person opened."""
    statement = (
        select(Conversation)
        .where(Conversation.person_id == user.id)
        .options(joinedload(Conversation.forum))
        .order_by(Conversation.id)
    )
    for each in db.session.scalars(statement):
        yield (
            each.label,
            each.forum.title,
            each.organisation_name,
            each.title,
            each.body,
            each.at,
            each.hidden_reason,
        )


def summaries(user: User) -> Iterator[tuple[Any, ...]]:
    """Summaries that the person wrote last."""
    statement = select(Conversation).where(Conversation.summary_by_id == user.id).order_by(Conversation.id)
    for each in db.session.scalars(statement):
        yield each.label, each.summary, each.summary_at


def earlier_texts(user: User) -> Iterator[tuple[Any, ...]]:
    """What the person's comments said before they were changed."""
    statement = (
        select(CommentVersion)
        .join(Comment, Comment.id == CommentVersion.comment_id)
        .where(Comment.person_id == user.id)
        .order_by(CommentVersion.id)
    )
    for each in db.session.scalars(statement):
        yield f"K{each.comment_id}", each.body, each.at


def looks(user: User) -> Iterator[tuple[Any, ...]]:
    """What of the person's waited, or waits, for a moderator's look, and what a machine noticed in it."""
    statement = (
        select(Look).where(Look.person_id == user.id).options(joinedload(Look.forum)).order_by(Look.id)
    )
    for each in db.session.scalars(statement):
        noticed = " ".join(str(SENTENCES[Signal(name)]) for name in each.signals)
        yield (
            each.forum.title,
            f"K{each.comment_id}" if each.comment_id else "",
            noticed,
            each.at,
            each.ended_at,
        )


def agreements(user: User) -> Iterator[tuple[Any, ...]]:
    """Comments that the person agrees with."""
    statement = select(Agreement).where(Agreement.person_id == user.id).order_by(Agreement.comment_id)
    for each in db.session.scalars(statement):
        yield f"K{each.comment_id}", each.at


def visits(user: User) -> Iterator[tuple[Any, ...]]:
    """When the person was last in which thread."""
    statement = select(Visit).where(Visit.person_id == user.id).order_by(Visit.thread_id)
    for each in db.session.scalars(statement):
        yield each.thread_id, each.at


def objections(user: User) -> Iterator[tuple[Any, ...]]:
    """Objections to merges, with the answer."""
    statement = (
        select(Objection)
        .where(Objection.person_id == user.id)
        .options(joinedload(Objection.merge))
        .order_by(Objection.id)
    )
    for each in db.session.scalars(statement):
        merged = f"P{each.merge.source_id} → P{each.merge.target_id}"
        yield merged, each.organisation_name, each.reason, each.at, each.answer, each.answered_at


SECTIONS: tuple[Section, ...] = (
    Section(
        "conversations",
        N_("Conversations you opened"),
        {
            "label": N_("Number"),
            "forum": N_("Forum"),
            "organisation": ORGANISATION,
            "title": TITLE,
            "text": TEXT,
            "at": DAY,
            "hidden_reason": N_("Why it is hidden"),
        },
        conversations,
        ("conversations.person_id",),
        WITH_THE_RECORD,
    ),
    Section(
        "summaries",
        N_("Summaries you wrote"),
        {"label": N_("Number"), "text": TEXT, "at": DAY},
        summaries,
        ("conversations.summary_by_id",),
        WITH_THE_RECORD,
    ),
    Section(
        "earlier_texts",
        N_("Earlier texts of your comments"),
        {"label": N_("Number"), "text": TEXT, "at": DAY},
        earlier_texts,
        (),
        WITH_THE_RECORD,
    ),
    Section(
        "looks",
        N_("What waited for a moderator's look"),
        {
            "forum": N_("Forum"),
            "label": N_("Number"),
            "noticed": N_("What the system noticed"),
            "at": DAY,
            "ended_at": UNTIL,
        },
        looks,
        ("looks.person_id",),
        WITH_THE_RECORD,
    ),
    Section(
        "agreements",
        N_("Comments you agree with"),
        {"label": N_("Number"), "at": DAY},
        agreements,
        ("agreements.person_id",),
        UNTIL_DELETED,
    ),
    Section(
        "visits",
        N_("When you were last in a conversation"),
        {"number": N_("Number"), "at": DAY},
        visits,
        ("visits.person_id",),
        UNTIL_DELETED,
    ),
    Section(
        "objections",
        N_("Objections to merges"),
        {
            "merge": N_("Merge"),
            "organisation": ORGANISATION,
            "reason": REASON,
            "at": DAY,
            "answer": N_("The answer"),
            "answered_at": N_("Answered"),
        },
        objections,
        ("objections.person_id",),
        WITH_THE_RECORD,
    ),
)
