"""Meetings as the entries of a calendar file: what is public of them, and no person."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from civic.documents.plaintext import spelled
from civic.kernel.calendars import Entry
from civic.kernel.words import _
from civic.meetings.labels import titled, where
from civic.meetings.models import MeetingState

if TYPE_CHECKING:
    from civic.meetings.models import AgendaItem, Meeting


def entry_of(meeting: Meeting, base: str) -> Entry:
    """One meeting; `base` is the address of this instance, whose host makes its UID one in the whole world."""
    place, off = meeting.place, meeting.state is MeetingState.CANCELLED
    return Entry(
        uid=f"{meeting.uid}@{urlsplit(base).hostname}",
        starts=meeting.starts,
        ends=meeting.ends,
        # Not every calendar shows the status of an entry.
        title=titled(meeting),
        changed=meeting.changed_at,
        sequence=meeting.sequence,
        text=_text(meeting),
        place=where(meeting),
        url=f"{base}/meetings/{meeting.id}",
        cancelled=off,
        geo=(place.lat, place.lon) if place and place.lat is not None and place.lon is not None else None,
    )


def _text(meeting: Meeting) -> str:
    """The reason of a cancellation, what it is about, the agenda, how accessible the place is."""
    points = [f"{item.position}. {_point(item)}" for item in meeting.agenda]
    parts = [
        meeting.cancelled_reason,
        spelled(meeting.about),
        "\n".join([str(_("Agenda")), *points]) if points else "",
        _("Accessibility: %(text)s", text=spelled(meeting.place.accessibility))
        if meeting.place and meeting.place.accessibility
        else "",
    ]
    return "\n\n".join(part for part in parts if part)


def _point(item: AgendaItem) -> str:
    proposal = item.proposal
    told = f"{proposal.label} {proposal.title}" if proposal and proposal.visible else ""
    return " – ".join(part for part in (item.title, told) if part) or (proposal.label if proposal else "")
