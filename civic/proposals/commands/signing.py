"""Signatures of other organisations: invited by those who made the proposal, or offered to them; each needs both sides."""

from __future__ import annotations

from sqlalchemy import func, select

from civic.discussions import twice
from civic.kernel import clock
from civic.kernel.access import Actor, Permission, authorize
from civic.kernel.db import db
from civic.kernel.errors import NotFound, Refused
from civic.kernel.events import record
from civic.kernel.words import N_
from civic.organisations.models import Organisation
from civic.organisations.queries import find_organisation
from civic.proposals import queries, signing
from civic.proposals.events import (
    ProposalSigned,
    SignatureInvited,
    SignatureOffered,
    SignatureWithdrawn,
    SigningDeclined,
)
from civic.proposals.models import Asked, Cosigner, Proposal, Signing, SigningState

#: How often one signature is asked for, and how many organisations are asked at once.
MOST_WISHES, MOST_INVITED = 3, 20


def invite_to_sign(proposal: Proposal, organisation_id: int, *, by: Actor) -> Signing | Cosigner:
    """Ask an organisation to sign; one that offered to sign before has signed by that.

    Raises:
        NotFound: when there is no such organisation.
        Refused: when it made the proposal itself, has signed it, or starts nothing new.
    """
    authorize(by, Permission.INVITE_TO_SIGN, proposal)
    organisation = find_organisation(organisation_id)
    if organisation is None:
        raise NotFound
    if organisation.id == proposal.organisation_id:
        raise Refused("own", N_("Your organisation made this proposal."))
    _check_free(organisation)
    queries.lock(proposal)
    if signing.find_signature(proposal, organisation.id):
        raise Refused("signed", N_("This organisation has signed already."))
    waiting = signing.find_waiting(proposal, organisation.id)
    if waiting is None:
        return _ask(proposal, organisation.id, Asked.BY_AUTHOR, by)
    if waiting.asked is Asked.BY_SIGNER:
        return answer_signing(waiting, accept=True, by=by) or waiting
    return waiting


def sign(proposal: Proposal, *, by: Actor) -> Signing | Cosigner:
    """Sign for the organisation acted for: at once where it was invited or signed an older text; else those who made it are asked.

    Raises:
        Refused: when the organisation made the proposal itself or may not speak in this phase.
    """
    authorize(by, Permission.SIGN_PROPOSAL, proposal)
    twice.queue_up(by)
    queries.lock(proposal)
    signed = signing.find_signature(proposal, by.organisation_id)
    if signed is not None:
        if signed.revision_no != proposal.revision_no:
            _put(signed, proposal, by)
        return signed
    waiting = signing.find_waiting(proposal, by.organisation_id)
    if waiting is not None and waiting.asked is Asked.BY_AUTHOR:
        return answer_signing(waiting, accept=True, by=by) or waiting
    if waiting is not None:
        return waiting
    if proposal.organisation_id is None:
        raise Refused(
            "person", N_("A person made this proposal, not an organisation: there is nobody to sign with.")
        )
    return _ask(proposal, by.organisation_id or 0, Asked.BY_SIGNER, by)


def answer_signing(wish: Signing, *, accept: bool, by: Actor) -> Cosigner | None:
    """Answer a wish for a signature: the invited organisation does, or those who made the proposal.

    Raises:
        Refused: when it was answered meanwhile, or the proposal is open to nothing any more.
    """
    authorize(by, Permission.ANSWER_SIGNING, wish)
    proposal = wish.proposal
    if accept:
        # The rights of signing are the signer's own; when it offered, they were asked then, and the phase is asked now.
        needed = Permission.SIGN_PROPOSAL if wish.asked is Asked.BY_AUTHOR else Permission.INVITE_TO_SIGN
        authorize(by, needed, proposal)
        _check_free(wish.organisation)
    queries.lock(proposal)
    db.session.refresh(wish)
    wish.answer(SigningState.ACCEPTED if accept else SigningState.DECLINED, by_id=by.id, at=clock.now())
    if not accept:
        db.session.flush()
        record(
            SigningDeclined(
                proposal=proposal.id,
                signer=wish.organisation_id,
                signing=wish.id,
                by=by.id,
                organisation=by.organisation_id,
            )
        )
        return None
    signed = Cosigner(proposal_id=proposal.id, organisation_id=wish.organisation_id)
    db.session.add(signed)
    _put(signed, proposal, by)
    return signed


def withdraw_signature(proposal: Proposal, *, by: Actor) -> None:
    """Take back the signature of the organisation acted for, whatever the phase; what it offered is taken back too."""
    authorize(by, Permission.WITHDRAW_SIGNATURE, proposal)
    queries.lock(proposal)
    signed = signing.find_signature(proposal, by.organisation_id)
    waiting = signing.find_waiting(proposal, by.organisation_id)
    if waiting is not None and waiting.asked is Asked.BY_SIGNER:
        waiting.answer(SigningState.DECLINED, by_id=by.id, at=clock.now())
    elif signed is None:
        return
    if signed is not None:
        db.session.delete(signed)
    db.session.flush()
    _changed(proposal)
    record(
        SignatureWithdrawn(
            proposal=proposal.id,
            signer=by.organisation_id or 0,
            by=by.id,
            organisation=by.organisation_id,
        )
    )


def _check_room(proposal: Proposal, organisation_id: int, asked: Asked) -> None:
    """Whoever is asked is told by letter: nobody is asked over and over, nor everybody at once."""
    ours = select(func.count(Signing.id)).where(Signing.proposal_id == proposal.id)
    if (db.session.scalar(ours.where(Signing.organisation_id == organisation_id)) or 0) >= MOST_WISHES:
        raise Refused("enough", N_("This signature was asked for and declined or taken back often enough."))
    waiting = ours.where(Signing.state == SigningState.WAITING, Signing.asked == Asked.BY_AUTHOR)
    if asked is Asked.BY_AUTHOR and (db.session.scalar(waiting) or 0) >= MOST_INVITED:
        raise Refused(
            "many",
            N_(
                "%(count)s organisations have not answered yet. Wait for their answers first.",
                count=MOST_INVITED,
            ),
        )


def _check_free(organisation: Organisation) -> None:
    """It may have been suspended since it offered to sign."""
    if organisation.barred:
        raise Refused("barred", N_("This organisation is suspended or struck off, so it cannot sign."))


def _ask(proposal: Proposal, organisation_id: int, asked: Asked, by: Actor) -> Signing:
    _check_room(proposal, organisation_id, asked)
    wish = Signing(
        proposal_id=proposal.id,
        organisation_id=organisation_id,
        asked=asked,
        state=SigningState.WAITING,
        by_id=by.id,
        at=clock.now(),
    )
    db.session.add(wish)
    db.session.flush()
    kind = SignatureInvited if asked is Asked.BY_AUTHOR else SignatureOffered
    record(
        kind(
            proposal=proposal.id,
            signer=organisation_id,
            signing=wish.id,
            by=by.id,
            organisation=by.organisation_id,
        )
    )
    return wish


def _put(signed: Cosigner, proposal: Proposal, by: Actor) -> None:
    signed.revision_no, signed.at, signed.by_id = proposal.revision_no, clock.now(), by.id
    db.session.flush()
    _changed(proposal)
    record(
        ProposalSigned(
            proposal=proposal.id,
            signer=signed.organisation_id,
            revision=proposal.revision_no,
            by=by.id,
            organisation=by.organisation_id,
        )
    )


def _changed(proposal: Proposal) -> None:
    db.session.expire(proposal, ["cosigners"])
