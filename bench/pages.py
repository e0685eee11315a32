"""A proposal's page with 100 and with 1 000 comments, as a share of what Flask alone does with the same bytes or the same rows."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flask import Flask, Response, render_template_string
from sqlalchemy import event, select
from werkzeug.test import EnvironBuilder

from bench.bundles import write_forum
from civic import create_app
from civic.accounts.commands import sign_in
from civic.accounts.models import User
from civic.config import Config
from civic.discussions.models import Comment
from civic.kernel import access
from civic.kernel.db import db, unit_of_work
from civic.open_data.commands import import_bundle
from civic.proposals.models import Proposal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SECONDS = 3.0
HOST = "http://localhost"
BARE = """<!doctype html><html><body><h1>{{ title }}</h1><ol>{% for c in comments %}<li id="k{{ c.id }}">
<b>{{ c.organisation_name }}</b> <small>{{ c.person.name }}, {{ c.at }}</small><div>{{ c.body }}</div></li>{% endfor %}</ol></body></html>"""


def run() -> Iterator[tuple[str, str]]:
    """Yield (what was measured, figure), one after the other."""
    with tempfile.TemporaryDirectory(dir=_memory()) as folder:
        app = _prepared(Path(folder))
        for comments in (100, 1_000):
            with app.app_context():
                proposal_id = db.session.scalar(
                    select(Proposal.id).order_by(Proposal.id).offset(0 if comments == 100 else 1)
                )
                cookie = _signed_in(app)
            path = f"/proposals/{proposal_id}"
            yield from _figures(app, path, cookie, comments)


def _figures(app: Flask, path: str, cookie: str, comments: int) -> Iterator[tuple[str, str]]:
    anonymous = _asker(app, path)
    body = anonymous()[1]
    bytes_rate = _rate(_asker(_bare_bytes(body), "/"))
    rows_rate = _rate(_asker(_bare_rows(app, int(path.rsplit("/", 1)[1])), "/"))
    mine = _rate(anonymous)
    signed = _rate(_asker(app, path, cookie))
    etag = dict(anonymous()[2])["ETag"]
    unchanged = _rate(_asker(app, path, None, {"If-None-Match": etag}))
    name = f"proposal page, {comments} comments ({len(body) // 1024} kB)"
    yield (
        f"{name}, anonymous / bytes from memory",
        f"{mine / bytes_rate:.0%}  ({mine:.0f} and {bytes_rate:.0f} requests/s)",
    )
    yield f"{name}, anonymous 304 / bytes from memory", f"{unchanged / bytes_rate:.0%}"
    yield (
        f"{name}, signed in / rows by SQLAlchemy and Jinja",
        f"{signed / rows_rate:.0%}  ({signed:.0f} and {rows_rate:.0f} requests/s)",
    )
    yield (
        f"{name}, queries: anonymous first, kept, 304, signed in",
        ", ".join(str(count) for count in _queries(app, path, cookie, etag)),
    )


def _prepared(folder: Path) -> Flask:
    write_forum(folder / "bundle", proposals={"small": 100, "large": 1_000})
    config = Config(
        secret_key="b" * 40,
        database_url=f"sqlite:///{folder / 'bench.db'}",
        data_dir=folder,
        port=80,
        base_url=HOST,
    )
    app = create_app(config)
    with app.app_context():
        from flask_migrate import upgrade

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
    environ = EnvironBuilder(
        path=path, base_url=HOST, headers=(headers or {}) | ({"Cookie": cookie} if cookie else {})
    ).get_environ()

    def ask() -> tuple[str, bytes, Any]:
        told: list[Any] = []
        parts = app.wsgi_app(dict(environ), lambda status, head, _info=None: told.extend((status, head)))
        body = b"".join(parts)
        if hasattr(parts, "close"):
            parts.close()
        return told[0], body, told[1]

    return ask


def _rate(ask: Callable[[], Any]) -> float:
    for _warm in range(3):
        ask()
    count, start = 0, time.perf_counter()
    while (spent := time.perf_counter() - start) < SECONDS:
        ask()
        count += 1
    return count / spent


def _bare_bytes(body: bytes) -> Flask:
    app = Flask("bytes")
    app.add_url_rule("/", view_func=lambda: Response(body, content_type="text/html; charset=utf-8"))
    return app


def _bare_rows(app: Flask, proposal_id: int) -> Flask:
    bare = Flask("rows")
    bare.config["SQLALCHEMY_DATABASE_URI"] = app.config["SQLALCHEMY_DATABASE_URI"]
    db.init_app(bare)

    def page() -> str:
        proposal = db.session.get_one(Proposal, proposal_id)
        comments = db.session.scalars(
            select(Comment).where(Comment.thread_id == proposal.thread_id).order_by(Comment.at)
        ).all()
        return render_template_string(BARE, title=proposal.title, comments=comments)

    bare.add_url_rule("/", view_func=page)
    return bare


def _queries(app: Flask, path: str, cookie: str, etag: str) -> list[int]:
    counts = []
    with app.app_context():
        engine = db.engine
    asks = (
        _asker(app, path, None, {"X": "1"}),
        _asker(app, path),
        _asker(app, path, None, {"If-None-Match": etag}),
        _asker(app, path, cookie),
    )
    from civic.kernel import finished

    finished.pages.clear()
    for ask in asks:
        seen: list[str] = []

        def note(_c: Any, _cur: Any, statement: str, *_rest: Any, seen: list[str] = seen) -> None:
            if not statement.startswith(("BEGIN", "PRAGMA")):
                seen.append(statement)

        event.listen(engine, "before_cursor_execute", note)
        ask()
        event.remove(engine, "before_cursor_execute", note)
        counts.append(len(seen))
    return counts


def _memory() -> str | None:
    return "/dev/shm" if Path("/dev/shm").is_dir() else None
