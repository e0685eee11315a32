"""What the pack of a meeting asks of the slices below."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import aliased

from civic.discussions.models import Comment, CommentKind
from civic.kernel.db import db
from civic.meetings.queries import get_meeting as get_meeting
from civic.minutes.models import Line
from civic.minutes.queries import find_named as find_named
from civic.proposals.models import Proposal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from civic.meetings.models import Meeting


def open_questions(proposal: Proposal) -> Sequence[Comment]:
    """The readable questions under a proposal that those who made it have not answered, the oldest first."""
    answer = aliased(Comment)
    theirs = (
        answer.organisation_id == proposal.organisation_id
        if proposal.organisation_id is not None
        else (answer.person_id == proposal.person_id) & answer.organisation_id.is_(None)
    )
    answered = select(answer.id).where(answer.parent_id == Comment.id, answer.hidden_at.is_(None), theirs)
    return db.session.scalars(
        select(Comment)
        .where(
            Comment.thread_id == proposal.thread_id,
            Comment.kind == CommentKind.QUESTION,
            Comment.hidden_at.is_(None),
            ~answered.exists(),
        )
        .order_by(Comment.at, Comment.id)
    ).all()


def known_ids(meeting: Meeting) -> frozenset[str]:
    """By what the lines of a meeting are known to those who sent them."""
    return frozenset(db.session.scalars(select(Line.client_id).where(Line.meeting_id == meeting.id)))
