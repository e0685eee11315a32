"""A proposal's page with 100 and with 1 000 comments, as a share of what Flask alone does with the same bytes or the same rows."""

from __future__ import annotations

import sqlite3
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flask import Flask, Response
from flask_migrate import upgrade
from sqlalchemy import event, select
from sqlalchemy.orm import joinedload
from werkzeug.datastructures import Headers
from werkzeug.test import EnvironBuilder

from bench.bundles import write_forum
from bench.figures import Figure, against
from civic import create_app
from civic.accounts.commands import sign_in
from civic.accounts.models import Session, User
from civic.config import Config
from civic.discussions.models import Comment
from civic.kernel import access, finished
from civic.kernel.db import db, unit_of_work
from civic.open_data.commands import import_bundle
from civic.proposals.models import Position, Proposal, Relation

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SECONDS = 3.0  # for each figure
TURNS = 10
UNCOUNTED = ("BEGIN", "PRAGMA", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")
HOST = "http://localhost"
SIZES = (100, 1_000)
MOST_QUERIES = 12
BARE = """<!doctype html><html><body><p>{{ user.name }}, {{ user.email }}</p>
<h1>{{ proposal.current.title }}</h1><p>{{ proposal.forum.title }}, {{ proposal.organisation_name }}, {{ proposal.at }}</p>
<div>{{ proposal.current.body }}</div><div>{{ proposal.current.justification }}</div>
<ul>{% for p in positions %}<li>{{ p.organisation_name }} {{ p.person.name }} {{ p.stance }} {{ p.reason }} {{ p.at }}</li>
{% endfor %}</ul>
<ul>{% for r in relations %}<li><a href="/proposals/{{ r.to_id }}">{{ r.kind }} {{ r.end.current.title }}</a></li>{% endfor %}</ul>
<ol>{% for c in comments %}<li id="k{{ c.id }}"><b>{{ c.organisation_name }}</b> <small>{{ c.person.name }}, {{ c.at }},
{{ c.kind }}</small><div>{{ c.body }}</div></li>{% endfor %}</ol></body></html>"""


def run() -> Iterator[Figure]:
    """Yield the figures, one after the other."""
    with tempfile.TemporaryDirectory() as folder:
        app = _prepared(Path(folder))
        with app.app_context():
            proposals = db.session.scalars(select(Proposal.id).order_by(Proposal.id)).all()
            cookie = _signed_in(app)
            db.session.remove()
        for proposal_id, comments in zip(proposals, SIZES, strict=True):
            yield from _figures(app, f"/proposals/{proposal_id}", cookie, comments)
        with app.app_context():
            db.engine.dispose()


def _figures(app: Flask, path: str, cookie: str, comments: int) -> Iterator[Figure]:
    anonymous, signed = _asker(app, path), _asker(app, path, cookie)
    _status, body, head = anonymous()
    unchanged = _asker(app, path, None, {"If-None-Match": dict(head)["ETag"]})
    assert [ask()[0][:3] for ask in (anonymous, signed, unchanged)] == ["200", "200", "304"]
    from_memory = _asker(_bare_bytes(body), "/")
    from_rows = _asker(_bare_rows(app, int(path.rsplit("/", 1)[1])), "/")
    bytes_rate, mine, not_modified, rows_rate, signed_rate = _rates(
        from_memory, anonymous, unchanged, from_rows, signed
    )
    yield Figure(f"proposal page, {comments} comments", f"{len(body) // 1024} kB")
    yield _share("  anonymous / bytes from memory", mine, bytes_rate, 0.30)
    yield _share("  anonymous, not modified / bytes from memory", not_modified, bytes_rate)
    yield _share("  signed in / rows by SQLAlchemy and Jinja", signed_rate, rows_rate, 0.50)
    finished.pages.clear()
    finished.fragments.clear()
    counts = _queries(app, [anonymous, anonymous, unchanged, signed])
    yield Figure(
        "  queries: anonymous first, kept, not modified, signed in",
        ", ".join(str(count) for count in counts),
        against(
            f"at most {MOST_QUERIES}, not modified 1", met=max(counts) <= MOST_QUERIES and counts[2] == 1
        ),
    )


def _share(what: str, one: float, other: float, least: float | None = None) -> Figure:
    share = one / other
    goal = "" if least is None else against(f">= {least:.0%}", met=share >= least)
    return Figure(what, f"{share:.0%}  ({one:.0f} and {other:.0f} requests/s)", goal)


def _prepared(folder: Path) -> Flask:
    write_forum(folder / "bundle", proposals={f"p{comments}": comments for comments in SIZES})
    config = Config(
        secret_key="b" * 40,
        database_url=f"sqlite:///{folder / 'bench.db'}",
        data_dir=folder,
        port=80,
        base_url=HOST,
    )
    app = create_app(config)
    with app.app_context():
        upgrade()
        with unit_of_work():
            import_bundle(folder / "bundle", by=access.SYSTEM)
        db.session.remove()
    return app


def _signed_in(app: Flask) -> str:
    with unit_of_work():
        user = db.session.scalars(select(User).limit(1)).one()
        sign_in(user, organisation_id=None)
    client = app.test_client()
    with client.session_transaction() as session:
        session["_user_id"] = user.sid
    found = client.get_cookie("session")
    return f"session={found.value}" if found else ""


def _asker(
    app: Flask, path: str, cookie: str | None = None, headers: dict[str, str] | None = None
) -> Callable[[], tuple[str, bytes, Any]]:
    """A function that asks the application for the page as a server would, and nothing else."""
    given = Headers({**(headers or {}), **({"Cookie": cookie} if cookie else {})})
    environ = EnvironBuilder(path=path, base_url=HOST, headers=given).get_environ()

    def ask() -> tuple[str, bytes, Any]:
        told: list[Any] = []

        def begin(status: str, head: list[tuple[str, str]], _info: Any = None) -> Callable[[bytes], object]:
            told.extend((status, head))
            return told.append

        parts = app.wsgi_app(dict(environ), begin)
        body = b"".join(parts)
        if hasattr(parts, "close"):
            parts.close()
        return told[0], body, told[1]

    return ask


def _rates(*asks: Callable[[], Any]) -> list[float]:
    """Requests a second of each, asked in turns, so that what else the machine does falls on all alike."""
    for ask in asks:
        for _warm in range(3):
            ask()
    counts, spent = [0] * len(asks), [0.0] * len(asks)
    for _turn in range(TURNS):
        for number, ask in enumerate(asks):
            start = time.perf_counter()
            while (now := time.perf_counter() - start) < SECONDS / TURNS:
                ask()
                counts[number] += 1
            spent[number] += now
    return [count / seconds for count, seconds in zip(counts, spent, strict=True)]


def _bare_bytes(body: bytes) -> Flask:
    app = Flask("bytes")
    app.add_url_rule("/", view_func=lambda: Response(body, content_type="text/html; charset=utf-8"))
    return app


def _bare_rows(app: Flask, proposal_id: int) -> Flask:
    """The rows of the page, of a signed-in reader, as plainly as SQLAlchemy and a compiled template can."""
    bare = Flask("rows")
    bare.config["SQLALCHEMY_DATABASE_URI"] = app.config["SQLALCHEMY_DATABASE_URI"]
    db.init_app(bare)
    template = bare.jinja_env.from_string(BARE)
    whole = select(Proposal).options(joinedload(Proposal.current), joinedload(Proposal.forum))
    positions = select(Position).options(joinedload(Position.person)).order_by(Position.at)
    related = select(Relation).options(joinedload(Relation.end).joinedload(Proposal.current))
    comments = select(Comment).options(joinedload(Comment.person)).order_by(Comment.at)

    def page() -> str:
        seen = db.session.scalars
        user = seen(select(Session).options(joinedload(Session.user)).limit(1)).one().user
        proposal = seen(whole.where(Proposal.id == proposal_id)).one()
        return template.render(
            user=user,
            proposal=proposal,
            positions=seen(positions.where(Position.proposal_id == proposal_id)).all(),
            relations=seen(related.where(Relation.from_id == proposal_id)).all(),
            comments=seen(comments.where(Comment.thread_id == proposal.thread_id)).all(),
        )

    bare.add_url_rule("/", view_func=page)
    return bare


def _queries(app: Flask, asks: list[Callable[[], Any]]) -> list[int]:
    """How many statements each costs, heard by SQLite itself, so that none goes round the count."""
    heard: list[str] = []

    def listen(connection: sqlite3.Connection, _record: Any) -> None:
        connection.set_trace_callback(heard.append)

    with app.app_context():
        engine = db.engine
    engine.dispose()
    event.listen(engine, "connect", listen)
    counts = []
    for ask in asks:
        heard.clear()
        ask()
        counts.append(sum(not said.startswith(UNCOUNTED) for said in heard))
    event.remove(engine, "connect", listen)
    engine.dispose()
    return counts
