"""What can be asked of the boards."""

from __future__ import annotations

from civic.boards.queries.calls import (
    CallsAsked,
    calls,
    calls_ending,
    calls_in_calendar,
    get_call,
    newest_calls,
    next_calls,
)
from civic.boards.queries.notices import (
    NoticesAsked,
    earlier_of,
    get_notice,
    newest_notices,
    next_notices,
    notices,
    notices_of,
    unsettled_of,
    waiting,
    waiting_count,
)

__all__ = [
    "CallsAsked",
    "NoticesAsked",
    "calls",
    "calls_ending",
    "calls_in_calendar",
    "earlier_of",
    "get_call",
    "get_notice",
    "newest_calls",
    "newest_notices",
    "next_calls",
    "next_notices",
    "notices",
    "notices_of",
    "unsettled_of",
    "waiting",
    "waiting_count",
]
