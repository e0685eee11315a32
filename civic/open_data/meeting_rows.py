"""What a bundle says of meetings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from civic.kernel import clock
from civic.kernel.db import db
from civic.meetings.models import Meeting
from civic.open_data import files
from civic.open_data.arrivals.meetings import same, series_title
from civic.open_data.minutes import minutes_of_all
from civic.open_data.place_rows import keys_of_places

if TYPE_CHECKING:
    from collections.abc import Iterator

    from civic.open_data.queries import Outgoing


def meetings(out: Outgoing) -> Iterator[dict[str, Any]]:
    """meetings.jsonl: all of them, cancelled ones too; whoever signed up is in no bundle."""
    places, minutes = keys_of_places(), minutes_of_all(out.organisations, out.proposals)
    keys = out.keys(files.MEETINGS, "meeting", select(Meeting.id))
    statement = select(Meeting).options(joinedload(Meeting.series), selectinload(Meeting.agenda))
    for meeting in db.session.scalars(statement.order_by(Meeting.id)):
        key, series, cancelled = keys[meeting.id], meeting.series, meeting.cancelled_at
        until = meeting.registration_until
        said: dict[str, Any] = {
            "series": series.slug if series else None,
            "series_title": _own_title(meeting),
            "title": meeting.title,
            "kind": meeting.kind.value,
            "place": places[meeting.place_id] if meeting.place_id else None,
            "room": meeting.room,
            "forum": out.forums[meeting.forum_id] if meeting.forum_id else None,
            "starts": clock.local(meeting.starts).isoformat(),
            "ends": clock.local(meeting.ends).isoformat(),
            "host": meeting.host,
            "agenda": list(_agenda(meeting, out)),
            "seats": meeting.seats,
            "registration_until": clock.local(until).isoformat() if until else None,
            "cancelled_at": clock.local(cancelled).isoformat() if cancelled else None,
            "cancelled_reason": meeting.cancelled_reason,
            "uid": None if same(meeting, key) else meeting.uid,
        }
        kept = {name: value for name, value in said.items() if value not in (None, "", [])}
        yield {
            "key": key,
            **kept,
            "about": meeting.about,
            "registration": meeting.registration,
            "minutes": minutes.get(meeting.id, []),
        }


def _own_title(meeting: Meeting) -> str | None:
    """The title of a series, where neither its meetings nor its address say it."""
    series = meeting.series
    if series is None or series.title == series_title(series.slug, meeting.title):
        return None
    return series.title


def _agenda(meeting: Meeting, out: Outgoing) -> Iterator[dict[str, str]]:
    for item in meeting.agenda:
        # A proposal that is in no bundle leaves its words, if there are any.
        proposal = out.proposals.get(item.proposal_id or 0)
        point = {"text": item.title} | ({"proposal": proposal} if proposal else {})
        if any(point.values()):
            yield point
