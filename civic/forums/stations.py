"""A forum's phases as people see them: stations of a thread, and how long the present one lasts."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from civic.forums.models import Forum, Phase
from civic.kernel import clock
from civic.kernel.words import _, day, language, ngettext

if TYPE_CHECKING:
    from datetime import datetime

#: A thread has at most as many stations.
MOST = 5


@dataclass(frozen=True)
class Left:
    """What a countdown shows: days, or hours on the last day, or the sentence that it is over."""

    days: int = 0
    hours: int | None = None
    text: str = ""
    closed: str | None = None


def stations(forum: Forum, now: datetime) -> list[dict[str, str]]:
    """The phases around the present one as stations of a thread: name, note, state."""
    present = forum.phase_at(now) if forum.closed_at is None else None
    here = forum.phases.index(present) if present else sum(phase.opens <= now for phase in forum.phases)
    first = max(0, min(here - 2, len(forum.phases) - MOST))
    return [
        {"name": phase.title, "note": term(phase, now), "state": _state(phase, present, now)}
        for phase in forum.phases[first : first + MOST]
    ]


def _state(phase: Phase, present: Phase | None, now: datetime) -> str:
    if phase is present:
        return "now"
    return "next" if phase.opens > now else "done"


def term(phase: Phase, now: datetime) -> str:
    """„12 maja – 31 sierpnia”, „27 listopada”, for what lies ahead „do 31 stycznia 2027”; the year where it is not this one."""
    start, end, this = clock.today(phase.opens), clock.today(phase.closes), clock.today(now).year
    last = day(end, year=end.year != this)
    if start == end:
        return last
    if phase.opens > now:
        return str(_("until %(day)s", day=last))
    return f"{day(start, year=start.year != this)} – {last}"


def dates(phase: Phase) -> str:
    """The dates of a phase in whole, for two versions side by side."""
    return f"{day(phase.opens)} – {day(phase.closes)}"


def left(forum: Forum, now: datetime) -> Left:
    """How long the present phase lasts, or what there is to say when none runs."""
    if forum.closed_at is not None:
        return Left(closed=str(_("closed %(day)s", day=day(forum.closed_at))))
    phase = forum.phase_at(now)
    if phase is None:
        return _between(forum, now)
    days = (clock.today(phase.closes) - clock.today(now)).days
    if days:
        text = ngettext(
            "day until the phase “%(phase)s” ends, on %(day)s",
            "days until the phase “%(phase)s” ends, on %(day)s",
            days,
            phase=phase.title,
            day=day(phase.closes),
        )
        return Left(days=days, text=text)
    hours = max(1, math.ceil((phase.closes - now).total_seconds() / 3600))
    end = clock.local(phase.closes)
    text = ngettext(
        "hour until the phase “%(phase)s” ends, today at %(hour)s",
        "hours until the phase “%(phase)s” ends, today at %(hour)s",
        hours,
        phase=phase.title,
        hour=f"{end:%H.%M}" if language() == "pl" else f"{end:%H:%M}",
    )
    return Left(hours=hours, text=text)


def _between(forum: Forum, now: datetime) -> Left:
    following = forum.phase_after(now)
    if following is None:
        last = max((phase.closes for phase in forum.phases), default=forum.created_at)
        return Left(closed=str(_("closed %(day)s", day=day(last))))
    days = (clock.today(following.opens) - clock.today(now)).days
    text = ngettext(
        "day until the phase “%(phase)s” opens, on %(day)s",
        "days until the phase “%(phase)s” opens, on %(day)s",
        days,
        phase=following.title,
        day=day(following.opens),
    )
    return Left(days=days, text=text)


def eyebrow(forum: Forum, now: datetime) -> str:
    """„Forum z 12 miejscami, kadencja 2025–2027”, or what an open forum is about."""
    seats = forum.seats_on(clock.today(now))
    if not seats and forum.seats_max is None:
        if forum.topic:
            return str(_("Open forum: %(topic)s", topic=forum.topic))
        return str(_("Open forum"))
    number = forum.seats_max or len(seats)
    room = ngettext("Forum with %(num)d seat", "Forum with %(num)d seats", number)
    if not seats:
        return str(room)
    start = min(seat.starts_on for seat in seats).year
    ends = [seat.ends_on.year for seat in seats if seat.ends_on is not None]
    if len(ends) < len(seats):
        return str(_("%(forum)s, since %(year)s", forum=room, year=start))
    return str(_("%(forum)s, term %(start)s–%(end)s", forum=room, start=start, end=max(ends)))
