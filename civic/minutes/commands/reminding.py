"""Reminders of questions that units are to answer: seven days and one day before, and once when the term has passed."""

from __future__ import annotations

from datetime import timedelta

from civic.answers.deadlines import SHORT_MARKS
from civic.kernel import clock
from civic.kernel.access import Actor, Permission, authorize
from civic.kernel.events import record
from civic.minutes import letters, queries
from civic.minutes.events import QuestionDue
from civic.minutes.marks import note_mark


def remind_of_questions(*, by: Actor) -> int:
    """Remind those who answer questions, once at each mark of each term; returns how many reminders there were."""
    authorize(by, Permission.PUBLISH_MINUTES)
    now, count = clock.now(), 0
    for line in queries.questions_due_until(clock.today(now) + timedelta(days=max(SHORT_MARKS))):
        mark = note_mark(line, now)
        if mark is None or line.due is None:
            continue
        letters.tell_unit(line)
        record(
            QuestionDue(meeting=line.meeting_id, line=line.id, mark=mark, until=line.due.isoformat(), by=None)
        )
        count += 1
    return count
