"""Settling a case: by one person, once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from civic.kernel import clock
from civic.kernel.db import db
from civic.kernel.errors import Refused
from civic.kernel.words import N_
from civic.moderation.models import Case, CaseKind

if TYPE_CHECKING:
    from civic.kernel.access import Actor
    from civic.moderation.models import Decision


def claim(case: Case) -> None:
    """Hold a case while it is decided.

    Raises:
        Refused: when somebody settled it before; the sentence says who.
    """
    db.session.refresh(case, ["settled_at", "settled_by_id", "outcome"], with_for_update=True)
    if case.settled_at is None:
        return
    if case.settled_by is None:
        raise Refused("settled", N_("This case was settled outside the queue meanwhile."))
    raise Refused("settled", N_("%(name)s settled this case meanwhile.", name=case.settled_by.name))


def settle(case: Case, *, by: Actor, outcome: str, decision: Decision | None = None) -> None:
    """Note who ended a case and how."""
    case.settled_at, case.settled_by_id, case.outcome = clock.now(), by.id, outcome
    case.decision_id = decision.id if decision else None


def settle_about(
    kind: CaseKind, subject_id: int, *, by: Actor, outcome: str, decision: Decision | None = None
) -> None:
    """Settle the case that waits about a row of the kind's table, if there is one yet."""
    case = db.session.query(Case).filter_by(kind=kind, subject_id=subject_id, settled_at=None).one_or_none()
    if case is not None:
        settle(case, by=by, outcome=outcome, decision=decision)
