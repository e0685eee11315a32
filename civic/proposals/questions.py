"""Questions that people asked under a proposal and that those who made it have not answered yet."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from civic.discussions.models import Comment, CommentKind
from civic.kernel.db import db
from civic.proposals.models import Proposal, ProposalState, Revision

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement

    from civic.kernel.access import Actor


class Asked(NamedTuple):
    """The unanswered questions under one proposal: how many, and the oldest of them."""

    proposal_id: int
    forum_id: int
    title: str
    number: int
    first_id: int
    since: datetime


def waiting_for(actor: Actor) -> Sequence[Asked]:
    """The readable questions of others under what the actor's organisation proposed, or the person where none is acted for.

    A question is answered by whoever made the proposal, in reply to it.
    """
    answer = aliased(Comment)
    answered = select(answer.id).where(
        answer.parent_id == Comment.id, answer.hidden_at.is_(None), _theirs(answer, actor)
    )
    statement = (
        select(
            Proposal.id,
            Proposal.forum_id,
            Revision.title,
            func.count(Comment.id),
            func.min(Comment.id),
            func.min(Comment.at),
        )
        .join(Comment, Comment.thread_id == Proposal.thread_id)
        .join(Revision, (Revision.proposal_id == Proposal.id) & (Revision.number == Proposal.revision_no))
        .where(
            _theirs(Proposal, actor),
            Proposal.state == ProposalState.PUBLISHED,
            Proposal.hidden_at.is_(None),
            Comment.kind == CommentKind.QUESTION,
            Comment.hidden_at.is_(None),
            _of_others(actor),
            ~answered.exists(),
        )
        .group_by(Proposal.id, Proposal.forum_id, Revision.title)
    )
    return [Asked(*row) for row in db.session.execute(statement)]


def _theirs(thing: type[Proposal | Comment], actor: Actor) -> ColumnElement[bool]:
    """Said by the organisation acted for, or by the person for none."""
    if actor.organisation_id is not None:
        return thing.organisation_id == actor.organisation_id
    return (thing.person_id == actor.id) & thing.organisation_id.is_(None)


def _of_others(actor: Actor) -> ColumnElement[bool]:
    if actor.organisation_id is not None:
        return Comment.organisation_id.is_distinct_from(actor.organisation_id)
    return Comment.person_id != actor.id
