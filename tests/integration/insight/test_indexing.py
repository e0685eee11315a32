"""The index follows the log: in small steps, from wherever it was broken off, and anew after a restore."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import delete, select, text

from civic import backups, jobs
from civic.insight import indexing
from civic.insight.models import Entry, EntryKind, IndexState
from civic.kernel import events
from civic.kernel.access import SYSTEM
from civic.kernel.db import db, unit_of_work
from tests.factories import a_comment, a_proposal


def there() -> set[tuple[EntryKind, int]]:
    """What the index holds."""
    db.session.rollback()
    return {(row.kind, row.source_id) for row in db.session.execute(select(Entry.kind, Entry.source_id))}


def words() -> int:
    """How many entries the database's own index holds that speak of voices."""
    asked = {
        "sqlite": "SELECT count(*) FROM search_words WHERE search_words MATCH '\"glos\"'",
        "postgresql": "SELECT count(*) FROM search_words WHERE words @@ 'glos'::tsquery",
    }
    return db.session.scalar(text(asked[db.engine.dialect.name])) or 0


def test_the_first_run_takes_all_there_is_and_the_next_ones_what_is_new(app: Flask) -> None:
    proposal = a_proposal()
    first = a_comment(proposal)
    indexing.index_new(by=SYSTEM)
    assert {(EntryKind.PROPOSAL, proposal.id), (EntryKind.COMMENT, first.id)} <= there()
    second = a_comment(proposal)
    assert (EntryKind.COMMENT, second.id) not in there()
    indexing.index_new(by=SYSTEM)
    assert (EntryKind.COMMENT, second.id) in there()
    assert db.session.scalar(select(IndexState.seq)) == events.head()


def test_running_twice_changes_nothing(app: Flask) -> None:
    a_comment(a_proposal())
    indexing.index_new(by=SYSTEM)
    before = there()
    indexing.index_new(by=SYSTEM)
    assert there() == before
    assert words() == 1


def test_what_was_broken_off_goes_on_where_it_was(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(indexing, "STEP", 2)
    proposal = a_proposal()
    said = [a_comment(proposal) for _turn in range(7)]
    for _turn in range(4):
        indexing.take_step()
    assert 0 < len([place for place in there() if place[0] is EntryKind.COMMENT]) < 7
    later = a_comment(proposal)
    indexing.index_new(by=SYSTEM)
    assert {(EntryKind.COMMENT, each.id) for each in (*said, later)} <= there()
    assert words() == 8


def test_a_step_that_another_process_took_is_left_to_it(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    a_comment(a_proposal())
    indexing.index_new(by=SYSTEM)
    a_comment(a_proposal())
    step = indexing._next_step()
    assert step
    assert indexing.take_step() is not None
    monkeypatch.setattr(indexing, "_next_step", lambda: step)
    assert indexing.take_step() is None
    assert words() == 2


def test_rebuilding_leaves_nothing_of_what_was(app: Flask) -> None:
    a_comment(a_proposal())
    indexing.index_new(by=SYSTEM)
    before = there()
    taken: list[int] = []
    indexing.rebuild(taken.append, by=SYSTEM)
    assert there() == before
    assert sum(taken) == len(before) == indexing.how_many()
    assert words() == 1


def test_the_index_is_in_no_backup_and_made_anew_after_a_restore(app: Flask, tmp_path: Path) -> None:
    a_comment(a_proposal())
    indexing.index_new(by=SYSTEM)
    before = there()
    db.session.rollback()
    rows, _files, _lost = backups.write(tmp_path / "kopia.zip")
    assert not {name for name in rows if name.startswith("search_")}
    with backups._opened(tmp_path / "kopia.zip") as archive, unit_of_work():
        backups.verify(archive)
        backups.replace(archive)
    assert there() == set()
    assert words() == 0
    indexing.index_new(by=SYSTEM)
    assert there() == before


def test_the_job_runs_at_once_when_something_was_said() -> None:
    job = next(job for job in jobs.JOBS if job.name == "index-for-search")
    assert job.prompt
    assert job.alone


def test_deleting_entries_takes_their_words_away(app: Flask) -> None:
    a_comment(a_proposal())
    indexing.index_new(by=SYSTEM)
    with unit_of_work():
        db.session.execute(delete(Entry))
    assert words() == 0
