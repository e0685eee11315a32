"""Following by e-mail without an account: asked, confirmed, told, stopped by one click."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from civic.accounts.models import User
from civic.kernel.access import SYSTEM, Actor, Role
from civic.kernel.db import db, unit_of_work
from civic.kernel.events import EventRow
from civic.moderation.commands import hide
from civic.moderation.models import Ground
from civic.notifications import stopping
from civic.notifications.commands import choose, write_to_followers
from civic.notifications.models import Concern, Follower, Frequency, Preference
from civic.notifications.queries import chosen_by
from tests.factories import a_forum, a_proposal, a_user, acting
from tests.fixtures.forms import post_form, send
from tests.fixtures.letters import Letters
from tests.fixtures.text import seen

NOON = dt.datetime(2026, 11, 20, 12, 0, tzinfo=dt.UTC)


def followers() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count(Follower.id))) or 0


def ask(client: FlaskClient, subject: str = "all", email: str = "czyta@example.org") -> str:
    page = f"/follow/email?subject={subject}"
    answer = send(client, page, {"subject": subject, "email": email, "frequency": "daily"})
    return seen(client.get(answer.headers["Location"])) if answer.status_code == 303 else seen(answer)


def confirmed(client: FlaskClient, letters: Letters, subject: str = "all") -> None:
    ask(client, subject)
    (sent,) = letters()
    post_form(client, sent.path)


def test_an_address_follows_once_its_owner_has_confirmed_it(
    app: Flask, client: FlaskClient, letters: Letters
) -> None:
    with time_machine.travel(NOON, tick=False) as traveller:
        forum, other = a_forum("Forum Lokalowe"), a_forum("Inne forum")
        assert "czyta@example.org" in ask(client, f"forum:{forum.id}")
        (sent,) = letters()
        assert "Forum Lokalowe" in sent.subject
        a_proposal(forum, title="Przed potwierdzeniem")
        assert client.get(sent.path).status_code == 200
        assert db.session.scalars(select(Follower)).one().confirmed_at is None, "reading confirms nothing"
        post_form(client, sent.path)
        a_proposal(forum, title="Po potwierdzeniu")
        a_proposal(other, title="Gdzie indziej")
        traveller.shift(dt.timedelta(days=1))
        write_to_followers(by=SYSTEM)
        (news,) = letters()
        assert news.to == "czyta@example.org"
        assert "Po potwierdzeniu" in news.text
        assert "Przed potwierdzeniem" not in news.text
        assert "Gdzie indziej" not in news.text
        assert news.message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        write_to_followers(by=SYSTEM)
        traveller.shift(dt.timedelta(days=1))
        write_to_followers(by=SYSTEM)
        assert letters() == [], "nothing new, no letter"


def test_what_is_hidden_and_what_was_imported_is_not_told(
    app: Flask, client: FlaskClient, letters: Letters
) -> None:
    moderator = acting(a_user(role=Role.MODERATOR))
    with time_machine.travel(NOON, tick=False) as traveller:
        confirmed(client, letters)
        hidden = a_proposal(title="Kanarek")
        a_proposal(title="Przywieziona", imported=True)
        traveller.shift(dt.timedelta(days=1))
        write_to_followers(by=SYSTEM)
        with unit_of_work():
            hide(hidden, ground=Ground.INSULT, reason="Obraża.", by=moderator)
        text = "".join(mail.text for mail in letters())
        assert "Kanarek" not in text
        assert "Przywieziona" not in text


def test_the_answer_is_the_same_for_every_address(app: Flask, client: FlaskClient, letters: Letters) -> None:
    user = a_user(email="znana@example.org")
    said = {ask(client, email=email).replace(email, "") for email in (user.email, "nieznana@example.org")}
    assert len(said) == 1
    assert len(letters()) == 2
    assert followers() == 2
    ask(client, email="nieznana@example.org")
    assert followers() == 2, "asked twice, one row"


@pytest.mark.parametrize("email", ["", "bez-malpy", "a@b\r\nBcc: c@d", "x" * 300 + "@example.org"])
def test_what_is_no_address_gets_a_sentence(app: Flask, client: FlaskClient, email: str) -> None:
    page = "/follow/email?subject=all"
    answer = send(client, page, {"subject": "all", "email": email, "frequency": "daily"})
    assert answer.status_code == 422
    assert followers() == 0


def test_there_is_no_following_of_what_is_not_there(app: Flask, client: FlaskClient) -> None:
    for subject in ("forum:99999", "user:1", "proposal:x"):
        assert client.get(f"/follow/email?subject={subject}").status_code == 404


def test_asking_is_limited(app: Flask, client: FlaskClient) -> None:
    answers = [ask(client) for _turn in range(4)]
    assert "Zbyt wiele prób" in answers[-1] or "Spróbuj ponownie" in answers[-1]


def test_a_false_or_old_link_says_how_to_get_another(
    app: Flask, client: FlaskClient, letters: Letters
) -> None:
    with time_machine.travel(NOON, tick=False) as traveller:
        ask(client)
        (sent,) = letters()
        assert "już nie działa" in seen(client.get("/follow/email/nie-ten"))
        traveller.shift(dt.timedelta(days=8))
        assert "już nie działa" in seen(client.get(sent.path))


def test_one_click_forgets_the_address(app: Flask, client: FlaskClient, letters: Letters) -> None:
    confirmed(client, letters)
    stop = stopping.of_follower(db.session.scalars(select(Follower)).one())
    answer = app.test_client().get(stop.path)
    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers
    assert followers() == 1, "reading stops nothing: scanners of mail read too"
    # As a mail program does it: no session, no token of a form, only the body that the header names.
    answer = app.test_client().post(stop.path, data={"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert followers() == 0
    assert client.post(stop.path).status_code == 200, "twice is once"
    assert db.session.scalar(select(EventRow.name).order_by(EventRow.seq.desc()).limit(1)) == "FollowerLeft"


@pytest.mark.parametrize(
    ("scope", "stopped"),
    [("followed", {Concern.FOLLOWED}), ("now", {Concern.REPLIES, Concern.DATES})],
)
def test_one_click_stops_what_the_letter_was_about_and_nothing_else(
    app: Flask, client: FlaskClient, scope: str, stopped: set[Concern]
) -> None:
    user = a_person()
    assert client.post(stopping.Stop(stopping.PERSON, user.id, scope).path).status_code == 200
    db.session.rollback()
    chosen = chosen_by(user.id).frequencies
    assert {each for each, often in chosen.items() if often is Frequency.NONE} == stopped


def a_person() -> User:
    user = a_user()
    often = {Concern.REPLIES: Frequency.NOW, Concern.DATES: Frequency.NOW}
    with unit_of_work():
        choose(
            frequencies=dict.fromkeys(Concern, Frequency.WEEKLY) | often,
            quiet=True,
            quiet_from=21,
            quiet_until=7,
            paused=False,
            by=Actor(id=user.id),
        )
    return user


def test_a_forged_address_stops_nothing(app: Flask, client: FlaskClient) -> None:
    user, other = a_user(), a_user()
    token = stopping.Stop(stopping.PERSON, user.id, "daily").token
    forged = [
        token.replace(f"p{user.id}-", f"p{other.id}-"),
        token.replace("-daily-", "-now-"),
        token[:-1] + ("A" if token[-1] != "A" else "B"),
        token.rpartition("-")[0] + "-",
        token.replace("p", "f", 1),
        "p1",
        "---",
        "p999999999999-daily-x",
        "ż-daily-ż",
    ]
    for each in forged:
        assert client.get(f"/unsubscribe/{each}").status_code == 404, each
        assert client.post(f"/unsubscribe/{each}").status_code == 404, each
    assert db.session.scalar(select(func.count(Preference.person_id))) == 0


def test_nobody_is_signed_in_by_the_address_of_a_letter(app: Flask, client: FlaskClient) -> None:
    user = a_user()
    client.post(stopping.Stop(stopping.PERSON, user.id, "daily").path)
    assert client.get("/inbox").status_code == 302
