"""Acts on how contributions lie beside each other, where moderation knows more than the proposals do: cases, the desk, issues."""

from __future__ import annotations

from sqlalchemy import select

from civic.kernel.access import Actor, Permission, authorize
from civic.kernel.db import db
from civic.kernel.errors import Refused
from civic.kernel.words import N_
from civic.moderation import published, settling
from civic.moderation.models import Case, CaseKind
from civic.proposals import commands as proposals
from civic.proposals.models import Merge, Objection, Split
from civic.recommendations.commands import take_off_desk
from civic.recommendations.models import Fate


def answer_objection(
    objection: Objection, *, undo: bool, reason: str, by: Actor, case: Case | None = None
) -> Objection:
    """Undo the merge or let it stand, and settle the case that waits about it.

    Raises:
        Refused: when somebody settled it before, the sentence says who; and when an issue was published with a merge to be undone.
        Forbidden: when the case is another person's, or a reviewer has no case in hand.
    """
    authorize(by, Permission.ANSWER_OBJECTION, objection)
    authorize(by, Permission.HIDE, case or objection.merge.source)
    if case is not None:
        settling.claim(case)
    if undo and objection.waits:
        # Whichever way it is undone: what was published with it needs two persons, who ask and confirm on the merge's page.
        published.check_merge(objection.merge, by=by, confirmed_by=None)
    waiting = [each.id for each in objection.merge.objections if each.waits]
    proposals.answer_objection(objection, undo=undo, reason=reason, by=by)
    for objection_id in waiting if undo else [objection.id]:
        settling.settle_about(CaseKind.OBJECTION, objection_id, by=by, outcome="undone" if undo else "stands")
    return objection


def undo_merge(merge: Merge, *, reason: str, by: Actor, confirmed_by: Actor | None = None) -> Merge:
    """Let a merged proposal stand by itself again; the cases of those who objected end with it.

    Raises:
        Refused: as `proposals.undo_merge`, and when an issue was published with the merge and nobody has confirmed it.
    """
    authorize(by, Permission.MERGE, merge.source)
    if merge.undone_at is None:
        published.check_merge(merge, by=by, confirmed_by=confirmed_by)
    waiting = [each.id for each in merge.objections if each.waits]
    proposals.undo_merge(merge, reason=reason, by=by)
    for objection_id in waiting:
        settling.settle_about(CaseKind.OBJECTION, objection_id, by=by, outcome="undone")
    return merge


def put_back(split: Split, *, reason: str, by: Actor) -> Split:
    """Let a comment that was split off be a comment again; the desk lets go of the proposal.

    Raises:
        Refused: when the proposal stands in a published issue, or something else depends on it.
    """
    authorize(by, Permission.SPLIT, split.proposal)
    if split.undone_at is None:
        number = db.session.scalar(
            select(Fate.issue_number).where(Fate.proposal_id == split.proposal_id).limit(1)
        )
        if number is not None:
            raise Refused(
                "published",
                N_(
                    "%(label)s stands in the published issue nr %(number)s, and what was published stays.",
                    label=split.proposal.label,
                    number=number,
                ),
            )
        take_off_desk([split.proposal], by=by)
    return proposals.put_back(split, reason=reason, by=by)
