"""The moments in Warsaw that typed dates mean."""

from __future__ import annotations

from datetime import date, datetime

from civic.kernel import clock
from civic.kernel.fields import DayField as DayField


def opening(day: date, kept: datetime | None = None) -> datetime:
    """The first second of a day; a day that was not changed keeps the exact moment it had."""
    return kept if kept is not None and clock.today(kept) == day else clock.start_of(day)


def closing(day: date, kept: datetime | None = None) -> datetime:
    """The last second of a day; a day that was not changed keeps the exact moment it had."""
    return kept if kept is not None and clock.today(kept) == day else clock.end_of(day)
