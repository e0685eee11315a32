"""Calls as the entries of a calendar file: each is its last moment."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from civic.boards import labels
from civic.kernel import markup
from civic.kernel.calendars import Entry

if TYPE_CHECKING:
    from civic.boards.models import GrantCall

#: How much of a call a calendar tells.
EXCERPT = 400


def entry_of(call: GrantCall, base: str) -> Entry:
    """A call as its last moment; the whole last day where no hour was said. `base` is the address of this instance."""
    facts = (str(labels.KINDS[call.kind]), call.unit.name, call.amount, call.cancelled_because)
    summary = markup.excerpt(call.summary, EXCERPT) if call.summary else ""
    return Entry(
        uid=f"call-{call.id}@{urlsplit(base).hostname or 'localhost'}",
        starts=call.deadline if call.timed else call.closes_on,
        title=labels.end_in_calendar(call),
        changed=call.changed_at,
        sequence=call.version - 1,
        text="\n".join(filter(None, (*facts, summary, call.link))),
        url=f"{base}/calls/{call.id}",
        cancelled=call.cancelled_at is not None,
    )
