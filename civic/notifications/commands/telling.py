"""Turning events into notifications: in the order of the log, some at a time, each event whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, select

from civic.accounts.models import User
from civic.kernel import clock, events
from civic.kernel.access import Actor, Permission, authorize
from civic.kernel.db import db, unit_of_work
from civic.kernel.events import EventRow
from civic.notifications import windows
from civic.notifications.models import (
    DEFAULTS,
    Bond,
    Concern,
    Frequency,
    Habits,
    Notification,
    Preference,
    Stand,
    Subscription,
    ToldUntil,
    Why,
)
from civic.notifications.subscriptions import TOLD, telling_of
from civic.notifications.telling import Rule, Telling
from civic.notifications.told import Told

if TYPE_CHECKING:
    from datetime import datetime

#: How many events one transaction tells, and how many persons one statement writes to.
EVENTS_AT_ONCE, PERSONS_AT_ONCE = 50, 1_000
#: What concerns a person whatever they have muted.
ALWAYS = frozenset({Concern.DECISIONS, Concern.OFFICE})
#: The habits of whoever chose none.
USUAL = Habits(quiet=True, quiet_from=21, quiet_until=7, paused=False)


def tell(*, by: Actor) -> int:
    """Tell everybody of what has happened since the last time; says how many notifications there are more.

    Opens transactions of its own: one that was cut off is repeated whole, one that was written is not repeated.
    """
    authorize(by, Permission.MANAGE_USERS)
    told = 0
    while (more := _tell_some()) is not None:
        told += more
    return told


def _tell_some() -> int | None:
    """Tell the next few events, and how far the log is read; nothing when there are none."""
    with unit_of_work():
        until = db.session.get(ToldUntil, 1, with_for_update=True)
        if until is None:
            db.session.add(until := ToldUntil(id=1, seq=0))
            db.session.flush()
        head = events.head()
        if until.seq >= head:
            return None
        news = select(EventRow).where(EventRow.seq > until.seq, EventRow.seq <= head, EventRow.name.in_(TOLD))
        rows = db.session.scalars(news.order_by(EventRow.seq).limit(EVENTS_AT_ONCE)).all()
        count = sum(_tell(Told.of(row)) for row in rows)
        until.seq = rows[-1].seq if len(rows) == EVENTS_AT_ONCE else head
        return count


def _tell(told: Told) -> int:
    """Write one event to everybody whom it concerns."""
    telling = telling_of(told.name)
    if telling is None or told.imported:
        return 0
    named: dict[int, Rule] = {}
    for rule in telling.rules:
        if told.readable or rule.concern in ALWAYS:
            for person in rule.who(told):
                named.setdefault(person, rule)
    named.pop(told.actor_id or 0, None)
    _join(told, telling)
    written_to = frozenset(telling.written_to(told) if telling.written_to else ())
    count, subject, now, persons = 0, telling.subject(told), clock.now(), sorted(named)
    for first in range(0, len(persons), PERSONS_AT_ONCE):
        some = {person: named[person] for person in persons[first : first + PERSONS_AT_ONCE]}
        rows = [
            row | {"due_at": None} if row["why"] is Why.FOLLOWS and row["person_id"] in written_to else row
            for row in _rows(told, subject, some, now)
        ]
        if rows:
            db.session.execute(insert(Notification), rows)
        count += len(rows)
    return count


def _rows(told: Told, subject: str, named: dict[int, Rule], now: datetime) -> Iterator[dict[str, Any]]:
    """What is written to these persons: active ones who have not muted the subject, each in their own time."""
    people = db.session.execute(
        select(User.id, Habits, Subscription.id)
        .outerjoin(Habits, Habits.person_id == User.id)
        .outerjoin(
            Subscription,
            (Subscription.person_id == User.id)
            & (Subscription.subject == subject)
            & (Subscription.stand == Stand.MUTED),
        )
        .where(User.id.in_(named), User.suspended_at.is_(None), User.erased_at.is_(None))
    ).all()
    chosen = _preferences(named)
    for row in people:
        person, rule = row[0], named[row[0]]
        kept: Habits | None = row[1]
        habits = USUAL if kept is None else kept
        muted: int | None = row[2]
        if muted is not None and rule.concern not in ALWAYS:
            continue
        frequency = chosen.get((person, rule.concern), DEFAULTS[rule.concern])
        yield {
            "seq": told.seq,
            "name": told.name,
            "person_id": person,
            "concern": rule.concern,
            "why": rule.why,
            "subject": subject,
            "at": told.at,
            "frequency": frequency,
            "due_at": None if habits.paused else windows.due_at(frequency, now, habits.hours),
        }


def _preferences(named: dict[int, Rule]) -> dict[tuple[int, Concern], Frequency]:
    rows = db.session.execute(
        select(Preference.person_id, Preference.concern, Preference.frequency).where(
            Preference.person_id.in_(named), Preference.concern.in_({rule.concern for rule in named.values()})
        )
    )
    return {(row.person_id, row.concern): row.frequency for row in rows}


def _join(told: Told, telling: Telling) -> None:
    """Whoever takes part follows from then on, unless they said otherwise before."""
    if telling.joins is None or told.actor_id is None:
        return
    subject = telling.joins(told)
    known = select(Subscription.id).where(
        Subscription.person_id == told.actor_id, Subscription.subject == subject
    )
    if db.session.scalar(known) is None:
        db.session.add(
            Subscription(
                person_id=told.actor_id,
                subject=subject,
                stand=Stand.FOLLOWING,
                bond=Bond.AUTOMATIC,
                at=clock.now(),
            )
        )
