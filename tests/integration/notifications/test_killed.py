"""The teller killed outright in the middle of ten thousand notifications: none twice, none lost."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import insert

from civic import create_app
from civic.accounts.models import User
from civic.config import Config
from civic.kernel import clock
from civic.kernel.access import SYSTEM
from civic.kernel.db import db, unit_of_work
from civic.notifications.commands import tell, write_due_letters
from civic.notifications.models import Bond, Stand, Subscription
from tests.conftest import SECRET, migrate
from tests.factories import a_comment, a_proposal

FOLLOWERS = 3_500
#: Does the worker's jobs, and ends the process without a word at the so-manieth statement that begins so.
KILLED = """
import os, signal, sys
from pathlib import Path
from sqlalchemy import Engine, event
from civic import create_app
from civic.config import Config
from civic.kernel.access import SYSTEM
from civic.notifications.commands import tell, write_due_letters

folder, point, turn, secret = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), sys.argv[4]
seen = 0

def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)

def watch(_connection, _cursor, statement, *_):
    global seen
    if statement.startswith(point):
        seen += 1
        if seen == turn:
            die()

event.listen(Engine, "before_cursor_execute", watch)
if point == "COMMIT":
    event.listen(Engine, "commit", die)
app = create_app(Config(secret_key=secret, database_url=f"sqlite:///{folder / 'civic.db'}", data_dir=folder, testing=True))
with app.app_context():
    tell(by=SYSTEM)
    write_due_letters(by=SYSTEM)
"""


def config(folder: Path) -> Config:
    """An instance of its own in that folder."""
    return Config(
        secret_key=SECRET, database_url=f"sqlite:///{folder / 'civic.db'}", data_dir=folder, testing=True
    )


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A proposal that thousands follow, with one new comment of which nobody was told; tests take copies."""
    folder = tmp_path_factory.mktemp("followed")
    app = create_app(config(folder))
    migrate(app)
    with app.app_context():
        proposal = a_proposal()
        tell(by=SYSTEM)
        now = clock.now()
        people = [
            {
                "email": f"f{number}@example.org",
                "name": f"Osoba {number}",
                "unit": "",
                "language": "pl",
                "created_at": now,
                "name_shown": False,
            }
            for number in range(FOLLOWERS)
        ]
        with unit_of_work():
            ids = db.session.scalars(insert(User).returning(User.id), people).all()
            rows = [
                {
                    "person_id": each,
                    "subject": f"proposal:{proposal.id}",
                    "stand": Stand.FOLLOWING,
                    "bond": Bond.CHOSEN,
                    "at": now,
                }
                for each in ids
            ]
            db.session.execute(insert(Subscription), rows)
        a_comment(proposal)
        db.session.remove()
        db.engine.dispose()
    return folder / "civic.db"


def there(folder: Path) -> tuple[int, int]:
    """How many notifications of followers there are, and of how many persons."""
    with closing(sqlite3.connect(folder / "civic.db")) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        counted = "SELECT count(*), count(DISTINCT person_id) FROM notifications WHERE why = 'follows'"
        found: tuple[int, int] = connection.execute(counted).fetchone()
        return found


@pytest.mark.parametrize(
    ("point", "turn"),
    [
        ("INSERT INTO notifications", 1),
        ("INSERT INTO notifications", 3),
        ("UPDATE told_until", 1),
        ("COMMIT", 1),
    ],
)
def test_killed_while_it_tells_none_is_lost_and_none_told_twice(
    prepared: Path, tmp_path: Path, point: str, turn: int
) -> None:
    (tmp_path / "civic.db").write_bytes(prepared.read_bytes())
    command = [sys.executable, "-c", KILLED, str(tmp_path), point, str(turn), SECRET]
    done = subprocess.run(command, env=os.environ, capture_output=True, check=False, text=True)
    assert (done.returncode, done.stderr) == (-signal.SIGKILL, "")
    assert there(tmp_path) in {(0, 0), (FOLLOWERS, FOLLOWERS)}
    app = create_app(config(tmp_path))
    with app.app_context():
        tell(by=SYSTEM)
        tell(by=SYSTEM)
        write_due_letters(by=SYSTEM)
        db.session.remove()
        db.engine.dispose()
    assert there(tmp_path) == (FOLLOWERS, FOLLOWERS)
