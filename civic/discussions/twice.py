"""A double click, a repeated request and an impatient reload are one contribution.

A second one is known by what it says: the same person, the same place, the same text, within a minute. That needs no token
in the form and no table of tokens, it holds for the command line and for programs as well, and nobody means to say the same
words twice in a minute. Two requests at the very same moment queue up behind the person's row, so the second sees the first.
"""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from civic.accounts.models import User
from civic.kernel.access import Actor
from civic.kernel.db import db

WITHIN = timedelta(minutes=1)


def queue_up(by: Actor) -> None:
    """Let one person's writes follow each other; other people do not wait (SQLite lets only one writer in anyway)."""
    if by.id is not None and not by.system:
        db.session.execute(select(User.id).where(User.id == by.id).with_for_update(key_share=True))
