"""The forum's review of a draft: its numbered paragraphs, the comments on them, and the editors' answers."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING

from flask import request, url_for

from civic.forums.queries import get_forum
from civic.kernel import access, clock, web
from civic.kernel.access import Permission, actor, requires
from civic.kernel.words import _, typeset
from civic.recommendations import commands, substance
from civic.recommendations.copying import document_of
from civic.recommendations.forms import choices
from civic.recommendations.labels import SAID
from civic.recommendations.models import Answered
from civic.recommendations.queries import agreeing
from civic.recommendations.shown import reading_of
from civic.recommendations.views.agreeing_forms import (
    AnswerForm,
    HideForm,
    ReviewCommentForm,
    ReviewForm,
    ShowAgainForm,
)
from civic.recommendations.views.blueprint import bp

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from civic.recommendations.models import Review, ReviewComment
    from civic.recommendations.shown import Reading

#: The first characters of a paragraph, by which it is told from the others in a list.
BEGINNING = 60

#: What the form offers, to be changed.
TWO_WEEKS = timedelta(days=14)


@bp.route("/desk/<slug>/reviews/new", methods=["GET", "POST"])
@requires(Permission.DRAFT)
def open_review(slug: str) -> ResponseReturnValue:
    """Put the draft as it stands before the forum."""
    forum = get_forum(slug)
    access.authorize(actor(), Permission.DRAFT, forum)
    today = clock.today(clock.now())
    form = ReviewForm(data={"opens_on": today, "closes_on": today + TWO_WEEKS})
    if form.validate_on_submit():
        with web.keeping(form):
            review = commands.open_review(
                forum,
                opens_on=form.opens_on.data,
                closes_on=form.closes_on.data,
                everyone=form.everyone.data,
                by=actor(),
            )
            return web.done(_("The draft is before the forum."), url_for(".review", review_id=review.id))
    return web.page("recommendations/agreeing/open_review.html", form=form, forum=forum)


@bp.get("/reviews/<int:review_id>")
@requires(Permission.READ_REVIEW)
def review(review_id: int) -> ResponseReturnValue:
    """The reading copy with its comments."""
    found = agreeing.get_review(review_id)
    access.authorize(actor(), Permission.READ_REVIEW, found)
    reading = reading_of(found.copy)
    said: defaultdict[str, list[ReviewComment]] = defaultdict(list)
    for each in found.comments:
        said[each.paragraph].append(each)
    return web.page(
        "recommendations/agreeing/review.html",
        review=found,
        forum=found.forum,
        shown=reading,
        paragraphs=_paragraphs(found, reading),
        said=said,
        words=SAID,
        today=clock.today(clock.now()),
        begins=lambda key: place_of(reading, key),
    )


@bp.route("/reviews/<int:review_id>/comments/new", methods=["GET", "POST"])
@requires(Permission.COMMENT_REVIEW)
def comment_on_review(review_id: int) -> ResponseReturnValue:
    """Comment on a paragraph: by its number, which a select offers."""
    found = agreeing.get_review(review_id)
    access.authorize(actor(), Permission.READ_REVIEW, found)
    access.authorize(actor(), Permission.COMMENT_REVIEW, found)
    reading = reading_of(found.copy)
    form = ReviewCommentForm(data={"paragraph": request.args.get("paragraph", "")})
    form.paragraph.choices = choices(
        (each.key, f"{place_of(reading, each.key)}: {_beginning(each.passage.text)}")
        for paragraphs in _paragraphs(found, reading).values()
        for each in paragraphs
    )
    if form.validate_on_submit():
        with web.keeping(form):
            said = commands.comment_on_paragraph(
                found, paragraph=form.paragraph.data, text=form.text.data, by=actor()
            )
            return web.done(
                _("Your comment stands beside its paragraph."),
                url_for(".review", review_id=found.id, _anchor=f"u{said.id}"),
            )
    return web.page("recommendations/agreeing/comment.html", form=form, review=found, forum=found.forum)


@bp.route("/reviews/<int:review_id>/comments/<int:comment_id>/answer", methods=["GET", "POST"])
@requires(Permission.DRAFT)
def answer_review_comment(review_id: int, comment_id: int) -> ResponseReturnValue:
    """Say whether the draft takes a comment up."""
    found = agreeing.get_review(review_id)
    access.authorize(actor(), Permission.DRAFT, found)
    said = agreeing.get_review_comment(found, comment_id)
    form = AnswerForm(data={"answered": said.answered, "answer": said.answer})
    if form.validate_on_submit():
        with web.keeping(form):
            commands.answer_comment(
                said, answered=Answered(form.answered.data), answer=form.answer.data, by=actor()
            )
            return web.done(
                _("The answer stands under the comment."),
                url_for(".review", review_id=found.id, _anchor=f"u{said.id}"),
            )
    return _about(found, said, "recommendations/agreeing/answer.html", form)


@bp.route("/reviews/<int:review_id>/comments/<int:comment_id>/hide", methods=["GET", "POST"])
@requires(Permission.HIDE)
def hide_review_comment(review_id: int, comment_id: int) -> ResponseReturnValue:
    """Hide a comment that breaks the rules."""
    found = agreeing.get_review(review_id)
    said = agreeing.get_review_comment(found, comment_id)
    access.authorize(actor(), Permission.HIDE, said)
    form = HideForm()
    if form.validate_on_submit():
        with web.keeping(form):
            commands.hide_comment(said, reason=form.reason.data, by=actor())
            return web.done(
                _("The comment is hidden."), url_for(".review", review_id=found.id, _anchor=f"u{said.id}")
            )
    return _about(found, said, "recommendations/agreeing/hide.html", form)


@bp.route("/reviews/<int:review_id>/comments/<int:comment_id>/show", methods=["GET", "POST"])
@requires(Permission.HIDE)
def show_review_comment(review_id: int, comment_id: int) -> ResponseReturnValue:
    """Show a hidden comment again."""
    found = agreeing.get_review(review_id)
    said = agreeing.get_review_comment(found, comment_id)
    access.authorize(actor(), Permission.HIDE, said)
    form = ShowAgainForm()
    if form.validate_on_submit():
        with web.keeping(form):
            commands.bring_back_comment(said, by=actor())
            return web.done(
                _("The comment is shown again."),
                url_for(".review", review_id=found.id, _anchor=f"u{said.id}"),
            )
    return _about(found, said, "recommendations/agreeing/show_again.html", form)


def _about(
    review: Review, said: ReviewComment, template: str, form: AnswerForm | HideForm | ShowAgainForm
) -> ResponseReturnValue:
    reading = reading_of(review.copy)
    return web.page(
        template,
        form=form,
        review=review,
        forum=review.forum,
        said=said,
        place=place_of(reading, said.paragraph),
        paragraph=next(
            (
                each.passage.text
                for paragraphs in _paragraphs(review, reading).values()
                for each in paragraphs
                if each.key == said.paragraph
            ),
            "",
        ),
    )


def place_of(reading: Reading, paragraph: str) -> str:
    """„R-01 · akapit 3”: what a paragraph is called."""
    recommendation, _dash, number = paragraph.rpartition("-")
    found = next((each.number for each in reading.recommendations if each.id == recommendation), "")
    return _("%(recommendation)s, paragraph %(number)s", recommendation=found, number=number)


def _paragraphs(review: Review, reading: Reading) -> dict[str, list[substance.Paragraph]]:
    """Recommendation → its numbered paragraphs, those marked that the copy reviewed before did not hold; covered ones without."""
    before = agreeing.copy_before(review.copy)
    earlier = {each.id: each for each in substance.recommendations(document_of(before))} if before else {}
    return {
        each.id: [] if each.id in reading.covered else substance.paragraphs(each, earlier.get(each.id))
        for each in reading.recommendations
    }


def _beginning(text: str) -> str:
    return typeset(text if len(text) <= BEGINNING else f"{text[:BEGINNING].rsplit(' ', 1)[0]}…")
