"""The application, its database and a client, on SQLite and on PostgreSQL; the browser and its live server."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from flask_migrate import upgrade
from hypothesis import settings
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from sqlalchemy import insert
from werkzeug.test import TestResponse

from civic import create_app
from civic.accounts import passwords
from civic.config import Config
from civic.kernel import finished
from civic.kernel.db import db
from civic.kernel.events import GENESIS, EventHead
from civic.kernel.web import CivicFlask
from tests.fixtures.browser import *
from tests.fixtures.imap import *
from tests.fixtures.krs_server import *
from tests.fixtures.letters import *
from tests.fixtures.migrated import lay_down
from tests.fixtures.places import memory_folder
from tests.fixtures.postgres import *
from tests.fixtures.queries import *
from tests.fixtures.smtp import *

# A loaded machine is no fault of the code under test.
settings.register_profile("suite", deadline=None, max_examples=60)
settings.load_profile("suite")

SECRET = "a secret for tests only, long enough"
#: No test asks the real register; those about it bring one of their own.
NO_REGISTER = "http://127.0.0.1:9"


class Compiled(BytecodeCache):
    """Templates compiled once a worker, for all the applications that its tests make; a changed source is compiled anew."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], Any] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give what was compiled of this very source."""
        bucket.code = self._kept.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled."""
        self._kept[bucket.key, bucket.checksum] = bucket.code


CivicFlask.jinja_options = {**CivicFlask.jinja_options, "bytecode_cache": Compiled()}


class Visitor(FlaskClient):
    """A client whose requests have a context of their own, as in production, though the test holds one open."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """Ask, then let the test see what the request wrote."""
        with self.application.app_context():
            answer = super().open(*args, **kwargs)
        db.session.rollback()
        return answer


#: How passwords are hashed in earnest, and the hash that stands in where there is no account.
IN_EARNEST = {"_hasher": passwords._hasher, "DECOY": passwords.DECOY}
CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
passwords._hasher = CHEAP
passwords.DECOY = CHEAP.hash("nobody has this password")


@pytest.fixture
def hashed_in_earnest(monkeypatch: pytest.MonkeyPatch) -> None:
    """Passwords cost what they cost on an instance: in all other tests next to nothing, for a sixth of a second each adds up."""
    for name, value in IN_EARNEST.items():
        monkeypatch.setattr(passwords, name, value)


@pytest.fixture(scope="session")
def data_dir() -> Iterator[Path]:
    """A folder in memory for this worker's files."""
    folder = memory_folder() / f"civic-data-{uuid4().hex[:8]}"
    folder.mkdir()
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def sqlite_app(data_dir: Path) -> Iterator[Flask]:
    """The application on SQLite, migrated."""
    yield from _make(f"sqlite:///{data_dir / 'test.db'}", data_dir)


@pytest.fixture(scope="session")
def postgres_app(postgres_url: str, data_dir: Path) -> Iterator[Flask]:
    """The application on PostgreSQL, migrated."""
    yield from _make(postgres_url, data_dir)


@pytest.fixture(params=["sqlite", "postgresql"])
def app(request: pytest.FixtureRequest) -> Iterator[Flask]:
    """The application with an empty database and a context; the test runs once on each database."""
    application: Flask = request.getfixturevalue(
        "sqlite_app" if request.param == "sqlite" else "postgres_app"
    )
    with application.app_context():
        yield application
        db.session.remove()
        empty(application)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A visitor without an account."""
    return app.test_client()


@pytest.fixture
def live_app(data_dir: Path, live_port: int) -> Iterator[Flask]:
    """The application as the browser sees it, on SQLite, with an empty database."""
    path = data_dir / "live.db"
    fresh = not path.exists()
    config = Config(
        secret_key=SECRET,
        database_url=f"sqlite:///{path}",
        data_dir=data_dir,
        port=live_port,
        base_url=f"http://127.0.0.1:{live_port}",
        krs_url=NO_REGISTER,
        demo=True,
        testing=True,
    )
    application = create_app(config)
    if fresh:
        migrate(application)
    with application.app_context():
        yield application
        db.session.remove()
        empty(application)
        db.engine.dispose()


def _make(url: str, data_dir: Path) -> Iterator[Flask]:
    config = Config(
        secret_key=SECRET,
        database_url=url,
        data_dir=data_dir,
        port=80,
        base_url="http://localhost",
        krs_url=NO_REGISTER,
        demo=True,
        testing=True,
    )
    application = create_app(config)
    application.test_client_class = Visitor
    migrate(application)
    with application.app_context():
        # Tests ask for thousands of statements in any order: one after another would push the compiled ones out again.
        db.engine.update_execution_options(compiled_cache={})
        if db.engine.dialect.name == "postgresql":
            with db.engine.begin() as connection:
                # A function plans its question once; asked by itself it would be planned anew after each test, longer than most take.
                connection.exec_driver_sql(
                    f"CREATE FUNCTION filled() RETURNS SETOF text LANGUAGE plpgsql AS $$ BEGIN RETURN QUERY {_filled()}; END $$"
                )
    yield application
    with application.app_context():
        db.engine.dispose()


def migrate(application: Flask) -> None:
    """Bring an empty database to the newest migration."""
    with application.app_context():
        url = db.engine.url
        if url.database and db.engine.dialect.name == "sqlite":
            lay_down(Path(url.database))
            return
        upgrade()
        db.session.remove()


def empty(application: Flask) -> None:
    """Take every row out, so that tests do not lean on each other."""
    with application.app_context(), db.engine.connect() as connection:
        on_sqlite = db.engine.dialect.name == "sqlite"
        connection.exec_driver_sql(
            "PRAGMA defer_foreign_keys = ON" if on_sqlite else "SET LOCAL session_replication_role = replica"
        )
        # Deleting the few rows of a test is ten times as quick as truncating every table.
        for (name,) in connection.exec_driver_sql(_filled() if on_sqlite else "SELECT filled()").all():
            connection.exec_driver_sql(f'DELETE FROM "{name}"')  # noqa: S608  a name of our own
        if not on_sqlite:
            # Only the database knows it, and its triggers sleep meanwhile.
            connection.exec_driver_sql("DELETE FROM search_words")
            connection.exec_driver_sql(
                "SELECT setval(quote_ident(sequencename)::regclass, start_value, false)"
                " FROM pg_sequences WHERE last_value IS NOT NULL"
            )
        connection.execute(insert(EventHead).values(id=1, seq=0, hash=GENESIS))
        connection.commit()
    finished.pages.clear()
    finished.fragments.clear()


@cache
def _filled() -> str:
    """The statement that names the tables with a row: as text, for SQLAlchemy would walk all its parts after each test."""
    return " UNION ALL ".join(
        f"SELECT '{table.name}' WHERE EXISTS (SELECT 1 FROM \"{table.name}\")"  # noqa: S608  names of our own tables
        for table in db.metadata.sorted_tables
    )
