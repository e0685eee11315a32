"""Compiling and publishing: seconds, memory, and the ratio to reading the bare rows and writing the same JSON."""

from __future__ import annotations

import json
import sqlite3
import time
from contextlib import closing
from typing import TYPE_CHECKING

from bench import instances
from bench.child import Spent, run_civic
from bench.figures import Figure, against, times

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bench.instances import Instance

MOST_SECONDS = 30
MOST_MEGABYTES = 800
ROWS = (
    "SELECT p.*, r.* FROM proposals p JOIN revisions r ON r.proposal_id = p.id",
    "SELECT * FROM comments",
    "SELECT * FROM positions",
    "SELECT * FROM relations",
)


def run() -> Iterator[Figure]:
    """Yield the figures, one after the other."""
    real = instances.madrid()
    if real is None:
        yield Figure("Madrid", instances.LEFT_OUT)
    else:
        yield from _measured(real)
    yield from _measured(instances.large())


def _measured(instance: Instance) -> Iterator[Figure]:
    draft, took = instances.draft(instance)
    bare = _bare(instance.database, draft)
    yield Figure(f"compile, {instance.name}", str(took), _goal(instance, took))
    yield Figure("  / reading the rows, and reading and writing the same JSON", times(took.seconds, bare))
    yield Figure("  its ledger", took.output.strip().splitlines()[-1].removeprefix("ledger "))
    waiting, seconds = instances.set_aside_open(instance.data, instance.forum)
    if waiting:
        yield Figure(
            f"set {waiting} contributions aside with one reason",
            f"{seconds:.1f} s, {waiting / seconds:.0f} a second",
        )
    published = run_civic(instance.data, "publish", instance.forum)
    yield Figure(f"publish, {instance.name}", str(published), _goal(instance, published))
    yield Figure("  / compile", times(published.seconds, took.seconds))


def _goal(instance: Instance, took: Spent) -> str:
    if not instance.large:
        return ""
    met = took.seconds < MOST_SECONDS and took.megabytes < MOST_MEGABYTES
    return against(f"< {MOST_SECONDS} s, < {MOST_MEGABYTES} MB", met=met)


def _bare(database: Path, draft: Path) -> float:
    """Seconds to fetch all rows that compiling reads, and to read and write a JSON value of the result's size."""
    start = time.perf_counter()
    with closing(sqlite3.connect(database)) as connection:
        for statement in ROWS:
            connection.execute(statement).fetchall()
    json.dumps(json.loads(draft.read_bytes()), ensure_ascii=False).encode()
    return time.perf_counter() - start
