"""A log of a million events: how long the check of the whole chain takes and how much memory, and what the log's pages cost."""

from __future__ import annotations

import json
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import psutil
from flask_migrate import upgrade
from sqlalchemy import insert, update

from bench.figures import Figure, against
from civic import create_app
from civic.config import Config
from civic.kernel.access import SYSTEM, Actor, Role
from civic.kernel.db import db, unit_of_work
from civic.kernel.events import EventHead, EventRow
from civic.kernel.links import GENESIS, digest
from civic.log import checking, indexing, queries, wording
from civic.log.queries import Asked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

EVENTS = 1_000_000
CHUNK = 20_000
SECONDS = 60.0
TURNS = 5
START = datetime(2026, 1, 5, 8, tzinfo=UTC)
READER = Actor(id=1, name="Ada Minister", role=Role.ADMINISTRATOR)
#: One in a thousand is of a rare kind, so that a filter has to find few among many.
RARE = "ForumEdited"


def run() -> Iterator[Figure]:
    """Yield the figures, one after the other."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Config(
            secret_key="b" * 40,
            database_url=f"sqlite:///{Path(folder) / 'bench.db'}",
            data_dir=Path(folder),
            base_url="http://localhost",
            port=80,
        )
        app = create_app(settings)
        with app.app_context():
            upgrade()
            _fill()
            yield from _checked()
            start = time.perf_counter()
            indexing.follow_log(by=SYSTEM)
            spent = time.perf_counter() - start
            yield Figure(
                "which event names which thing, noted for all",
                f"{spent:.0f} s, {EVENTS / spent:.0f} events a second",
            )
            yield from _pages()
            start = time.perf_counter()
            rows = sum(len(lump) for lump in queries.lumps(Asked()))
            yield Figure(
                "all events read for a file, in lumps", f"{rows} in {time.perf_counter() - start:.0f} s"
            )
            db.session.remove()
            db.engine.dispose()


def _fill() -> None:
    previous, done = GENESIS, 0
    while done < EVENTS:
        rows = []
        for seq in range(done + 1, done + CHUNK + 1):
            row, previous = _row(seq, previous)
            rows.append(row)
        done += CHUNK
        with unit_of_work():
            db.session.execute(insert(EventRow), rows)
            db.session.execute(update(EventHead).values(seq=done, hash=previous))


def _row(seq: int, previous: str) -> tuple[dict[str, Any], str]:
    at = START + timedelta(seconds=seq * 20)
    if seq % 1000:
        name, subject, facts = (
            "CommentMade",
            f"comment:{seq}",
            {"comment": seq, "proposal": seq % 5000, "kind": "glos"},
        )
    else:
        name, subject, facts = RARE, f"forum:{seq % 7}", {"forum": seq % 7, "changed": ["title"]}
    payload = json.dumps(facts | {"organisation": seq % 300}, sort_keys=True)
    actor = f"user:{seq % 2000}"
    told = digest(previous, seq, at.isoformat(timespec="microseconds"), name, actor, subject, payload)
    row = {"seq": seq, "at": at, "name": name, "actor": actor, "subject": subject, "payload": payload}
    return row | {"prev_hash": previous, "hash": told}, told


def _checked() -> Iterator[Figure]:
    process = psutil.Process()
    before = process.memory_info().rss
    peak = before

    def look(_more: int) -> None:
        nonlocal peak
        peak = max(peak, process.memory_info().rss)

    start, cpu = time.perf_counter(), time.process_time()
    found = checking.go_through(listen=look)
    seconds, processor = time.perf_counter() - start, time.process_time() - cpu
    assert not found.breaks
    yield Figure(
        f"the chain of {EVENTS} events gone through",
        f"{seconds:.1f} s ({processor:.1f} s of processor), {(peak - before) / 1e6:.0f} MB more than before",
        against(f"below {SECONDS:.0f} s", met=seconds < SECONDS),
    )


def _pages() -> Iterator[Figure]:
    day = (START + timedelta(days=100)).date()
    for told, asked in {
        "the newest": Asked(),
        "of a rare event": Asked(name=RARE),
        "of one person": Asked(actor="user:7"),
        "about one proposal": Asked(about="proposal:12"),
        "of one organisation": Asked(organisation="organisation:5"),
        "of one organisation and a rare event": Asked(organisation="organisation:0", name=RARE),
        "of ten days in the middle": Asked(since=day, until=day + timedelta(days=9)),
        "of a person and a day": Asked(actor="user:7", since=day, until=day),
        "of a person and an event that never met": Asked(actor="user:7", name=RARE),
    }.items():
        yield Figure(f"a page of the log, {told}", f"{_best(lambda asked=asked: _page(asked)) * 1000:.0f} ms")  # type: ignore[misc]
    last = _best(lambda: queries.newest(Asked(), after=1))
    yield Figure("the very first page, reached by number", f"{last * 1000:.0f} ms")
    story = _best(lambda: queries.story("proposal:12"))
    yield Figure("one proposal's story of 200 events", f"{story * 1000:.0f} ms")


def _page(asked: Asked) -> None:
    rows = queries.newest(asked).rows
    wording.lines_of(rows, wording.names_of(wording.things_in(rows), READER))


def _best(act: Callable[[], object]) -> float:
    spent = []
    for _turn in range(TURNS):
        start = time.perf_counter()
        act()
        spent.append(time.perf_counter() - start)
        db.session.rollback()
    return min(spent)
