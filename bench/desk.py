"""An act at the desk of a forum with 2 000 proposals, from the form to the answer, against its own statements sent bare; and its page."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

from flask_migrate import upgrade
from sqlalchemy import event, select

from bench.bundles import FORUM, write_large
from bench.figures import Figure, against, times
from bench.twins import SQLite, postgres
from civic import create_app
from civic.accounts.models import User
from civic.config import Config
from civic.forums.queries import get_forum
from civic.kernel import access, finished
from civic.kernel.access import Actor, Role
from civic.kernel.db import db, unit_of_work
from civic.open_data.commands import import_bundle
from civic.proposals.models import Proposal
from civic.recommendations import commands
from civic.recommendations.models import Priority
from tests.factories import a_user, come_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import TypeAlias

    from flask import Flask
    from flask.testing import FlaskClient

    from bench.twins import Database

    #: The address and the fields of a form, by the turn.
    Form: TypeAlias = Callable[[int], tuple[str, dict[str, str]]]

PROPOSALS, COMMENTS, PLACED, EACH = 2_000, 10_000, 1_000, 5
TURNS = 30
MOST, MOST_QUERIES = 4.0, 15
ENDS = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "PRAGMA")
DESK = f"/desk/{FORUM}"


def run() -> Iterator[Figure]:
    """Yield the figures, one after the other."""
    # Here and not in a memory disk, whose fsync costs nothing.
    with tempfile.TemporaryDirectory(dir=Path.cwd(), prefix=".bench-") as name:
        folder = Path(name)
        # PostgreSQL refuses to run as root, and who it runs as must reach its folder.
        folder.chmod(0o755)
        yield from _figures(folder, SQLite(folder), with_pages=True)
        with postgres(folder) as server:
            yield from _figures(folder, server, with_pages=False)


def _figures(folder: Path, database: Database, *, with_pages: bool) -> Iterator[Figure]:
    app = _prepared(folder, database)
    client = app.test_client()
    with app.app_context():
        come_in(client, a_user("Natalia Głąb", role=Role.EDITOR))
        free = _arranged()
    acts: dict[str, Form] = {
        "a proposal placed": lambda turn: _placed(free[turn]),
        "a priority set": _ranked,
        "a proposal set aside": lambda turn: _left_out(free[TURNS + turn]),
        "a recommendation moved": _moved,
    }
    for what, form in acts.items():
        yield _act(app, client, database, what, form)
    if with_pages:
        yield from _pages(app, client)
    _let_go(app)


def _let_go(app: Flask) -> None:
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def _placed(proposal: int) -> tuple[str, dict[str, str]]:
    return f"{DESK}/proposals/{proposal}/place", {"recommendation": "1"}


def _ranked(turn: int) -> tuple[str, dict[str, str]]:
    return f"{DESK}/recommendations/9/priority", {"priority": list(Priority)[turn % len(Priority)].value}


def _left_out(proposal: int) -> tuple[str, dict[str, str]]:
    return f"{DESK}/aside/P{proposal}", {
        "reason": "poza_zakresem",
        "explanation": "To nie jest sprawa miasta.",
    }


def _moved(turn: int) -> tuple[str, dict[str, str]]:
    return f"{DESK}/recommendations/7/move", {"direction": "down" if turn % 2 else "up"}


def _act(app: Flask, client: FlaskClient, database: Database, what: str, form: Form) -> Figure:
    """Each turn the act, and then its very statements sent bare, with their commit, to a twin that stood as the database did."""
    mine, bare, work = [], [], []
    _let_go(app)
    with database.twin() as twin:
        for turn in range(TURNS):
            address, typed = form(turn)
            with _Heard(app) as statements:
                start, spent = time.perf_counter(), time.process_time()
                answer = client.post(address, data=typed)
                mine.append(time.perf_counter() - start)
                work.append(time.process_time() - spent)
            assert answer.status_code == 303, (what, answer.status)
            start = time.perf_counter()
            twin.send(statements)
            bare.append(time.perf_counter() - start)
            # The page that an editor sees next says what was done; here nobody looks, and the cookie would grow from turn to turn.
            with client.session_transaction() as kept:
                kept.pop("_flashes", None)
    one, other = median(mine), median(bare)
    told = (
        f"{times(one, other)}  ({one * 1000:.1f} and {other * 1000:.1f} ms, {len(statements)} statements, "
        f"{median(work) * 1000:.1f} ms of a processor)"
    )
    return Figure(
        f"{database.name}: {what} / its own statements, bare",
        told,
        against(f"<= {MOST:.0f} x", met=one <= MOST * other),
    )


class _Heard:
    """The statements that the application sends within the block, with their values."""

    def __init__(self, app: Flask) -> None:
        with app.app_context():
            self.engine = db.engine
        self.found: list[tuple[str, Any]] = []

    def _hear(self, _connection: Any, _cursor: Any, statement: str, values: Any, *_rest: Any) -> None:
        if not statement.startswith(ENDS):
            self.found.append((statement, values))

    def __enter__(self) -> list[tuple[str, Any]]:
        event.listen(self.engine, "before_cursor_execute", self._hear)
        return self.found

    def __exit__(self, *_fault: object) -> None:
        event.remove(self.engine, "before_cursor_execute", self._hear)


def _pages(app: Flask, client: FlaskClient) -> Iterator[Figure]:
    """The desk when nothing is kept, after an act, and once more."""
    finished.fragments.clear()
    spent, counts = [], []
    for turn in range(3):
        app.config["WTF_CSRF_ENABLED"] = False
        if turn == 1:
            assert client.post(f"{DESK}/recommendations/7/move", data={"direction": "up"}).status_code == 303
        app.config["WTF_CSRF_ENABLED"] = True
        with _Heard(app) as statements:
            start = time.perf_counter()
            page = client.get(DESK)
            spent.append(time.perf_counter() - start)
        assert page.status_code == 200, page.status
        counts.append(len(statements))
    yield Figure(
        f"the desk with {PROPOSALS} proposals: nothing kept, after an act, again",
        ", ".join(f"{seconds:.2f} s" for seconds in spent) + f", {len(page.data) // 1024} kB",
    )
    yield Figure(
        "  its statements",
        ", ".join(str(count) for count in counts),
        against(f"after an act and again at most {MOST_QUERIES}", met=max(counts[1:]) <= MOST_QUERIES),
    )


def _prepared(folder: Path, database: Database) -> Flask:
    if not (folder / "bundle").exists():
        write_large(folder / "bundle", proposals=PROPOSALS, comments=COMMENTS)
    app = create_app(
        Config(
            secret_key="b" * 40,
            database_url=database.url,
            data_dir=folder,
            base_url="http://localhost",
            port=80,
        )
    )
    # The token is one HMAC; taking it off each page would measure the page.
    app.config["WTF_CSRF_ENABLED"] = False
    with app.app_context():
        upgrade()
        with unit_of_work():
            import_bundle(folder / "bundle", by=access.SYSTEM)
        db.session.remove()
    return app


def _arranged() -> list[int]:
    """Half of the proposals put into recommendations, five in each; the ids of those that stay free."""
    by = Actor(id=db.session.scalars(select(User.id).limit(1)).one(), role=Role.EDITOR)
    ids = list(db.session.scalars(select(Proposal.id).order_by(Proposal.id)))
    with unit_of_work():
        draft = commands.open_draft(get_forum(FORUM), by=by)
        for first in range(0, PLACED, EACH):
            # One proposal in twenty has a relation to the next one, which may be a contradiction.
            chosen = [key for key in ids[first : first + EACH] if (key - ids[0]) % 20 != 1]
            commands.adopt(draft, proposal_ids=chosen, by=by)
    return [key for key in ids[PLACED:] if (key - ids[0]) % 20 > 1]
