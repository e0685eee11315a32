"""A position is talked over with the board: prepared, shared by a private link, noted on without an account, sent or discarded."""

from __future__ import annotations

from flask import make_response, redirect, url_for
from flask.typing import ResponseReturnValue

from civic.kernel import clock, db, limits, web
from civic.kernel.access import Permission, actor, authorize, public, requires
from civic.kernel.words import _
from civic.proposals import boards, commands, labels, policies, queries
from civic.proposals.forms import BoardNoteForm, PositionForm, SendForm
from civic.proposals.models import PlannedPosition, Proposal, Stance
from civic.proposals.views.reading import bp
from civic.proposals.views.writing import address


@bp.route("/proposals/<int:proposal_id>/positions/planned/new", methods=["GET", "POST"])
@requires(Permission.PLAN_POSITION)
def plan(proposal_id: int) -> ResponseReturnValue:
    """Prepare a position for the board, or change what was prepared."""
    by = actor()
    proposal = queries.get_proposal(proposal_id, by)
    authorize(by, Permission.PLAN_POSITION, proposal)
    known = boards.find_plan(proposal.id, by.organisation_id) or queries.position_of(
        proposal.id, by.organisation_id
    )
    form = PositionForm(
        data={"position": known.stance.value if known else None, "reason": known.reason if known else ""}
    )
    if form.validate_on_submit():
        with web.keeping(form):
            stance = Stance(form.position.data)
            commands.plan_position(proposal, stance=stance, reason=form.reason.data or "", by=by)
            return web.done(_("It is prepared. Nobody else sees it yet."), _page_of(proposal))
    return web.page("proposals/plan.html", form=form, proposal=proposal)


@bp.get("/proposals/<int:proposal_id>/positions/planned")
@requires(Permission.PLAN_POSITION)
def planned(proposal_id: int) -> ResponseReturnValue:
    """What is prepared, the link for the board, and what its members noted; the form where nothing is."""
    by = actor()
    if boards.find_plan(queries.get_proposal(proposal_id, by).id, by.organisation_id) is None:
        return redirect(url_for(".plan", proposal_id=proposal_id), 303)
    proposal, found = _mine(proposal_id)
    link = url_for(".board", token=boards.token_of(found)) if found.token_hash else ""
    return web.page(
        "proposals/planned.html",
        form=SendForm(formdata=None),
        proposal=proposal,
        planned=found,
        link=f"{web.settings().base_url}{link}" if link else "",
        over=found.link_until is not None and found.link_until <= clock.now(),
        refusal=policies.may_take_position.refusal(actor(), proposal, clock.now()),
        labels=labels,
    )


@bp.post("/proposals/<int:proposal_id>/positions/planned/link")
@requires(Permission.PLAN_POSITION)
def renew_link(proposal_id: int) -> ResponseReturnValue:
    """Make a new link."""
    proposal, found = _mine(proposal_id)
    commands.renew_link(found, by=actor())
    return web.done(_("There is a new link. The one before opens nothing any more."), _page_of(proposal))


@bp.post("/proposals/<int:proposal_id>/positions/planned/revoke")
@requires(Permission.PLAN_POSITION)
def revoke_link(proposal_id: int) -> ResponseReturnValue:
    """Let the link open nothing any more."""
    proposal, found = _mine(proposal_id)
    commands.revoke_link(found, by=actor())
    return web.done(_("The link opens nothing any more."), _page_of(proposal))


@bp.post("/proposals/<int:proposal_id>/positions/planned/send")
@requires(Permission.PLAN_POSITION)
def send_plan(proposal_id: int) -> ResponseReturnValue:
    """Take the prepared position."""
    proposal, found = _mine(proposal_id)
    commands.send_plan(found, by=actor())
    return web.done(_("The position of your organisation is saved."), address(proposal))


@bp.post("/proposals/<int:proposal_id>/positions/planned/discard")
@requires(Permission.PLAN_POSITION)
def discard_plan(proposal_id: int) -> ResponseReturnValue:
    """Drop what was prepared."""
    proposal, found = _mine(proposal_id)
    commands.discard_plan(found, by=actor())
    return web.done(_("What was prepared is dropped."), address(proposal))


@bp.route("/board/<token>", methods=["GET", "POST"])
@public
def board(token: str) -> ResponseReturnValue:
    """What a member of the board reads without an account, and the note they leave."""
    form = BoardNoteForm()
    if form.is_submitted():
        with db.pause():
            limits.spend(limits.BOARD_NOTE, address=web.reader_address())
    found = boards.plan_behind(token, clock.now())
    if form.validate_on_submit():
        with web.keeping(form):
            commands.note_on_plan(
                found,
                name=form.name.data,
                agrees=form.verdict.data == "agrees",
                note=form.note.data or "",
                by=actor(),
            )
            told = _("Thank you. Whoever sent you the link will read it.")
            return web.done(told, url_for(".board", token=token))
    response = make_response(
        web.page("proposals/board.html", form=form, planned=found, proposal=found.proposal, labels=labels)
    )
    response.headers["Cache-Control"] = "no-store, private"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _mine(proposal_id: int) -> tuple[Proposal, PlannedPosition]:
    """What the organisation acted for is talking over about a proposal; NotFound for everybody else."""
    by = actor()
    proposal = queries.get_proposal(proposal_id, by)
    found = boards.get_plan(proposal.id, by.organisation_id)
    authorize(by, Permission.READ_PLANNED_POSITION, found)
    return proposal, found


def _page_of(proposal: Proposal) -> str:
    return url_for(".planned", proposal_id=proposal.id)
