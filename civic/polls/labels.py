"""What the three marks are called and drawn as, and how dates are said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from civic.kernel import clock
from civic.kernel.words import N_, LazyString, _, day, weekday
from civic.meetings.labels import hours
from civic.polls.models import Choice

if TYPE_CHECKING:
    from civic.polls.models import PollDate

CHOICES: dict[Choice, LazyString] = {
    Choice.YES: N_("Suits me"),
    Choice.IF_NEED_BE: N_("If need be"),
    Choice.NO: N_("Does not suit me"),
}
#: Over the columns of the table, where they stand for others.
COLUMNS: dict[Choice, LazyString] = {
    Choice.YES: N_("Suits"),
    Choice.IF_NEED_BE: N_("If need be"),
    Choice.NO: N_("Does not suit"),
}
ICONS: dict[Choice, str] = {Choice.YES: "check", Choice.IF_NEED_BE: "part", Choice.NO: "cross"}


def when(date: PollDate) -> str:
    """„piątek, 13 marca 2026, 14.00–18.00”."""
    return str(
        _(
            "%(weekday)s, %(day)s, %(hours)s",
            weekday=weekday(clock.today(date.starts)),
            day=day(date.starts),
            hours=hours(date.starts, date.ends),
        )
    )
