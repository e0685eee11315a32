"""What administrators can do to a letter that has not left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from civic.kernel import clock, queue
from civic.kernel.access import Actor, Permission, authorize
from civic.kernel.db import db
from civic.kernel.errors import Refused
from civic.kernel.events import record
from civic.kernel.words import N_
from civic.notifications.events import LetterDropped, LetterRetried
from civic.notifications.queries.letters import can_be_retried

if TYPE_CHECKING:
    from civic.kernel.mail import Letter


def retry_letter(letter: Letter, *, by: Actor) -> None:
    """Try a letter again now.

    Raises:
        Refused: when what it said was forgotten.
    """
    authorize(by, Permission.MANAGE_USERS)
    if not can_be_retried(letter):
        raise Refused(
            "forgotten",
            N_("What this letter said was forgotten when it was given up. Its reader can ask for a new one."),
        )
    if letter.next_at is None:
        letter.written_at, letter.attempts = clock.now(), 0
    letter.next_at = clock.now()
    queue.wake()
    record(LetterRetried(letter=letter.id, by=by.id))


def drop_letter(letter: Letter, *, by: Actor) -> None:
    """Take a letter out: it will not leave."""
    authorize(by, Permission.MANAGE_USERS)
    record(LetterDropped(letter=letter.id, by=by.id))
    db.session.delete(letter)
