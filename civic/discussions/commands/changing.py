"""Comments as their writers change them or take them back."""

from __future__ import annotations

from sqlalchemy import delete, select

from civic.accounts.policies import not_limited, not_suspended
from civic.discussions import addressed, announcing, holding, policies, texts
from civic.discussions.changeable import WINDOW, changeable_until, forgetters
from civic.discussions.commands.comments import NO_BODY
from civic.discussions.events import CommentDeleted, CommentEdited
from civic.discussions.models import Agreement, Comment, CommentVersion
from civic.discussions.owners import owner_of
from civic.kernel import clock, markup
from civic.kernel.access import Actor, Permission, authorize
from civic.kernel.db import db
from civic.kernel.errors import Conflict, Refused
from civic.kernel.events import record
from civic.kernel.words import N_


def edit_comment(comment: Comment, *, body: str, edits: int, by: Actor) -> Comment:
    """Change one's comment; `edits` is how often it had been changed when the writer took it up.

    Raises:
        Conflict: when it was changed meanwhile; `texts` holds that text and the new one, so nothing typed is lost.
        Refused: when it is older than the window, gone, or the text is empty or too long.
    """
    authorize(by, Permission.CHANGE_COMMENT, comment)
    body = addressed.linked(texts.text(body, texts.COMMENT_LONGEST, missing=NO_BODY))
    _lock(comment)
    _check_open(comment, by)
    if body == comment.body:
        return comment
    if edits != comment.edits:
        raise Conflict(
            "edited",
            N_(
                "The comment was changed while you were writing. Both texts are below: put together what should stay."
            ),
            texts=(comment.body, body),
        )
    now = clock.now()
    db.session.add(
        CommentVersion(
            comment_id=comment.id,
            number=comment.edits + 1,
            body=comment.body,
            body_html=comment.body_html,
            at=comment.edited_at or comment.at,
        )
    )
    comment.body, comment.body_html = body, str(markup.render(body))
    comment.edits += 1
    comment.edited_at = now
    asked, comment.asked_until = comment.asked_until is not None, None
    comment.thread.changed()
    db.session.flush()
    record(
        CommentEdited(
            comment=comment.id, edits=comment.edits, asked=asked, by=by.id, organisation=by.organisation_id
        )
    )
    addressed.add_mentions(comment, by=by, told=lambda mention: announcing.tell_mentioned(mention, by))
    holding.note_signals(comment, owner_of(comment).forum_id, body, by)
    return comment


def delete_comment(comment: Comment, *, by: Actor) -> Comment:
    """Take one's comment back: its text, its earlier texts and the agreement with it go; its place and the answers stay.

    What a published issue quotes stays in the issue.

    Raises:
        Refused: when a moderator hid it: the decision and what it is about stay together.
    """
    authorize(by, Permission.CHANGE_COMMENT, comment)
    _lock(comment)
    if comment.deleted_at is not None:
        return comment
    if not (comment.visible or comment.waits):
        raise Refused("hidden", N_("A moderator hid this comment; it stays with the decision."))
    comment.thread.changed(visible=-1 if comment.visible else 0)
    holding.end(comment)
    comment.deleted_at = comment.hidden_at = clock.now()
    comment.asked_until, comment.labels = None, ""
    comment.body = comment.body_html = ""
    comment.agreements = 0
    for model in (CommentVersion, Agreement):
        db.session.execute(delete(model).where(model.comment_id == comment.id))
    addressed.forget_mentions(comment)
    for forget in forgetters:
        forget(comment)
    db.session.flush()
    record(CommentDeleted(comment=comment.id, by=by.id, organisation=by.organisation_id))
    return comment


def _check_open(comment: Comment, by: Actor) -> None:
    owner = owner_of(comment)
    if not comment.visible:
        raise Refused("gone", N_("This comment is not to be read any more, so it cannot be changed."))
    if not owner.stands:
        raise owner.why_gone()
    for rule in (not_suspended, not_limited):
        if refusal := rule.refusal(by, comment, clock.now()):
            raise refusal
    if closed := policies.forum_is_open.refusal(by, owner, clock.now()):
        raise closed
    if clock.now() > changeable_until(comment):
        raise Refused(
            "late",
            N_(
                "A comment can be changed for %(minutes)s minutes, and these are over: others may have answered it. Add a new one.",
                minutes=int(WINDOW.total_seconds()) // 60,
            ),
        )


def _lock(comment: Comment) -> None:
    """Let two requests about one comment follow each other, the second seeing what the first did."""
    db.session.flush()
    db.session.execute(select(Comment.id).where(Comment.id == comment.id).with_for_update())
    db.session.refresh(comment)
