"""The database: the session, its one commit at the edge, and what may be written beside it (the only importer of flask_sqlalchemy)."""

from __future__ import annotations

import json
import re
from contextlib import closing, contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from flask import Flask
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import JSON, DateTime, Engine, Enum, MetaData, event
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import DeclarativeBase, Session, SessionTransaction
from sqlalchemy.orm.exc import StaleDataError
from sqlalchemy.types import TypeDecorator

from civic.kernel.errors import Conflict
from civic.kernel.words import N_

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy.engine import Connection, Dialect

NAMES = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
BUSY_TIMEOUT_MS = 20_000
REFUSED = "refused"
#: In the session: this transaction holds rows that were written already.
FLUSHED = "flushed"
#: In a table's info: it is made anew from the others, so it is in no backup.
DERIVED = "derived"
#: Tables that stand in no model, for the database keeps them by itself: the words of a search index and its parts.
_KEPT_BY_DATABASE = re.compile(r"search_words(?:_[a-z]+)?")


class Base(DeclarativeBase):
    """The parent of every model."""

    metadata = MetaData(naming_convention=NAMES)


db = SQLAlchemy(model_class=Base, disable_autonaming=True)
json_type = JSON().with_variant(JSONB(), "postgresql")
_writing: ContextVar[bool] = ContextVar("writing", default=False)
_before_commit: list[Callable[[Session], None]] = []
_after_commit: list[Callable[[Session], None]] = []


class Moment(TypeDecorator[datetime]):
    """An aware moment, stored in UTC on both databases."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a time zone")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def code(kind: type[StrEnum]) -> Enum:
    """A column that holds one of an enum's values, checked by the database too."""
    return Enum(
        kind,
        native_enum=False,
        create_constraint=True,
        length=40,
        values_callable=lambda members: [member.value for member in members],
        name=kind.__name__.lower(),
    )


def init_app(app: Flask, url: str) -> None:
    """Bind the database and the migrations."""
    app.config["SQLALCHEMY_DATABASE_URI"] = url
    options: dict[str, Any] = {
        "json_serializer": lambda value: json.dumps(value, ensure_ascii=False),
        # What people wrote, and the hashes of their passwords, have no place in a log.
        "hide_parameters": True,
    }
    if url.startswith("postgresql"):
        options |= {"pool_pre_ping": True, "pool_size": 8, "connect_args": {"connect_timeout": 3}}
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = options
    db.init_app(app)
    Migrate(app, db, directory=str(_migrations()), render_as_batch=True, compare_type=True)
    with app.app_context():
        app.extensions["civic.engine"] = db.engine
        if db.engine.dialect.name == "sqlite":
            _tune_sqlite(db.engine)


def _migrations() -> Any:
    from_here = __file__.rsplit("/", 3)[0]
    return f"{from_here}/migrations"


def _tune_sqlite(engine: Engine) -> None:
    """WAL, foreign keys, and our own BEGIN: a deferred transaction that turns to writing fails at once, so writers begin IMMEDIATE."""

    @event.listens_for(engine, "connect")
    def connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
        cursor.execute("PRAGMA journal_mode = WAL")
        cursor.execute("PRAGMA synchronous = FULL")
        cursor.execute("PRAGMA foreign_keys = ON")
        cursor.execute("PRAGMA cache_size = -32000")
        # What is deleted or written over leaves no trace in the file.
        cursor.execute("PRAGMA secure_delete = ON")
        cursor.close()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if _writing.get() else "BEGIN")


def after_commit(hook: Callable[[Session], None]) -> Callable[[Session], None]:
    """Register what is done once all is safely written (the queue wakes a worker up); it raises nothing."""
    _after_commit.append(hook)
    return hook


def before_commit(hook: Callable[[Session], None]) -> Callable[[Session], None]:
    """Register what is written as the last act of a unit of work (the event log chains itself here)."""
    _before_commit.append(hook)
    return hook


@contextmanager
def unit_of_work() -> Iterator[None]:
    """One transaction that writes, committed when the block ends well; the only place where a commit stands.

    Raises:
        Conflict: when a constraint of the database, or a row's version, decided a race.
    """
    token = _writing.set(True)
    # What was read before this belongs to another transaction, which on SQLite could not turn to writing.
    db.session.rollback()
    try:
        yield
        if db.session().info.pop(REFUSED, False):
            _forget()
            return
        for hook in _before_commit:
            hook(db.session())
        db.session.commit()
        for hook in _after_commit:
            hook(db.session())
    except (IntegrityError, StaleDataError) as error:
        _forget()
        raise Conflict(
            "race",
            N_("Somebody did the same at the same moment. Look at the page again before you repeat it."),
        ) from error
    except BaseException:
        _forget()
        raise
    finally:
        _writing.reset(token)


def refuse() -> None:
    """Make this unit of work end without a trace: the form is shown again with what was typed."""
    db.session().info[REFUSED] = True


def _forget() -> None:
    db.session.rollback()
    db.session().info.clear()


def is_modelled(name: str | None, kind: str, _parents: object = None) -> bool:
    """Whether what the database has by that name (a "table" or part of one) should stand in a model, as migrations compare them."""
    return kind != "table" or not _KEPT_BY_DATABASE.fullmatch(name or "")


@contextmanager
def pause() -> Iterator[None]:
    """End the transaction so far, which has only read, so that slow work (a password hash) holds no lock of the database."""
    if has_written():
        raise RuntimeError("pause() after a write: the hash belongs before it")
    db.session.rollback()
    yield


def has_written() -> bool:
    """Whether this unit of work has written, or is about to write, anything."""
    session = db.session()
    return bool(session.new or session.dirty or session.deleted or FLUSHED in session.info)


@contextmanager
def only_reading() -> Iterator[None]:
    """Within a unit of work that has written nothing yet: read for as long as it takes in a transaction that keeps no writer waiting."""
    with pause():
        token = _writing.set(False)
        try:
            yield
        finally:
            db.session.rollback()
            _writing.reset(token)


@event.listens_for(Session, "after_flush")
def _note_flush(session: Session, _context: object) -> None:
    session.info[FLUSHED] = True


@event.listens_for(Session, "after_transaction_end")
def _forget_flush(session: Session, transaction: SessionTransaction) -> None:
    # A flush has a small one of its own within.
    if transaction.parent is None:
        session.info.pop(FLUSHED, None)


def wipe() -> None:
    """Empty the log of pages that SQLite keeps beside its file, where what was deleted still stands; who reads just now puts it off."""
    if db.engine.dialect.name != "sqlite":
        return
    with closing(db.engine.raw_connection()) as connection, closing(connection.cursor()) as cursor:
        cursor.execute("PRAGMA busy_timeout = 500")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        cursor.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")


def aside(write: Callable[[Session], None]) -> None:
    """Write in a short transaction of its own, after the request's has ended: for what must survive a refusal."""
    try:
        with apart() as session:
            write(session)
    except OperationalError:
        # A busy database loses a "last seen", never a contribution.
        return


@contextmanager
def apart() -> Iterator[Session]:
    """A short transaction of its own that writes, while the request's is not open: for what is counted whatever becomes of the request."""
    token = _writing.set(True)
    try:
        with Session(db.engine) as session, session.begin():
            yield session
    finally:
        _writing.reset(token)


__all__ = [
    "DERIVED",
    "Base",
    "Moment",
    "Session",
    "after_commit",
    "apart",
    "aside",
    "before_commit",
    "code",
    "db",
    "has_written",
    "init_app",
    "is_modelled",
    "json_type",
    "only_reading",
    "pause",
    "refuse",
    "unit_of_work",
    "wipe",
]
