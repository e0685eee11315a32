"""Reminders of deadlines: fourteen days, seven days and one day before, and once when they have passed."""

from __future__ import annotations

from sqlalchemy import select

from civic.answers import letters, queries
from civic.answers.deadlines import MARKS, mark_of
from civic.answers.events import AnswersDue
from civic.answers.models import AnsweringUnit, Reminder
from civic.kernel import clock
from civic.kernel.access import Actor, Permission, authorize
from civic.kernel.db import db
from civic.kernel.events import record


def remind(*, by: Actor) -> int:
    """Remind those who answer, once at each mark of each deadline; returns how many reminders there were."""
    authorize(by, Permission.STEER_ANSWERS)
    now = clock.now()
    today, count = clock.today(now), 0
    for row in queries.due_at(today, MARKS):
        mark = mark_of((row.due_on - today).days)
        facts = {"issue_number": row.issue, "unit_id": row.unit, "due_on": row.due_on, "mark": mark}
        if mark is None or db.session.scalar(select(Reminder.id).filter_by(**facts)) is not None:
            continue
        db.session.add(Reminder(**facts, at=now))
        letters.write_to(db.session.get(AnsweringUnit, row.unit), row.issue)
        db.session.flush()
        record(
            AnswersDue(
                issue=row.issue,
                forum=row.forum,
                unit=row.unit,
                count=row.count,
                mark=mark,
                until=row.due_on.isoformat(),
                by=None,
            )
        )
        count += 1
    return count
