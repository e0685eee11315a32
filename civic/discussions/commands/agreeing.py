"""What people do with others' comments: they agree, or do not answer where they were asked."""

from __future__ import annotations

from civic.discussions import policies, twice
from civic.discussions.events import CommentAgreed, MentionPutAside
from civic.discussions.models import Agreement, Comment, Mention
from civic.discussions.owners import owner_of
from civic.kernel import clock
from civic.kernel.access import Actor, Permission, authorize
from civic.kernel.db import db
from civic.kernel.errors import NotFound
from civic.kernel.events import record


def agree(comment: Comment, *, agreed: bool = True, by: Actor) -> Comment:
    """Say as a person that one agrees with a comment, or take that back; the same said twice is said once.

    Raises:
        Refused: when what the comment is about is closed, withdrawn or merged, its forum is closed, or the comment is one's own.
        NotFound: when the comment is hidden.
    """
    authorize(by, Permission.AGREE, comment)
    owner = owner_of(comment)
    if not comment.visible:
        raise NotFound
    if not owner.stands:
        raise owner.why_gone()
    if closed := policies.forum_is_open.refusal(by, owner, clock.now()):
        raise closed
    twice.queue_up(by)
    there = db.session.get(Agreement, (by.id, comment.id))
    if (there is not None) == agreed:
        return comment
    if there is None:
        db.session.add(Agreement(person_id=by.id, comment_id=comment.id, at=clock.now()))
    else:
        db.session.delete(there)
    # Counted by the database: of two who agree at once neither is lost.
    comment.agreements = Comment.agreements + (1 if agreed else -1)
    comment.thread.changed()
    db.session.flush()
    record(CommentAgreed(comment=comment.id, agreed=agreed, by=by.id))
    return comment


def put_aside(mention: Mention, *, by: Actor) -> Mention:
    """Say for the addressee that a mention needs no answer."""
    authorize(by, Permission.PUT_MENTION_ASIDE, mention)
    if mention.waits:
        mention.aside_at = clock.now()
        db.session.flush()
        record(MentionPutAside(mention=mention.id, by=by.id, organisation=by.organisation_id))
    return mention
