"""What the pack of a meeting asks of the slices below."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import aliased

from civic.discussions.models import Comment, CommentKind
from civic.kernel.db import db
from civic.meetings.queries import get_meeting as get_meeting
from civic.minutes.models import Line
from civic.minutes.queries import find_minutes as find_minutes
from civic.minutes.queries import find_named as find_named
from civic.minutes.queries import presence_at as presence_at
from civic.organisations.models import Organisation
from civic.organisations.names import skeleton
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


def lines_by_paper(meeting: Meeting) -> Sequence[Line]:
    """The lines of a meeting that came out of its packs, the oldest first."""
    return db.session.scalars(
        select(Line)
        .where(Line.meeting_id == meeting.id, Line.client_id.startswith("paper-"))
        .order_by(Line.id)
    ).all()


def names_in_lines(meeting: Meeting) -> set[str]:
    """What the organisations are called that a line of the meeting names, as they are compared."""
    said = select(Line.organisation_name, Organisation.name).outerjoin(Line.organisation)
    named = db.session.execute(said.where(Line.meeting_id == meeting.id, Line.text != "")).all()
    return {skeleton(own or typed) for typed, own in named if own or typed}
