"""Goes through the whole chain: against its head, against the heads that were published, and against a copy that somebody kept."""

from __future__ import annotations

import itertools
from contextlib import closing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import select

from civic.kernel import events
from civic.kernel.access import Actor, Permission, authorize
from civic.kernel.db import db, pause, unit_of_work
from civic.kernel.links import Break, Link, Published, breaks
from civic.log import commands
from civic.log.models import LogHead

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

#: After so many events whoever waits is told how far it has come.
PULSE = 5_000


@dataclass(frozen=True)
class Found:
    """What going through the log found: how many events there are, its last hash, how many heads were compared, and the breaks."""

    seq: int
    hash: str
    heads: int
    breaks: Sequence[Break] = field(default_factory=list)


def check_log(*, by: Actor) -> None:
    """Go through the whole chain and note what was found, for `civic doctor`: the daily job."""
    authorize(by, Permission.KEEP_LOG)
    found = go_through(most=1)
    with unit_of_work():
        commands.note_check(found.seq, str(found.breaks[0]) if found.breaks else "", by=by)


def go_through(
    kept: Sequence[Published] = (), *, most: int | None = None, listen: Callable[[int], object] | None = None
) -> Found:
    """All breaks, or the first `most`; `listen` is told after how many more events it stands. Constant memory.

    `kept` are heads that somebody has kept elsewhere, beside those in the database.
    """
    with pause():
        if db.engine.dialect.name == "postgresql":
            # One state for the chain and its head, as SQLite gives by itself.
            db.session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
    end = db.session.execute(select(events.EventHead.seq, events.EventHead.hash)).one_or_none()
    heads = [*published(), *kept]
    with closing(events.links_after(0)) as rows:
        told: Iterator[Link] = _telling(rows, listen) if listen else rows
        found = list(itertools.islice(breaks(told, (end.seq, end.hash) if end else None, heads), most))
    return Found(end.seq if end else 0, end.hash if end else "", len(heads), found)


def published() -> list[Published]:
    """The heads that were published here."""
    rows = db.session.execute(select(LogHead.day, LogHead.seq, LogHead.hash).order_by(LogHead.day))
    return [Published(row.day.isoformat(), row.seq, row.hash) for row in rows]


def _telling(rows: Iterator[Link], listen: Callable[[int], object]) -> Iterator[Link]:
    number = 0
    for number, row in enumerate(rows, 1):
        yield row
        if number % PULSE == 0:
            listen(PULSE)
    listen(number % PULSE)
