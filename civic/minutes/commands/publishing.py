"""The look-over and the publication: nothing is public that nobody looked at, and a number is never given twice."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import func, select

from civic.kernel import clock
from civic.kernel.access import Actor, Permission, authorize
from civic.kernel.db import db
from civic.kernel.errors import Refused
from civic.kernel.events import record
from civic.kernel.markup import clean_text
from civic.kernel.words import N_
from civic.meetings.models import Meeting
from civic.minutes.events import LinesAttributed, LinesChecked, MinutesPublished
from civic.minutes.models import Line, Minutes
from civic.minutes.queries import find_minutes, waiting_of

LONGEST_PRESENT = 2_000


def look_over(
    meeting: Meeting, *, checked: Collection[int], attendance: int | None, present: str, by: Actor
) -> Minutes:
    """Keep which unpublished lines were looked at, and who came: a number, and organisations.

    Raises:
        Refused: for a list of organisations that is too long.
    """
    authorize(by, Permission.PUBLISH_MINUTES, meeting)
    present = clean_text(present)
    if len(present) > LONGEST_PRESENT:
        raise Refused("long", N_("The list of organisations is too long. Shorten it."))
    minutes = _minutes(meeting)
    minutes.attendance, minutes.present = attendance, present
    now = clock.now()
    for line in waiting_of(meeting):
        looked = line.id in checked
        if looked != (line.checked_at is not None):
            line.checked_at, line.checked_by_id = (now, by.id) if looked else (None, None)
    db.session.flush()
    record(LinesChecked(meeting=meeting.id, lines=len(checked), by=by.id))
    return minutes


def publish_minutes(meeting: Meeting, *, by: Actor) -> int:
    """Let everybody read the lines that were looked at; gives how many are new. What a visitor has not agreed to waits.

    Raises:
        Refused: while a line was not looked at, or when there is nothing to publish.
    """
    authorize(by, Permission.PUBLISH_MINUTES, meeting)
    minutes, waiting = _minutes(meeting), waiting_of(meeting)
    if any(line.checked_at is None for line in waiting if line.agreed):
        raise Refused("unchecked", N_("Look at each line first, and mark that you did."))
    ready = [line for line in waiting if line.agreed]
    if not ready:
        raise Refused("nothing", N_("There is no line to publish."))
    now = clock.now()
    last = db.session.scalar(select(func.max(Line.number)).where(Line.meeting_id == meeting.id)) or 0
    for number, line in enumerate((each for each in ready if each.number is None), last + 1):
        line.number, line.published_at = number, now
    for line in ready:
        line.reworded = False
    if minutes.published_at is None:
        minutes.published_at, minutes.published_by_id = now, by.id
    db.session.flush()
    record(MinutesPublished(meeting=meeting.id, lines=len(ready), by=by.id))
    for named in sorted({line.organisation_id for line in ready if line.organisation_id}):
        record(LinesAttributed(meeting=meeting.id, named=named, by=by.id))
    return len(ready)


def _minutes(meeting: Meeting) -> Minutes:
    """The minutes of a meeting, held so that two who publish take turns; begun where there are none."""
    db.session.execute(select(Meeting.id).where(Meeting.id == meeting.id).with_for_update())
    minutes = find_minutes(meeting)
    if minutes is None:
        minutes = Minutes(meeting_id=meeting.id, present="")
        db.session.add(minutes)
        db.session.flush()
    return minutes
