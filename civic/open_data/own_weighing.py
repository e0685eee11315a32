"""How the rows about one person are read where they weighed a proposal: amendments, agreement, positions planned with a board."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from civic.discussions.models import Comment
from civic.kernel.db import db
from civic.open_data.own_rows import Coded
from civic.proposals import labels
from civic.proposals.models import Amendment, PlannedPosition, ResidentAgreement

if TYPE_CHECKING:
    from collections.abc import Iterator

    from civic.accounts.models import User


def amendments(user: User) -> Iterator[tuple[Any, ...]]:
    """Other wordings that the person suggested; the reason is the comment's, told with the comments."""
    statement = (
        select(Amendment)
        .join(Comment, Comment.id == Amendment.comment_id)
        .where(Comment.person_id == user.id)
        .options(joinedload(Amendment.comment))
        .order_by(Amendment.id)
    )
    for each in db.session.scalars(statement):
        yield (
            f"P{each.proposal_id}",
            each.comment.label,
            Coded(each.part, labels.PARTS[each.part]),
            each.new_text,
            Coded(each.state, labels.AMENDMENTS[each.state]),
            each.reason,
        )


def agreements(user: User) -> Iterator[tuple[Any, ...]]:
    """Proposals with which the person agrees as a resident."""
    statement = select(ResidentAgreement).where(ResidentAgreement.person_id == user.id)
    for each in db.session.scalars(statement.order_by(ResidentAgreement.at)):
        yield f"P{each.proposal_id}", each.at


def planned(user: User) -> Iterator[tuple[Any, ...]]:
    """Positions that the person prepared for a board; what the board noted is not about this person."""
    statement = select(PlannedPosition).where(PlannedPosition.person_id == user.id)
    for each in db.session.scalars(
        statement.options(joinedload(PlannedPosition.organisation)).order_by(PlannedPosition.id)
    ):
        stance = Coded(each.stance, labels.STANCES[each.stance])
        yield f"P{each.proposal_id}", each.organisation.name, stance, each.reason, each.at, each.closed_at
