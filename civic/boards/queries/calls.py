"""What can be asked of grant calls: those that are open or come, those that are over, those for a calendar."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from civic.answers.models import AnsweringUnit
from civic.boards.models import CallKind, GrantCall
from civic.kernel.db import db
from civic.kernel.errors import NotFound
from civic.kernel.paging import Page, page_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Select

IN_FEED, IN_CALENDAR = 50, 500
#: A calendar keeps what is over for so long.
LOOKS_BACK = timedelta(days=365)


@dataclass(frozen=True)
class CallsAsked:
    """What somebody looks for among the calls."""

    kind: CallKind | None = None
    #: The address of a unit.
    unit: str = ""
    #: What is over or was cancelled.
    archive: bool = False

    @property
    def narrowed(self) -> bool:
        """Whether anything but the archive was chosen."""
        return bool(self.kind or self.unit)


def calls(asked: CallsAsked, now: datetime, number: int) -> Page[GrantCall]:
    """Twenty that fit: of what is open or comes the nearest end first, of what is over the latest first. Two queries.

    Raises:
        NotFound: when there is no such page.
    """
    lasts = (GrantCall.deadline >= now) & GrantCall.cancelled_at.is_(None)
    statement = _known().where(~lasts if asked.archive else lasts)
    if asked.kind:
        statement = statement.where(GrantCall.kind == asked.kind)
    if asked.unit:
        statement = statement.join(AnsweringUnit).where(AnsweringUnit.slug == asked.unit)
    end = GrantCall.deadline.desc() if asked.archive else GrantCall.deadline
    return page_of(statement.order_by(end, GrantCall.id), number, lambda cut: db.session.scalars(cut).all())


def _known() -> Select[GrantCall]:
    return select(GrantCall).where(GrantCall.hidden_at.is_(None)).options(joinedload(GrantCall.unit))


def next_calls(now: datetime, most: int) -> Sequence[GrantCall]:
    """Those that are open or come, the nearest end first."""
    statement = _known().where(GrantCall.deadline >= now, GrantCall.cancelled_at.is_(None))
    return db.session.scalars(statement.order_by(GrantCall.deadline, GrantCall.id).limit(most)).all()


def newest_calls() -> Sequence[GrantCall]:
    """What was announced, changed or cancelled last."""
    statement = _known().order_by(GrantCall.changed_at.desc(), GrantCall.id.desc())
    return db.session.scalars(statement.limit(IN_FEED)).all()


def calls_in_calendar(now: datetime) -> Sequence[GrantCall]:
    """Those of the last year and all that come, cancelled ones too, by their end. One query."""
    statement = _known().where(GrantCall.deadline >= now - LOOKS_BACK)
    return db.session.scalars(statement.order_by(GrantCall.deadline, GrantCall.id).limit(IN_CALENDAR)).all()


def calls_ending(since: datetime, until: datetime) -> Sequence[GrantCall]:
    """Those whose last moment lies between two moments, cancelled ones too, by their end. One query."""
    statement = _known().where(GrantCall.deadline >= since, GrantCall.deadline < until)
    return db.session.scalars(statement.order_by(GrantCall.deadline, GrantCall.id)).all()


def get_call(call_id: int) -> GrantCall:
    """The call of that id, whoever may read it, or NotFound."""
    found = db.session.get(GrantCall, call_id, options=[joinedload(GrantCall.unit)])
    if found is None:
        raise NotFound
    return found
