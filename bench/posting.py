"""What it costs to post a comment, from the form to the answer, against a bare route that adds one row on the same disk."""

from __future__ import annotations

import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from flask import Flask, redirect, request
from flask_migrate import upgrade
from sqlalchemy import event, select
from sqlalchemy.orm import joinedload

from bench.figures import Figure, against, times
from civic import create_app
from civic.accounts.models import Session
from civic.config import Config
from civic.discussions.models import Comment, CommentKind
from civic.kernel.db import db
from civic.proposals.models import Proposal
from tests.factories import a_forum, a_proposal, a_user, come_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask.typing import ResponseReturnValue

COMMENTS = 200
MOST = 5.0


def run() -> Iterator[Figure]:
    """Yield the figures, one after the other."""
    # Here and not in a memory disk, whose fsync costs nothing.
    with tempfile.TemporaryDirectory(dir=Path.cwd(), prefix=".bench-") as folder:
        app = create_app(
            Config(
                secret_key="b" * 40,
                database_url=f"sqlite:///{Path(folder) / 'bench.db'}",
                data_dir=Path(folder),
                base_url="http://localhost",
                port=80,
            )
        )
        # The token is one HMAC; taking it off each page would measure the page.
        app.config["WTF_CSRF_ENABLED"] = False
        with app.app_context():
            upgrade()
            proposal_id, client = a_proposal(a_forum()).id, app.test_client()
            come_in(client, a_user())
            db.session.remove()
            kept = client.get_cookie("session")
        bare, posted, committed = _bare(app, proposal_id).test_client(), [], []
        for number in range(COMMENTS):
            body = f"Głos numer {number}. Stawka powinna być znana z góry."
            # What one act says to its reader is not to weigh on the next.
            client.set_cookie("session", kept.value if kept else "")
            start = time.perf_counter()
            answer = client.post(
                f"/proposals/{proposal_id}/comments/new", data={"kind": "glos", "body": body}
            )
            posted.append(time.perf_counter() - start)
            assert answer.status_code == 303, answer.status
            start = time.perf_counter()
            answer = bare.post("/", data={"body": body})
            committed.append(time.perf_counter() - start)
            assert answer.status_code == 303, answer.status
        with app.app_context():
            db.engine.dispose()
    one, other = median(posted), median(committed)
    yield Figure(
        f"a comment posted / a bare route that adds the row, median of {COMMENTS}",
        f"{times(one, other)}  ({one * 1000:.1f} and {other * 1000:.1f} ms)",
        against(f"<= {MOST:.0f} x", met=one <= MOST * other),
    )


def _bare(app: Flask, proposal_id: int) -> Flask:
    """A route that does nothing but read who writes and add the row, as plainly as Flask and SQLAlchemy can."""
    bare = Flask("row")
    bare.config["SQLALCHEMY_DATABASE_URI"] = app.config["SQLALCHEMY_DATABASE_URI"]
    db.init_app(bare)
    with bare.app_context():
        # The same promise that what was answered is on the disk.
        event.listen(db.engine, "connect", lambda held, _record: held.execute("PRAGMA synchronous = FULL"))

    def post() -> ResponseReturnValue:
        body = request.form["body"]
        user = db.session.scalars(select(Session).options(joinedload(Session.user)).limit(1)).one().user
        proposal = db.session.get_one(Proposal, proposal_id)
        db.session.add(
            Comment(
                thread_id=proposal.thread_id,
                kind=CommentKind.VOICE,
                body=body,
                body_html=body,
                at=datetime.now(UTC),
                person_id=user.id,
                organisation_name="",
                capacity="",
            )
        )
        db.session.commit()
        return redirect("/", 303)

    bare.add_url_rule("/", view_func=post, methods=["POST"])
    return bare
