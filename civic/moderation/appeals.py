"""Appeals as they are found: by number, by decision, by whoever made them; and whether a decision still stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from civic.kernel.db import db
from civic.kernel.errors import NotFound
from civic.moderation.finding import about
from civic.moderation.models import Act, Appeal, Case, CaseKind, Decision

if TYPE_CHECKING:
    from collections.abc import Sequence

    from civic.kernel.access import Actor

#: What else ends what a decision did, beside a decision that names it.
_ENDED_BY = {Act.HIDE: Act.RESTORE, Act.LIMIT: Act.LIFT, Act.SUSPEND: Act.LIFT}


def get_decision(decision_id: int) -> Decision:
    """A decision by its number, or NotFound."""
    found = db.session.get(Decision, decision_id)
    if found is None:
        raise NotFound
    return found


def get_appeal(appeal_id: int) -> Appeal:
    """An appeal by its number, or NotFound."""
    found = db.session.get(Appeal, appeal_id)
    if found is None:
        raise NotFound
    return found


def own_appeal(decision: Decision, actor: Actor) -> Appeal | None:
    """What this person said against a decision, if anything."""
    return db.session.scalar(
        select(Appeal).where(Appeal.decision_id == decision.id, Appeal.person_id == actor.id)
    )


def reporters_appeal(decision: Decision, report_id: int) -> Appeal | None:
    """What whoever reported it said against a decision, if anything."""
    return db.session.scalar(
        select(Appeal).where(Appeal.decision_id == decision.id, Appeal.report_id == report_id)
    )


def appeals_against(decision: Decision) -> Sequence[Appeal]:
    """All that was said against a decision, the first first."""
    return db.session.scalars(
        select(Appeal)
        .where(Appeal.decision_id == decision.id)
        .options(joinedload(Appeal.decided_by), joinedload(Appeal.person), joinedload(Appeal.organisation))
        .order_by(Appeal.id)
    ).all()


def taken_back_by(decision: Decision) -> Decision | None:
    """The later decision by which a decision holds no more, if there is one."""
    by_name = Decision.undoes_id == decision.id
    ending = _ENDED_BY.get(decision.act)
    ended = (
        (about(decision.thing) & (Decision.act == ending) & (Decision.id > decision.id))
        if ending
        else by_name
    )
    return db.session.scalar(select(Decision).where(or_(by_name, ended)).order_by(Decision.id).limit(1))


def waiting_case(kind: CaseKind, subject_id: int) -> Case | None:
    """The case that waits about an appeal or a signature, once the queue has one."""
    return db.session.scalar(
        select(Case).where(Case.kind == kind, Case.subject_id == subject_id, Case.settled_at.is_(None))
    )
