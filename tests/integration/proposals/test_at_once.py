"""Two clicks, two people and twenty requests at the very same moment, on both databases."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from civic.discussions.models import Comment, Thread
from civic.kernel.db import db
from civic.kernel.events import first_break
from civic.proposals.models import Position, Proposal
from tests.factories import a_forum, a_proposal, a_speaker, an_organisation, come_in
from tests.fixtures.forms import token_on

Sender = Callable[[], int]


def at_once(app: Flask, senders: list[Sender]) -> list[int]:
    """Let all of them go at the same moment, and give their status codes."""
    barrier = Barrier(len(senders))

    def go(send: Sender) -> int:
        with app.app_context():
            barrier.wait(timeout=30)
            return send()

    db.session.rollback()
    with ThreadPoolExecutor(len(senders)) as pool:
        return list(pool.map(go, senders))


def sender(client: FlaskClient, page: str, typed: dict[str, str]) -> Sender:
    """A form that is filled in and waits to be sent."""
    data = {"csrf_token": token_on(client.get(page).text), **typed}
    return lambda: client.post(page, data=data).status_code


def signed_in(app: Flask, count: int) -> list[FlaskClient]:
    """Several browsers of one person who speaks for an organisation."""
    organisation = an_organisation()
    user = a_speaker(organisation)
    clients = [app.test_client() for _each in range(count)]
    for client in clients:
        come_in(client, user, organisation.id)
    return clients


def test_one_click_sent_four_times_is_one_comment(app: Flask) -> None:
    page = f"/proposals/{a_proposal().id}/comments/new"
    typed = {"body": "Raz wystarczy.", "kind": "glos"}
    codes = at_once(app, [sender(client, page, typed) for client in signed_in(app, 4)])
    assert codes == [303] * 4
    assert db.session.scalar(select(func.count(Comment.id))) == 1
    assert db.session.scalar(select(Thread.visible)) == 1


def test_one_click_sent_four_times_is_one_proposal(app: Flask) -> None:
    page = f"/forums/{a_forum().slug}/proposals/new"
    typed = {"title": "Jedna stawka", "body": "Proponujemy.", "chapter": "0"}
    assert at_once(app, [sender(client, page, typed) for client in signed_in(app, 4)]) == [303] * 4
    assert db.session.scalar(select(func.count(Proposal.id))) == 1


def test_an_organisation_has_one_position_in_force_whatever_comes_at_once(app: Flask) -> None:
    page = f"/proposals/{a_proposal().id}/positions"
    stances = ["popiera", "przeciw", "wstrzymuje", "z_zastrzezeniem"]
    clients = signed_in(app, len(stances))
    codes = at_once(
        app,
        [
            sender(client, page, {"position": stance, "reason": "Bo tak."})
            for client, stance in zip(clients, stances, strict=True)
        ],
    )
    assert set(codes) <= {303, 409}
    assert db.session.scalar(select(func.count(Position.id)).where(Position.replaced_at.is_(None))) == 1


def test_comments_of_many_at_once_are_all_there_and_counted(app: Flask) -> None:
    proposal = a_proposal()
    page = f"/proposals/{proposal.id}/comments/new"
    clients = [signed_in(app, 1)[0] for _each in range(4)]
    codes = at_once(
        app, [sender(client, page, {"body": f"Głos {n}", "kind": "glos"}) for n, client in enumerate(clients)]
    )
    assert codes == [303] * 4
    thread = db.session.get_one(Thread, proposal.thread_id, populate_existing=True)
    assert (thread.visible, thread.version) == (4, 5)
    assert first_break() is None


def test_of_two_revisions_at_once_one_is_refused_with_both_texts(app: Flask) -> None:
    organisation = an_organisation()
    user = a_speaker(organisation)
    clients = [app.test_client() for _each in range(2)]
    for client in clients:
        come_in(client, user, organisation.id)
    forum = a_forum()
    clients[0].post(
        f"/forums/{forum.slug}/proposals/new",
        data={
            "csrf_token": token_on(clients[0].get(f"/forums/{forum.slug}/proposals/new").text),
            "title": "T",
            "body": "B",
            "chapter": "0",
        },
    )
    proposal_id = db.session.scalar(select(Proposal.id))
    page = f"/proposals/{proposal_id}/edit"
    senders = [
        sender(client, page, {"title": "T", "body": f"Tekst {n}", "revision_no": "1"})
        for n, client in enumerate(clients)
    ]
    assert sorted(at_once(app, senders)) == [303, 409]
