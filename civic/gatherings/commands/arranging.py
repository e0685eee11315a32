"""A gathering is prepared with its topics and tables, opened to the room and closed."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from sqlalchemy import exists, func, select

from civic.gatherings.events import (
    GatheringArranged,
    GatheringClosed,
    GatheringOpened,
    GatheringPrepared,
)
from civic.gatherings.models import (
    RUNS_LATE,
    Gathering,
    GatheringState,
    Looking,
    QuestionState,
    RoomQuestion,
    Table,
    Topic,
)
from civic.kernel import clock, markup
from civic.kernel.access import Actor, Permission, authorize
from civic.kernel.db import db
from civic.kernel.errors import Refused
from civic.kernel.events import record
from civic.kernel.words import N_
from civic.minutes.queries import written_at

if TYPE_CHECKING:
    from collections.abc import Sequence

    from civic.meetings.models import Meeting

LONGEST_TITLE = 150
LONGEST_HOST = 150
MOST_TABLES = 60
#: No vowels, so that no word comes of it, and nothing that is read for something else: 27⁶ codes.
LETTERS = "23456789bcdfghjkmnpqrstvwxz"
LENGTH = 6


def prepare_gathering(meeting: Meeting, *, looking: Looking, by: Actor) -> Gathering:
    """Make a gathering of a meeting: it gets its code; the room stays shut.

    Raises:
        Refused: when the meeting is one already.
    """
    authorize(by, Permission.STEER_ROOM, meeting)
    if db.session.scalar(select(exists().where(Gathering.meeting_id == meeting.id))):
        raise Refused("there", N_("Somebody did this already. Look at the page again."))
    gathering = Gathering(
        meeting_id=meeting.id,
        short_code=_new_code(),
        looking=looking,
        state=GatheringState.PREPARED,
        prepared_at=clock.now(),
        prepared_by_id=by.id,
    )
    db.session.add(gathering)
    db.session.flush()
    record(GatheringPrepared(gathering=gathering.id, by=by.id))
    return gathering


def change_looking(gathering: Gathering, *, looking: Looking, by: Actor) -> None:
    """Look at questions before the room sees them, or after; what waits goes on waiting."""
    authorize(by, Permission.STEER_ROOM, gathering)
    gathering.looking = looking
    _arranged(gathering, by)


def add_topic(gathering: Gathering, *, title: str, hosts: Sequence[str], by: Actor) -> Topic:
    """Add a topic with its tables: one for each host, who may be nobody yet.

    Raises:
        Refused: without a title, or with too many tables.
    """
    authorize(by, Permission.STEER_ROOM, gathering)
    last = max((topic.position for topic in gathering.topics), default=0)
    topic = Topic(gathering=gathering, position=last + 1, title=_checked_title(title))
    db.session.add(topic)
    _seat_hosts(topic, hosts)
    _arranged(gathering, by)
    return topic


def change_topic(topic: Topic, *, title: str, hosts: Sequence[str], by: Actor) -> None:
    """Give a topic another title and its tables other hosts, in their order; tables at the end are added or taken away.

    Raises:
        Refused: when a table would go at which somebody asked or something was written down.
    """
    authorize(by, Permission.STEER_ROOM, topic.gathering)
    topic.title = _checked_title(title)
    _seat_hosts(topic, hosts)
    _arranged(topic.gathering, by)


def remove_topic(topic: Topic, *, by: Actor) -> None:
    """Take away a topic with its tables.

    Raises:
        Refused: when somebody asked about it, or something was written down at its tables.
    """
    authorize(by, Permission.STEER_ROOM, topic.gathering)
    gathering = topic.gathering
    if db.session.scalar(select(exists().where(RoomQuestion.topic_id == topic.id))):
        raise Refused("asked", N_("There are questions about this topic already, so it stays."))
    _check_unwritten(topic.tables, gathering)
    gathering.topics.remove(topic)
    _arranged(gathering, by)


def open_room(gathering: Gathering, *, by: Actor) -> None:
    """Let the room ask.

    Raises:
        Refused: when the meeting is over.
    """
    authorize(by, Permission.STEER_ROOM, gathering)
    if clock.now() >= gathering.meeting.ends + RUNS_LATE:
        raise Refused("over", N_("The meeting is over, so the room takes no more questions."))
    gathering.move_to(GatheringState.OPEN)
    gathering.closed_at = None
    gathering.changes += 1
    db.session.flush()
    record(GatheringOpened(gathering=gathering.id, by=by.id))


def close_room(gathering: Gathering, *, by: Actor) -> None:
    """Let the room ask no more; the question that is answered now is no longer shown as such."""
    authorize(by, Permission.STEER_ROOM, gathering)
    gathering.move_to(GatheringState.CLOSED)
    gathering.closed_at = clock.now()
    gathering.changes += 1
    live = db.session.scalar(
        select(RoomQuestion).where(
            RoomQuestion.gathering_id == gathering.id, RoomQuestion.state == QuestionState.LIVE
        )
    )
    if live is not None:
        live.move_to(QuestionState.SHOWN)
    db.session.flush()
    record(GatheringClosed(gathering=gathering.id, by=by.id))


def _seat_hosts(topic: Topic, hosts: Sequence[str]) -> None:
    """Let the topic have as many tables as there are hosts, each under its number in the whole room."""
    names = [markup.clean_line(host) for host in hosts]
    if any(len(name) > LONGEST_HOST for name in names):
        raise Refused("host", N_("A table's host has room for 150 characters."))
    db.session.flush()
    first = 1 + (
        db.session.scalar(select(func.max(Table.number)).where(Table.gathering_id == topic.gathering.id)) or 0
    )
    for table, name in zip(topic.tables, names, strict=False):
        table.host = name
    going = topic.tables[len(names) :]
    if going and db.session.scalar(
        select(exists().where(RoomQuestion.table_id.in_([table.id for table in going])))
    ):
        raise Refused(
            "asked", N_("Somebody asked at a table that would go. Leave its line, even an empty one.")
        )
    _check_unwritten(going, topic.gathering)
    for table in going:
        topic.tables.remove(table)
    for number, name in enumerate(names[len(topic.tables) :], first):
        topic.tables.append(Table(gathering_id=topic.gathering.id, number=number, host=name))
    if first + len(names) > MOST_TABLES + 1 and len(topic.tables) > MOST_TABLES:
        raise Refused("tables", N_("There is room for 60 tables."))


def _check_unwritten(tables: Sequence[Table], gathering: Gathering) -> None:
    """A number that lines stand under is not to be given to another table."""
    if tables and written_at(gathering.meeting_id, [table.number for table in tables]):
        raise Refused("written", N_("Lines were written down at a table that would go, so it stays."))


def _checked_title(title: str) -> str:
    title = markup.clean_line(title)
    if not title or len(title) > LONGEST_TITLE:
        raise Refused("title", N_("Give the topic a title of at most 150 characters."))
    return title


def _arranged(gathering: Gathering, by: Actor) -> None:
    gathering.changes += 1
    db.session.flush()
    record(GatheringArranged(gathering=gathering.id, by=by.id))


def _new_code() -> str:
    """A code that no gathering has; two who draw the same at the same moment meet the unique constraint."""
    while True:
        drawn = "".join(secrets.choice(LETTERS) for _each in range(LENGTH))
        if not db.session.scalar(select(exists().where(Gathering.short_code == drawn))):
            return drawn
