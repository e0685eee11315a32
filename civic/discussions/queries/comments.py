"""What can be asked of threads and their comments: light rows, whatever their number."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from functools import cache, partial
from typing import NamedTuple

from sqlalchemy import case, select

from civic.accounts.models import User
from civic.discussions.models import (
    Agreement,
    Comment,
    CommentKind,
    CommentVersion,
    Origin,
    Thread,
    Visit,
)
from civic.kernel.db import db
from civic.kernel.errors import NotFound
from civic.kernel.finished import fragments
from civic.organisations.models import Organisation, Verification
from civic.organisations.queries.places import last_day_of


class Outlined(NamedTuple):
    """One comment without its text: enough to put a thread in order, count it and cut it into pages."""

    id: int
    thread_id: int
    parent_id: int | None
    kind: CommentKind
    at: datetime
    hidden: bool
    person_id: int
    organisation_id: int | None
    organisation_name: str
    claimed_id: int | None = None
    #: Nobody has read it yet but its author and the moderators.
    held: bool = False
    asked_until: datetime | None = None


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
    edits: int = 0
    deleted: bool = False
    agreements: int = 0
    held: bool = False
    origin: Origin = Origin.ONLINE
    meeting: str | None = None
    received_on: date | None = None
    late: bool = False
    labels: str = ""
    asked_until: datetime | None = None
    split_into_id: int | None = None


def outlines(threads: Iterable[Thread]) -> dict[int, Sequence[Outlined]]:
    """The comments of several threads in the order of time, those that are not kept in memory read in one question."""
    found: dict[int, Sequence[Outlined]] = {}
    versions = {thread.id: thread.version for thread in threads}

    @cache
    def read() -> dict[int, list[Outlined]]:
        return _outlines(versions.keys() - found.keys())

    for thread_id, version in versions.items():
        key = ("outline", thread_id, version)
        found[thread_id] = fragments.get(
            key, partial(_one, read, thread_id), lambda made: 200 * len(made) + 100
        )
    return found


def _one(read: Callable[[], dict[int, list[Outlined]]], thread_id: int) -> list[Outlined]:
    return read()[thread_id]


def _outlines(thread_ids: Iterable[int]) -> dict[int, list[Outlined]]:
    found: dict[int, list[Outlined]] = {thread_id: [] for thread_id in thread_ids}
    c = Comment
    statement = (
        select(c.id, c.thread_id, c.parent_id, c.kind, c.at, c.hidden_at.is_not(None))
        .add_columns(
            c.person_id,
            c.organisation_id,
            c.organisation_name,
            c.claimed_organisation_id,
            c.held,
            c.asked_until,
        )
        .where(c.thread_id.in_(found))
        .order_by(c.at, c.id)
    )
    for values in db.session.execute(statement):
        row = Outlined._make(values)
        found[row.thread_id].append(row)
    return found


def comments_of(thread: Thread) -> list[CommentRow]:
    """All comments of a thread in the order of time, the hidden ones with their reason."""
    order = [row.id for row in outlines([thread])[thread.id]]
    rows = rows_of(order)
    return [rows[each] for each in order]


def rows_of(ids: Iterable[int]) -> dict[int, CommentRow]:
    """Comments by id, in one question."""
    wanted = sorted(set(ids))
    if not wanted:
        return {}
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
            Comment.edits,
            Comment.deleted_at.is_not(None),
            Comment.agreements,
            Comment.held,
            Comment.origin,
            Comment.meeting,
            Comment.received_on,
            Comment.late,
            Comment.labels,
            Comment.asked_until,
            Comment.split_into_id,
        )
        .join(User, User.id == Comment.person_id)
        .outerjoin(Organisation, Organisation.id == Comment.organisation_id)
        .where(Comment.id.in_(wanted))
    )
    return {row[0]: CommentRow._make(row) for row in db.session.execute(statement)}


def find_comment(comment_id: int) -> Comment | None:
    """The comment of that id."""
    return db.session.get(Comment, comment_id)


def get_comment(comment_id: int) -> Comment:
    """The comment of that id, or NotFound; whether it may be read is its owner's to decide."""
    comment = find_comment(comment_id)
    if comment is None:
        raise NotFound
    return comment


def parent_in(thread_id: int, given: str | None) -> Comment | None:
    """The comment that an address says is answered: of this very thread, and readable; or NotFound."""
    if not given:
        return None
    parent = find_comment(int(given)) if given.isdecimal() and len(given) < 10 else None
    if parent is None or parent.thread_id != thread_id or not parent.visible:
        raise NotFound
    return parent


def latest_of(thread_id: int, person_id: int, since: datetime) -> Sequence[Comment]:
    """What a person wrote in a thread since a moment, newest first: by this a double click is known."""
    return db.session.scalars(
        select(Comment)
        .where(Comment.thread_id == thread_id, Comment.person_id == person_id, Comment.at >= since)
        .order_by(Comment.id.desc())
        .limit(20)
    ).all()


def versions_of(comment: Comment) -> Sequence[CommentVersion]:
    """The earlier texts of a comment, the first one first."""
    return db.session.scalars(
        select(CommentVersion).where(CommentVersion.comment_id == comment.id).order_by(CommentVersion.number)
    ).all()


def agreed_by(person_id: int, ids: Iterable[int]) -> frozenset[int]:
    """With which of these comments a person agrees."""
    statement = select(Agreement.comment_id).where(
        Agreement.person_id == person_id, Agreement.comment_id.in_(list(ids))
    )
    return frozenset(db.session.scalars(statement))


def visit_of(person_id: int, thread_id: int) -> Visit | None:
    """When a person was in a thread last."""
    return db.session.get(Visit, (person_id, thread_id))
