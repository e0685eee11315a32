"""What the city heard: how many needs, in which state, for which unit, month by month, and how long the first decision took."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import and_, case, extract, func, select

from civic.answers.models import AnsweringUnit
from civic.kernel import clock
from civic.kernel.db import db
from civic.needs.models import Need, NeedState
from civic.needs.queries import counts

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

#: Months that the page shows, the present one among them.
MONTHS = 12


@dataclass(frozen=True)
class Month:
    """How many needs came in a month."""

    year: int
    number: int
    came: int


@dataclass(frozen=True)
class OfUnit:
    """How many needs a unit was directed and still has: answered, waiting, late."""

    name: str
    answered: int
    waiting: int
    late: int


@dataclass(frozen=True)
class Figures:
    """All of it; days are calendar days in Warsaw, None where nothing was decided yet."""

    total: int
    late: int
    by_state: dict[NeedState, int]
    units: Sequence[OfUnit]
    months: Sequence[Month]
    median: int | None
    #: Nine of ten were decided within so many days.
    most: int | None


def figures(today: date) -> Figures:
    """The figures of that day, in four questions."""
    counted = counts()
    rows = db.session.execute(select(Need.came_on, Need.decided_at).where(Need.decided_at.is_not(None)))
    days = sorted((clock.today(decided) - came).days for came, decided in rows if decided)
    units = _units(today)
    return Figures(
        total=sum(counted.values()),
        late=sum(unit.late for unit in units),
        by_state={state: counted.get(state, 0) for state in NeedState},
        units=units,
        months=_months(today),
        median=_at(days, 1, 2),
        most=_at(days, 9, 10),
    )


def _at(days: Sequence[int], part: int, whole: int) -> int | None:
    """The smallest number of days within which that part of all was decided."""
    return days[-(-len(days) * part // whole) - 1] if days else None


def _units(today: date) -> Sequence[OfUnit]:
    waits = Need.state == NeedState.DIRECTED
    statement = (
        select(
            AnsweringUnit.name,
            func.sum(case((Need.state == NeedState.ANSWERED, 1), else_=0)),
            func.sum(case((waits, 1), else_=0)),
            func.sum(case((and_(waits, Need.due_on < today), 1), else_=0)),
        )
        .join(Need, Need.unit_id == AnsweringUnit.id)
        .where(Need.state.in_({NeedState.DIRECTED, NeedState.ANSWERED}))
        .group_by(AnsweringUnit.id, AnsweringUnit.name)
        .order_by(AnsweringUnit.name)
    )
    return [OfUnit(row[0], int(row[1]), int(row[2]), int(row[3])) for row in db.session.execute(statement)]


def _months(today: date) -> Sequence[Month]:
    """The last twelve months, the oldest first, those without a need too."""
    last = today.year * 12 + today.month - 1
    year, month = extract("year", Need.came_on), extract("month", Need.came_on)
    rows = db.session.execute(select(year, month, func.count(Need.id)).group_by(year, month)).all()
    came = {int(row[0]) * 12 + int(row[1]) - 1: row[2] for row in rows}
    return [Month(at // 12, at % 12 + 1, came.get(at, 0)) for at in range(last - MONTHS + 1, last + 1)]
