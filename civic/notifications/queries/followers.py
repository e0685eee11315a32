"""Who follows by letter without an account."""

from __future__ import annotations

import hashlib
from datetime import timedelta

from sqlalchemy import select

from civic.kernel import clock
from civic.kernel.db import db
from civic.notifications.models import Follower

#: How long the letter's link works.
CONFIRM_WITHIN = timedelta(days=7)


def hash_of(token: str) -> str:
    """What the table holds of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def find_follower(token: str) -> Follower | None:
    """Whom a letter asked, while the answer still counts."""
    found = db.session.scalar(select(Follower).where(Follower.token_hash == hash_of(token)))
    return found if found and clock.now() - found.asked_at < CONFIRM_WITHIN else None
