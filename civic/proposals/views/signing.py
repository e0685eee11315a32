"""Signing together: offering a signature, inviting organisations, answering, taking it back."""

from __future__ import annotations

from flask import request
from flask.typing import ResponseReturnValue

from civic.kernel import web
from civic.kernel.access import Permission, actor, authorize, requires
from civic.kernel.words import _
from civic.language.folding import fold
from civic.proposals import commands, queries, signing
from civic.proposals.forms import SendForm
from civic.proposals.models import Cosigner, Proposal
from civic.proposals.names import names_for
from civic.proposals.views.reading import bp
from civic.proposals.views.writing import address


@bp.route("/proposals/<int:proposal_id>/sign", methods=["GET", "POST"])
@requires(Permission.SIGN_PROPOSAL)
def sign(proposal_id: int) -> ResponseReturnValue:
    """Sign a proposal, or its newer text, for one's organisation."""
    by = actor()
    proposal = queries.get_proposal(proposal_id, by)
    authorize(by, Permission.SIGN_PROPOSAL, proposal)
    form = SendForm()
    if form.validate_on_submit():
        with web.keeping(form):
            done = commands.sign(proposal, by=by)
            if isinstance(done, Cosigner):
                return web.done(_("Your organisation has signed the proposal."), address(proposal))
            said = _("Those who made the proposal are asked whether your organisation may sign it.")
            return web.done(said, address(proposal))
    return web.page(
        "proposals/sign.html",
        form=form,
        proposal=proposal,
        names=names_for(proposal.forum, [proposal]),
        signed=signing.find_signature(proposal, by.organisation_id),
        waiting=signing.find_waiting(proposal, by.organisation_id),
    )


@bp.post("/proposals/<int:proposal_id>/unsign")
@requires(Permission.WITHDRAW_SIGNATURE)
def unsign(proposal_id: int) -> ResponseReturnValue:
    """Take the signature back."""
    proposal = queries.get_proposal(proposal_id, actor())
    commands.withdraw_signature(proposal, by=actor())
    return web.done(_("The signature of your organisation is taken back."), address(proposal))


@bp.route("/proposals/<int:proposal_id>/signers", methods=["GET", "POST"])
@requires(Permission.INVITE_TO_SIGN)
def signers(proposal_id: int) -> ResponseReturnValue:
    """Look for organisations and invite them to sign."""
    by = actor()
    proposal = queries.get_proposal(proposal_id, by)
    authorize(by, Permission.INVITE_TO_SIGN, proposal)
    form = SendForm()
    if form.validate_on_submit():
        with web.keeping(form):
            commands.invite_to_sign(proposal, web.number(request.form.get("organisation", "")), by=by)
            return web.done(_("The organisation is asked to sign."), f"/proposals/{proposal.id}/signers")
    words = request.args.get("q", "").strip()[:100]
    return web.page("proposals/signers.html", form=form, words=words, **_found(proposal, words))


def _found(proposal: Proposal, words: str) -> dict[str, object]:
    found = signing.organisations_called(fold(words)) if words else ()
    signatures = signing.signatures_of(proposal)
    taken = {proposal.organisation_id, *signatures.versions}
    return {
        "proposal": proposal,
        "signatures": signatures,
        "found": [each for each in found if each.id not in taken and not each.barred],
    }


@bp.route("/signings/<int:signing_id>", methods=["GET", "POST"])
@requires(Permission.ANSWER_SIGNING)
def answer(signing_id: int) -> ResponseReturnValue:
    """Answer a wish for a signature."""
    by = actor()
    wish = signing.get_signing(signing_id, by)
    authorize(by, Permission.ANSWER_SIGNING, wish)
    form = SendForm()
    if form.validate_on_submit():
        with web.keeping(form):
            accept = request.form.get("answer") == "accept"
            commands.answer_signing(wish, accept=accept, by=by)
            said = _("The organisation has signed the proposal.") if accept else _("The answer is saved.")
            return web.done(said, address(wish.proposal))
    return web.page(
        "proposals/signing.html",
        form=form,
        wish=wish,
        proposal=wish.proposal,
        names=names_for(wish.proposal.forum, [wish.proposal]),
    )
