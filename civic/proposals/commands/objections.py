"""Objecting to a merge, and the moderators' answer."""

from __future__ import annotations

from civic.discussions import texts
from civic.kernel import clock
from civic.kernel.access import Actor, Permission, authorize
from civic.kernel.db import db
from civic.kernel.errors import Refused
from civic.kernel.events import record
from civic.kernel.words import N_, day
from civic.proposals import queries
from civic.proposals.apart import take_apart
from civic.proposals.events import MergeObjected, ObjectionAnswered
from civic.proposals.models import Merge, Objection, ObjectionState

NO_REASON = N_("Write why the two are not the same. A moderator and the authors of both will read it.")
NO_ANSWER = N_("Write the reason. Whoever objected will read it.")


def object_to_merge(merge: Merge, *, reason: str, by: Actor) -> Objection:
    """Say, for those behind one of the two proposals, that they should not be merged.

    Raises:
        Refused: when the reason is missing, the merge was undone, the seven days are over, or the same side objected before.
    """
    authorize(by, Permission.OBJECT_TO_MERGE, merge)
    reason = texts.text(reason, texts.REASON_LONGEST, missing=NO_REASON)
    queries.lock(merge.source)
    db.session.refresh(merge)
    now = clock.now()
    if merge.undone_at is not None:
        raise Refused("undone", N_("This merge was undone already: both proposals stand by themselves."))
    if now > merge.objections_until:
        raise Refused(
            "late",
            N_(
                "Objections were taken until %(day)s. Write to the moderators if something is wrong.",
                day=day(merge.objections_until),
            ),
        )
    if queries.objection_of(merge.id, by) is not None:
        raise Refused("again", N_("Your side has objected already. A moderator will answer."))
    objection = Objection(
        merge_id=merge.id,
        reason=reason,
        at=now,
        state=ObjectionState.WAITING,
        answer="",
        person_id=by.id,
        organisation_id=by.organisation_id,
        organisation_name=by.signature,
        capacity=by.capacity,
        claimed_organisation_id=by.claimed_id,
    )
    db.session.add(objection)
    db.session.flush()
    db.session.expire(merge, ["objections"])
    record(
        MergeObjected(
            proposal=merge.source_id,
            into=merge.target_id,
            merge=merge.id,
            objection=objection.id,
            by=by.id,
            organisation=by.organisation_id,
        )
    )
    return objection


def answer_objection(objection: Objection, *, undo: bool, reason: str, by: Actor) -> Objection:
    """Undo the merge, or let it stand; whoever merged can undo, but not be the judge of an objection to it.

    Raises:
        Refused: when the reason is missing, or the objection was answered meanwhile.
        Forbidden: when whoever merged would let the merge stand.
    """
    authorize(by, Permission.ANSWER_OBJECTION, objection)
    reason = texts.text(reason, texts.REASON_LONGEST, missing=NO_ANSWER)
    queries.lock(objection.merge.source)
    db.session.refresh(objection)
    if not objection.waits:
        raise Refused("answered", N_("This objection was answered meanwhile."))
    if undo:
        take_apart(objection.merge, reason, by)
        return objection
    if objection.merge.by_id == by.id:
        raise Refused(
            "own_merge",
            N_(
                "You merged the two yourself, so another person decides that the merge stands. You can undo it."
            ),
        )
    objection.state, objection.answer = ObjectionState.STANDS, reason
    objection.answered_at, objection.answered_by_id = clock.now(), by.id
    db.session.flush()
    record(
        ObjectionAnswered(
            proposal=objection.merge.source_id,
            into=objection.merge.target_id,
            merge=objection.merge_id,
            objection=objection.id,
            by=by.id,
        )
    )
    return objection
