"""Meetings, and the terms of forums and of the city's answers, as the entries of a calendar file: what is public, and no person."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from civic.documents.plaintext import spelled
from civic.kernel import clock
from civic.kernel.calendars import Entry
from civic.kernel.words import _
from civic.meetings.labels import answers_due, begins, ends, titled, where
from civic.meetings.models import MeetingState

if TYPE_CHECKING:
    from civic.answers.queries import LastDay
    from civic.forums.models import Phase
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
        str(_("This place is closed. The meeting will be moved.")) if meeting.needs_place else "",
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


def entries_of_phase(phase: Phase, base: str) -> tuple[Entry, Entry]:
    """The first and the last day of a phase."""
    days = (("opens", phase.opens, begins(phase)), ("closes", phase.closes, ends(phase)))
    changed = max((change.at for change in phase.changes), default=phase.forum.created_at)
    first, last = (
        Entry(
            uid=f"phase-{phase.id}-{name}@{urlsplit(base).hostname}",
            starts=clock.today(moment),
            title=title,
            changed=changed,
            sequence=len(phase.changes),
            url=f"{base}/forums/{phase.forum.slug}",
        )
        for name, moment, title in days
    )
    return first, last


def entry_of_answers(last: LastDay, base: str) -> Entry:
    """The last day for answers; another day is another entry, as some answers may be put off and some not."""
    return Entry(
        uid=f"answers-{last.issue}-{last.day:%Y%m%d}@{urlsplit(base).hostname}",
        starts=last.day,
        title=answers_due(last),
        changed=last.published_at,
        url=f"{base}/issues/{last.issue}",
    )
