"""In which forum a comment stands, as part of a question about cases."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from civic.discussions.models import Comment, Conversation
from civic.proposals.models import Proposal


def forum_of_comment() -> Any:
    """The forum of the comment that the question reads, whatever its thread belongs to; nothing where it reads none."""
    talk, proposal = aliased(Conversation), aliased(Proposal)
    return func.coalesce(
        *(
            select(owner.forum_id)
            .where(owner.thread_id == Comment.thread_id)
            .correlate(Comment)
            .scalar_subquery()
            for owner in (talk, proposal)
        )
    )
