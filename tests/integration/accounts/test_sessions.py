"""Where one is signed in: the list, signing out elsewhere, a new password, and proving oneself again."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from civic.accounts import passwords
from civic.accounts.models import Session, User
from civic.kernel import clock
from civic.kernel.access import PROOF_LASTS, Role
from civic.kernel.db import unit_of_work
from civic.kernel.events import EventRow
from tests.factories import a_speaker, a_user, an_organisation, come_in, db
from tests.fixtures.forms import post_form, send, token_on
from tests.fixtures.text import seen
from tests.integration.accounts.test_signing_in import PASSWORD, a_person, is_in, sessions, sign_in

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile/15E148 Safari/604.1"
NEW = "cztery konie pod lasem"


def at_home(app: Flask, agent: str = IPHONE) -> FlaskClient:
    """Another device on which the person of `a_person` signs in."""
    client = app.test_client()
    sign_in(client, "osoba@example.org", headers={"User-Agent": agent})
    return client


def names() -> list[str]:
    return list(db.session.scalars(select(EventRow.name).order_by(EventRow.seq)))


class TestDevices:
    def test_the_list_names_them_and_marks_this_one(self, client: FlaskClient, app: Flask) -> None:
        a_person()
        sign_in(client, "osoba@example.org", headers={"User-Agent": FIREFOX})
        at_home(app)
        text = seen(client.get("/me/sessions"))
        assert "Firefox, Linux To urządzenie" in text
        assert "Safari, iPhone" in text
        assert text.count("To urządzenie") == 1

    @pytest.mark.parametrize("agent", ["", "\x1b[31m<script>alert(1)</script>", "Firefox/" * 10_000, "ąęśćż"])
    def test_a_hostile_name_of_a_browser_stays_out(self, client: FlaskClient, agent: str) -> None:
        a_person()
        page = client.get("/login")
        typed = {
            "csrf_token": token_on(page.text),
            "email": "osoba@example.org",
            "password": PASSWORD,
        }
        agent_header = agent.encode().decode("latin-1")
        answer = client.post("/login", data=typed, environ_overrides={"HTTP_USER_AGENT": agent_header})
        assert answer.status_code == 303
        assert "<script>alert" not in client.get("/me/sessions").text
        assert db.session.scalars(select(Session.device)).one() in {"", "Firefox"}

    def test_one_can_be_signed_out(self, client: FlaskClient, app: Flask) -> None:
        a_person()
        sign_in(client, "osoba@example.org")
        phone, tablet = at_home(app), at_home(app, FIREFOX)
        page = client.get("/me/sessions").text
        phone_row = page[page.index("Safari, iPhone") :]
        found = re.search(r'name="session" value="([0-9a-f]{64})"', phone_row)
        assert found
        answer = client.post("/me/sessions/end", data={"csrf_token": token_on(page), "session": found[1]})
        assert answer.status_code == 303
        assert [is_in(each) for each in (client, phone, tablet)] == [True, False, True]
        assert names()[-1] == "SessionsEnded"

    def test_all_others_can_be_signed_out(self, client: FlaskClient, app: Flask) -> None:
        a_person()
        sign_in(client, "osoba@example.org")
        phone, tablet = at_home(app), at_home(app)
        answer = post_form(client, "/me/sessions", action="end-others")
        assert answer.status_code == 303
        assert "Wylogowano 2 urządzenia." in seen(client.get("/me/sessions"))
        assert [is_in(each) for each in (client, phone, tablet)] == [True, False, False]

    @pytest.mark.parametrize("session", ["", "x", "0" * 64, "\0", "'; --", "9" * 5000])
    def test_what_is_no_session_ends_nothing(self, client: FlaskClient, session: str) -> None:
        a_person()
        sign_in(client, "osoba@example.org")
        assert send(client, "/me/sessions/end", {"session": session}, page="/me").status_code == 404
        assert is_in(client)

    def test_nobody_ends_the_session_of_another(self, client: FlaskClient, app: Flask) -> None:
        come_in(client, a_user())
        other = app.test_client()
        come_in(other, a_user())
        victim = db.session.scalars(select(Session.sid_hash).order_by(Session.user_id.desc())).first()
        assert send(client, "/me/sessions/end", {"session": victim}, page="/me").status_code == 404
        assert is_in(other)

    def test_dead_sessions_are_not_listed(self, client: FlaskClient, app: Flask) -> None:
        a_person()
        with time_machine.travel(clock.now() - timedelta(hours=13), tick=False):
            at_home(app)
        sign_in(client, "osoba@example.org", headers={"User-Agent": FIREFOX})
        assert "iPhone" not in seen(client.get("/me/sessions"))


class TestPassword:
    def test_it_is_changed_and_only_this_device_goes_on(self, client: FlaskClient, app: Flask) -> None:
        organisation = an_organisation()
        user = a_speaker(organisation)
        come_in(client, user, organisation.id)
        other = app.test_client()
        come_in(other, user)
        before = client.get_cookie("session")
        assert before is not None
        answer = post_form(client, "/me/password", {"password": NEW})
        assert (answer.status_code, answer.location) == (303, "/me/sessions")
        assert "Hasło jest ustawione." in seen(client.get("/me/sessions"))
        assert [is_in(client), is_in(other)] == [True, False]
        thief = app.test_client()
        thief.set_cookie("session", before.value)
        assert not is_in(thief), "the cookie from before the change opens nothing"
        row = db.session.scalars(select(Session)).one()
        assert (row.organisation_id, row.strong) == (organisation.id, True)
        assert passwords.is_right(NEW, db.session.get_one(User, user.id).password_hash)

    @pytest.mark.parametrize(
        ("password", "sentence"),
        [
            ("krótkie", "Użyj od 8 do 128 znaków"),
            ("Kraków2026!", "używa go wiele osób"),
            ("zaq12wsx", "używa go wiele osób"),
            ("11111111", "używa go wiele osób"),
            ("Drwal.2026", "składa się z Twojego imienia"),
            ("Wspólny Stół", "używa go wiele osób"),
        ],
    )
    def test_what_others_would_try_first_is_refused(
        self, client: FlaskClient, password: str, sentence: str
    ) -> None:
        come_in(client, a_user("Halina Drwal"))
        answer = post_form(client, "/me/password", {"password": password})
        assert answer.status_code == 422
        assert sentence in seen(answer)
        assert sessions() == 1

    def test_it_asks_first_who_one_is(self, client: FlaskClient) -> None:
        come_in(client, a_user())
        with time_machine.travel(clock.now() + PROOF_LASTS + timedelta(minutes=1), tick=False):
            answer = client.get("/me/password")
            assert (answer.status_code, answer.location) == (303, "/login/again?next=/me/password")


class TestProof:
    """Proving again who one is."""

    START = datetime(2026, 11, 20, 12, tzinfo=UTC)

    def test_the_password_opens_what_was_wanted_for_ten_minutes(self, client: FlaskClient) -> None:
        with time_machine.travel(self.START, tick=False) as traveller:
            a_person()
            sign_in(client, "osoba@example.org")
            traveller.shift(timedelta(minutes=11))
            page = client.get("/me/password", follow_redirects=True)
            assert "Potwierdź, że to Ty" in seen(page)
            answer = post_form(client, "/login/again?next=/me/password", {"password": PASSWORD})
            assert (answer.status_code, answer.location) == (303, "/me/password")
            assert client.get("/me/password").status_code == 200
            traveller.shift(timedelta(minutes=10))
            assert client.get("/me/password").status_code == 303

    def test_a_copied_cookie_gains_nothing_by_it(self, client: FlaskClient, app: Flask) -> None:
        with time_machine.travel(self.START, tick=False) as traveller:
            a_person()
            sign_in(client, "osoba@example.org")
            thief, copied = app.test_client(), client.get_cookie("session")
            assert copied is not None
            thief.set_cookie("session", copied.value)
            assert is_in(thief)
            traveller.shift(timedelta(minutes=11))
            post_form(client, "/login/again", {"password": PASSWORD})
            assert (is_in(client), is_in(thief), sessions()) == (True, False, 1)
            traveller.shift(timedelta(minutes=2))
            assert is_in(client)
            assert "To urządzenie" in seen(client.get("/me/sessions"))

    def test_a_wrong_password_proves_nothing(self, client: FlaskClient) -> None:
        with time_machine.travel(self.START, tick=False) as traveller:
            a_person()
            sign_in(client, "osoba@example.org")
            traveller.shift(timedelta(minutes=11))
            answer = post_form(client, "/login/again?next=/me/password", {"password": "something else"})
            assert answer.status_code == 422
            assert "To nie jest Twoje hasło." in seen(answer)
            assert 'name="next" value="/me/password"' in answer.text
            assert client.get("/me/password").status_code == 303

    def test_tries_are_limited(self, client: FlaskClient) -> None:
        a_person()
        sign_in(client, "osoba@example.org")
        answers = [
            post_form(client, "/login/again", {"password": "something else"}).status_code
            for _try in range(12)
        ]
        assert answers == [422] * 10 + [429] * 2

    @pytest.mark.parametrize(
        "goal", ["//evil.example.org", "https://evil.example.org", "/\\evil.example.org"]
    )
    def test_it_leads_nowhere_but_here(self, client: FlaskClient, goal: str) -> None:
        a_person()
        sign_in(client, "osoba@example.org")
        answer = send(client, "/login/again", {"password": PASSWORD, "next": goal})
        assert (answer.status_code, answer.location) == (303, "/me")

    def test_who_has_no_password_gets_a_link(self, client: FlaskClient) -> None:
        user = a_user()
        with unit_of_work():
            db.session.get_one(User, user.id).password_hash = None
        come_in(client, user)
        text = seen(client.get("/login/again"))
        assert "Nie masz tu hasła." in text
        assert "Wyślij mi link" in text

    def test_a_guest_is_sent_to_sign_in(self, client: FlaskClient) -> None:
        assert client.get("/login/again").location == "/login?next=/login/again"


class TestEnds:
    """When a session ends by itself."""

    START = datetime(2026, 11, 20, 8, tzinfo=UTC)

    @pytest.mark.parametrize(("role", "stays"), [(None, True), (Role.MODERATOR, False), (Role.EDITOR, False)])
    def test_a_role_is_asked_again_after_half_an_hour_of_silence(
        self, client: FlaskClient, role: Role | None, stays: bool
    ) -> None:
        with time_machine.travel(self.START, tick=False) as traveller:
            come_in(client, a_user(role=role))
            traveller.shift(timedelta(minutes=29))
            assert is_in(client)
            traveller.shift(timedelta(minutes=31))
            assert is_in(client) is stays

    def test_twelve_hours_end_it_however_busy(self, client: FlaskClient) -> None:
        with time_machine.travel(self.START, tick=False) as traveller:
            come_in(client, a_user(role=Role.MODERATOR))
            for _quarter in range(48):
                traveller.shift(timedelta(minutes=15))
                assert is_in(client)
            traveller.shift(timedelta(minutes=1))
            assert not is_in(client)
