"""An act at the desk of a forum with 2 000 proposals, from the form to the answer, against a bare route with its statements."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

from flask import Flask, redirect
from flask_migrate import upgrade
from sqlalchemy import event, select
from sqlalchemy.orm import joinedload

from bench.bundles import FORUM, write_large
from bench.figures import Figure, against, times
from civic import create_app
from civic.accounts.models import Session, User
from civic.config import Config
from civic.forums.queries import get_forum
from civic.kernel import access, finished
from civic.kernel.access import Actor, Role
from civic.kernel.db import db, unit_of_work
from civic.kernel.events import EventHead, EventRow
from civic.open_data.commands import import_bundle
from civic.proposals.models import Proposal
from civic.recommendations import commands
from civic.recommendations.models import Draft, Priority, Recommendation, Source
from tests.factories import a_user, come_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from flask.testing import FlaskClient
    from flask.typing import ResponseReturnValue

PROPOSALS, COMMENTS, PLACED, EACH = 2_000, 10_000, 1_000, 5
TURNS = 30
MOST, MOST_QUERIES = 4.0, 15
ENDS = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "PRAGMA")
DESK = f"/desk/{FORUM}"


def run() -> Iterator[Figure]:
    """Yield the figures, one after the other."""
    # Here and not in a memory disk, whose fsync costs nothing.
    with tempfile.TemporaryDirectory(dir=Path.cwd(), prefix=".bench-") as folder:
        database = Path(folder) / "bench.db"
        app = _prepared(Path(folder), database)
        client = app.test_client()
        with app.app_context():
            come_in(client, a_user("Natalia Głąb", role=Role.EDITOR))
            free = _arranged()
            db.session.remove()
        yield _act(app, client, "a proposal placed", lambda turn: _placed(free[turn]), _place)
        yield _act(app, client, "a priority set", _ranked, _rank)
        yield from _pages(app, client)
        with app.app_context():
            db.engine.dispose()


def _placed(proposal: int) -> tuple[str, dict[str, str]]:
    return f"{DESK}/proposals/{proposal}/place", {"recommendation": "1"}


def _ranked(turn: int) -> tuple[str, dict[str, str]]:
    return f"{DESK}/recommendations/9/priority", {"priority": list(Priority)[turn % len(Priority)].value}


def _act(app: Flask, client: FlaskClient, what: str, form: Any, write: Callable[[Draft], None]) -> Figure:
    """Each turn the act, and then a bare route that reads who acts and the draft, writes the same rows and commits them."""
    mine, bare = [], []
    other_client = _bare(app, write).test_client()
    for turn in range(TURNS):
        address, typed = form(turn)
        with _Heard(app) as statements:
            start = time.perf_counter()
            answer = client.post(address, data=typed)
            mine.append(time.perf_counter() - start)
        assert answer.status_code == 303, (what, answer.status)
        start = time.perf_counter()
        assert other_client.post("/", data=typed).status_code == 303
        bare.append(time.perf_counter() - start)
    one, other = median(mine), median(bare)
    told = f"{times(one, other)}  ({one * 1000:.1f} and {other * 1000:.1f} ms, {len(statements)} statements)"
    return Figure(
        f"{what} / a bare route that writes the same rows",
        told,
        against(f"<= {MOST:.0f} x", met=one <= MOST * other),
    )


def _bare(app: Flask, write: Callable[[Draft], None]) -> Flask:
    """A route that does nothing but read who acts and write the rows, as plainly as Flask and SQLAlchemy can."""
    bare = Flask("rows")
    bare.config["SQLALCHEMY_DATABASE_URI"] = app.config["SQLALCHEMY_DATABASE_URI"]
    db.init_app(bare)
    with bare.app_context():
        # The same promise that what was answered is on the disk.
        event.listen(db.engine, "connect", lambda held, _record: held.execute("PRAGMA synchronous = FULL"))

    def post() -> ResponseReturnValue:
        user = db.session.scalars(select(Session).options(joinedload(Session.user)).limit(1)).one().user
        assert user.name
        draft = db.session.scalars(select(Draft).options(joinedload(Draft.forum))).one()
        write(draft)
        draft.version += 1
        head = db.session.scalars(select(EventHead)).one()
        last = db.session.get_one(EventRow, head.seq)
        facts = {"at": last.at, "name": last.name, "actor": last.actor, "subject": last.subject}
        # Written and taken out again, for the next act goes on with the chain.
        row = EventRow(seq=-head.seq, payload=last.payload, prev_hash=last.prev_hash, hash=last.hash, **facts)
        db.session.add(row)
        db.session.flush()
        db.session.delete(row)
        db.session.commit()
        return redirect("/", 303)

    bare.add_url_rule("/", view_func=post, methods=["POST"])
    return bare


def _place(draft: Draft) -> None:
    recommendation = db.session.get_one(Recommendation, 2)
    proposal = db.session.scalars(
        select(Proposal)
        .options(joinedload(Proposal.current))
        .where(Proposal.id.not_in(select(Source.proposal_id)))
        .order_by(Proposal.id.desc())
        .limit(1)
    ).one()
    db.session.add(Source(draft_id=draft.id, recommendation_id=recommendation.id, proposal_id=proposal.id))


def _rank(draft: Draft) -> None:
    recommendation = db.session.get_one(Recommendation, 10)
    assert recommendation.draft_id == draft.id
    recommendation.priority = (
        Priority.URGENT if recommendation.priority is not Priority.URGENT else Priority.ORDINARY
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
        against(f"again at most {MOST_QUERIES}", met=counts[-1] <= MOST_QUERIES),
    )


def _prepared(folder: Path, database: Path) -> Flask:
    write_large(folder / "bundle", proposals=PROPOSALS, comments=COMMENTS)
    app = create_app(
        Config(
            secret_key="b" * 40,
            database_url=f"sqlite:///{database}",
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
