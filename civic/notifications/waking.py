"""Wakes the teller up once something is committed of which somebody is to be told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from civic.kernel import queue
from civic.kernel.db import after_commit
from civic.kernel.events import RECORDED
from civic.notifications.subscriptions import TOLD

if TYPE_CHECKING:
    from civic.kernel.db import Session


@after_commit
def wake_the_teller(session: Session) -> None:
    """A bundle's events wake nobody up by themselves: the next minute passes over them."""
    if not TOLD.isdisjoint(session.info.pop(RECORDED, ())):
        queue.wake_now()
