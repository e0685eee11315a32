"""Merging: choosing the other one, seeing both side by side, the page of a merge, objecting to it."""

from __future__ import annotations

from typing import Any

from flask import request
from flask.typing import ResponseReturnValue

from civic.kernel import clock, web
from civic.kernel.access import Actor, Permission, actor, authorize, can, public, requires
from civic.kernel.errors import NotFound
from civic.kernel.words import N_, _
from civic.proposals import commands, policies, queries
from civic.proposals.forms import MergeForm, NumberField, ObjectionForm
from civic.proposals.likeness import close_to, shared_words
from civic.proposals.models import Merge, Proposal
from civic.proposals.names import names_for
from civic.proposals.views.reading import bp
from civic.proposals.views.writing import address


@bp.route("/proposals/<int:proposal_id>/merge", methods=["GET", "POST"])
@requires(Permission.MERGE)
def merge(proposal_id: int) -> ResponseReturnValue:
    """Merge a proposal into another one: chosen among the closest or by its number, seen beside it, with a reason."""
    proposal = queries.get_proposal(proposal_id, actor())
    authorize(actor(), Permission.MERGE, proposal)
    form = MergeForm()
    fallen = policies.stands.refusal(actor(), proposal, clock.now())
    if fallen and not form.is_submitted():
        raise fallen
    other = None
    if form.is_submitted():
        other = typed(form.target) if form.target.data else None
        if "compare" not in request.form and form.validate() and other is not None:
            with web.keeping(form):
                done = commands.merge(proposal, other, reason=form.reason.data, by=actor())
                return web.done(
                    _(
                        "%(label)s is merged. All its texts and voices are on this page.",
                        label=proposal.label,
                    ),
                    f"{address(other)}#p{done.source_id}",
                )
    elif chosen := request.args.get("with", ""):
        form.target.data = chosen
        other = typed(form.target)
        form.target.data = other.label if other else chosen
    return web.page(
        "proposals/merge.html", form=form, proposal=proposal, other=other, **_beside(proposal, other)
    )


def _beside(proposal: Proposal, other: Proposal | None) -> dict[str, Any]:
    """What both share, or, while none is chosen, the closest ones."""
    if other is not None:
        return {"close": [], "shared": shared_words(proposal, other)}
    text = proposal.current
    close = close_to(proposal.forum, title=text.title, body=text.body, by=actor(), since=clock.now())
    return {"close": [each for each in close if each.proposal.id != proposal.id], "shared": ()}


@bp.get("/merges/<int:merge_id>")
@public
def merge_page(merge_id: int) -> ResponseReturnValue:
    """What was joined, why, who objects and what was answered."""
    done, now = _seen(merge_id, actor()), clock.now()
    open_ = done.undone_at is None and now <= done.objections_until
    return web.page(
        "proposals/merged.html",
        merge=done,
        open=open_,
        may_object=open_
        and can(actor(), Permission.OBJECT_TO_MERGE, done, now)
        and queries.objection_of(done.id, actor()) is None,
        names=names_for(done.source.forum, [done.source, done.target, *done.objections]),
        moderator=policies.moderates(actor(), done.source, now),
    )


@bp.route("/merges/<int:merge_id>/object", methods=["GET", "POST"])
@requires(Permission.OBJECT_TO_MERGE)
def object_to_merge(merge_id: int) -> ResponseReturnValue:
    """Say that two merged proposals are not the same."""
    done = _seen(merge_id, actor())
    authorize(actor(), Permission.OBJECT_TO_MERGE, done)
    form = ObjectionForm()
    if form.validate_on_submit():
        with web.keeping(form):
            commands.object_to_merge(done, reason=form.reason.data, by=actor())
            return web.done(_("Your objection is sent. A moderator will answer it."), f"/merges/{done.id}")
    return web.page("proposals/object.html", form=form, merge=done)


def _seen(merge_id: int, by: Actor) -> Merge:
    """The merge, where both of its proposals may be read."""
    done = queries.get_merge(merge_id)
    if not all(queries.may_see(by, side) for side in (done.source, done.target)):
        raise NotFound
    return done


def typed(field: NumberField) -> Proposal | None:
    """The proposal whose number was typed, or an error at the field."""
    proposal = queries.find_proposal(field.number())
    if proposal is None or not queries.may_see(actor(), proposal):
        field.errors = [*field.errors, N_("There is no proposal of this number.")]
        return None
    return proposal
