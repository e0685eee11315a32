"""Reminders of what units are to answer: seven days and one day before, and once when the term has passed."""

from __future__ import annotations

from datetime import timedelta

from civic.answers.deadlines import SHORT_MARKS
from civic.kernel import clock
from civic.kernel.access import Actor, Permission, authorize
from civic.kernel.events import record
from civic.needs import letters, queries
from civic.needs.events import NeedDue
from civic.needs.way import note_mark


def remind(*, by: Actor) -> int:
    """Remind those who answer needs, once at each mark of each term; returns how many reminders there were."""
    authorize(by, Permission.SORT_NEEDS)
    now, count = clock.now(), 0
    for need in queries.due_until(clock.today(now) + timedelta(days=max(SHORT_MARKS))):
        mark = note_mark(need, now)
        if mark is None or need.unit_id is None or need.due_on is None:
            continue
        letters.tell_unit(need)
        record(NeedDue(need=need.id, unit=need.unit_id, mark=mark, until=need.due_on.isoformat(), by=None))
        count += 1
    return count
