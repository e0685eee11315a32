"""What waits for a moderator's first look: when, and how it comes out.

What waits is hidden like anything that a moderator hid (`hidden_at`), so that whatever leaves out the one leaves out the other,
and `held` says that nobody has read it yet: no note stands in its place, and nobody was told. Slices above name what else people
contribute by `may_wait`.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import exists, or_, select

from civic.discussions import repeating
from civic.discussions import signals as signals_of
from civic.discussions.models import HOLDING, Cause, Comment, Conversation, Look
from civic.discussions.policies import MODERATORS
from civic.discussions.signals import Signal
from civic.forums.models import Forum, Publishing
from civic.kernel import clock
from civic.kernel.access import OF_THE_CITY, Actor, Choice, Role
from civic.kernel.db import db
from civic.kernel.words import N_

#: Those whose word needs nobody's look: they keep order themselves, or speak for the city.
TRUSTED = frozenset({*MODERATORS, Role.EDITOR}) | OF_THE_CITY
#: What the author is told on sending it.
WAITS = N_(
    "It is sent and waits for a moderator's first look, usually up to 2 working days. You will be told."
)
_waiting: list[Any] = []


def may_wait(kind: Any) -> Any:
    """Register a kind of contribution that may wait: what one of them was let through for, its author is no newcomer for."""
    _waiting.append(kind)
    return kind


may_wait(Comment)
may_wait(Conversation)


def cause_to_wait(forum: Forum, by: Actor, signals: tuple[str, ...] = ()) -> Cause | None:
    """Why what somebody is about to say in a forum waits, if it does; `signals` are those that spoke for a machine."""
    if by.system or by.id is None:
        return None
    if by.is_limited(clock.now()):
        return Cause.LIMITED
    if by.role in TRUSTED:
        return None
    # A machine's suspicion never keeps back what a verified organisation says; a moderator is shown it all the same.
    suspect = bool(signals) and not is_verified(by)
    return Cause.AUTOMATIC if suspect else _cause_of(forum.publishing, by)


def _cause_of(publishing: Publishing, by: Actor) -> Cause | None:
    if publishing is Publishing.NOTHING_AT_ONCE:
        return Cause.EVERYTHING
    waits = publishing is Publishing.KNOWN_AT_ONCE and not is_known(by)
    return Cause.NEWCOMER if waits else None


def is_verified(by: Actor) -> bool:
    """Whether somebody speaks for an organisation whose register and mandate were checked."""
    return by.organisation_id is not None and by.choice is not None and by.choice.verified


def is_known(by: Actor) -> bool:
    """Whether somebody speaks for a verified organisation, or has something readable here."""
    if is_verified(by):
        return True
    there = (exists().where(kind.person_id == by.id, kind.hidden_at.is_(None)) for kind in _waiting)
    return bool(db.session.scalar(select(or_(*there))))


def hold(thing: Any, forum_id: int, cause: Cause, *, signals: tuple[str, ...] = ()) -> None:
    """Let what was just written wait; it has its id."""
    thing.hidden_at, thing.held = thing.at, True
    look_at(thing, forum_id, cause, signals=signals)


def look_at(thing: Any, forum_id: int, cause: Cause, *, signals: tuple[str, ...] = ()) -> None:
    """Put something before the moderators; what they have before them already gets the signals that are new."""
    present = db.session.scalars(_open(thing)).first()
    if present is not None:
        present.signals = [*present.signals, *(name for name in signals if name not in present.signals)]
        return
    db.session.add(
        Look(
            thread_id=thing.thread_id,
            comment_id=thing.id if isinstance(thing, Comment) else None,
            forum_id=forum_id,
            person_id=thing.person_id,
            cause=cause,
            signals=list(signals),
            at=clock.now(),
        )
    )
    db.session.flush()


def note_signals(thing: Any, forum_id: int, text: str, by: Actor, *, others: tuple[str, ...] = ()) -> None:
    """Put what stands in a text before the moderators, where it is worth a look; nothing is kept back for it."""
    if by.system or by.role in TRUSTED:
        return
    seen = [*others, *signals_of.in_words(text)]
    if text and repeating.said_by_others(text, by.id or 0, clock.now()):
        seen.append(Signal.ECHO)
    if seen:
        look_at(thing, forum_id, Cause.SIGNAL, signals=tuple(seen))


def end(thing: Any) -> None:
    """Nobody has to look at it any more."""
    for look in db.session.scalars(_open(thing)):
        look.ended_at = clock.now()


def wait_again(thing: Any) -> None:
    """What a moderator refused waits as before; so says the last look at it."""
    thing.hidden_reason = ""
    last = db.session.scalars(_looks(thing).where(Look.cause.in_(HOLDING)).order_by(Look.id.desc())).first()
    if last is not None:
        last.ended_at = None


def look_again(thing: Any, since: datetime) -> None:
    """What somebody had looked at since that moment, somebody has to look at again."""
    for look in db.session.scalars(_looks(thing).where(Look.cause == Cause.SIGNAL, Look.ended_at >= since)):
        look.ended_at = None


def let_out(thing: Any) -> None:
    """From now on everybody reads it."""
    thing.hidden_at, thing.held, thing.hidden_reason = None, False, ""
    end(thing)


def writer_of(thing: Any) -> Actor:
    """Who wrote it, as they stood then."""
    if thing.organisation_id is None:
        return Actor(id=thing.person_id)
    return Actor(
        id=thing.person_id, choice=Choice(thing.organisation_id, thing.organisation_name, thing.capacity)
    )


def _open(thing: Any) -> Any:
    return _looks(thing).where(Look.ended_at.is_(None))


def _looks(thing: Any) -> Any:
    comment_id = thing.id if isinstance(thing, Comment) else None
    return select(Look).where(
        Look.thread_id == thing.thread_id,
        Look.comment_id.is_(None) if comment_id is None else Look.comment_id == comment_id,
    )
