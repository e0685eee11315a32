"""What can be asked of threads: their comments as light rows, whatever their number."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import case, select

from civic.accounts.models import User
from civic.discussions.models import Comment, CommentKind, Thread
from civic.kernel.db import db
from civic.kernel.errors import NotFound
from civic.organisations.models import Organisation, Verification
from civic.organisations.queries.places import last_day_of


class CommentRow(NamedTuple):
    """One comment as pages and pipelines read it, without the weight of a model."""

    id: int
    thread_id: int
    parent_id: int | None
    kind: CommentKind
    body_html: str
    new_argument: bool
    at: datetime
    hidden_reason: str | None
    person_id: int
    person_name: str
    organisation_id: int | None
    organisation_name: str
    capacity: str
    name_shown: bool = False
    erased: bool = False
    claimed_id: int | None = None
    level: Verification | None = None
    last_day: date | None = None


def comments_of(thread: Thread) -> list[CommentRow]:
    """All comments of a thread in the order of time, the hidden ones with their reason."""
    return comments_in([thread.id])[thread.id]


def comments_in(thread_ids: Iterable[int]) -> dict[int, list[CommentRow]]:
    """The comments of several threads in one question; each thread has an entry, perhaps an empty one."""
    found: dict[int, list[CommentRow]] = {thread_id: [] for thread_id in thread_ids}
    if not found:
        return found
    statement = (
        select(
            Comment.id,
            Comment.thread_id,
            Comment.parent_id,
            Comment.kind,
            Comment.body_html,
            Comment.new_argument,
            Comment.at,
            case((Comment.hidden_at.is_(None), None), else_=Comment.hidden_reason),
            Comment.person_id,
            User.name,
            Comment.organisation_id,
            Comment.organisation_name,
            Comment.capacity,
            User.name_shown,
            User.erased_at.is_not(None),
            Comment.claimed_organisation_id,
            Organisation.verification,
            last_day_of(Comment),
        )
        .join(User, User.id == Comment.person_id)
        .outerjoin(Organisation, Organisation.id == Comment.organisation_id)
        .where(Comment.thread_id.in_(found))
        .order_by(Comment.at, Comment.id)
    )
    for values in db.session.execute(statement):
        row = CommentRow._make(values)
        found[row.thread_id].append(row)
    return found


def find_comment(comment_id: int) -> Comment | None:
    """The comment of that id."""
    return db.session.get(Comment, comment_id)


def get_comment(comment_id: int) -> Comment:
    """The comment of that id, or NotFound; whether it may be read is its owner's to decide."""
    comment = find_comment(comment_id)
    if comment is None:
        raise NotFound
    return comment


def latest_of(thread_id: int, person_id: int, since: datetime) -> Sequence[Comment]:
    """What a person wrote in a thread since a moment, newest first: by this a double click is known."""
    return db.session.scalars(
        select(Comment)
        .where(Comment.thread_id == thread_id, Comment.person_id == person_id, Comment.at >= since)
        .order_by(Comment.id.desc())
        .limit(20)
    ).all()
