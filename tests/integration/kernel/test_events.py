"""The log of events holds together, and any meddling with it is found and located."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import ClassVar

import pytest
from flask import Flask
from sqlalchemy import text

from civic.kernel.db import db, unit_of_work
from civic.kernel.errors import Refused
from civic.kernel.events import Event, first_break, head, record


@dataclass(frozen=True, kw_only=True)
class SomethingHappened(Event):
    """An event of these tests."""

    noun: ClassVar[str] = "thing"
    thing: int


def happen(*things: int) -> None:
    with unit_of_work():
        for thing in things:
            record(SomethingHappened(thing=thing, by=1))


def change(statement: str) -> None:
    with db.engine.begin() as connection:
        connection.execute(text(statement))


def test_events_are_numbered_and_chained_in_order(app: Flask) -> None:
    happen(5, 6)
    happen(7)
    rows = db.session.execute(
        text("SELECT seq, name, actor, subject, prev_hash, hash FROM events ORDER BY seq")
    ).all()
    assert [(row.seq, row.name, row.actor, row.subject) for row in rows] == [
        (1, "SomethingHappened", "user:1", "thing:5"),
        (2, "SomethingHappened", "user:1", "thing:6"),
        (3, "SomethingHappened", "user:1", "thing:7"),
    ]
    assert rows[1].prev_hash == rows[0].hash
    assert head() == 3
    assert first_break() is None


def test_a_refused_act_leaves_no_event(app: Flask) -> None:
    def refused() -> None:
        with unit_of_work():
            record(SomethingHappened(thing=1, by=1))
            raise Refused("no", "No.")

    with pytest.raises(Refused):
        refused()
    assert head() == 0
    happen(2)
    assert first_break() is None


@pytest.mark.parametrize(
    ("meddling", "place"),
    [
        ("UPDATE events SET payload = '{}' WHERE seq = 3", "event 3"),
        ("UPDATE events SET actor = 'user:9' WHERE seq = 1", "event 1"),
        ("DELETE FROM events WHERE seq = 2", "event 2"),
        ("DELETE FROM events WHERE seq = 5", "ends at event 4"),
        ("UPDATE event_head SET seq = 4", "the head says 4"),
    ],
)
def test_meddling_is_located(app: Flask, meddling: str, place: str) -> None:
    happen(1, 2, 3, 4, 5)
    change(meddling)
    broken = first_break()
    assert broken is not None
    assert place in broken


def test_parallel_writers_do_not_fork_the_chain(app: Flask) -> None:
    def write(number: int) -> None:
        with app.app_context():
            for step in range(5):
                happen(number * 10 + step)

    threads = [threading.Thread(target=write, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert head() == 20
    assert first_break() is None
