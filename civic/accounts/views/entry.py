"""The blueprint of accounts, and what must happen around every request of a person."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from flask import Blueprint, g, request
from sqlalchemy import update

from civic.accounts import queries
from civic.accounts.models import Session
from civic.kernel import clock, db, web

if TYPE_CHECKING:
    from flask import Response
    from sqlalchemy.orm import Session as Transaction

    from civic.accounts.models import User

bp = Blueprint("accounts", __name__)
SEEN_EVERY = timedelta(minutes=1)


def demo_opens() -> bool:
    """Whether the known password opens anything: only on a demonstration, and only for a reader at this very machine."""
    proxied = any(
        name.lower() == "forwarded" or name.lower().startswith("x-forwarded-")
        for name in dict(request.headers)
    )
    return web.settings().demo and not proxied


@bp.after_app_request
def note_seen(response: Response) -> Response:
    """When a session was last used is written beside the request, at most once a minute."""
    user: User | None = g.get("_login_user")
    now = clock.now()
    # Nothing that is stored of the person is asked for: after a commit that would be a transaction more.
    seen_at: datetime | None = getattr(user, "seen_at", None)
    if user and seen_at and now - seen_at >= SEEN_EVERY:
        sid = user.sid
        db.aside(lambda transaction: _record_seen(transaction, queries.hash_of(sid), now))
    return response


def _record_seen(transaction: Transaction, sid_hash: str, now: datetime) -> None:
    transaction.execute(update(Session).where(Session.sid_hash == sid_hash).values(last_seen=now))
