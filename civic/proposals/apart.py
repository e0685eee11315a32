"""What undoing a merge does, for whichever command has asked for the right to."""

from __future__ import annotations

from civic.kernel import clock
from civic.kernel.access import Actor
from civic.kernel.db import db
from civic.kernel.events import record
from civic.proposals import queries
from civic.proposals.events import MergeUndone
from civic.proposals.models import Merge, ObjectionState, ProposalState


def take_apart(merge: Merge, reason: str, by: Actor) -> None:
    """Let the merged proposal stand by itself again, once; objections that wait are answered by it."""
    queries.lock(merge.source)
    db.session.refresh(merge)
    if merge.undone_at is not None:
        return
    merge.undone_at, merge.undone_by_id, merge.undone_reason = clock.now(), by.id, reason
    merge.source.merged_into_id = None
    merge.source.move_to(ProposalState.PUBLISHED)
    for objection in merge.objections:
        if objection.waits:
            objection.state, objection.answer = ObjectionState.UNDONE, reason
            objection.answered_at, objection.answered_by_id = merge.undone_at, by.id
    db.session.flush()
    db.session.expire(merge.source, ["merged_into"])
    db.session.expire(merge.target, ["merged_here"])
    record(MergeUndone(proposal=merge.source_id, out_of=merge.target_id, merge=merge.id, by=by.id))
