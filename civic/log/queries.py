"""What can be asked of the log: a page of it, one thing's story, all of it in lumps; the published heads and the last check.

Pages are cut by the number of an event, never by an offset, and nothing is counted, so a million rows cost as much as fifty.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import false, func, select
from sqlalchemy.orm import aliased

from civic.kernel import clock, events
from civic.kernel.db import db, pause
from civic.kernel.events import EventHead, EventRow
from civic.kernel.links import Link
from civic.log.indexing import mentions_in
from civic.log.models import EventMention, LogCheck, LogHead, MentionState

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date

    from sqlalchemy import ColumnElement, Select
    from sqlalchemy.orm import InstrumentedAttribute

    _Part = tuple[Select[*tuple[Any, ...]], InstrumentedAttribute[int]]

ROWS = 50
#: Of a story, more: it is read from its beginning.
STORY_ROWS = 100
LUMP = 2_000
#: So many events that the mentions have not reached are looked through in place.
UNREAD = 500
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
    if after:
        found = _rising(asked, after, ROWS + 1)
        rows = found[:ROWS][::-1]
        return Cut(rows, rows[-1].seq if rows else 0, rows[0].seq if len(found) > ROWS else 0)
    found = _falling(asked, before, ROWS + 1)
    rows = found[:ROWS]
    return Cut(rows, rows[-1].seq if len(found) > ROWS else 0, rows[0].seq if before and rows else 0)


def story(thing: str, after: int = 0) -> Cut:
    """The events about a thing or naming it, in their order, after an event."""
    found = _rising(Asked(about=thing), after, STORY_ROWS + 1)
    rows = found[:STORY_ROWS]
    return Cut(rows, after=rows[-1].seq if len(found) > STORY_ROWS else 0)


def lumps(asked: Asked) -> Iterator[Sequence[Link]]:
    """All events that are asked for as they are stored, the oldest first, some at a time.

    No transaction stays open between two lumps, however slowly they are taken.
    """
    last, until = 0, events.head()
    while rows := list(_stored(asked, last, until)):
        last = rows[-1].seq
        with pause():
            yield rows


def _stored(asked: Asked, after: int, until: int) -> Iterator[Link]:
    columns, most = events.columns_of_links(), LUMP
    for statement, seq in _parts(asked):
        cut = statement.with_only_columns(*columns).where(seq > after, seq <= until).order_by(seq)
        for row in db.session.execute(cut.limit(most)):
            most -= 1
            yield Link._make(row)


def is_complete() -> bool:
    """Whether the mentions are near enough to the end of the log for what is asked about a thing to be whole."""
    return (db.session.scalar(select(EventHead.seq - _reached())) or 0) <= UNREAD


def _reached() -> ColumnElement[int]:
    """The event that the mentions have reached, as a part of a question."""
    return func.coalesce(select(MentionState.seq).scalar_subquery(), 0)


def newest_heads(most: int | None = None) -> Sequence[LogHead]:
    """The published heads, the newest first."""
    return db.session.scalars(select(LogHead).order_by(LogHead.day.desc()).limit(most)).all()


def last_check() -> LogCheck | None:
    """When the whole chain was gone through last, and what was found."""
    return db.session.scalar(select(LogCheck))


def _rising(asked: Asked, after: int, most: int) -> list[EventRow]:
    """The first events after one, in their order."""
    found: list[EventRow] = []
    for statement, seq in _parts(asked):
        cut = statement.where(seq > after).order_by(seq).limit(most - len(found))
        found += db.session.scalars(cut) if len(found) < most else []
    return found


def _falling(asked: Asked, before: int, most: int) -> list[EventRow]:
    """The last events before one, or of all, the newest first."""
    found: list[EventRow] = []
    for statement, seq in reversed(_parts(asked)):
        cut = statement.where(seq < before) if before else statement
        cut = cut.order_by(seq.desc()).limit(most - len(found))
        found += db.session.scalars(cut) if len(found) < most else []
    return found


def _parts(asked: Asked) -> list[_Part]:
    """The rows that are asked for, the older ones first, each with the number by which they are cut: that of the narrowest table.

    What the mentions have not reached yet is read as it stands: an act is in its thing's story at once.
    """
    statement = select(EventRow)
    if asked.name:
        statement = statement.where(EventRow.name == asked.name)
    if asked.actor:
        statement = statement.where(EventRow.actor == asked.actor)
    bounds = list(_within(asked))
    things = {thing for thing in (asked.about, asked.organisation) if thing}
    noted: _Part = (statement, EventRow.seq)
    for thing in sorted(things):
        mention = aliased(EventMention)
        joined = noted[0].join(mention, (mention.seq == EventRow.seq) & (mention.thing == thing))
        noted = (joined, mention.seq)
    parts = [noted]
    if things and (unread := _unread(things)):
        parts.append((statement.where(EventRow.seq.in_(unread)), EventRow.seq))
    return [(part.where(*(bound(seq) for bound in bounds)), seq) for part, seq in parts]


def _unread(things: set[str]) -> list[int]:
    """The events naming all of these things among the first that the mentions have not reached."""
    last = select(EventRow).where(EventRow.seq > _reached()).order_by(EventRow.seq).limit(UNREAD)
    named: defaultdict[int, set[str]] = defaultdict(set)
    for each in mentions_in(db.session.scalars(last).all()):
        named[each["seq"]].add(each["thing"])
    return [seq for seq, there in named.items() if things <= there]


def _within(asked: Asked) -> Iterator[Callable[[InstrumentedAttribute[int]], ColumnElement[bool]]]:
    """The days, in Warsaw. Numbers rise with time but for what waited for its commit, so they bound what is looked through.

    The moments are asked so that no index on them is used: the few events within the bounds stand in order already.
    """
    at = EventRow.at
    if asked.since:
        begin = clock.start_of(asked.since)
        last = select(EventRow.seq).where(at < begin - LONGEST_ACT).order_by(at.desc(), EventRow.seq.desc())
        before = db.session.scalar(last.limit(1)) or 0
        yield lambda seq: (seq > before) & (at >= begin).is_not(false())
    if asked.until:
        end = clock.start_of(asked.until + timedelta(days=1))
        first = select(EventRow.seq).where(at >= end + LONGEST_ACT).order_by(at, EventRow.seq)
        beyond = db.session.scalar(first.limit(1)) or events.head() + 1
        yield lambda seq: (seq < beyond) & (at < end).is_not(false())
