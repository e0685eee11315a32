"""The day before a meeting, whoever follows it or has a seat is reminded, once."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from civic.kernel import clock
from civic.kernel.access import Actor, Permission, authorize
from civic.kernel.db import db
from civic.kernel.events import record
from civic.meetings import letters
from civic.meetings.commands.registering import tell_registered
from civic.meetings.events import MeetingNear
from civic.meetings.models import Meeting, MeetingState

#: From which hour in Warsaw on the day before.
HOUR = 9


def remind_of_meetings(*, by: Actor) -> int:
    """Remind of tomorrow's meetings, each once for each day it is planned for; says of how many."""
    authorize(by, Permission.PLAN_MEETING)
    now = clock.now()
    if clock.local(now).hour < HOUR:
        return 0
    tomorrow = clock.today(now) + timedelta(days=1)
    statement = select(Meeting).where(
        Meeting.state == MeetingState.PLANNED,
        Meeting.reminded_at.is_(None),
        Meeting.starts.between(clock.start_of(tomorrow), clock.end_of(tomorrow)),
    )
    near = list(db.session.scalars(statement.order_by(Meeting.id)))
    for meeting in near:
        meeting.reminded_at = now
        # Whoever waits has no seat to come for or to give back; where nobody signs up any more, nobody waits.
        tell_registered(meeting, letters.TOMORROW, only_seated=meeting.registration)
        record(MeetingNear(meeting=meeting.id, series=meeting.series_id, forum=meeting.forum_id, by=None))
    return len(near)
