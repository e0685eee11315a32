"""Comments as they are written, on whatever is discussed."""

from __future__ import annotations

from datetime import datetime

from civic.discussions import addressed, queries, texts, twice
from civic.discussions.events import CommentMade, Mentioned
from civic.discussions.models import Comment, CommentKind, Conversation, Mention
from civic.discussions.owners import Discussed
from civic.kernel import clock, markup
from civic.kernel.access import Actor, Permission, authorize
from civic.kernel.db import db
from civic.kernel.errors import NotFound
from civic.kernel.events import record
from civic.kernel.words import N_

NO_BODY = N_("Write your comment.")


def comment(
    owner: Discussed,
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
    """Say something on a proposal or in a conversation, by itself or in reply to a comment there; `again`, the same words twice.

    Raises:
        Refused: when nobody may speak there now, or the text is empty or too long.
        NotFound: when the comment replied to stands in another thread or is hidden.
    """
    authorize(by, Permission.COMMENT, owner)
    body = texts.text(body, markup.LONGEST if imported else texts.COMMENT_LONGEST, missing=NO_BODY)
    if not imported:
        body = addressed.linked(body)
    if parent_id is not None:
        _check_parent(owner, parent_id, imported=imported)
    now = clock.now()
    twice.queue_up(by)
    if not (imported or again) and by.id is not None:
        for earlier in queries.latest_of(owner.thread_id, by.id, now - twice.WITHIN):
            if (earlier.body, earlier.kind, earlier.parent_id) == (body, kind, parent_id):
                return earlier
    comment = Comment(
        thread_id=owner.thread_id,
        parent_id=parent_id,
        kind=kind,
        body=body,
        body_html=str(markup.render(body)),
        new_argument=new_argument and owner.in_ledger,
        at=at or now,
        person_id=by.id,
        organisation_id=by.organisation_id,
        organisation_name=by.signature,
        capacity=by.capacity,
        claimed_organisation_id=by.claimed_id,
    )
    db.session.add(comment)
    owner.thread.changed(visible=1)
    db.session.flush()
    _announce(comment, owner, by, imported=imported)
    if not imported:
        addressed.answer_mentions(comment, by=by)
        addressed.add_mentions(comment, by=by, told=lambda mention: _tell(mention, by))
    return comment


def _announce(comment: Comment, owner: Discussed, by: Actor, *, imported: bool) -> None:
    talk = isinstance(owner, Conversation)
    record(
        CommentMade(
            comment=comment.id,
            proposal=None if talk else owner.id,
            kind=comment.kind,
            parent=comment.parent_id,
            conversation=owner.id if talk else None,
            by=by.id,
            organisation=by.organisation_id,
            imported=imported,
        )
    )


def _tell(mention: Mention, by: Actor) -> None:
    record(
        Mentioned(
            comment=mention.comment_id,
            mention=mention.id,
            mentioned=mention.organisation_id,
            by=by.id,
            organisation=by.organisation_id,
        )
    )


def _check_parent(owner: Discussed, parent_id: int, *, imported: bool) -> None:
    parent = queries.get_comment(parent_id)
    if parent.thread_id != owner.thread_id or not (parent.visible or imported):
        raise NotFound
