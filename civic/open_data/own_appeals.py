"""How a person's appeals against decisions are read for the copy of what is kept about them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from civic.kernel.db import db
from civic.kernel.words import N_
from civic.moderation.grounds import OUTCOMES
from civic.moderation.models import Appeal
from civic.open_data.own_rows import Coded
from civic.open_data.own_shape import DAY, REASON, TEXT, WITH_THE_RECORD, Section

if TYPE_CHECKING:
    from collections.abc import Iterator

    from civic.accounts.models import User


def _appeals(user: User) -> Iterator[tuple[Any, ...]]:
    """What the person said against decisions, and how it ended, without who decided."""
    for each in db.session.scalars(select(Appeal).where(Appeal.person_id == user.id).order_by(Appeal.id)):
        yield (
            str(each.decision_id),
            each.text,
            each.at,
            Coded(each.outcome, OUTCOMES[each.outcome]) if each.outcome else "",
            each.reason,
            each.decided_at,
        )


SECTION = Section(
    "appeals",
    N_("Your appeals against decisions of moderators"),
    {
        "decision": N_("Number of the decision"),
        "text": TEXT,
        "at": DAY,
        "outcome": N_("How it ended"),
        "reason": REASON,
        "decided_at": N_("Decided"),
    },
    _appeals,
    ("appeals.person_id",),
    WITH_THE_RECORD,
)
