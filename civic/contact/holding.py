"""One writer of a thread after the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from civic.contact.models import ContactThread
from civic.discussions import twice
from civic.kernel.db import db

if TYPE_CHECKING:
    from civic.kernel.access import Actor

#: What another writer may have changed meanwhile.
MOVING = ["state", "closed_at", "last_at", "assigned_to_id", "assigned_to", "unit_id", "unit"]


def hold(thread: ContactThread, by: Actor) -> None:
    """Let writers of one thread follow each other, and read it as the last one left it."""
    twice.queue_up(by)
    # By itself: no database locks what is joined from the outside.
    db.session.execute(select(ContactThread.id).where(ContactThread.id == thread.id).with_for_update())
    db.session.refresh(thread, MOVING)
