"""Comments as they are written on a proposal, and the mark of a new argument."""

from __future__ import annotations

from datetime import datetime

from civic.discussions import queries as discussions
from civic.discussions.models import Comment, CommentKind
from civic.kernel import clock, markup
from civic.kernel.access import Actor, Permission, authorize
from civic.kernel.db import db
from civic.kernel.errors import NotFound
from civic.kernel.events import record
from civic.kernel.words import N_
from civic.proposals import policies, queries, texts, twice
from civic.proposals.events import ArgumentMarked, CommentMade
from civic.proposals.models import Proposal


def comment(
    proposal: Proposal,
    *,
    body: str,
    kind: CommentKind,
    parent_id: int | None = None,
    new_argument: bool = False,
    at: datetime | None = None,
    again: bool = False,
    by: Actor,
    imported: bool = False,
) -> Comment:
    """Say something on a proposal, by itself or in reply to a comment of the same thread; `again` may say the same words twice.

    Raises:
        Refused: when the phase takes no comments, or the text is empty or too long.
        NotFound: when the comment replied to stands in another thread or is hidden.
    """
    authorize(by, Permission.COMMENT, proposal)
    body = texts.text(
        body, markup.LONGEST if imported else texts.COMMENT_LONGEST, missing=N_("Write your comment.")
    )
    if parent_id is not None:
        _check_parent(proposal, parent_id, imported=imported)
    now = clock.now()
    twice.queue_up(by)
    if not (imported or again) and by.id is not None:
        for earlier in discussions.latest_of(proposal.thread_id, by.id, now - twice.WITHIN):
            if (earlier.body, earlier.kind, earlier.parent_id) == (body, kind, parent_id):
                return earlier
    comment = Comment(
        thread_id=proposal.thread_id,
        parent_id=parent_id,
        kind=kind,
        body=body,
        body_html=str(markup.render(body)),
        new_argument=new_argument,
        at=at or now,
        person_id=by.id,
        organisation_id=by.organisation_id,
        organisation_name=by.signature,
        capacity=by.capacity,
        claimed_organisation_id=by.claimed_id,
    )
    db.session.add(comment)
    proposal.thread.changed(visible=1)
    db.session.flush()
    record(
        CommentMade(
            comment=comment.id,
            proposal=proposal.id,
            kind=kind,
            parent=parent_id,
            by=by.id,
            organisation=by.organisation_id,
            imported=imported,
        )
    )
    return comment


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


def _check_parent(proposal: Proposal, parent_id: int, *, imported: bool) -> None:
    parent = discussions.get_comment(parent_id)
    if parent.thread_id != proposal.thread_id or not (parent.visible or imported):
        raise NotFound
