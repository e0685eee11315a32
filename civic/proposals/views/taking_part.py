"""Taking part: comments and positions."""

from __future__ import annotations

from flask import request
from flask.typing import ResponseReturnValue

from civic.discussions import queries as discussions
from civic.discussions.edge import sent
from civic.discussions.holding import WAITS
from civic.discussions.mentioning import looked_for, quoted
from civic.discussions.models import CommentKind
from civic.forums.models import Ability
from civic.kernel import clock, web
from civic.kernel.access import Permission, actor, authorize, requires
from civic.kernel.errors import NotFound
from civic.kernel.words import N_, _
from civic.kernel.writing import writes
from civic.proposals import commands, policies, queries
from civic.proposals.forms import CommentForm, PositionForm, SendForm
from civic.proposals.models import Stance
from civic.proposals.names import names_for
from civic.proposals.views.reading import bp, closes
from civic.proposals.views.writing import address


@bp.route("/proposals/<int:proposal_id>/comments/new", methods=["GET", "POST"])
@requires(Permission.COMMENT)
@writes(N_("A comment"))
def comment(proposal_id: int) -> ResponseReturnValue:
    """Write a comment, or an answer to one."""
    by = actor()
    proposal = queries.get_proposal(proposal_id, by)
    authorize(by, Permission.COMMENT, proposal)
    parent = discussions.parent_in(proposal.thread_id, request.args.get("parent"))
    form = CommentForm(data={"body": quoted(parent.body)} if parent and "quote" in request.args else None)
    found = looked_for(form, request.form)
    if found is None and form.validate_on_submit():
        with web.keeping(form):
            how = sent(form, form.body.data)
            if how.question:
                return how.question
            written = commands.comment(
                proposal,
                body=form.body.data,
                kind=CommentKind(form.kind.data),
                parent_id=parent.id if parent else None,
                new_argument=form.new_argument.data,
                signals=how.signals,
                by=by,
            )
            form.sent()
            return web.done(WAITS if written.waits else _("Your comment is published."), f"/c/{written.id}")
    return web.page(
        "proposals/comment.html",
        form=form,
        proposal=proposal,
        parent=parent,
        found=found,
        names=names_for(proposal.forum, [parent] if parent else []),
        until=closes(proposal.forum, Ability.COMMENT, clock.now()),
    )


@bp.route("/comments/<int:comment_id>/argument", methods=["GET", "POST"])
@requires(Permission.MARK_ARGUMENT)
def argument(comment_id: int) -> ResponseReturnValue:
    """Say that a comment brings a new argument, or take that back."""
    marked = discussions.get_comment(comment_id)
    proposal = queries.proposal_of(marked)
    if not marked.visible or not queries.may_see(actor(), proposal):
        raise NotFound
    authorize(actor(), Permission.MARK_ARGUMENT, marked)
    if too_late := policies.time_to_mark.refusal(actor(), proposal, clock.now()):
        raise too_late
    form = SendForm()
    if form.validate_on_submit():
        with web.keeping(form):
            commands.mark_new_argument(marked, marked=request.form.get("marked") == "yes", by=actor())
            return web.done(_("The mark is saved."), f"/c/{marked.id}")
    return web.page(
        "proposals/argument.html",
        form=form,
        proposal=proposal,
        comment=marked,
        names=names_for(proposal.forum, [marked]),
    )


@bp.route("/proposals/<int:proposal_id>/positions", methods=["GET", "POST"])
@requires(Permission.TAKE_POSITION)
def position(proposal_id: int) -> ResponseReturnValue:
    """Take a position for an organisation."""
    by = actor()
    proposal = queries.get_proposal(proposal_id, by)
    authorize(by, Permission.TAKE_POSITION, proposal)
    own = queries.position_of(proposal.id, by.organisation_id)
    form = PositionForm(
        data={"position": own.stance.value if own else None, "reason": own.reason if own else ""}
    )
    if form.validate_on_submit():
        with web.keeping(form):
            commands.take_position(
                proposal, stance=Stance(form.position.data), reason=form.reason.data or "", by=by
            )
            return web.done(_("The position of your organisation is saved."), address(proposal))
    return web.page(
        "proposals/position.html",
        form=form,
        proposal=proposal,
        until=closes(proposal.forum, Ability.POSITION, clock.now()),
    )


@bp.post("/proposals/<int:proposal_id>/positions/confirm")
@requires(Permission.TAKE_POSITION)
def stand_by(proposal_id: int) -> ResponseReturnValue:
    """Say that the organisation's position holds for the new text."""
    by = actor()
    proposal = queries.get_proposal(proposal_id, by)
    commands.stand_by_position(proposal, by=by)
    return web.done(_("Your organisation stands by its position."), address(proposal))


@bp.post("/proposals/<int:proposal_id>/agreement")
@requires(Permission.AGREE_AS_RESIDENT)
def agreement(proposal_id: int) -> ResponseReturnValue:
    """Agree with a proposal as a resident, or take that back."""
    by = actor()
    proposal = queries.get_proposal(proposal_id, by)
    agrees = request.form.get("agrees") != "no"
    commands.agree_as_resident(proposal, agrees=agrees, by=by)
    told = _("You agree with this proposal.") if agrees else _("You no longer agree with this proposal.")
    return web.done(told, f"{address(proposal)}#positions")
