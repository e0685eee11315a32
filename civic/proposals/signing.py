"""Signatures under proposals: who signed which text, and what waits for whose answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import joinedload

from civic.kernel.db import db
from civic.kernel.errors import NotFound
from civic.organisations.models import Organisation
from civic.proposals.models import Asked, Cosigner, Proposal, ProposalState, Signing, SigningState

if TYPE_CHECKING:
    from collections.abc import Sequence

    from civic.kernel.access import Actor


@dataclass(frozen=True)
class Signatures:
    """The signatures of a proposal as a page shows them."""

    #: By organisation: the revision that it signed.
    versions: dict[int, int]
    waiting: Sequence[Signing]

    def waits_for(self, organisation_id: int | None) -> Signing | None:
        """What waits between those who made the proposal and that organisation."""
        return next((each for each in self.waiting if each.organisation_id == organisation_id), None)


def signatures_of(proposal: Proposal) -> Signatures:
    """Who signed which text, and who was asked; in two questions."""
    rows = db.session.execute(
        select(Cosigner.organisation_id, Cosigner.revision_no).where(Cosigner.proposal_id == proposal.id)
    )
    return Signatures({row[0]: row[1] for row in rows}, waiting_on(proposal))


def waiting_on(proposal: Proposal) -> Sequence[Signing]:
    """Wishes for a signature under a proposal that nobody has answered yet."""
    return db.session.scalars(
        select(Signing)
        .where(Signing.proposal_id == proposal.id, Signing.state == SigningState.WAITING)
        .options(joinedload(Signing.organisation))
        .order_by(Signing.id)
    ).all()


def find_signature(proposal: Proposal, organisation_id: int | None) -> Cosigner | None:
    """The signature of an organisation under a proposal."""
    if organisation_id is None:
        return None
    return db.session.get(Cosigner, (proposal.id, organisation_id))


def find_waiting(proposal: Proposal, organisation_id: int | None) -> Signing | None:
    """The wish for that organisation's signature that waits for an answer."""
    return db.session.scalar(
        select(Signing).where(
            Signing.proposal_id == proposal.id,
            Signing.organisation_id == organisation_id,
            Signing.state == SigningState.WAITING,
        )
    )


def get_signing(signing_id: int, by: Actor) -> Signing:
    """A wish for a signature, for the two organisations that it is between; NotFound for everybody else."""
    signing = db.session.get(Signing, signing_id)
    if signing is None or by.organisation_id is None or not signing.proposal.visible:
        raise NotFound
    if by.organisation_id not in {signing.organisation_id, signing.proposal.organisation_id}:
        raise NotFound
    return signing


def waiting_for(by: Actor) -> Sequence[Signing]:
    """What waits for the answer of the organisation that the actor speaks for: invitations to it, wishes to sign what it made."""
    if by.organisation_id is None:
        return ()
    return db.session.scalars(
        select(Signing)
        .join(Signing.proposal)
        .where(
            Signing.state == SigningState.WAITING,
            Proposal.state == ProposalState.PUBLISHED,
            Proposal.hidden_at.is_(None),
            or_(
                and_(Signing.asked == Asked.BY_AUTHOR, Signing.organisation_id == by.organisation_id),
                and_(Signing.asked == Asked.BY_SIGNER, Proposal.organisation_id == by.organisation_id),
            ),
        )
        .options(
            joinedload(Signing.organisation),
            joinedload(Signing.proposal).options(
                joinedload(Proposal.current), joinedload(Proposal.organisation)
            ),
        )
        .order_by(Signing.at, Signing.id)
    ).all()


def organisations_called(words: str, most: int = 12) -> Sequence[Organisation]:
    """Organisations whose names, towns or numbers hold all of these words, to choose a signer from."""
    parts = words.split()[:8]
    return db.session.scalars(
        select(Organisation)
        .where(*(Organisation.search_text.contains(part, autoescape=True) for part in parts))
        .order_by(Organisation.sort_text, Organisation.id)
        .limit(most)
    ).all()
