"""`civic publish` killed outright at each of its steps: no issue or a whole one, and the log holds."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from civic import create_app
from civic.config import Config
from civic.forums.queries import get_forum
from civic.kernel import events
from civic.kernel.access import SYSTEM, Role
from civic.kernel.db import db, unit_of_work
from civic.proposals.commands import merge
from civic.recommendations import commands
from tests.conftest import SECRET, migrate
from tests.factories import a_forum, a_proposal, a_user, acting

PROPOSALS = 12
SLUG = "forum-przerwane"
#: Runs the command line, and ends the process without a word at the first statement that begins so.
KILLED = """
import os, signal, sys
from sqlalchemy import Engine, event
from sqlalchemy.orm import Session
from civic import cli

point = sys.argv.pop(1)

def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)

def watch(_connection, _cursor, statement, *_):
    if statement.startswith(point):
        die()

event.listen(Engine, "before_cursor_execute", watch)
if point == "COMMIT":
    event.listen(Engine, "commit", die)
if point == "afterwards":
    event.listen(Session, "after_commit", die)
cli.main()
"""
KILLED_OUTRIGHT = (-signal.SIGKILL, "")
BEFORE = (
    "SELECT max(issues.number)",
    "INSERT INTO issues",
    "INSERT INTO issue_items",
    "INSERT INTO fates",
    "INSERT INTO events",
    "UPDATE event_head",
    "COMMIT",
)


def config(folder: Path) -> Config:
    """The settings of an instance of its own in that folder."""
    return Config(
        secret_key=SECRET, database_url=f"sqlite:///{folder / 'civic.db'}", data_dir=folder, testing=True
    )


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file with a forum that is ready to be published; tests take copies."""
    folder = tmp_path_factory.mktemp("prepared")
    app = create_app(config(folder))
    migrate(app)
    with app.app_context():
        forum, moderator = a_forum(slug=SLUG), acting(a_user(role=Role.MODERATOR))
        one, other, *_rest = [a_proposal(forum, title=f"Propozycja {n}") for n in range(PROPOSALS)]
        with unit_of_work():
            merge(other, one, reason="To samo.", by=moderator)
        db.session.remove()
        db.engine.dispose()
    return folder / "civic.db"


@pytest.fixture
def instance(prepared: Path, tmp_path: Path) -> Path:
    """A folder with a fresh copy of the database."""
    shutil.copy(prepared, tmp_path / "civic.db")
    return tmp_path


def publish(folder: Path, kill_at: str) -> tuple[int, str]:
    """How the command ended that was to be killed at that point, and what it said on stderr."""
    environment = os.environ | {
        "CIVIC_DATA_DIR": str(folder),
        "CIVIC_DATABASE_URL": f"sqlite:///{folder / 'civic.db'}",
    }
    command = [sys.executable, "-c", KILLED, kill_at, "publish", SLUG]
    done = subprocess.run(command, env=environment, capture_output=True, check=False, text=True)
    return done.returncode, done.stderr


def publish_again(folder: Path) -> str | None:
    """Publish in the instance that was killed; where its log is broken, if it is."""
    app = create_app(config(folder))
    with app.app_context():
        with unit_of_work():
            commands.publish(get_forum(SLUG), by=SYSTEM)
        found = events.first_break()
        db.session.remove()
        db.engine.dispose()
    return found


def there(folder: Path) -> dict[str, int]:
    """Rows of what publishing writes, in a database that SQLite finds whole."""
    with closing(sqlite3.connect(folder / "civic.db")) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        told = "SELECT count(*) FROM events WHERE name = 'IssuePublished'"
        return {
            "issues": connection.execute("SELECT count(*) FROM issues").fetchone()[0],
            "items": connection.execute("SELECT count(*) FROM issue_items").fetchone()[0],
            "fates": connection.execute("SELECT count(*) FROM fates").fetchone()[0],
            "told": connection.execute(told).fetchone()[0],
        }


NOTHING = {"issues": 0, "items": 0, "fates": 0, "told": 0}
WHOLE = {"issues": 1, "items": PROPOSALS - 1, "fates": PROPOSALS, "told": 1}


@pytest.mark.parametrize("point", BEFORE)
def test_killed_before_the_commit_it_leaves_nothing_and_can_be_repeated(instance: Path, point: str) -> None:
    assert publish(instance, kill_at=point) == KILLED_OUTRIGHT
    assert there(instance) == NOTHING
    assert publish_again(instance) is None
    assert there(instance) == WHOLE


def test_killed_after_the_commit_it_leaves_a_whole_issue(instance: Path) -> None:
    assert publish(instance, kill_at="afterwards") == KILLED_OUTRIGHT
    assert there(instance) == WHOLE
    assert publish_again(instance) is None
    assert there(instance) == {name: 2 * rows for name, rows in WHOLE.items()}
