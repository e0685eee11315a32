"""Many people at once: requests that read and then write wait for each other, and nothing is lost or doubled."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from civic.accounts.models import User
from civic.discussions.models import Comment, Thread
from civic.kernel import events
from civic.kernel.db import db
from civic.organisations.models import Organisation
from civic.proposals.models import Position, Proposal, Stance
from tests.factories import a_proposal, a_speaker, an_organisation, come_in
from tests.fixtures.forms import token_on

AT_ONCE = 50
THREADS = 16


def windows(app: Flask, user: User, organisation: Organisation, form: str) -> list[FlaskClient]:
    """As many open windows of one signed-in person as there will be requests, each with the form already read."""
    client = app.test_client()
    come_in(client, user, organisation.id)
    token = token_on(client.get(form).text)
    cookie = client.get_cookie("session")
    assert cookie is not None
    opened = []
    for _number in range(AT_ONCE):
        window = app.test_client()
        window.set_cookie("session", cookie.value)
        window.environ_base["civic.token"] = token
        opened.append(window)
    return opened


def all_at_once(
    app: Flask, opened: list[FlaskClient], post: Callable[[FlaskClient, int], TestResponse]
) -> Counter[int]:
    """How many answers of each status came when all windows send together."""
    ready = threading.Barrier(THREADS)

    def send(part: int) -> list[int]:
        with app.app_context():
            ready.wait()
            return [post(opened[number], number).status_code for number in range(part, len(opened), THREADS)]

    db.session.remove()
    with ThreadPoolExecutor(THREADS) as threads:
        return Counter(status for part in threads.map(send, range(THREADS)) for status in part)


def count(model: type[Comment | Position], *conditions: object) -> int:
    return db.session.scalar(select(func.count()).select_from(model).where(*conditions)) or 0  # type: ignore[arg-type]


def test_fifty_comments_at_once_are_all_there(app: Flask) -> None:
    proposal_id = a_proposal().id
    organisation = an_organisation("Skwer")
    page = f"/proposals/{proposal_id}/comments/new"
    opened = windows(app, a_speaker(organisation), organisation, page)

    def post(window: FlaskClient, number: int) -> TestResponse:
        token = window.environ_base["civic.token"]
        typed = {"body": f"Głos numer {number}.", "kind": "glos", "csrf_token": token}
        return window.post(page, data=typed)

    assert all_at_once(app, opened, post) == {303: AT_ONCE}
    bodies = set(db.session.scalars(select(Comment.body)))
    assert bodies == {f"Głos numer {number}." for number in range(AT_ONCE)}
    thread = db.session.get_one(Thread, db.session.get_one(Proposal, proposal_id).thread_id)
    assert thread.visible == AT_ONCE
    assert events.first_break() is None


def test_the_same_comment_sent_fifty_times_at_once_is_one(app: Flask) -> None:
    proposal_id = a_proposal().id
    organisation = an_organisation("Skwer")
    page = f"/proposals/{proposal_id}/comments/new"
    opened = windows(app, a_speaker(organisation), organisation, page)

    def post(window: FlaskClient, _number: int) -> TestResponse:
        token = window.environ_base["civic.token"]
        return window.post(page, data={"body": "Tak, od zaraz.", "kind": "za", "csrf_token": token})

    assert all_at_once(app, opened, post) == {303: AT_ONCE}
    assert count(Comment) == 1


def test_of_fifty_positions_at_once_one_is_in_force(app: Flask) -> None:
    proposal_id = a_proposal().id
    organisation = an_organisation("Skwer")
    page = f"/proposals/{proposal_id}/positions"
    opened = windows(app, a_speaker(organisation), organisation, page)
    stances = [stance.value for stance in Stance]

    def post(window: FlaskClient, number: int) -> TestResponse:
        typed = {"position": stances[number % len(stances)], "reason": f"Powód numer {number}."}
        return window.post(page, data={**typed, "csrf_token": window.environ_base["civic.token"]})

    assert all_at_once(app, opened, post) == {303: AT_ONCE}
    assert count(Position) == AT_ONCE
    assert count(Position, Position.replaced_at.is_(None)) == 1
    assert events.first_break() is None
