"""The head of each day: published once, open to everybody, and what shows a log that was written anew."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, text

from civic.kernel import clock
from civic.kernel.access import SYSTEM, Role
from civic.kernel.db import db, unit_of_work
from civic.kernel.errors import CivicError
from civic.kernel.events import EventHead, EventRow, links_after
from civic.kernel.links import GENESIS, Published
from civic.log import checking, commands
from civic.log.console import kept_in
from civic.log.models import LogCheck, LogHead
from tests.factories import a_comment, a_proposal, a_user, acting


def publish() -> LogHead | None:
    """What the job does."""
    with unit_of_work():
        return commands.publish_head(by=SYSTEM)


def change(statement: str, **values: object) -> None:
    """Meddle with the database."""
    db.session.rollback()
    with db.engine.begin() as connection:
        connection.execute(text(statement), values)


def write_anew(first: int) -> None:
    """What somebody with the whole database in hand would do: change an event and make all hashes after it, and the head, fit."""
    rows = list(links_after(0))
    previous = rows[first - 2].hash if first > 1 else GENESIS
    for row in rows[first - 1 :]:
        changed = row._replace(actor="user:666") if row.seq == first else row
        fitting = changed.made_after(previous)
        change(
            "UPDATE events SET actor = :actor, prev_hash = :previous, hash = :hash WHERE seq = :seq",
            actor=changed.actor,
            previous=previous,
            hash=fitting,
            seq=row.seq,
        )
        previous = fitting
    change("UPDATE event_head SET hash = :hash", hash=previous)


def test_a_day_has_one_head_and_nothing_is_published_of_nothing(app: Flask) -> None:
    assert publish() is None
    a_proposal()
    before = db.session.execute(select(EventHead.seq, EventHead.hash)).one()
    head = publish()
    assert head is not None
    assert (head.seq, head.hash, head.day) == (before.seq, before.hash, clock.today(clock.now()))
    assert publish() is None
    told = db.session.scalars(select(EventRow).where(EventRow.name == "LogHeadPublished")).one()
    assert json.loads(told.payload)["sha256"] == head.hash


def test_only_the_system_publishes(app: Flask) -> None:
    keeper = acting(a_user(role=Role.ADMINISTRATOR))
    with pytest.raises(CivicError), unit_of_work():
        commands.publish_head(by=keeper)


def test_anybody_reads_them_as_a_page_a_file_and_a_feed(app: Flask, client: FlaskClient) -> None:
    assert "Nie ogłoszono jeszcze żadnego odcisku" in client.get("/log-heads").text
    assert json.loads(client.get("/log-heads.json").data)["heads"] == []
    a_proposal()
    head = publish()
    assert head is not None
    page = client.get("/log-heads")
    assert head.hash[:4] in page.text
    assert "Set-Cookie" not in page.headers
    told = client.get("/log-heads.json")
    assert told.data == client.get("/log-heads.json").data
    assert json.loads(told.data)["heads"] == [
        {"day": head.day.isoformat(), "seq": head.seq, "hash": head.hash}
    ]
    assert head.hash in client.get("/log-heads.atom").text


def test_a_log_written_anew_holds_by_itself_and_not_against_its_heads(app: Flask) -> None:
    comment = a_comment(a_proposal())
    head = publish()
    assert head is not None
    assert comment.id
    kept = Published(head.day.isoformat(), head.seq, head.hash)
    write_anew(2)
    found = checking.go_through().breaks
    assert [(each.first, each.last) for each in found] == [(1, head.seq)]
    # Whoever can write the chain can write the list, too: then the copies that others keep tell.
    change("DELETE FROM log_heads")
    assert checking.go_through().breaks == []
    told = checking.go_through([kept]).breaks
    assert "published" in str(told[0])


def test_a_check_is_noted_with_what_it_found(app: Flask) -> None:
    a_proposal()
    checking.check_log(by=SYSTEM)
    noted = db.session.scalars(select(LogCheck)).one()
    assert (noted.fault, noted.seq) == ("", db.session.scalar(select(EventHead.seq)))
    db.session.rollback()
    change("UPDATE events SET subject = 'user:7' WHERE seq = 2")
    checking.check_log(by=SYSTEM)
    assert "event 2" in db.session.scalars(select(LogCheck.fault)).one()


def test_a_moment_that_is_none_is_located_and_stops_nothing(app: Flask) -> None:
    if db.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL takes no such moment")
    a_proposal()
    change("UPDATE events SET at = 'wczoraj' WHERE seq = 2")
    assert [each.first for each in checking.go_through().breaks] == [2]


def test_whoever_waits_is_told_how_far_it_is(app: Flask) -> None:
    a_comment(a_proposal())
    told: list[int] = []
    found = checking.go_through(listen=told.append)
    assert sum(told) == found.seq


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{}",
        "[]",
        '{"heads": []}',
        '{"heads": [{"day": "x"}]}',
        '{"heads": [{"day": "2026-01-01", "seq": 1, "hash": "z"}]}',
    ],
)
def test_what_is_no_copy_is_refused(tmp_path: Path, content: str) -> None:
    file = tmp_path / "heads.json"
    file.write_text(content)
    with pytest.raises(Exception, match="no copy"):
        kept_in(file)


def test_a_copy_is_read_as_it_was_published(app: Flask, client: FlaskClient, tmp_path: Path) -> None:
    a_proposal()
    head = publish()
    assert head is not None
    yesterday = head.day - timedelta(days=1)
    change(
        "INSERT INTO log_heads (day, seq, hash, at) SELECT :day, seq, hash, at FROM events WHERE seq = 1",
        day=yesterday.isoformat(),
    )
    file = tmp_path / "heads.json"
    file.write_bytes(client.get("/log-heads.json").data)
    kept = kept_in(file)
    assert [date.fromisoformat(each.day) for each in kept] == [head.day, yesterday]
    assert checking.go_through(kept).breaks == []
