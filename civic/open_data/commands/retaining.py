"""What has served its end is deleted once its period is over, and the report says how much."""

from __future__ import annotations

from datetime import timedelta

from civic.kernel import clock
from civic.kernel.access import Actor, Permission, authorize
from civic.kernel.db import db
from civic.kernel.events import record
from civic.open_data import departed, retention, traces
from civic.open_data.events import ExpiredDeleted
from civic.open_data.models import Deletion


def delete_what_has_expired(*, by: Actor) -> dict[str, int]:
    """Go through all kinds, and make good what an erasure could not wipe; says how much of each kind went."""
    authorize(by, Permission.MANAGE_USERS)
    now, periods = clock.now(), retention.periods()
    counts: dict[str, int] = {}
    for kind in retention.KINDS:
        before = now - timedelta(days=periods[kind.name])
        count = counts[kind.name] = kind.delete(before)
        if count:
            db.session.add(Deletion(kind=kind.name, before=before, count=count, at=now))
    if total := sum(counts.values()):
        record(ExpiredDeleted(count=total, by=by.id))
    departed.keep(departed.known())
    traces.wipe_later()
    return counts
