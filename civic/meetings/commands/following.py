"""Meetings to come follow their places: one that closes, opens again, or has another name or address."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from civic.kernel import clock
from civic.kernel.access import Actor, Permission, authorize
from civic.kernel.db import db
from civic.kernel.events import record
from civic.meetings import letters
from civic.meetings.commands.registering import tell_registered
from civic.meetings.events import MeetingChanged, MeetingEvent, MeetingPlaceChanged
from civic.meetings.held import hold
from civic.meetings.models import Meeting, MeetingState
from civic.meetings.placed import TOLD_NOW, told_of
from civic.places.models import PlaceState


def follow_places(*, by: Actor) -> int:
    """Tell those whom a meeting to come concerns what became of its place, once; says of how many meetings.

    A corrected name goes into calendars and asks nothing of anybody; so nobody is told of it.
    """
    authorize(by, Permission.PLAN_MEETING)
    statement = (
        select(Meeting)
        .join(Meeting.place)
        .options(contains_eager(Meeting.place))
        .where(
            Meeting.state == MeetingState.PLANNED, Meeting.ends > clock.now(), Meeting.place_told != TOLD_NOW
        )
    )
    behind = list(db.session.scalars(statement.order_by(Meeting.id)))
    for meeting in behind:
        _follow(hold(meeting), by)
    return len(behind)


def _follow(meeting: Meeting, by: Actor) -> None:
    place, before = meeting.place, meeting.place_told.split("\n")
    if place is None or meeting.place_told == told_of(place):
        return
    meeting.place_told = told_of(place)
    meeting.sequence += 1
    meeting.changed_at = clock.now()
    if place.state != before[0]:
        closed = place.state is PlaceState.CLOSED
        kind, change = (letters.PLACE_CLOSED, "closed") if closed else (letters.PLACE_OPEN, "open")
        tell_registered(meeting, kind, place=place.name, reason=place.closed_reason)
    elif place.address != before[2] and place.state is PlaceState.OPEN:
        change = "address"
        tell_registered(meeting, letters.PLACE_ELSEWHERE, old=before[2])
    else:
        change = ""
    record(_changed(meeting, change, by))


def _changed(meeting: Meeting, change: str, by: Actor) -> MeetingEvent:
    """What the log says of it; "" is what nobody needs to hear."""
    if not change:
        return MeetingChanged(
            meeting=meeting.id,
            series=meeting.series_id,
            forum=meeting.forum_id,
            changed=("place_id",),
            by=by.id,
        )
    return MeetingPlaceChanged(
        meeting=meeting.id,
        series=meeting.series_id,
        forum=meeting.forum_id,
        place=meeting.place_id or 0,
        host=meeting.host_id,
        change=change,
        by=by.id,
    )
