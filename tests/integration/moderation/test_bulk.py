"""Clearing many at once with one reason: all or none, each with its own decision, and back by one click."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import insert, select

from civic import create_app
from civic.accounts.models import User
from civic.config import Config
from civic.discussions.models import Cause, Comment, Look
from civic.forums.models import Publishing
from civic.kernel import clock, events
from civic.kernel.access import SYSTEM, Actor, Role
from civic.kernel.db import db, unit_of_work
from civic.kernel.errors import CivicError, Forbidden, Refused
from civic.moderation import commands
from civic.moderation.commands import Clearing, keep_cases
from civic.moderation.models import Act, Case, CaseKind, Decision, Ground
from civic.organisations.models import Verification
from tests.conftest import SECRET, migrate
from tests.factories import (
    a_comment,
    a_forum,
    a_proposal,
    a_speaker,
    a_user,
    acting,
    an_actor,
    an_organisation,
    come_in,
)
from tests.fixtures.forms import post_form, send
from tests.fixtures.queries import Queries
from tests.fixtures.text import seen
from tests.integration.moderation.test_cases import a_claim, keep

REASON = "Mieszczą się w regulaminie."


def first_words(count: int) -> list[int]:
    """So many comments of newcomers wait for a first look; gives their ids."""
    new = an_organisation("Stowarzyszenie Nowe", verification=Verification.REGISTER)
    author = acting(a_speaker(new, "Nina Nowa"), new.id)
    about = a_proposal(a_forum("Forum o lokalach", publishing=Publishing.KNOWN_AT_ONCE), an_actor())
    return [a_comment(about, author, body=f"Głos {n}.").id for n in range(count)]


def waiting() -> list[Case]:
    """The cases of first contributions that wait."""
    keep()
    return db.session.query(Case).filter_by(kind=CaseKind.FIRST, settled_at=None).order_by(Case.id).all()


def held(ids: list[int]) -> list[tuple[bool, bool]]:
    """Of each comment: whether it waits, and whether everybody reads it."""
    db.session.expire_all()
    return [(each.waits, each.visible) for each in (db.session.get_one(Comment, one) for one in ids)]


def cleared(cases: list[Case], by: Actor, clearing: Clearing = Clearing.APPROVE) -> list[Decision]:
    with unit_of_work():
        return commands.clear(cases, clearing, reason=REASON, by=by)


@pytest.mark.parametrize(
    ("clearing", "act", "ground", "readable"),
    [
        (Clearing.APPROVE, Act.APPROVE, Ground.IN_ORDER, True),
        (Clearing.SPAM, Act.HIDE, Ground.SPAM, False),
    ],
)
def test_many_are_cleared_and_taken_back_as_one(
    app: Flask, clearing: Clearing, act: Act, ground: Ground, readable: bool
) -> None:
    by, ids = acting(a_user("Maria Moderuje", Role.MODERATOR)), first_words(3)
    decisions = cleared(waiting(), by, clearing)
    assert [(each.act, each.ground, each.reason) for each in decisions] == [(act, ground, REASON)] * 3
    assert len({each.batch for each in decisions}) == 1
    assert held(ids) == [(False, readable)] * 3
    assert waiting() == []
    with unit_of_work():
        again = commands.undo_own(decisions[1], by=by)
    assert held(ids) == [(True, False)] * 3
    assert again is not None
    assert again.id in {case.id for case in waiting()}
    assert len(waiting()) == 3
    assert events.first_break() is None


def test_one_that_somebody_settled_stops_all(app: Flask) -> None:
    one, other = (acting(a_user(name, Role.MODERATOR)) for name in ("Maria Pierwsza", "Jan Drugi"))
    ids = first_words(3)
    cases = waiting()
    cleared(cases[2:], one)
    with pytest.raises(Refused) as refused:
        cleared(cases, other)
    assert "Maria Pierwsza" in str(refused.value.message)
    assert held(ids) == [(True, False), (True, False), (False, True)]


def test_what_weighs_is_decided_one_by_one(app: Flask) -> None:
    by = acting(a_user("Maria Moderuje", Role.MODERATOR))
    first_words(1)
    a_claim(a_user("Celina Prosi"))
    waiting()
    for cases in ([], db.session.query(Case).filter(Case.kind.in_((CaseKind.FIRST, CaseKind.CLAIM))).all()):
        with pytest.raises(Refused):
            cleared(cases, by)
    assert db.session.query(Decision).count() == 0


def test_only_ones_own_decision_is_undone_by_a_click(app: Flask) -> None:
    one, other = (acting(a_user(name, Role.MODERATOR)) for name in ("Maria Pierwsza", "Jan Drugi"))
    first_words(1)
    (decision,) = cleared(waiting(), one)
    with pytest.raises(Forbidden), unit_of_work():
        commands.undo_own(decision, by=other)
    with unit_of_work():
        commands.undo_own(decision, by=one)
    with pytest.raises(CivicError), unit_of_work():
        commands.undo_own(decision, by=one)


def test_the_pages_ask_once_more_and_offer_the_way_back(app: Flask, client: FlaskClient) -> None:
    person, ids = a_user("Maria Moderuje", Role.MODERATOR), first_words(3)
    cases = waiting()
    come_in(client, person)
    chosen = "&".join(f"chosen={case.id}" for case in cases[:2])
    address = f"/moderation/bulk?{chosen}&clearing=spam&kind=first"
    assert "2 sprawy" in seen(client.get(address))
    assert post_form(client, address, {"reason": ""}).status_code == 422
    answer = post_form(client, address, {"reason": "Ta sama reklama."})
    assert (answer.status_code, answer.location) == (303, "/moderation?kind=first")
    assert held(ids) == [(False, False), (False, False), (True, False)]
    page = client.get("/moderation?kind=first")
    assert "Załatwiono 2 sprawy." in seen(page)
    assert "Cofnij wszystkie" in seen(page)
    answer = post_form(client, "/moderation", {}, action="/moderation/undo")
    assert answer.status_code == 303
    assert held(ids) == [(True, False)] * 3


def test_two_moderators_on_one_case(app: Flask, client: FlaskClient) -> None:
    """The second is told who did what; the case says so too."""
    one, other = (a_user(name, Role.MODERATOR) for name in ("Maria Pierwsza", "Jan Drugi"))
    first_words(2)
    case, _next = waiting()
    come_in(client, other)
    address = f"/moderation/looks/{case.subject_id}/pass?case={case.id}"
    page = f"/moderation/cases/{case.id}"
    token = client.get(page).text.split('name="csrf_token"')[1].split('value="')[1].split('"')[0]
    cleared([case], acting(one))
    answer = client.post(address, data={"csrf_token": token})
    assert answer.status_code == 422
    assert "Maria Pierwsza" in seen(answer)
    text = seen(client.get(page))
    assert "Sprawa załatwiona: Maria Pierwsza" in text
    assert db.session.query(Decision).count() == 1


def test_letting_one_through_leads_to_the_next(app: Flask, client: FlaskClient) -> None:
    person, ids = a_user("Maria Moderuje", Role.MODERATOR), first_words(2)
    first, second = waiting()
    come_in(client, person)
    answer = send(
        client,
        f"/moderation/looks/{first.subject_id}/pass?case={first.id}&kind=first",
        {},
        page=f"/moderation/cases/{first.id}",
    )
    assert answer.location == f"/moderation/cases/{second.id}?kind=first"
    assert held(ids) == [(False, True), (True, False)]
    answer = send(
        client,
        f"/moderation/looks/{second.subject_id}/pass?case={second.id}&kind=first",
        {},
        page=f"/moderation/cases/{second.id}",
    )
    assert answer.location == "/moderation?kind=first"


def a_flood(count: int) -> None:
    """Thousands of comments that wait, put in past the commands."""
    (one,) = first_words(1)
    comment = db.session.get_one(Comment, one)
    look = db.session.scalars(select(Look).where(Look.comment_id == one)).one()
    skip = {"id", "path"}
    like = {
        key: getattr(comment, key)
        for key in Comment.__mapper__.column_attrs.keys()  # noqa: SIM118
        if key not in skip
    }
    with unit_of_work():
        ids = db.session.scalars(
            insert(Comment).returning(Comment.id),
            [like | {"no": n} if "no" in like else dict(like) for n in range(count)],
        ).all()
        now = clock.now()
        rows = [
            {
                "thread_id": look.thread_id,
                "comment_id": each,
                "forum_id": look.forum_id,
                "person_id": look.person_id,
                "cause": Cause.NEWCOMER,
                "signals": [],
                "at": now,
            }
            for each in ids
        ]
        db.session.execute(insert(Look), rows)


def test_ten_thousand_that_wait_cost_a_few_statements(
    app: Flask, client: FlaskClient, queries: Queries
) -> None:
    person = a_user("Maria Moderuje", Role.MODERATOR)
    a_flood(10_000)
    with queries() as kept:
        keep()
    assert db.session.query(Case).filter_by(kind=CaseKind.FIRST).count() == 10_001
    # Three for each kind, and what the routing asks.
    assert len(kept) <= 60
    come_in(client, person)
    client.get("/moderation")
    with queries() as shown:
        page = client.get("/moderation?kind=first")
    assert page.text.count('<li class="q"') == 50
    assert "1 z 10001" in seen(page)
    assert len(shown) <= 12, "\n".join(
        each[:60] + " … FROM " + each.partition("FROM")[2][:90] for each in shown
    )


KILLED = """
import os, signal, sys
from pathlib import Path
from sqlalchemy import Engine, event
from civic import create_app
from civic.config import Config
from civic.accounts.models import User
from civic.kernel.access import Actor
from civic.kernel.db import db, unit_of_work
from civic.moderation.commands import Clearing, clear
from civic.moderation.models import Case

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
with app.app_context(), unit_of_work():
    person = db.session.query(User).filter_by(name="Maria Moderuje").one()
    cases = db.session.query(Case).filter_by(kind="first").all()
    clear(cases, Clearing.APPROVE, reason="W porządku.", by=Actor(id=person.id, role=person.role))
"""


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twenty contributions that wait, in a database of their own; tests take copies."""
    folder = tmp_path_factory.mktemp("bulk")
    app = create_app(config(folder))
    migrate(app)
    with app.app_context():
        a_user("Maria Moderuje", Role.MODERATOR)
        first_words(20)
        keep()
        db.session.remove()
        db.engine.dispose()
    return folder / "civic.db"


def config(folder: Path) -> Config:
    """An instance of its own in that folder."""
    return Config(
        secret_key=SECRET, database_url=f"sqlite:///{folder / 'civic.db'}", data_dir=folder, testing=True
    )


@pytest.mark.parametrize(
    ("point", "turn"),
    [("INSERT INTO decisions", 11), ("UPDATE cases", 5), ("UPDATE event_head", 1), ("COMMIT", 1)],
)
def test_killed_in_the_middle_nothing_is_half_done(
    prepared: Path, tmp_path: Path, point: str, turn: int
) -> None:
    (tmp_path / "civic.db").write_bytes(prepared.read_bytes())
    command = [sys.executable, "-c", KILLED, str(tmp_path), point, str(turn), SECRET]
    done = subprocess.run(command, env=os.environ, capture_output=True, check=False, text=True)
    assert (done.returncode, done.stderr) == (-signal.SIGKILL, "")
    with closing(sqlite3.connect(tmp_path / "civic.db")) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        decisions = connection.execute("SELECT count(*) FROM decisions").fetchone()[0]
        open_cases = connection.execute(
            "SELECT count(*) FROM cases WHERE kind = 'first' AND settled_at IS NULL"
        ).fetchone()[0]
        held_comments = connection.execute("SELECT count(*) FROM comments WHERE held").fetchone()[0]
    assert (decisions, open_cases, held_comments) == (0, 20, 20)
    app = create_app(config(tmp_path))
    with app.app_context():
        assert events.first_break() is None
        person = db.session.query(User).filter_by(name="Maria Moderuje").one()
        assert len(cleared(waiting(), acting(person))) == 20
        with unit_of_work():
            keep_cases(by=SYSTEM)
        db.session.remove()
        db.engine.dispose()
