"""Objections to being left out: what of one's own is not included, the objection, the editors' answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import url_for

from civic.discussions.queries import get_comment
from civic.forums.queries import get_forum
from civic.kernel import access, clock, web
from civic.kernel.access import Permission, actor, can, requires
from civic.kernel.errors import NotFound
from civic.kernel.words import _
from civic.proposals.queries import get_proposal, proposal_on
from civic.recommendations import commands, queries
from civic.recommendations.labels import STANDS
from civic.recommendations.queries import agreeing
from civic.recommendations.views.agreeing_forms import ObjectionAnswerForm, ObjectionForm
from civic.recommendations.views.blueprint import bp

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from civic.discussions.models import Comment
    from civic.proposals.models import Proposal


@bp.get("/forums/<slug>/left-out")
@requires(Permission.SIGNED_IN)
def left_out(slug: str) -> ResponseReturnValue:
    """What one said, or one's organisation, that is not to be included; with the way to object."""
    forum, now = get_forum(slug), clock.now()
    draft = queries.find_draft(forum)
    rows = draft.set_aside if draft is not None and forum.votes_before_issue else []
    things = agreeing.things_of(rows)
    mine = [
        (row, things[label])
        for row in rows
        if (label := f"P{row.proposal_id}" if row.proposal_id else f"K{row.comment_id}") in things
        and can(actor(), Permission.OBJECT_TO_ASIDE, things[label], now)
    ]
    objections = agreeing.objections_to(row for row, _thing in mine)
    return web.page(
        "recommendations/agreeing/left_out.html",
        forum=forum,
        rows=[(row, thing, objections.get(row.id), agreeing.objections_until(row.at)) for row, thing in mine],
        now=now,
        stands=STANDS,
    )


@bp.route("/p/<int:proposal_id>/objection", methods=["GET", "POST"])
@requires(Permission.OBJECT_TO_ASIDE)
def object_for_proposal(proposal_id: int) -> ResponseReturnValue:
    """Object to leaving a proposal out."""
    return _object(get_proposal(proposal_id, actor()))


@bp.route("/c/<int:comment_id>/objection", methods=["GET", "POST"])
@requires(Permission.OBJECT_TO_ASIDE)
def object_for_comment(comment_id: int) -> ResponseReturnValue:
    """Object to leaving a comment out."""
    said = get_comment(comment_id)
    owner = proposal_on(said.thread_id)
    if said.hidden_at is not None or owner is None or not owner.visible:
        raise NotFound
    return _object(said)


def _object(thing: Proposal | Comment) -> ResponseReturnValue:
    found = agreeing.find_aside(thing)
    if found is None:
        raise NotFound
    access.authorize(actor(), Permission.OBJECT_TO_ASIDE, thing)
    forum, aside = found
    form = ObjectionForm()
    if form.validate_on_submit():
        with web.keeping(form):
            commands.object_to_aside(thing, text=form.text.data, by=actor())
            return web.done(
                _("Your objection is sent. An editor will answer it."), url_for(".left_out", slug=forum.slug)
            )
    return web.page(
        "recommendations/agreeing/object.html",
        form=form,
        forum=forum,
        aside=aside,
        label=f"P{aside.proposal_id}" if aside.proposal_id else f"K{aside.comment_id}",
        until=agreeing.objections_until(aside.at),
    )


@bp.get("/desk/<slug>/objections")
@requires(Permission.ANSWER_ASIDE)
def objections(slug: str) -> ResponseReturnValue:
    """All objections of a forum, those that wait first."""
    forum = get_forum(slug)
    access.authorize(actor(), Permission.ANSWER_ASIDE, forum)
    return web.page(
        "recommendations/agreeing/objections.html",
        forum=forum,
        objections=agreeing.objections_of(forum),
        stands=STANDS,
    )


@bp.route("/desk/<slug>/objections/<int:objection_id>", methods=["GET", "POST"])
@requires(Permission.ANSWER_ASIDE)
def answer_aside(slug: str, objection_id: int) -> ResponseReturnValue:
    """Answer an objection."""
    forum = get_forum(slug)
    access.authorize(actor(), Permission.ANSWER_ASIDE, forum)
    found = agreeing.get_objection(forum, objection_id)
    form = ObjectionAnswerForm()
    if form.validate_on_submit():
        with web.keeping(form):
            commands.answer_aside(
                found, accept=form.accept.data == "yes", answer=form.answer.data, by=actor()
            )
            return web.done(_("The objection is answered."), url_for(".objections", slug=forum.slug))
    return web.page("recommendations/agreeing/answer_objection.html", form=form, forum=forum, objection=found)
