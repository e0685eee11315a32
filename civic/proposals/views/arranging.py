"""How proposals stand to each other."""

from __future__ import annotations

from flask.typing import ResponseReturnValue

from civic.kernel import web
from civic.kernel.access import Permission, actor, authorize, requires
from civic.kernel.errors import NotFound
from civic.kernel.words import _
from civic.proposals import commands, queries
from civic.proposals.forms import RelationForm, SendForm
from civic.proposals.models import RelationKind
from civic.proposals.views.merges import typed
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
        other = typed(form.other)
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
