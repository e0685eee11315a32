"""When a person last looked at the start page: looks within one hour are one visit."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select, update

from civic.accounts.models import User
from civic.kernel.db import aside, db

if TYPE_CHECKING:
    from datetime import datetime

    from civic.kernel.access import Actor
    from civic.kernel.db import Session

ONE_VISIT = timedelta(hours=1)
#: A page that is loaded again writes nothing for so long.
SEEN_EVERY = timedelta(minutes=1)


def last_visit(actor: Actor, now: datetime) -> datetime | None:
    """The end of the visit before this one, since when there may be news; None at the first visit. This look is noted aside."""
    seen, before = db.session.execute(
        select(User.start_seen_at, User.start_since).where(User.id == actor.id)
    ).one()
    if seen is not None and now - seen < SEEN_EVERY:
        return before
    since = seen if seen is None or now - seen >= ONE_VISIT else before

    def note(session: Session) -> None:
        session.execute(update(User).where(User.id == actor.id).values(start_seen_at=now, start_since=since))

    aside(note)
    return since
