"""How long persons belong to organisations: asked along with what they said."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from sqlalchemy import Date, case, func, literal, select

from civic.organisations.models import Membership

if TYPE_CHECKING:
    from sqlalchemy import ScalarSelect

    from civic.organisations.models import Attributed


@cache
def last_day_of(kind: type[Attributed]) -> ScalarSelect[date]:
    """A column of proposals, comments or positions: the last day of whoever wrote it in the organisation it was written for.

    The end of the place or of the mandate, whichever comes first; `date.max` while there is none. Built once a kind.
    """
    end = func.coalesce(Membership.ends_on, literal(date.max, Date))
    mandate = func.coalesce(Membership.mandate_until, literal(date.max, Date))
    return (
        select(func.max(case((end < mandate, end), else_=mandate), type_=Date))
        .where(Membership.user_id == kind.person_id, Membership.organisation_id == kind.organisation_id)
        .correlate(kind)
        .scalar_subquery()
    )
