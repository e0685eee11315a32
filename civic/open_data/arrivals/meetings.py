"""Meetings that come with a bundle, each series with the first of its meetings."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from civic.forums.models import Forum
from civic.forums.slug import slug_of
from civic.kernel.db import db
from civic.kernel.errors import NotFound, Refused
from civic.meetings import queries
from civic.meetings.agenda import Point
from civic.meetings.commands import open_series, plan_meeting
from civic.meetings.models import MeetingState
from civic.meetings.plan import Plan
from civic.open_data import files
from civic.open_data.arrivals import minutes
from civic.open_data.arrivals.arrived import Arrived

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from civic.meetings.models import Meeting, Series
    from civic.open_data.intake import Intake
    from civic.open_data.lines import Line

#: A meeting that has no UID yet gets one of its key, so that the same bundle always makes the same calendar.
_NAMES = uuid.uuid5(uuid.NAMESPACE_URL, "civic:meetings")


def arrive(intake: Intake, lines: Sequence[Line]) -> Iterator[Arrived]:
    """Plan meetings as they were, by the very command that the form calls: a city has few."""
    for line in lines:
        uid = line.data["uid"] or str(uuid.uuid5(_NAMES, line.key))
        try:
            meeting = plan_meeting(_plan(intake, line), uid=uid, imported=True, by=intake.by)
        except Refused as refusal:
            raise line.broken(refusal.message) from refusal
        if line.data["cancelled_at"]:
            meeting.state = MeetingState.CANCELLED
            meeting.cancelled_at = intake.moment(line.data["cancelled_at"])
            meeting.cancelled_reason = line.data["cancelled_reason"]
            meeting.sequence = 1
        # Minutes are written beside the session, which must have said what they belong to.
        db.session.flush()
        minutes.arrive(intake, [(meeting.id, meeting.ends, line)])
        yield Arrived(line, meeting.id, None)


def _plan(intake: Intake, line: Line) -> Plan:
    data = line.data
    place = intake.get(line, "place", files.PLACES) if data["place"] else 0
    forum = intake.get(line, "forum", files.FORUMS) if data["forum"] else None
    until = data["registration_until"]
    return Plan(
        **{name: data[name] for name in ("title", "kind", "about", "room", "host", "registration", "seats")},
        starts=intake.moment(data["starts"]),
        ends=intake.moment(data["ends"]),
        place=queries.find_place(place),
        forum=db.session.get(Forum, forum) if forum else None,
        series=_series(intake, data),
        organisation=queries.find_host(data["host"]),
        agenda=tuple(_point(intake, line, number) for number in range(len(data["agenda"]))),
        registration_until=intake.moment(until) if until else None,
    )


def _point(intake: Intake, line: Line, number: int) -> Point:
    point = line.data["agenda"][number]
    key = point["proposal"]
    proposal = intake.get(line, f"agenda[{number}].proposal", files.PROPOSALS, key) if key else None
    return Point(point["text"], proposal)


def _series(intake: Intake, data: dict[str, Any]) -> Series | None:
    """The series of that name in addresses, begun with the first meeting that belongs to it."""
    slug = data["series"]
    if not slug:
        return None
    try:
        return queries.get_series(slug)
    except NotFound:
        title = data["series_title"] or series_title(slug, data["title"])
        return open_series(title, slug=slug, kind=data["kind"], by=intake.by)


def series_title(slug: str, title: str) -> str:
    """„Spotkajmy się w 3miejscu” of „Spotkajmy się w 3miejscu: marzec”, where that is its name; else the words of the slug."""
    begins = title.partition(":")[0].strip()
    return begins if slug_of(begins) == slug else slug.replace("-", " ").capitalize()


def same(meeting: Meeting, key: str) -> bool:
    """Whether the UID of a meeting is the one that its key makes, so that a bundle need not say it."""
    return meeting.uid == str(uuid.uuid5(_NAMES, key))
