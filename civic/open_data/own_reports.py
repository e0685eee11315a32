"""How the breaches that a person reported are read for the copy of what is kept about them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from civic.kernel.db import db
from civic.kernel.words import N_
from civic.moderation.breaches import BREACHES, outcome
from civic.moderation.models import Report
from civic.moderation.nouns import label_of
from civic.open_data.own_rows import Coded
from civic.open_data.own_shape import DAY, TEXT, Section

if TYPE_CHECKING:
    from collections.abc import Iterator

    from civic.accounts.models import User


def _reports(user: User) -> Iterator[tuple[Any, ...]]:
    """What was reported by the person, or with the address of the account."""
    statement = (
        select(Report)
        .where(or_(Report.person_id == user.id, Report.email == user.email))
        .options(joinedload(Report.comment), joinedload(Report.conversation), joinedload(Report.proposal))
        .order_by(Report.id)
    )
    for each in db.session.scalars(statement):
        yield (
            str(each.id),
            label_of(each.thing),
            Coded(each.breach, BREACHES[each.breach]),
            each.law,
            each.quote,
            each.explanation,
            each.name,
            each.at,
            each.decided_at,
            Coded(each.outcome, "" if each.waits else outcome(each.outcome)),
        )


SECTION = Section(
    "reports",
    N_("Breaches that you reported"),
    {
        "number": N_("Number"),
        "thing": N_("What"),
        "breach": N_("What is wrong with it"),
        "law": N_("Which law it breaks"),
        "quote": N_("The exact place"),
        "text": TEXT,
        "name": N_("First name and surname"),
        "at": DAY,
        "decided_at": N_("Decided"),
        "outcome": N_("What came of it"),
    },
    _reports,
    ("reports.person_id",),
    N_(
        "Your name and address until a year after the decision; what you wrote stays with the decision, without you."
    ),
)
