"""The look-over and the publication: nothing is public that nobody looked at, and a number is never given twice."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from sqlalchemy import func, select

from civic.kernel import clock
from civic.kernel.access import Actor, Permission, authorize
from civic.kernel.db import db
from civic.kernel.errors import Conflict, Refused
from civic.kernel.events import record
from civic.kernel.markup import clean_text
from civic.kernel.words import N_
from civic.meetings.models import Meeting
from civic.minutes.events import LinesAttributed, LinesChecked, MinutesPublished, PresenceNoted
from civic.minutes.models import Line, Minutes
from civic.minutes.presence import LONGEST_PRESENT, MOST, Presence
from civic.minutes.queries import find_minutes, waiting_of


def look_over(
    meeting: Meeting, *, checked: Collection[int], unchecked: Collection[int] = (), by: Actor
) -> None:
    """Keep which unpublished lines were looked at, and which are to be looked at again; what another marked meanwhile stays."""
    authorize(by, Permission.PUBLISH_MINUTES, meeting)
    _hold(meeting)
    now = clock.now()
    for line in waiting_of(meeting):
        if line.id in checked and line.checked_at is None:
            line.checked_at, line.checked_by_id = now, by.id
        elif line.id in unchecked and line.id not in checked:
            line.checked_at, line.checked_by_id = None, None
    db.session.flush()
    record(LinesChecked(meeting=meeting.id, lines=len(checked), by=by.id))


def note_presence(meeting: Meeting, presence: Presence, *, over: str | None = None, by: Actor) -> None:
    """Keep who came: a number, and organisations. `over` is the mark of what stood there when it was written, None where nobody asked.

    Once it is published, those who publish change it.

    Raises:
        Refused: for a list of organisations that is too long, or a number that no room holds.
        Conflict: when somebody else changed it meanwhile; both texts come with it.
    """
    authorize(by, Permission.TAKE_MINUTES, meeting)
    presence = replace(presence, present=clean_text(presence.present))
    if len(presence.present) > LONGEST_PRESENT:
        raise Refused("long", N_("The list of organisations is too long. Shorten it."))
    if presence.attendance is not None and not 0 <= presence.attendance <= MOST:
        raise Refused("number", N_("Write a number, 0 or more."))
    minutes = _minutes(meeting)
    stands = minutes.presence
    if presence == stands:
        return
    if over is not None and over != stands.mark:
        if presence.mark == over:
            # Nothing was changed here, only looked at: what another wrote meanwhile stays.
            return
        raise Conflict(
            "edited",
            N_("Somebody else wrote down meanwhile who came. Both texts stand below."),
            texts=(stands.text, presence.text),
        )
    if minutes.published_at is not None:
        authorize(by, Permission.PUBLISH_MINUTES, meeting)
    minutes.attendance, minutes.present = presence.attendance, presence.present
    db.session.flush()
    record(PresenceNoted(meeting=meeting.id, people=presence.attendance, by=by.id))


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


def _hold(meeting: Meeting) -> None:
    """Let two who look over, count or publish take turns."""
    db.session.execute(select(Meeting.id).where(Meeting.id == meeting.id).with_for_update())


def _minutes(meeting: Meeting) -> Minutes:
    """The minutes of a meeting, held; begun where there are none."""
    _hold(meeting)
    minutes = find_minutes(meeting)
    if minutes is None:
        minutes = Minutes(meeting_id=meeting.id, present="")
        db.session.add(minutes)
        db.session.flush()
    return minutes
