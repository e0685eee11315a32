"""From which day a promise counts, and when those who answer are reminded of a deadline. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Start:
    """The day (Warsaw) from which the days of a promise run."""

    on: date
    #: That of the hand-over to the unit; else that of publication, for no hand-over is written down.
    handed: bool


MARKS = (14, 7, 1)
#: Those of a shorter term, of one thing: of a need, of a question from a meeting.
SHORT_MARKS = (7, 1)
OVERDUE = 0


def mark_of(days: int, marks: Sequence[int] = MARKS) -> int | None:
    """The mark that a deadline in so many days has reached last; nothing while it is far, 0 once it has passed."""
    if days < 0:
        return OVERDUE
    return min((mark for mark in marks if days <= mark), default=None)
