"""What happened, once and in order: an append-only table whose rows are chained by hashes.

The table is the audit log, the outbox of notifications and the activity feed at once. It holds ids and old or new values,
never free text of persons, so that erasing a person stays possible. The chain is checked by `civic verify-log`.
"""

from __future__ import annotations

import json
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, ClassVar

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Index,
    Integer,
    String,
    Text,
    func,
    insert,
    select,
    type_coerce,
    update,
)
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Mapped, mapped_column

from civic.kernel import clock
from civic.kernel.db import Base, Moment, before_commit, db
from civic.kernel.links import GENESIS as GENESIS
from civic.kernel.links import Link, breaks, digest

if TYPE_CHECKING:
    from collections.abc import Generator

    from sqlalchemy import ColumnElement, Engine
    from sqlalchemy.orm import Session

BATCH = 2_000
#: In the session: the names of the events that this unit of work chained, for whoever listens once it is committed.
RECORDED = "recorded"


@dataclass(frozen=True, kw_only=True)
class Event:
    """The parent of all events: who did it, and for which organisation. The first field of a child is the id of its subject."""

    noun: ClassVar[str] = "instance"
    by: int | None
    organisation: int | None = None
    imported: bool = False

    @property
    def subject(self) -> str:
        """„proposal:12”: what it happened to."""
        first = next(
            iter(
                values for key, values in vars(self).items() if key not in {"by", "organisation", "imported"}
            ),
            "",
        )
        return f"{self.noun}:{first}"

    @property
    def keeps_names(self) -> bool:
        """Whether everybody is called, numbered and badged afterwards as before; an event that does not know says no."""
        return False


class EventRow(Base):
    """One link of the chain."""

    __tablename__ = "events"
    seq: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer(), "sqlite"), primary_key=True, autoincrement=False
    )
    at: Mapped[datetime] = mapped_column(Moment)
    name: Mapped[str] = mapped_column(String(80))
    actor: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(String(80))
    payload: Mapped[str] = mapped_column(Text)
    prev_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))
    __table_args__ = (
        CheckConstraint("length(hash) = 64", name="hash_length"),
        # Each with the number, so that the newest of a kind are found without sorting them all.
        Index("ix_events_name", "name", "seq"),
        Index("ix_events_actor", "actor", "seq"),
        Index("ix_events_subject", "subject", "seq"),
        Index("ix_events_at", "at", "seq"),
    )


class EventHead(Base):
    """The one row that names the last link; writers lock it, so two of them cannot fork the chain."""

    __tablename__ = "event_head"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    seq: Mapped[int] = mapped_column(BigInteger)
    hash: Mapped[str] = mapped_column(String(64))
    #: The last event after which somebody may be called otherwise: what only shows names is kept until it moves.
    naming: Mapped[int] = mapped_column(BigInteger, default=0)
    __table_args__ = (CheckConstraint("id = 1", name="only_one"),)


_LAST = select(EventHead.seq, EventHead.hash, EventHead.naming).with_for_update()
_APPEND = insert(Base.metadata.tables[EventRow.__tablename__])
_MOVE = update(Base.metadata.tables[EventHead.__tablename__])


def record(event: Event, session: Session | None = None) -> None:
    """Note that something happened, in the transaction in which it happens."""
    pending(session or db.session()).append((clock.now(), event))


def pending(session: Session) -> list[tuple[datetime, Event]]:
    """The events of this unit of work that are not chained yet."""
    waiting: list[tuple[datetime, Event]] = session.info.setdefault("events", [])
    return waiting


def head() -> int:
    """The number of the last event: any write of anything moves it."""
    return db.session.scalar(select(EventHead.seq)) or 0


def hold() -> int:
    """The same, and nobody else appends to the log until this unit of work has ended."""
    return db.session.scalar(select(EventHead.seq).with_for_update()) or 0


def naming() -> int:
    """The number of the last event that may have changed how somebody is called, numbered or badged."""
    return db.session.scalar(select(EventHead.naming)) or 0


def glance(engine: Engine) -> int | None:
    """The same, asked on a bare connection: all that a finished page costs, so it takes the shortest way.

    None when the database does not answer; whoever asks in the usual way then learns why.
    """
    try:
        with closing(engine.raw_connection()) as connection, closing(connection.cursor()) as cursor:
            cursor.execute("SELECT seq FROM event_head")
            row = cursor.fetchone()
    except (engine.dialect.loaded_dbapi.Error, SQLAlchemyError):
        return None
    return int(row[0]) if row else None


@before_commit
def chain(session: Session) -> None:
    """Append the waiting events to the chain, as the last act before the commit."""
    waiting = pending(session)
    if not waiting:
        return
    session.flush()
    # The migration made this row, so there is always one to lock.
    # On the connection itself: what the session adds to each statement would be half of the cost of a small act.
    connection = session.connection()
    last = connection.execute(_LAST).one()
    seq, previous, names = last.seq, last.hash, last.naming
    rows: list[dict[str, Any]] = []
    for at, event in waiting:
        seq += 1
        names = names if event.keeps_names else seq
        row = _row(seq, at, event, previous)
        previous = row["hash"]
        rows.append(row)
        if len(rows) == BATCH:
            connection.execute(_APPEND, rows)
            rows = []
    if rows:
        connection.execute(_APPEND, rows)
    session.info.setdefault(RECORDED, set()).update(type(event).__name__ for _at, event in waiting)
    connection.execute(_MOVE, {"seq": seq, "hash": previous, "naming": names})
    waiting.clear()


def _row(seq: int, at: datetime, event: Event, previous: str) -> dict[str, Any]:
    # The fields are flat, so a shallow look is enough: asdict would take most of the time of a large import.
    values = dict(vars(event))
    by = values.pop("by")
    payload = {key: value for key, value in values.items() if value is not None and value is not False}
    row = {
        "seq": seq,
        "at": at,
        "name": type(event).__name__,
        "actor": "system" if by is None else f"user:{by}",
        "subject": event.subject,
        "payload": json.dumps(payload, ensure_ascii=False, sort_keys=True),
    }
    return row | {"prev_hash": previous, "hash": link(row, previous)}


def link(row: dict[str, Any], previous: str) -> str:
    """The SHA-256 (hex) of one event and of the hash before it."""
    at = row["at"].astimezone(UTC).isoformat(timespec="microseconds")
    return digest(previous, row["seq"], at, row["name"], row["actor"], row["subject"], row["payload"])


def first_break() -> str | None:
    """Where the chain is broken, as a sentence; None when it holds from the first event to its head."""
    end = db.session.execute(select(EventHead.seq, EventHead.hash)).one_or_none()
    with closing(links_after(0)) as rows:
        found = next(breaks(rows, (end.seq, end.hash) if end else None), None)
    return str(found) if found else None


def links_after(seq: int) -> Generator[Link, None, None]:
    """The rows of the chain from a number on as they are stored, at constant memory: no moment is read and written again."""
    statement = select(*columns_of_links()).where(EventRow.seq > seq).order_by(EventRow.seq)
    statement = statement.execution_options(yield_per=BATCH)
    with closing(db.session.execute(statement)) as result:
        yield from map(Link._make, result)


def columns_of_links() -> list[ColumnElement[Any]]:
    """The columns of `Link`, with the moment as text whatever stands in it."""
    columns = EventRow.__table__.c
    if db.engine.dialect.name == "sqlite":
        at: ColumnElement[str] = func.replace(type_coerce(columns.at, String), " ", "T").op("||")("+00:00")
    else:
        at = func.to_char(func.timezone("UTC", columns.at), 'YYYY-MM-DD"T"HH24:MI:SS.US"+00:00"')
    return [columns.seq, at.label("at"), *(columns[name] for name in Link._fields[2:])]
