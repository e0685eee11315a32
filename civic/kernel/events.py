"""What happened, once and in order: an append-only table whose rows are chained by hashes.

The table is the audit log, the outbox of notifications and the activity feed at once. It holds ids and old or new values,
never free text of persons, so that erasing a person stays possible. The chain is checked by `civic verify-log`.
"""

from __future__ import annotations

import hashlib
import json
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, ClassVar

from sqlalchemy import BigInteger, CheckConstraint, Integer, String, Text, insert, select, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Mapped, mapped_column

from civic.kernel import clock
from civic.kernel.db import Base, Moment, before_commit, db

if TYPE_CHECKING:
    from collections.abc import Generator

    from sqlalchemy import Engine
    from sqlalchemy.orm import Session

GENESIS = "0" * 64
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
    name: Mapped[str] = mapped_column(String(80), index=True)
    actor: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(String(80), index=True)
    payload: Mapped[str] = mapped_column(Text)
    prev_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))
    __table_args__ = (CheckConstraint("length(hash) = 64", name="hash_length"),)


class EventHead(Base):
    """The one row that names the last link; writers lock it, so two of them cannot fork the chain."""

    __tablename__ = "event_head"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    seq: Mapped[int] = mapped_column(BigInteger)
    hash: Mapped[str] = mapped_column(String(64))
    #: The last event after which somebody may be called otherwise: what only shows names is kept until it moves.
    naming: Mapped[int] = mapped_column(BigInteger, default=0)
    __table_args__ = (CheckConstraint("id = 1", name="only_one"),)


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
    last = session.execute(select(EventHead.seq, EventHead.hash, EventHead.naming).with_for_update()).one()
    seq, previous, names = last.seq, last.hash, last.naming
    rows: list[dict[str, Any]] = []
    for at, event in waiting:
        seq += 1
        names = names if event.keeps_names else seq
        row = _row(seq, at, event, previous)
        previous = row["hash"]
        rows.append(row)
        if len(rows) == BATCH:
            session.execute(insert(EventRow), rows)
            rows = []
    if rows:
        session.execute(insert(EventRow), rows)
    session.info.setdefault(RECORDED, set()).update(type(event).__name__ for _at, event in waiting)
    session.execute(update(EventHead).values(seq=seq, hash=previous, naming=names))
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
    parts = [previous, str(row["seq"]), at, row["name"], row["actor"], row["subject"], row["payload"]]
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


def first_break() -> str | None:
    """Where the chain is broken, as a sentence; None when it holds from the first event to the published head."""
    previous, seq = GENESIS, 0
    with closing(_all()) as rows:
        for row in rows:
            seq += 1
            if row["seq"] != seq:
                return f"event {seq} is missing (found {row['seq']} in its place)"
            if row["prev_hash"] != previous or row["hash"] != link(row, previous):
                return f"event {seq} ({row['name']} of {row['subject']}) does not fit the one before it or was changed"
            previous = row["hash"]
    end = db.session.execute(select(EventHead.seq, EventHead.hash)).one_or_none()
    if (end.seq, end.hash) != (seq, previous) if end else seq:
        return f"the log ends at event {seq}, the head says {end.seq if end else 'nothing'}: events were cut off or added"
    return None


def _all() -> Generator[dict[str, Any], None, None]:
    statement = select(EventRow.__table__).order_by(EventRow.seq).execution_options(yield_per=BATCH)
    with closing(db.session.execute(statement)) as result:
        for row in result:
            yield dict(row._mapping)  # noqa: SLF001  the public way to a row's names
