"""Comments as they are written, on whatever is discussed."""

from __future__ import annotations

from datetime import datetime

from civic.discussions import addressed, announcing, holding, queries, texts, twice
from civic.discussions.attributing import made_by
from civic.discussions.models import Comment, CommentKind, Receipt
from civic.discussions.owners import Discussed
from civic.kernel import clock, markup
from civic.kernel.access import Actor, Permission, authorize
from civic.kernel.db import db
from civic.kernel.errors import NotFound
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
    signals: tuple[str, ...] = (),
    receipt: Receipt | None = None,
    by: Actor,
    imported: bool = False,
) -> Comment:
    """Say something on a proposal or in a conversation, by itself or in reply to a comment there; `again`, the same words twice.

    `signals` are those that spoke for a machine before its author sent it all the same; `receipt` says how it came to the
    office that enters it.

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
    if not (imported or again or receipt) and by.id is not None:
        for earlier in queries.latest_of(owner.thread_id, by.id, now - twice.WITHIN):
            if (earlier.body, earlier.kind, earlier.parent_id) == (body, kind, parent_id):
                return earlier
    cause = None if imported else holding.cause_to_wait(owner.forum, by, signals)
    comment = Comment(
        thread_id=owner.thread_id,
        parent_id=parent_id,
        kind=kind,
        body=body,
        body_html=str(markup.render(body)),
        new_argument=new_argument and owner.in_ledger,
        at=at or now,
        **made_by(by),
    )
    if receipt is not None:
        receipt.stamp(comment)
    db.session.add(comment)
    db.session.flush()
    if cause is not None:
        holding.hold(comment, owner.forum_id, cause, signals=signals)
    owner.thread.changed(visible=0 if cause else 1)
    db.session.flush()
    if cause is not None:
        announcing.comment_held(comment, owner, cause, by=by)
    else:
        announcing.comment_made(comment, owner, by=by, imported=imported)
    holding.note_signals(comment, owner.forum_id, "" if imported else body, by, others=signals)
    return comment


def _check_parent(owner: Discussed, parent_id: int, *, imported: bool) -> None:
    parent = queries.get_comment(parent_id)
    if parent.thread_id != owner.thread_id or not (parent.visible or imported):
        raise NotFound
