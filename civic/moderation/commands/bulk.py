"""Clearing many cases with one reason, and taking back at once what one has just decided."""

from __future__ import annotations

import secrets
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import select

from civic.kernel import clock
from civic.kernel.access import Actor, Permission, authorize
from civic.kernel.db import db
from civic.kernel.errors import Forbidden, NotFound, Refused
from civic.kernel.words import CONTENT_LANGUAGE, N_, force_locale
from civic.moderation import keeping
from civic.moderation.commands.deciding import decide
from civic.moderation.commands.undoing import undo
from civic.moderation.finding import not_taken_back
from civic.moderation.matters import KINDS
from civic.moderation.models import Act, Case, CaseKind, Decision, Ground, Source
from civic.moderation.ruling import Ruling

if TYPE_CHECKING:
    from collections.abc import Sequence

    from civic.moderation.nouns import Contribution

MOST = 100
SLIP = N_("Taken back at once: the decision was a slip.")
#: From where moderators learnt of it, for a statement of reasons.
LEARNT = {CaseKind.REPORT: Source.REPORT, CaseKind.SUSPICION: Source.SIGNAL}


class Clearing(StrEnum):
    """What may be done to many at once: nothing that weighs one case against another."""

    APPROVE = "approve"
    SPAM = "spam"


def clear(cases: Sequence[Case], clearing: Clearing, *, reason: str, by: Actor) -> list[Decision]:
    """Approve many contributions, or call them spam, with one reason: all of them or, where one cannot be, none.

    Each has a decision of its own; together they have a batch, by which all are taken back at once.

    Raises:
        Refused: when a kind is decided one by one, when there are none or too many, or when somebody settled one meanwhile.
    """
    authorize(by, Permission.DECIDE_CASE)
    if not 0 < len(cases) <= MOST:
        raise Refused("many", N_("Choose at least one case and at most %(count)s.", count=MOST))
    batch, decisions = secrets.token_hex(16), []
    things = {
        (kind, subject): thing
        for kind in {case.kind for case in cases}
        for subject, thing in KINDS[kind].things([c.subject_id for c in cases if c.kind is kind]).items()
    }
    for case in sorted(cases, key=lambda each: each.id):
        authorize(by, Permission.DECIDE_CASE, case)
        thing = things.get((case.kind, case.subject_id))
        if not KINDS[case.kind].in_bulk or thing is None:
            raise Refused(
                "one_by_one", N_("Case %(number)s is decided by itself, not with others.", number=case.id)
            )
        ruling = _ruling(thing, clearing, reason, LEARNT.get(case.kind, Source.OWN), batch)
        decisions.append(decide(thing, ruling, by=by, case=case))
    return decisions


def _ruling(thing: Contribution, clearing: Clearing, reason: str, source: Source, batch: str) -> Ruling:
    if clearing is Clearing.SPAM:
        return Ruling(act=Act.HIDE, ground=Ground.SPAM, reason=reason, source=source, batch=batch)
    act = Act.APPROVE if thing.waits or not thing.visible else Act.KEEP
    return Ruling(act=act, ground=Ground.IN_ORDER, reason=reason, source=source, batch=batch)


def undo_own(decision: Decision, *, by: Actor) -> Case | None:
    """Take back what one has decided, with all that was decided in the same bulk act; gives the case that waits again.

    Raises:
        Forbidden: when another person decided it.
        Refused: when it cannot be taken back by itself any more; the sentence says why.
    """
    authorize(by, Permission.DECIDE_CASE)
    if decision.by_id != by.id:
        raise Forbidden(
            "not_yours", N_("Another person decided this. Take it back on its page, with a reason.")
        )
    with force_locale(CONTENT_LANGUAGE):
        reason = str(SLIP)
    settled = db.session.scalars(
        select(Case).where(Case.decision_id == decision.id, Case.kind.in_(KINDS)).limit(1)
    ).one_or_none()
    together = _together(decision)
    if not together:
        raise NotFound
    for each in together:
        undo(each, reason=reason, by=by)
    keeping.follow(clock.now())
    if settled is None:
        return None
    again = select(Case).filter_by(kind=settled.kind, subject_id=settled.subject_id, settled_at=None)
    return db.session.scalars(again).one_or_none()


def _together(decision: Decision) -> Sequence[Decision]:
    """What is taken back with one decision, the last first: its batch, but for what was taken back before."""
    if not decision.batch:
        return [decision]
    return db.session.scalars(
        select(Decision)
        .where(
            Decision.batch == decision.batch,
            Decision.by_id == decision.by_id,
            Decision.undoes_id.is_(None),
            not_taken_back(),
        )
        .order_by(Decision.id.desc())
    ).all()
