"""Keeping the queue: cases follow from what waits in the tables of their kinds."""

from __future__ import annotations

from datetime import timedelta

from civic.kernel import clock, events
from civic.kernel.access import Actor, Permission, authorize
from civic.kernel.db import db
from civic.moderation import keeping
from civic.moderation.models import CasesKept

#: Some things begin to wait by the hour alone (a mandate that ends soon), without an event.
EVERY = timedelta(minutes=15)


def keep_cases(*, by: Actor) -> None:
    """Make the cases follow what has happened since the last time; it can be repeated at any time."""
    authorize(by, Permission.KEEP_CASES)
    now, head = clock.now(), events.head()
    kept = db.session.get(CasesKept, 1, with_for_update=True)
    if kept is not None and kept.seq == head and kept.at <= now < kept.at + EVERY:
        return
    if kept is None:
        db.session.add(CasesKept(id=1, seq=head, at=now))
    else:
        kept.seq, kept.at = head, now
    keeping.follow(now)
