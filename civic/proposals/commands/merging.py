"""Merging duplicates: nothing is moved, so nothing is lost and undoing restores exactly what was."""

from __future__ import annotations

from civic.discussions import texts
from civic.kernel import clock
from civic.kernel.access import Actor, Permission, authorize
from civic.kernel.db import db
from civic.kernel.errors import Refused
from civic.kernel.events import record
from civic.kernel.words import N_
from civic.proposals import queries
from civic.proposals.apart import take_apart
from civic.proposals.both_sides import asked_on
from civic.proposals.events import ProposalMerged, StanceAsked
from civic.proposals.models import Merge, Proposal, ProposalState

NO_REASON = N_("Write the reason. The authors of both proposals will read it.")


def merge(source: Proposal, target: Proposal, *, reason: str, by: Actor) -> Merge:
    """Merge a proposal into another one of the same forum; its text, authors, comments and positions show on the target's page.

    The target must stand by itself, so that no circle can come about; what was merged into the source comes along.

    Raises:
        Refused: when the two are one, stand in different forums, or one of them was merged, withdrawn or hidden.
    """
    authorize(by, Permission.MERGE, source)
    reason = texts.text(reason, texts.REASON_LONGEST, missing=NO_REASON)
    for proposal in sorted({source, target}, key=lambda proposal: proposal.id):
        queries.lock(proposal)
    done = queries.find_merge(source.id)
    if done is not None and done.target_id == target.id:
        return done
    _check(source, target)
    source.merged_into_id = target.id
    source.move_to(ProposalState.MERGED)
    merged = Merge(
        source_id=source.id, target_id=target.id, reason=reason, by_id=by.id, at=clock.now(), undone_reason=""
    )
    db.session.add(merged)
    db.session.flush()
    db.session.expire(source, ["merged_into"])
    db.session.expire(target, ["merged_here"])
    record(ProposalMerged(proposal=source.id, into=target.id, merge=merged.id, by=by.id))
    _ask(target, merged, by)
    return merged


def undo_merge(merge: Merge, *, reason: str, by: Actor) -> Merge:
    """Let a merged proposal stand by itself again, with all that it had.

    Raises:
        Refused: when the reason is missing, or the merge was undone already.
    """
    authorize(by, Permission.MERGE, merge.source)
    reason = texts.text(reason, texts.REASON_LONGEST, missing=NO_REASON)
    take_apart(merge, reason, by)
    return merge


def _ask(target: Proposal, merged: Merge, by: Actor) -> None:
    """Ask the organisations that this merge put on both sides for one position."""
    for torn in asked_on(target):
        if torn.since == merged.at:
            record(StanceAsked(proposal=target.id, asked=torn.organisation_id, merge=merged.id, by=by.id))


def _check(source: Proposal, target: Proposal) -> None:
    if source.id == target.id:
        raise Refused(
            "itself", N_("A proposal cannot be merged into itself. Give the number of another one.")
        )
    if source.forum_id != target.forum_id:
        raise Refused(
            "forum",
            N_(
                "%(label)s is in another forum. Move one of the two there first, or mark them as similar.",
                label=target.label,
            ),
        )
    for proposal in (source, target):
        if not proposal.stands:
            raise Refused(
                "state",
                N_(
                    "%(label)s was merged, withdrawn or hidden. Choose a proposal that stands.",
                    label=proposal.label,
                ),
            )
