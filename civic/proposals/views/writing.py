"""Writing: a new proposal, a new text of one, taking one back."""

from __future__ import annotations

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from civic.discussions import twice
from civic.discussions.edge import sent
from civic.discussions.holding import WAITS
from civic.forums.models import Ability, Forum
from civic.forums.queries import get_forum
from civic.kernel import clock, db, web
from civic.kernel.access import Permission, actor, authorize, requires
from civic.kernel.errors import Conflict
from civic.kernel.words import N_, _
from civic.kernel.writing import typed_here, writes
from civic.proposals import commands, policies, queries
from civic.proposals.forms import ProposalForm, RevisionForm, SendForm
from civic.proposals.likeness import Close, close_to
from civic.proposals.models import Proposal, ProposalState
from civic.proposals.names import names_for
from civic.proposals.views.origin import begun_by, source_in
from civic.proposals.views.reading import bp, closes


@bp.route("/forums/<slug>/proposals/new", methods=["GET", "POST"])
@requires(Permission.PROPOSE)
@writes(N_("A new proposal"))
def new(slug: str) -> ResponseReturnValue:
    """Write a proposal in a forum."""
    forum, by = get_forum(slug), actor()
    authorize(by, Permission.PROPOSE, forum)
    source = source_in(request.args, forum, by)
    form = ProposalForm(data=begun_by(source))
    form.offer(list(forum.chapters))
    if form.validate_on_submit():
        with web.keeping(form):
            if not form.meant and (close := _close(form, forum)):
                return _already_there(form, forum, close)
            how = sent(form, form.body.data)
            if how.question:
                return how.question
            proposal = commands.propose(
                forum,
                title=form.title.data,
                body=form.body.data,
                justification=form.justification.data or "",
                effect=form.effect.data or "",
                cost=form.cost.data or "",
                district=form.district.data or "",
                chapter_id=form.chapter.data or None,
                addressee=form.addressee.data or "",
                signals=how.signals,
                by=by,
            )
            if source:
                commands.draw_from(proposal, source, by=by)
            form.sent()
            return web.done(WAITS if proposal.waits else _("The proposal is published."), address(proposal))
    return web.page(
        "proposals/new.html",
        form=form,
        forum=forum,
        source=source,
        until=closes(forum, Ability.PROPOSE, clock.now()),
    )


def _close(form: ProposalForm, forum: Forum) -> list[Close]:
    """What others proposed that shares something substantial with what was typed."""
    text = f"{form.body.data}\n{form.justification.data or ''}"
    since = clock.now() - twice.WITHIN
    return close_to(forum, title=form.title.data or "", body=text, by=actor(), since=since)


def _already_there(form: ProposalForm, forum: Forum, close: list[Close]) -> ResponseReturnValue:
    """The step before sending: close proposals, which may be signed instead; what was typed is kept meanwhile."""
    form.keep()
    return web.page(
        "proposals/close.html",
        typed=[(name, value) for name, values in typed_here().items() for value in values],
        forum=forum,
        place=form.place,
        close=close,
        names=names_for(forum, [each.proposal for each in close]),
    )


@bp.route("/proposals/<int:proposal_id>/edit", methods=["GET", "POST"])
@requires(Permission.REVISE_PROPOSAL)
@writes(N_("A new version of a proposal"))
def edit(proposal_id: int) -> ResponseReturnValue:
    """Write a new text of a proposal."""
    by = actor()
    proposal = queries.get_proposal(proposal_id, by)
    authorize(by, Permission.REVISE_PROPOSAL, proposal)
    current = proposal.current
    form = RevisionForm(
        data={
            "title": current.title,
            "body": current.body,
            "justification": current.justification,
            "effect": current.effect,
            "cost": current.cost,
            "revision_no": proposal.revision_no,
        }
    )
    texts: tuple[str, str] | None = None
    if form.validate_on_submit():
        try:
            with web.keeping(form):
                commands.revise(
                    proposal,
                    title=form.title.data,
                    body=form.body.data,
                    justification=form.justification.data or "",
                    effect=form.effect.data or "",
                    cost=form.cost.data or "",
                    note=form.note.data or "",
                    revision_no=form.revision_no.data or 0,
                    by=by,
                )
                form.sent()
                return web.done(_("The new version is published."), address(proposal))
        except Conflict as conflict:
            db.refuse()
            texts = conflict.detail["texts"]
            # Sent again from here, the text is meant to follow what was saved meanwhile, which now stands beside it.
            form.revision_no.raw_data = None
            form.revision_no.data = proposal.revision_no
    shown = {"proposal": proposal, "texts": texts, "withdrawal": SendForm(formdata=None)}
    if texts is not None:
        return render_template("proposals/edit.html", form=form, **shown), 409
    return web.page("proposals/edit.html", form=form, **shown)


@bp.post("/proposals/<int:proposal_id>/withdraw")
@requires(Permission.WITHDRAW_PROPOSAL)
def withdraw(proposal_id: int) -> ResponseReturnValue:
    """Take a proposal back."""
    by = actor()
    proposal = queries.get_proposal(proposal_id, by)
    # A second click of its makers finds it withdrawn; anybody else is told so by the command.
    if proposal.state is not ProposalState.WITHDRAWN or not policies.made_by(by, proposal):
        commands.withdraw(proposal, by=by)
    return web.done(_("The proposal is withdrawn. Its text stays to be read."), address(proposal))


def address(proposal: Proposal) -> str:
    """Where a proposal is read."""
    return url_for("proposals.show", proposal_id=proposal.id)
