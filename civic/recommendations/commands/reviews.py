"""The forum's review of a draft: a reading copy, comments on its paragraphs, the editors' answers."""

from __future__ import annotations

from datetime import date

from civic.discussions.attributing import made_by
from civic.forums.models import Forum
from civic.kernel import clock
from civic.kernel.access import Actor, Permission, authorize
from civic.kernel.db import db
from civic.kernel.errors import Refused
from civic.kernel.events import record
from civic.kernel.markup import clean_text
from civic.kernel.words import N_, LazyString
from civic.recommendations.copying import copy_of, document_of
from civic.recommendations.events import (
    ReviewAnswered,
    ReviewCommentBroughtBack,
    ReviewCommented,
    ReviewCommentHidden,
    ReviewOpened,
)
from civic.recommendations.models import Answered, Review, ReviewComment
from civic.recommendations.queries import live
from civic.recommendations.substance import paragraphs, recommendations

LONGEST = 5_000


def open_review(
    forum: Forum, *, opens_on: date, closes_on: date, everyone: bool = False, by: Actor
) -> Review:
    """Freeze the draft as it stands and put it before the forum for comments.

    Raises:
        Refused: for days out of order or in the past, and for a draft without a recommendation.
    """
    authorize(by, Permission.DRAFT, forum)
    now = clock.now()
    if closes_on < max(opens_on, clock.today(now)):
        raise Refused("order", N_("The last day lies before the first one, or before today."))
    made = live(forum)
    if not recommendations(made.document):
        raise Refused(
            "empty", N_("The draft holds no recommendation yet, so there is nothing to comment on.")
        )
    review = Review(
        copy=copy_of(forum, made, by),
        opens_on=opens_on,
        closes_on=closes_on,
        everyone=everyone,
        opened_at=now,
        opened_by_id=by.id,
    )
    db.session.add(review)
    db.session.flush()
    record(ReviewOpened(review=review.id, forum=forum.id, by=by.id))
    return review


def comment_on_paragraph(review: Review, *, paragraph: str, text: str, by: Actor) -> ReviewComment:
    """Say something about one paragraph of the reading copy.

    Raises:
        Refused: without a text, too long, or about a paragraph that is not there.
    """
    authorize(by, Permission.COMMENT_REVIEW, review)
    text = _said(text, N_("Write the comment."))
    document = document_of(review.copy)
    known = {p.key for found in recommendations(document) for p in paragraphs(found)}
    if paragraph not in known:
        raise Refused("paragraph", N_("Choose a paragraph of the draft."))
    said = ReviewComment(review=review, paragraph=paragraph, text=text, at=clock.now(), **made_by(by))
    db.session.add(said)
    db.session.flush()
    record(
        ReviewCommented(
            review=review.id,
            forum=review.forum.id,
            said=said.id,
            by=by.id,
            organisation=by.organisation_id,
        )
    )
    return said


def answer_comment(said: ReviewComment, *, answered: Answered, answer: str, by: Actor) -> ReviewComment:
    """Say whether the draft takes a comment up, and why; an answer may be written anew.

    Raises:
        Refused: without a sentence.
    """
    authorize(by, Permission.DRAFT, said)
    said.answer = _said(answer, N_("Write one sentence that the author will read."))
    said.answered, said.answered_at, said.answered_by_id = answered, clock.now(), by.id
    record(
        ReviewAnswered(
            review=said.review_id, forum=said.forum.id, said=said.id, answered=answered.value, by=by.id
        )
    )
    return said


def hide_comment(said: ReviewComment, *, reason: str, by: Actor) -> ReviewComment:
    """Hide a comment that breaks the rules; the reason stands in its place.

    Raises:
        Refused: without a reason, and when it is hidden already.
    """
    authorize(by, Permission.HIDE, said)
    if said.hidden_at is not None:
        raise Refused("hidden", N_("This comment is hidden already."))
    said.hidden_reason = _said(reason, N_("Write the reason. It stands in place of the comment."))
    said.hidden_at, said.hidden_by_id = clock.now(), by.id
    record(ReviewCommentHidden(review=said.review_id, forum=said.forum.id, said=said.id, by=by.id))
    return said


def bring_back_comment(said: ReviewComment, *, by: Actor) -> ReviewComment:
    """Show a hidden comment again, as it was; its author is told.

    Raises:
        Refused: when it is not hidden.
    """
    authorize(by, Permission.HIDE, said)
    if said.hidden_at is None:
        raise Refused("shown", N_("This comment is not hidden."))
    said.hidden_at, said.hidden_by_id, said.hidden_reason = None, None, ""
    record(ReviewCommentBroughtBack(review=said.review_id, forum=said.forum.id, said=said.id, by=by.id))
    return said


def _said(text: str, missing: LazyString) -> str:
    text = clean_text(text)
    if not text:
        raise Refused("text", missing)
    if len(text) > LONGEST:
        raise Refused("long", N_("At most 5 000 characters."))
    return text
