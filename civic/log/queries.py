"""What can be asked of the log: a page of it, one thing's story, all of it in lumps; the published heads and the last check.

Pages are cut by the number of an event, never by an offset, and nothing is counted, so a million rows cost as much as fifty.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import false, select
from sqlalchemy.orm import aliased

from civic.kernel import clock, events
from civic.kernel.db import db, pause
from civic.kernel.events import EventRow
from civic.log.models import EventMention, LogCheck, LogHead, MentionState

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from sqlalchemy import ColumnElement, Select
    from sqlalchemy.orm import InstrumentedAttribute

ROWS = 50
#: Of a story, more: it is read from its beginning.
STORY_ROWS = 100
LUMP = 2_000
#: No transaction lasts longer: what was recorded before another event may stand after it by so much at most.
LONGEST_ACT = timedelta(days=1)


@dataclass(frozen=True)
class Asked:
    """What of the log is asked for, in the log's own codes; nothing is everything."""

    name: str = ""
    #: „system” or „user:5”.
    actor: str = ""
    #: „proposal:12”: the events about it or naming it.
    about: str = ""
    #: „organisation:3”: what was done for it or with it.
    organisation: str = ""
    since: date | None = None
    until: date | None = None

    def named(self) -> dict[str, str]:
        """The parts that are asked for, as they stand in an address."""
        return {name: str(value) for name, value in vars(self).items() if value}


@dataclass(frozen=True)
class Cut:
    """A part of a list of events, and from which event on the parts before and after it are asked for; 0 where there is none."""

    rows: Sequence[EventRow]
    before: int = 0
    after: int = 0


def newest(asked: Asked, before: int = 0, after: int = 0) -> Cut:
    """The newest events first: those before an event, or those after it that are nearest to it."""
    statement, seq = _statement(asked)
    if after:
        found = _events(statement.where(seq > after).order_by(seq).limit(ROWS + 1))
        rows = found[:ROWS][::-1]
        return Cut(rows, rows[-1].seq if rows else 0, rows[0].seq if len(found) > ROWS else 0)
    if before:
        statement = statement.where(seq < before)
    found = _events(statement.order_by(seq.desc()).limit(ROWS + 1))
    rows = found[:ROWS]
    return Cut(rows, rows[-1].seq if len(found) > ROWS else 0, rows[0].seq if before and rows else 0)


def story(thing: str, after: int = 0) -> Cut:
    """The events about a thing or naming it, in their order, after an event.

    Of what the mentions have not reached yet it holds what is about the thing itself.
    """
    statement, seq = _statement(Asked(about=thing))
    found = _events(statement.where(seq > after).order_by(seq).limit(STORY_ROWS + 1))
    if len(found) <= STORY_ROWS and not is_complete():
        reached = max(after, _reached())
        unread = select(EventRow).where(EventRow.subject == thing, EventRow.seq > reached)
        found += _events(unread.order_by(EventRow.seq).limit(STORY_ROWS + 1 - len(found)))
    rows = found[:STORY_ROWS]
    return Cut(rows, after=rows[-1].seq if len(found) > STORY_ROWS else 0)


def lumps(asked: Asked) -> Iterator[Sequence[EventRow]]:
    """All events that are asked for, the oldest first, some at a time; no transaction stays open between two lumps."""
    last, until = 0, events.head()
    while True:
        statement, seq = _statement(asked)
        rows = _events(statement.where(seq > last, seq <= until).order_by(seq).limit(LUMP))
        if not rows:
            return
        last = rows[-1].seq
        with pause():
            yield rows


def is_complete() -> bool:
    """Whether the mentions have caught up with the log."""
    return _reached() >= events.head()


def _reached() -> int:
    return db.session.scalar(select(MentionState.seq)) or 0


def newest_heads(most: int | None = None) -> Sequence[LogHead]:
    """The published heads, the newest first."""
    return db.session.scalars(select(LogHead).order_by(LogHead.day.desc()).limit(most)).all()


def last_check() -> LogCheck | None:
    """When the whole chain was gone through last, and what was found."""
    return db.session.scalar(select(LogCheck))


def _events(statement: Select[*tuple[Any, ...]]) -> list[EventRow]:
    return list(db.session.scalars(statement))


def _statement(asked: Asked) -> tuple[Select[*tuple[Any, ...]], InstrumentedAttribute[int]]:
    """The rows that are asked for, and the number by which they are cut: that of the narrowest table."""
    statement = select(EventRow)
    seq: InstrumentedAttribute[int] = EventRow.seq
    for thing in (asked.about, asked.organisation):
        if thing:
            mention = aliased(EventMention)
            statement = statement.join(mention, (mention.seq == EventRow.seq) & (mention.thing == thing))
            seq = mention.seq
    if asked.name:
        statement = statement.where(EventRow.name == asked.name)
    if asked.actor:
        statement = statement.where(EventRow.actor == asked.actor)
    return statement.where(*_within(asked, seq)), seq


def _within(asked: Asked, seq: InstrumentedAttribute[int]) -> Iterator[ColumnElement[bool]]:
    """The days, in Warsaw. Numbers rise with time but for what waited for its commit, so they bound what is looked through.

    The moments are asked so that no index on them is used: the few events within the bounds stand in order already.
    """
    at = EventRow.at
    if asked.since:
        begin = clock.start_of(asked.since)
        yield (at >= begin).is_not(false())
        last = select(EventRow.seq).where(at < begin - LONGEST_ACT).order_by(at.desc(), EventRow.seq.desc())
        if (before := db.session.scalar(last.limit(1))) is not None:
            yield seq > before
    if asked.until:
        end = clock.start_of(asked.until + timedelta(days=1))
        yield (at < end).is_not(false())
        first = select(EventRow.seq).where(at >= end + LONGEST_ACT).order_by(at, EventRow.seq)
        if (beyond := db.session.scalar(first.limit(1))) is not None:
            yield seq < beyond
