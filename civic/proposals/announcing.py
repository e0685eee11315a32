"""What is told of a proposal: that it is there, or that it waits; and how it comes out when a moderator lets it through."""

from __future__ import annotations

from civic.discussions import holding, repeating
from civic.discussions.models import Cause
from civic.kernel.access import Actor
from civic.kernel.events import record
from civic.proposals.events import ProposalHeld, ProposalMade
from civic.proposals.models import Proposal, Revision

holding.may_wait(Proposal)
repeating.stands_in(Revision.body, Revision.by_id, Revision.at)


def tell_or_hold(
    proposal: Proposal, cause: Cause | None, *, signals: tuple[str, ...], by: Actor, imported: bool
) -> None:
    """Publish what was just written, or let it wait where there is a cause."""
    if cause is None:
        proposal_made(proposal, by=by, imported=imported)
    else:
        holding.hold(proposal, proposal.forum_id, cause, signals=signals)
        proposal_held(proposal, cause, by=by)


def proposal_made(
    proposal: Proposal, *, by: Actor, imported: bool = False, let_through: bool = False
) -> None:
    """Tell of a proposal that everybody reads from now on."""
    record(
        ProposalMade(
            proposal=proposal.id,
            forum=proposal.forum_id,
            let_through=let_through,
            by=by.id,
            organisation=by.organisation_id,
            imported=imported,
        )
    )


def proposal_held(proposal: Proposal, cause: Cause, *, by: Actor) -> None:
    """Note that a proposal waits."""
    record(
        ProposalHeld(
            proposal=proposal.id,
            forum=proposal.forum_id,
            cause=cause,
            by=by.id,
            organisation=by.organisation_id,
        )
    )


def let_proposal_through(proposal: Proposal) -> None:
    """Publish a proposal that waited, in its author's name."""
    holding.let_out(proposal)
    proposal.thread.changed()
    proposal_made(proposal, by=holding.writer_of(proposal), let_through=True)
