"""What the log does beside being written: its head is published, a check is noted, an export is recorded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from civic.kernel import clock
from civic.kernel.access import Actor, Permission, authorize
from civic.kernel.db import db
from civic.kernel.events import EventHead, record
from civic.log.events import LogExported, LogHeadPublished
from civic.log.models import LogCheck, LogHead

if TYPE_CHECKING:
    from collections.abc import Mapping


def publish_head(*, by: Actor) -> LogHead | None:
    """Publish the present head as that of today (in Warsaw), once; nothing where today has one, or nothing has happened yet."""
    authorize(by, Permission.KEEP_LOG)
    now = clock.now()
    today = clock.today(now)
    # Locked, so that no event comes between what is read here and what stands in the list.
    head = db.session.execute(select(EventHead.seq, EventHead.hash).with_for_update()).one_or_none()
    if head is None or not head.seq or db.session.get(LogHead, today) is not None:
        return None
    published = LogHead(day=today, seq=head.seq, hash=head.hash, at=now)
    db.session.add(published)
    record(LogHeadPublished(day=today.isoformat(), seq=head.seq, sha256=head.hash, by=by.id))
    return published


def note_check(seq: int, fault: str, *, by: Actor) -> None:
    """Keep when the chain was gone through and what was found; it is the check that counts here, not the chain."""
    authorize(by, Permission.KEEP_LOG)
    db.session.merge(LogCheck(id=1, at=clock.now(), seq=seq, fault=fault[:500]))


def note_export(form: str, asked: Mapping[str, str], *, by: Actor) -> None:
    """Record that somebody takes the log away: as which file, and which part of it."""
    authorize(by, Permission.READ_LOG)
    asked_for = ", ".join(f"{name}={value}" for name, value in asked.items() if value)
    record(LogExported(form=form, filter=asked_for, by=by.id, organisation=by.organisation_id))
