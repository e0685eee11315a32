"""Amendments: suggesting another wording, reading one, deciding about it, showing them in the conversation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from civic.discussions.edge import sent
from civic.discussions.holding import WAITS
from civic.discussions.showing import stands_beside
from civic.forums.models import Ability
from civic.kernel import clock, markup, web
from civic.kernel.access import Actor, Permission, actor, authorize, can, public, requires
from civic.kernel.errors import NotFound
from civic.kernel.words import N_, _
from civic.kernel.writing import writes
from civic.proposals import amending, commands, labels, queries
from civic.proposals.differing import Difference, difference
from civic.proposals.forms import AmendmentForm, DecideAmendmentForm
from civic.proposals.models import Amendment, AmendmentState, Part, Proposal
from civic.proposals.names import names_for
from civic.proposals.views.reading import bp, closes

DONE = {
    AmendmentState.ACCEPTED: N_("The amendment is in the text: a new version is published."),
    AmendmentState.REJECTED: N_("Your decision is published under the amendment."),
    AmendmentState.FORUM: N_("The amendment is left to the forum."),
    AmendmentState.OUTDATED: N_("The text said it already, so nothing had to be changed."),
}


@bp.route("/proposals/<int:proposal_id>/amendments/new", methods=["GET", "POST"])
@requires(Permission.AMEND)
@writes(N_("An amendment"))
def amend(proposal_id: int) -> ResponseReturnValue:
    """Suggest another wording of one part of a proposal: ?part= says which, the body unless."""
    by = actor()
    proposal = queries.get_proposal(proposal_id, by)
    authorize(by, Permission.AMEND, proposal)
    part = _part(request.args.get("part", Part.BODY.value))
    form = AmendmentForm(
        data={"text": getattr(proposal.current, part.value), "revision_no": proposal.revision_no}
    )
    if form.validate_on_submit():
        with web.keeping(form):
            how = sent(form, form.reason.data)
            if how.question:
                return how.question
            made = commands.amend(
                proposal,
                part=part,
                text=form.text.data,
                reason=form.reason.data,
                revision_no=form.revision_no.data or 0,
                signals=how.signals,
                by=by,
            )
            form.sent()
            said = WAITS if made.comment.waits else _("Your amendment is published.")
            return web.done(said, f"/c/{made.comment_id}")
    return web.page(
        "proposals/amend.html",
        form=form,
        proposal=proposal,
        part=part,
        parts=labels.HEADS,
        until=closes(proposal.forum, Ability.COMMENT, clock.now()),
    )


@bp.get("/amendments/<int:amendment_id>")
@public
def amendment(amendment_id: int) -> ResponseReturnValue:
    """One amendment: what it changes, why, and what became of it."""
    found = _readable(amendment_id, actor())
    return web.page("proposals/amendment.html", **_facts(found))


@bp.route("/amendments/<int:amendment_id>/decide", methods=["GET", "POST"])
@requires(Permission.DECIDE_AMENDMENT)
def decide_amendment(amendment_id: int) -> ResponseReturnValue:
    """Accept an amendment, do not accept it, or leave it to the forum."""
    by = actor()
    found = _readable(amendment_id, by)
    authorize(by, Permission.DECIDE_AMENDMENT, found.proposal)
    facts = _facts(found)
    form = DecideAmendmentForm().offer(
        acceptable=not facts["fit"].collides, left=found.state is AmendmentState.FORUM
    )
    if form.validate_on_submit():
        with web.keeping(form):
            decided = _decide(found, AmendmentState(form.decision.data), form.reason.data or "", by)
            return web.done(DONE[decided.state], f"/proposals/{found.proposal_id}#k{found.comment_id}")
    return web.page("proposals/decide_amendment.html", form=form, **facts)


def _decide(found: Amendment, decision: AmendmentState, reason: str, by: Actor) -> Amendment:
    if decision is AmendmentState.ACCEPTED:
        return commands.accept_amendment(found, reason=reason, by=by)
    if decision is AmendmentState.REJECTED:
        return commands.reject_amendment(found, reason=reason, by=by)
    return commands.leave_to_forum(found, reason=reason, by=by)


@stands_beside
def shown(owner: Any, comment_ids: Sequence[int]) -> dict[int, Markup]:
    """For each of these comments that carries an amendment: the change, where it stands, whom it meets.

    It is a part of the conversation that all readers share, so it holds nothing that depends on the reader.
    """
    if not isinstance(owner, Proposal):
        return {}
    found = amending.amendments_of([owner.id])
    met = amending.meeting(found, owner)
    return {
        each.comment_id: markup.stored(
            render_template("proposals/_amendment.html", amendment=each, **_told(each, met.get(each.id, [])))
        )
        for each in found
        if each.comment_id in comment_ids
    }


def _told(found: Amendment, met: list[Amendment]) -> dict[str, Any]:
    return {
        "change": difference(found.part, found.old_text, found.new_text),
        "met": met,
        "parts": labels.PARTS,
        "states": labels.AMENDMENTS,
    }


def _part(asked: str) -> Part:
    if asked not in set(Part):
        raise NotFound
    return Part(asked)


def _readable(amendment_id: int, by: Actor) -> Amendment:
    """The amendment, where its comment and its proposal may be read."""
    found = amending.get_amendment(amendment_id)
    if not queries.may_see(by, found.comment):
        raise NotFound
    found.proposal = queries.get_proposal(found.proposal_id, by)
    return found


def _facts(found: Amendment) -> dict[str, Any]:
    """What the pages of one amendment show: the change, the text of today with it, the others that touch the same words."""
    proposal = found.proposal
    fit = amending.fit(found, proposal)
    met = amending.meeting(amending.amendments_of([proposal.id]), proposal).get(found.id, [])
    since: Difference | None = None
    if found.waits and found.revision_no != proposal.revision_no:
        since = difference(found.part, found.old_text, fit.current)
    return {
        **_told(found, met),
        "amendment": found,
        "proposal": proposal,
        "fit": fit,
        "since": since,
        "result": difference(found.part, fit.current, fit.result) if fit.result is not None else None,
        "changes": {each.id: difference(each.part, each.old_text, each.new_text) for each in met},
        "names": names_for(proposal.forum, [found.comment, *(each.comment for each in met)]),
        "decides": found.waits and can(actor(), Permission.DECIDE_AMENDMENT, proposal),
    }
