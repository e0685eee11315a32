"""The round of the job: batch after batch, each in a transaction of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from civic.bulletins import commands
from civic.kernel.access import Permission, authorize
from civic.kernel.db import unit_of_work

if TYPE_CHECKING:
    from civic.kernel.access import Actor

#: So many batches one run writes at most, so that other work gets its turn.
MOST_BATCHES = 50


def send_bulletins(*, by: Actor) -> int:
    """Write the letters of what is due; returns how many batches that took. Needs no transaction around it."""
    authorize(by, Permission.TAKE_MAIL)
    for turn in range(MOST_BATCHES):
        with unit_of_work():
            if not commands.send_batch(by=by):
                return turn
    return MOST_BATCHES
