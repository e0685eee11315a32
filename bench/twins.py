"""A database for a measurement, and its twin: a copy to which an act's own statements are sent bare, with the same promise to the disk."""

from __future__ import annotations

import sqlite3
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

import psycopg

from tests.fixtures.postgres import durable_server

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path
    from typing import TypeAlias

    #: Each with its values.
    Statements: TypeAlias = list[tuple[str, Any]]


class Database(Protocol):
    """What the application writes to; nobody may hold a connection while a twin is made."""

    @property
    def name(self) -> str:
        """As people call it."""

    @property
    def url(self) -> str:
        """For SQLAlchemy."""

    def twin(self) -> AbstractContextManager[Twin]:
        """A copy as the database stands now."""


class Twin(Protocol):
    """The copy."""

    def send(self, statements: Statements) -> None:
        """All of them in one transaction, whose answers are read to the end."""


@dataclass(frozen=True)
class SQLite:
    """A file in a folder."""

    folder: Path
    name: str = "SQLite"

    @property
    def url(self) -> str:
        """For SQLAlchemy."""
        return f"sqlite:///{self.folder / 'bench.db'}"

    @contextmanager
    def twin(self) -> Iterator[Twin]:
        """By SQLite's own copying."""
        with closing(sqlite3.connect(self.folder / "twin.db", isolation_level=None)) as target:
            with closing(sqlite3.connect(self.folder / "bench.db")) as source:
                source.backup(target)
            for setting in (
                "journal_mode = WAL",
                "synchronous = FULL",
                "foreign_keys = ON",
                "secure_delete = ON",
            ):
                target.execute(f"PRAGMA {setting}")
            yield _SQLiteTwin(target)


@dataclass(frozen=True)
class _SQLiteTwin:
    connection: sqlite3.Connection

    def send(self, statements: Statements) -> None:
        self.connection.execute("BEGIN IMMEDIATE")
        for statement, values in statements:
            if values and isinstance(values, list):
                self.connection.executemany(statement, values)
            else:
                self.connection.execute(statement, values).fetchall()
        self.connection.execute("COMMIT")


@dataclass(frozen=True)
class PostgreSQL:
    """A database of a server of one's own."""

    socket: Path
    name: str = "PostgreSQL"

    @property
    def url(self) -> str:
        """For SQLAlchemy."""
        return f"postgresql+psycopg://postgres@/bench?host={self.socket}"

    @contextmanager
    def twin(self) -> Iterator[Twin]:
        """By a template."""
        self.administer("DROP DATABASE IF EXISTS twin", "CREATE DATABASE twin TEMPLATE bench")
        with psycopg.connect(
            host=str(self.socket), user="postgres", dbname="twin", autocommit=True
        ) as connection:
            yield _PostgresTwin(connection)

    def administer(self, *statements: str) -> None:
        """Outside any transaction, as making databases asks for."""
        with psycopg.connect(
            host=str(self.socket), user="postgres", dbname="postgres", autocommit=True
        ) as connection:
            for statement in statements:
                connection.execute(statement.encode())


@dataclass(frozen=True)
class _PostgresTwin:
    connection: psycopg.Connection[Any]

    def send(self, statements: Statements) -> None:
        with self.connection.transaction(), self.connection.cursor() as cursor:
            for statement, values in statements:
                if isinstance(values, list):
                    cursor.executemany(statement.encode(), values)
                else:
                    cursor.execute(statement.encode(), values)
                    if cursor.description:
                        cursor.fetchall()


@contextmanager
def postgres(folder: Path) -> Iterator[Database]:
    """A new server with an empty database."""
    with durable_server(folder / "postgres") as socket:
        server = PostgreSQL(socket)
        server.administer("CREATE DATABASE bench")
        yield server
