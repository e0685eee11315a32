"""Residents who agree with a proposal: one row a person, counted apart from positions and never a ranking."""

from __future__ import annotations

from civic.discussions import twice
from civic.kernel import clock
from civic.kernel.access import Actor, Permission, authorize
from civic.kernel.db import db
from civic.kernel.events import record
from civic.proposals.events import ResidentAgreed
from civic.proposals.models import Proposal, ResidentAgreement


def agree_as_resident(proposal: Proposal, *, agrees: bool = True, by: Actor) -> None:
    """Agree with a proposal as a person without an organisation, or take that back; saying it twice changes nothing."""
    authorize(by, Permission.AGREE_AS_RESIDENT, proposal)
    twice.queue_up(by)
    found = db.session.get(ResidentAgreement, (proposal.id, by.id))
    if (found is not None) is agrees:
        return
    if found is None:
        db.session.add(ResidentAgreement(proposal_id=proposal.id, person_id=by.id, at=clock.now()))
    else:
        db.session.delete(found)
    db.session.flush()
    record(ResidentAgreed(proposal=proposal.id, agrees=agrees, by=by.id))
