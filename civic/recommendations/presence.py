"""Who is at which desk, and who words which recommendation: marks that last for minutes, written beside the request."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError

from civic.kernel import db, web
from civic.recommendations.models.together import NOTED_EVERY, PRESENT_FOR, WORDED_FOR, Presence, WordingLock

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.orm import Session

    from civic.kernel.access import Actor
    from civic.recommendations.models import Draft, Recommendation
    from civic.recommendations.queries import Editor


def note(session: Session, draft_id: int, recommendation_id: int | None, user_id: int, now: datetime) -> None:
    """Somebody is there now; who comes anew finds those gone who were not heard of for long."""
    mine = (Presence.draft_id == draft_id, Presence.user_id == user_id)
    there = {"recommendation_id": recommendation_id, "seen_at": now}
    if session.execute(update(Presence).where(*mine).values(**there)).rowcount == 0:  # type: ignore[attr-defined]
        gone = (Presence.draft_id == draft_id, Presence.seen_at < now - PRESENT_FOR)
        session.execute(delete(Presence).where(*gone))
        session.add(Presence(draft_id=draft_id, user_id=user_id, **there))
        session.flush()


def hold(
    session: Session,
    draft_id: int,
    recommendation_id: int,
    user_id: int,
    now: datetime,
    *,
    force: bool = False,
) -> bool:
    """Take a recommendation's wording, or go on holding it; whether it is this person's now."""
    lock = session.get(WordingLock, recommendation_id)
    if lock is None:
        lock = WordingLock(recommendation_id=recommendation_id, draft_id=draft_id, taken_at=now)
        session.add(lock)
    elif lock.user_id != user_id:
        if lock.holds(now) and not force:
            return False
        lock.taken_at = now
    lock.user_id, lock.seen_at = user_id, now
    session.flush()
    return True


def let_go(session: Session, draft_id: int, user_id: int) -> None:
    """Somebody words nothing of this draft any more."""
    session.execute(
        delete(WordingLock).where(WordingLock.draft_id == draft_id, WordingLock.user_id == user_id)
    )


def holder(recommendation_id: int, user_id: int | None, now: datetime) -> WordingLock | None:
    """Who else words a recommendation just now."""
    lock = db.db.session.scalar(
        select(WordingLock).where(
            WordingLock.recommendation_id == recommendation_id, WordingLock.seen_at > now - WORDED_FOR
        )
    )
    return lock if lock is not None and lock.user_id != user_id else None


def opened(recommendation: Recommendation, by: Actor, now: datetime) -> WordingLock | None:
    """Who else words it; when nobody does it is this person's from now on, once the answer is made."""
    lock = holder(recommendation.id, by.id, now)
    if lock is None and by.id is not None:
        draft_id, key, user_id = recommendation.draft_id, recommendation.id, by.id
        web.after_answer(lambda: seen(draft_id, user_id, now, recommendation_id=key, words=True))
    return lock


def looked(
    draft: Draft, recommendation_id: int | None, by: Actor, now: datetime, there: Iterable[Editor]
) -> None:
    """Note, once the answer is made, that somebody looks at the desk; whoever does has left the form that words.

    `there` are those known to be at the desk: who was heard of a moment ago at the same place need not be noted again.
    """
    draft_id, user_id = draft.id, by.id
    mine = next((each for each in there if each.user_id == user_id), None)
    stays = mine is not None and not mine.words and mine.recommendation_id == recommendation_id
    if user_id is not None and not (mine and stays and now - mine.seen_at < NOTED_EVERY):
        web.after_answer(
            lambda: seen(draft_id, user_id, now, recommendation_id=recommendation_id, words=False)
        )


def seen(draft_id: int, user_id: int, now: datetime, *, recommendation_id: int | None, words: bool) -> None:
    """Note, beside a request that only reads, that somebody looks at the desk, or at the form that words a recommendation."""

    def write(session: Session) -> None:
        note(session, draft_id, recommendation_id, user_id, now)
        if words and recommendation_id is not None:
            hold(session, draft_id, recommendation_id, user_id, now)
        else:
            let_go(session, draft_id, user_id)

    try:
        db.aside(write)
    except IntegrityError:
        # Two windows at once: the other one has noted it.
        return
