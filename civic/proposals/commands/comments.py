"""The mark of a new argument on the comments of a proposal."""

from __future__ import annotations

from civic.discussions.models import Comment
from civic.kernel import clock
from civic.kernel.access import Actor, Permission, authorize
from civic.kernel.events import record
from civic.proposals import policies, queries
from civic.proposals.events import ArgumentMarked


def mark_new_argument(comment: Comment, *, marked: bool = True, by: Actor) -> Comment:
    """Say that a comment brings a new argument, which gets a decision of its own; or take that back.

    Its author may while comments are open, a moderator at any time.

    Raises:
        Refused: when the phase is over for the author.
    """
    authorize(by, Permission.MARK_ARGUMENT, comment)
    if too_late := policies.time_to_mark.refusal(by, queries.proposal_of(comment), clock.now()):
        raise too_late
    if comment.new_argument != marked:
        comment.new_argument = marked
        comment.thread.changed()
        record(ArgumentMarked(comment=comment.id, marked=marked, by=by.id, organisation=by.organisation_id))
    return comment
