"""How cases follow from what waits: set by set, so that ten thousand rows cost a few statements."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import Boolean, Integer, and_, cast, insert, literal, or_, select, update

from civic.kernel.db import db
from civic.moderation import routing
from civic.moderation.matters import KINDS
from civic.moderation.models import Case, CaseKind

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import ColumnElement, Subquery

#: How a case ended whose row no longer waits, though nobody settled it in the queue.
ELSEWHERE = "elsewhere"


def follow(now: datetime) -> None:
    """Open a case for whatever waits without one, and settle those whose thing waits no more."""
    db.session.flush()
    present = routing.bench()
    for name, kind in KINDS.items():
        waits = kind.waiting(now).subquery()
        _keep(name, waits, routing.for_reviewer(name, waits, present), now)
    # They were written past the session.
    for case in [each for each in db.session if isinstance(each, Case)]:
        db.session.expire(case)


def _keep(kind: CaseKind, waits: Subquery, away: ColumnElement[bool], now: datetime) -> None:
    """Make the open cases of one kind follow the rows that wait."""
    forum = cast(waits.c.forum_id, Integer)
    person = cast(waits.c.person_id, Integer)
    away = cast(away, Boolean)
    waiting = and_(Case.kind == kind, Case.settled_at.is_(None))
    alone = {"synchronize_session": False}
    db.session.execute(
        update(Case)
        .where(waiting, Case.subject_id.not_in(select(waits.c.subject_id)))
        .values(settled_at=now, outcome=ELSEWHERE),
        execution_options=alone,
    )
    differs = or_(
        Case.rank != waits.c.rank,
        Case.forum_id.is_distinct_from(forum),
        Case.person_id.is_distinct_from(person),
        Case.for_reviewer.is_distinct_from(away),
    )
    db.session.execute(
        update(Case)
        .where(waiting, Case.subject_id == waits.c.subject_id, differs)
        .values(rank=waits.c.rank, forum_id=forum, person_id=person, for_reviewer=away),
        execution_options=alone,
    )
    has_one = select(Case.id).where(waiting, Case.subject_id == waits.c.subject_id).exists()
    fresh = select(
        literal(kind, Case.kind.type),
        waits.c.subject_id,
        waits.c.opened_at,
        forum,
        person,
        waits.c.rank,
        away,
        literal(""),
    ).where(~has_one)
    columns = ("kind", "subject_id", "opened_at", "forum_id", "person_id", "rank", "for_reviewer", "outcome")
    db.session.execute(insert(Case).from_select(columns, fresh, include_defaults=False))
