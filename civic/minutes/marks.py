"""The marks of a question's term that its unit has heard of, written down by the commands that tell it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from civic.answers.deadlines import SHORT_MARKS, mark_of
from civic.kernel import clock
from civic.kernel.db import db
from civic.minutes.models import Line, LineReminder


def note_mark(line: Line, at: datetime) -> int | None:
    """Note that the unit hears of the mark that the term has reached; gives it, or nothing where none is new."""
    mark = mark_of((line.due - clock.today(at)).days, SHORT_MARKS) if line.due else None
    facts = {"line_id": line.id, "unit": line.unit, "due_on": line.due, "mark": mark}
    if mark is None or db.session.scalar(select(LineReminder.id).filter_by(**facts)) is not None:
        return None
    db.session.add(LineReminder(**facts, at=at))
    db.session.flush()
    return mark
