"""A meeting that nobody else writes until this unit of work has ended."""

from __future__ import annotations

from sqlalchemy import select

from civic.kernel.db import db
from civic.meetings.models import Meeting


def hold(meeting: Meeting) -> Meeting:
    """Let one at a time count the seats of a meeting, or change it; the meeting as it stands now."""
    db.session.execute(select(Meeting.id).where(Meeting.id == meeting.id).with_for_update())
    db.session.refresh(meeting)
    return meeting
