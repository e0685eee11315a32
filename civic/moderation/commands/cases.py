"""Keeping the queue: cases follow from what waits in the tables of their kinds."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import Boolean, Integer, and_, cast, insert, literal, or_, select, update

from civic.kernel import clock, events
from civic.kernel.access import Actor, Permission, authorize
from civic.kernel.db import db
from civic.moderation import routing
from civic.moderation.matters import KINDS
from civic.moderation.models import Case, CaseKind, CasesKept

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Subquery

#: How a case ended whose row no longer waits, though nobody settled it in the queue.
ELSEWHERE = "elsewhere"
#: Some things begin to wait by the hour alone (a mandate that ends soon), without an event.
EVERY = timedelta(minutes=15)


def keep_cases(*, by: Actor) -> None:
    """Open a case for whatever waits without one, and settle those whose thing waits no more: a few statements a kind.

    It can be repeated at any time, and does nothing when nothing has happened since the last time.
    """
    authorize(by, Permission.KEEP_CASES)
    now, head = clock.now(), events.head()
    kept = db.session.get(CasesKept, 1, with_for_update=True)
    if kept is not None and kept.seq == head and kept.at <= now < kept.at + EVERY:
        return
    if kept is None:
        db.session.add(CasesKept(id=1, seq=head, at=now))
    else:
        kept.seq, kept.at = head, now
    db.session.flush()
    for name, kind in KINDS.items():
        _keep(name, kind.waiting(now).subquery(), now)
    # They were written past the session.
    for case in [each for each in db.session if isinstance(each, Case)]:
        db.session.expire(case)


def _keep(kind: CaseKind, waits: Subquery, now: datetime) -> None:
    """Make the open cases of one kind follow the rows that wait."""
    forum = cast(waits.c.forum_id, Integer)
    person = cast(waits.c.person_id, Integer)
    away = cast(routing.for_reviewer(kind, waits, now), Boolean)
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
