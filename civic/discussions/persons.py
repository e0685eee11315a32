"""The persons who spoke in a forum for no organisation, in a fixed order: „osoba fizyczna nr 1” is the first.

Slices above add what else may be said in a forum: each a select of (person, moment, rank, id) for a forum, by `count_too`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import ColumnElement, func, literal, literal_column, select, true, union_all

from civic.discussions.models import Comment, Conversation, Received
from civic.kernel.db import db

#: Written into the statement: only then the database knows that the index of just these rows will do.
NONE: ColumnElement[str] = literal_column("''")
#: Of two things of one moment: what a thread is about counts before what is said in it.
FIRST, SECOND = 0, 1
Spoken = Callable[[int], Any]
_spoken: list[Spoken] = []


def count_too(spoken: Spoken) -> Spoken:
    """Register one more way to speak in a forum."""
    _spoken.append(spoken)
    return spoken


def said_in(owner: Any) -> Spoken:
    """The comments on what owns a thread in a forum, as `count_too` takes them."""

    def spoken(forum_id: int) -> Any:
        return (
            select(Comment.person_id, Comment.at.label("at"), literal(SECOND).label("rank"), Comment.id)
            .join(owner, owner.thread_id == Comment.thread_id)
            .where(
                owner.forum_id == forum_id,
                Comment.organisation_name == NONE,
                # What the office entered is one account's, and as many persons' as there are letters.
                Comment.received_on.is_(None),
            )
        )

    return spoken


def opened(owner: Any) -> Spoken:
    """The things themselves, as `count_too` takes them."""
    itself = owner.received_on.is_(None) if issubclass(owner, Received) else true()

    def spoken(forum_id: int) -> Any:
        return select(owner.person_id, owner.at.label("at"), literal(FIRST).label("rank"), owner.id).where(
            owner.forum_id == forum_id, owner.organisation_name == NONE, itself
        )

    return spoken


def persons_of(forum_id: int) -> list[int]:
    """Those who spoke in a forum for no organisation, in the order in which they first did.

    Hidden contributions count too, so that hiding one gives nobody another number.
    """
    spoken = union_all(*(each(forum_id) for each in _spoken)).subquery()
    first = func.row_number().over(
        partition_by=spoken.c.person_id, order_by=(spoken.c.at, spoken.c.rank, spoken.c.id)
    )
    ranked = select(spoken, first.label("turn")).subquery()
    statement = (
        select(ranked.c.person_id).where(ranked.c.turn == 1).order_by(ranked.c.at, ranked.c.rank, ranked.c.id)
    )
    return list(db.session.scalars(statement))


count_too(opened(Conversation))
count_too(said_in(Conversation))
