"""The persons who spoke in a forum for no organisation, in a fixed order: „osoba fizyczna nr 1” is the first."""

from __future__ import annotations

from sqlalchemy import ColumnElement, func, literal, literal_column, select, union_all

from civic.discussions.models import Comment
from civic.kernel.db import db
from civic.proposals.models import Proposal

# Written into the statement: only then the database knows that the index of just these rows will do.
_NONE: ColumnElement[str] = literal_column("''")


def persons_of(forum_id: int) -> list[int]:
    """Those who spoke in a forum for no organisation, in the order in which they first did.

    Hidden contributions count too, so that hiding one gives nobody another number.
    """
    spoken = union_all(
        select(
            Proposal.person_id, Proposal.at.label("at"), literal(0).label("kind"), Proposal.id.label("id")
        ).where(Proposal.forum_id == forum_id, Proposal.organisation_name == _NONE),
        select(Comment.person_id, Comment.at, literal(1), Comment.id)
        .join(Proposal, Proposal.thread_id == Comment.thread_id)
        .where(Proposal.forum_id == forum_id, Comment.organisation_name == _NONE),
    ).subquery()
    first = func.row_number().over(
        partition_by=spoken.c.person_id, order_by=(spoken.c.at, spoken.c.kind, spoken.c.id)
    )
    ranked = select(spoken, first.label("turn")).subquery()
    statement = (
        select(ranked.c.person_id).where(ranked.c.turn == 1).order_by(ranked.c.at, ranked.c.kind, ranked.c.id)
    )
    return list(db.session.scalars(statement))
