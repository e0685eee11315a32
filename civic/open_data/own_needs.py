"""How the needs that a person raised are read for the copy of what is kept about them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import or_, select

from civic.kernel.db import db
from civic.kernel.words import N_
from civic.needs.labels import STATES
from civic.needs.models import Need
from civic.open_data.own_rows import Coded
from civic.open_data.own_shape import DAY, STATE, TEXT, Section

if TYPE_CHECKING:
    from collections.abc import Iterator

    from civic.accounts.models import User


def _needs(user: User) -> Iterator[tuple[Any, ...]]:
    """What the person raised while signed in, or with the address of the account once it was confirmed."""
    confirmed = (Need.email == user.email) & Need.email_confirmed_at.is_not(None)
    statement = select(Need).where(or_(Need.person_id == user.id, confirmed)).order_by(Need.id)
    for each in db.session.scalars(statement):
        yield (
            str(each.id),
            each.text,
            each.place,
            each.email,
            each.at,
            Coded(each.state, STATES[each.state]),
        )


SECTION = Section(
    "needs",
    N_("Needs that you raised"),
    {
        "number": N_("Number"),
        "text": TEXT,
        "place": N_("Where, or who needs it"),
        "email": N_("E-mail address"),
        "at": DAY,
        "state": STATE,
    },
    _needs,
    ("needs.person_id",),
    N_(
        "The address until 30 days after the end, what you wrote until 90 days after it; the public wording stays, without you."
    ),
)
