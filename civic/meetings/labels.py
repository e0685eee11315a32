"""What the codes of meetings are called, and how their hours are said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from civic.kernel import clock
from civic.kernel.words import N_, LazyString, _, day, day_and_time, time
from civic.meetings.models import MeetingKind, MeetingState

if TYPE_CHECKING:
    from datetime import datetime

    from civic.answers.queries import LastDay
    from civic.forums.models import Phase
    from civic.meetings.models import Meeting

KINDS: dict[MeetingKind, LazyString] = {
    MeetingKind.THIRD_PLACE: N_("Meeting in a third place"),
    MeetingKind.FORUM: N_("Session of a forum"),
    MeetingKind.DIALOGUE_COMMISSION: N_("Civic dialogue commission (KDO)"),
    MeetingKind.COUNCIL: N_("Council of public benefit work (KRDPP)"),
    MeetingKind.CONSULTATION: N_("Consultation meeting"),
    MeetingKind.WORKSHOP: N_("Workshop"),
    MeetingKind.GATHERING: N_("Gathering"),
    MeetingKind.MEDIATION: N_("Mediation"),
}

#: What became of the place of a meeting, as a log says it after the name of the place.
PLACE_CHANGES: dict[str, LazyString] = {
    "closed": N_("is closed from now on"),
    "open": N_("is open again"),
    "address": N_("has another address"),
}


def titled(meeting: Meeting) -> str:
    """The title; of a meeting that does not take place it says so first."""
    if meeting.state is MeetingState.CANCELLED:
        return str(_("Cancelled: %(title)s", title=meeting.title))
    return meeting.title


def hours(starts: datetime, ends: datetime) -> str:
    """„14.00–18.00”; a meeting that ends on another day says on which one."""
    if clock.today(starts) == clock.today(ends):
        return f"{time(starts)}–{time(ends)}"
    return f"{time(starts)} – {day_and_time(ends)}"


def when(meeting: Meeting) -> str:
    """„13 marca 2026, 14.00–18.00”."""
    return span(meeting.starts, meeting.ends)


def span(starts: datetime, ends: datetime) -> str:
    """The same of two moments."""
    return f"{day(starts)}, {hours(starts, ends)}"


def where(meeting: Meeting) -> str:
    """The room and the place with its address, in one line; "" where nothing is known yet."""
    place = meeting.place
    return ", ".join(part for part in (meeting.room, *((place.name, place.address) if place else ())) if part)


def begins(phase: Phase) -> str:
    """What a calendar says on the first day of a phase."""
    return _("Begins: %(phase)s (%(forum)s)", phase=phase.title, forum=phase.forum.title)


def ends(phase: Phase) -> str:
    """What a calendar says on the last day of a phase."""
    return _("Last day: %(phase)s (%(forum)s)", phase=phase.title, forum=phase.forum.title)


def answers_due(last: LastDay) -> str:
    """What a calendar says on the last day for answers of the city."""
    return _(
        "Last day for the city's answers: recommendations no. %(number)s (%(forum)s)",
        number=last.issue,
        forum=last.forum,
    )
