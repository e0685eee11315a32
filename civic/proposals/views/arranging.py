"""Arranging: how proposals stand to each other, merging and undoing it."""

from __future__ import annotations

from flask.typing import ResponseReturnValue

from civic.kernel import clock, web
from civic.kernel.access import Permission, actor, authorize, requires
from civic.kernel.errors import NotFound
from civic.kernel.words import N_, _
from civic.proposals import commands, policies, queries
from civic.proposals.forms import MergeForm, NumberField, ReasonForm, RelationForm, SendForm
from civic.proposals.models import Proposal, RelationKind
from civic.proposals.views.reading import bp
from civic.proposals.views.writing import address


@bp.route("/proposals/<int:proposal_id>/relations/new", methods=["GET", "POST"])
@requires(Permission.RELATE)
def relate(proposal_id: int) -> ResponseReturnValue:
    """Say how a proposal stands to another one."""
    proposal = queries.get_proposal(proposal_id, actor())
    authorize(actor(), Permission.RELATE, proposal)
    form = RelationForm()
    if form.validate_on_submit():
        other = _typed(form.other)
        if other is not None:
            with web.keeping(form):
                commands.relate(proposal, other, kind=RelationKind(form.kind.data), by=actor())
                return web.done(_("The relation is saved."), address(proposal))
    return web.page("proposals/relate.html", form=form, proposal=proposal)


@bp.route("/proposals/<int:proposal_id>/relations/<int:relation_id>/remove", methods=["GET", "POST"])
@requires(Permission.RELATE)
def unrelate(proposal_id: int, relation_id: int) -> ResponseReturnValue:
    """Take a relation back."""
    proposal = queries.get_proposal(proposal_id, actor())
    relation = queries.get_relation(relation_id)
    both = (relation.start, relation.end)
    if proposal not in both or not all(queries.may_see(actor(), end) for end in both):
        raise NotFound
    authorize(actor(), Permission.RELATE, relation.start)
    form = SendForm()
    if form.validate_on_submit():
        with web.keeping(form):
            commands.unrelate(relation, by=actor())
            return web.done(_("The relation is taken back."), address(proposal))
    return web.page("proposals/unrelate.html", form=form, proposal=proposal, relation=relation)


@bp.route("/proposals/<int:proposal_id>/merge", methods=["GET", "POST"])
@requires(Permission.MERGE)
def merge(proposal_id: int) -> ResponseReturnValue:
    """Merge a proposal into another one."""
    proposal = queries.get_proposal(proposal_id, actor())
    authorize(actor(), Permission.MERGE, proposal)
    form = MergeForm()
    fallen = policies.stands.refusal(actor(), proposal, clock.now())
    if fallen and not form.is_submitted():
        raise fallen
    if form.validate_on_submit():
        target = _typed(form.target)
        if target is not None:
            with web.keeping(form):
                commands.merge(proposal, target, reason=form.reason.data, by=actor())
                return web.done(
                    _(
                        "%(label)s is merged. All its texts and voices are on this page.",
                        label=proposal.label,
                    ),
                    address(target),
                )
    return web.page("proposals/merge.html", form=form, proposal=proposal)


@bp.route("/merges/<int:merge_id>/undo", methods=["GET", "POST"])
@requires(Permission.MERGE)
def undo_merge(merge_id: int) -> ResponseReturnValue:
    """Let a merged proposal stand by itself again."""
    authorize(actor(), Permission.MERGE)
    done = queries.get_merge(merge_id)
    form = ReasonForm()
    if form.validate_on_submit():
        with web.keeping(form):
            commands.undo_merge(done, reason=form.reason.data, by=actor())
            return web.done(_("The merge is undone."), address(done.source))
    return web.page("proposals/undo_merge.html", form=form, merge=done)


def _typed(field: NumberField) -> Proposal | None:
    """The proposal whose number was typed, or an error at the field."""
    proposal = queries.find_proposal(field.number())
    if proposal is None or not queries.may_see(actor(), proposal):
        field.errors = [*field.errors, N_("There is no proposal of this number.")]
        return None
    return proposal
