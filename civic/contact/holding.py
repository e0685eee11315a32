"""One writer of a thread after the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from civic.discussions import twice
from civic.kernel.db import db

if TYPE_CHECKING:
    from civic.contact.models import ContactThread
    from civic.kernel.access import Actor


def hold(thread: ContactThread, by: Actor) -> None:
    """Let writers of one thread follow each other, and read it as the last one left it."""
    twice.queue_up(by)
    db.session.refresh(thread, with_for_update=True)
