"""What the codes of boards are called, and how dates and terms are said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from civic.boards.models import CallKind, CallState, WordingState
from civic.kernel import clock
from civic.kernel.words import N_, LazyString, _, day, leaf, ngettext, time, wall_time

if TYPE_CHECKING:
    from datetime import date, datetime

    from civic.boards.models import GrantCall, NoticeWording

KINDS: dict[CallKind, LazyString] = {
    CallKind.TENDER: N_("Open competition of offers"),
    CallKind.SMALL_GRANT: N_("Small grant (art. 19a)"),
    CallKind.COMMITTEE: N_("Call for members of a competition committee"),
    CallKind.OTHER: N_("Another call"),
}
#: Status of a wording → colour, icon, word.
WORDINGS: dict[WordingState, tuple[str, str, LazyString]] = {
    WordingState.WAITING: ("warning", "clock", N_("Waits for a moderator")),
    WordingState.RETURNED: ("warning", "undo", N_("Sent back for changes")),
    WordingState.SHOWN: ("success", "check", N_("On the board")),
    WordingState.REFUSED: ("danger", "cross", N_("Refused")),
    WordingState.REPLACED: ("neutral", "merge", N_("Replaced by a later text")),
}
OUTCOMES: dict[WordingState, LazyString] = {
    WordingState.SHOWN: N_("Let it through: everybody reads it"),
    WordingState.RETURNED: N_("Send it back: the organisation changes it"),
    WordingState.REFUSED: N_("Refuse it: it does not belong on the board"),
}


def end_in_calendar(call: GrantCall) -> str:
    """What a calendar says on the last day of a call."""
    return _("End of the call: %(title)s", title=call.title)


def days_of(wording: NoticeWording) -> str:
    """„12 grudnia 2026”, or „od 1 do 24 grudnia 2026”."""
    if wording.starts_on == wording.ends_on:
        return day(wording.starts_on)
    same_year = wording.starts_on.year == wording.ends_on.year
    return str(
        _(
            "from %(first)s to %(last)s",
            first=day(wording.starts_on, year=not same_year),
            last=day(wording.ends_on),
        )
    )


def hours_of(wording: NoticeWording) -> str:
    """„17.00–19.00”, „od 17.00”, or nothing."""
    if wording.starts_at is None:
        return ""
    begins = wall_time(wording.starts_at)
    if wording.ends_at is None:
        return str(_("from %(hour)s", hour=begins))
    return f"{begins}–{wall_time(wording.ends_at)}"


def end_of(call: GrantCall) -> str:
    """„15 grudnia 2026, 15.30”, or the day alone."""
    return f"{day(call.deadline)}, {time(call.deadline)}" if call.timed else day(call.deadline)


def left_of(call: GrantCall, now: datetime) -> str:
    """How long a call lasts, in words: „otwarty jeszcze 5 dni”."""
    state = call.state_at(now)
    if state is CallState.CANCELLED:
        return str(_("cancelled"))
    if state is CallState.CLOSED:
        return str(_("closed on %(day)s", day=day(call.deadline)))
    if state is CallState.AHEAD:
        return str(_("opens on %(day)s", day=day(call.opens_on)))
    left = days_left(call, now)
    if left == 0:
        return str(_("open until today at %(hour)s", hour=time(call.deadline)))
    return ngettext("open for %(num)d more day", "open for %(num)d more days", left)


def count_of(call: GrantCall, now: datetime) -> tuple[int, str]:
    """What a countdown says of an open call: a number, and of what; on the last day hours."""
    left = days_left(call, now)
    if left:
        return left, ngettext("day, until %(day)s", "days, until %(day)s", left, day=_without_year(call))
    hours = max(1, -(-int((call.deadline - now).total_seconds()) // 3600))
    return hours, ngettext(
        "hour, today until %(hour)s", "hours, today until %(hour)s", hours, hour=time(call.deadline)
    )


def _without_year(call: GrantCall) -> str:
    said = day(call.deadline, year=False)
    return f"{said}, {time(call.deadline)}" if call.timed else said


def leaf_of(wording: NoticeWording, today: date) -> tuple[str, int, str, str]:
    """A notice as the leaf of a calendar, and its date: the first day, or the last one of what goes on already."""
    if wording.starts_on >= today or wording.is_over_on(today):
        return leaf(wording.starts_on)
    return (str(_("goes on until")), *leaf(wording.ends_on)[1:])


def days_left(call: GrantCall, now: datetime) -> int:
    """Days by the calendar in Warsaw from today to the last one; 0 on that day."""
    return (call.closes_on - clock.today(now)).days
