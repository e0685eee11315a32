"""Guessing: how many passwords are looked at, for whom, from where; and what an attempt gives away."""

from __future__ import annotations

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from civic import create_app
from civic.accounts import passwords, totp
from civic.accounts.models import User
from civic.kernel import clock, events, finished
from civic.kernel.db import unit_of_work
from civic.kernel.events import EventRow
from tests.conftest import Visitor
from tests.factories import a_user, db
from tests.fixtures.forms import token_on
from tests.fixtures.text import seen
from tests.integration.accounts.test_signing_in import PASSWORD, a_person, is_in, sign_in

START = datetime(2026, 11, 20, 12, tzinfo=UTC)
VICTIM = "osoba@example.org"


@pytest.fixture
def looked_at(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every password that was compared with a hash; the wrong ones are not hashed, to save the machine."""
    tried: list[str] = []
    check = passwords.is_right

    def counting(password: str, password_hash: str | None) -> bool:
        tried.append(password)
        return password == PASSWORD and check(password, password_hash)

    monkeypatch.setattr(passwords, "is_right", counting)
    return tried


def guess(
    client: FlaskClient, password: str, email: str = VICTIM, address: str = "127.0.0.1", **more: Any
) -> TestResponse:
    """One try from an address; the form is read once and sent again and again."""
    token = client.environ_base.get("civic.token")
    if token is None:
        token = client.environ_base["civic.token"] = token_on(client.get("/login").text)
    data = {"csrf_token": token, "email": email, "password": password}
    answer = client.post("/login", data=data, environ_overrides={"REMOTE_ADDR": address}, **more)
    if answer.status_code == 303:
        # Whoever comes in gets a new session, and with it a new token.
        del client.environ_base["civic.token"]
    return answer


def number(count: int) -> str:
    return f"198.51.{count // 250}.{count % 250 + 1}"


def failures() -> int:
    return len(db.session.scalars(select(EventRow.seq).where(EventRow.name == "SignInFailed")).all())


class TestHowMany:
    """At most the allowed number of passwords is looked at."""

    def test_one_account_from_many_addresses(self, client: FlaskClient, looked_at: list[str]) -> None:
        a_user(email=VICTIM)
        answers = [guess(client, f"guess {turn}", address=number(turn)).status_code for turn in range(100)]
        assert len(looked_at) == 10
        assert answers == [422] * 10 + [429] * 90

    def test_many_accounts_from_one_address(self, client: FlaskClient, looked_at: list[str]) -> None:
        for turn in range(60):
            guess(client, "the same guess", email=f"person{turn}@example.org", address="203.0.113.9")
        assert len(looked_at) == 10

    @pytest.mark.parametrize(
        "spelling",
        ["OSOBA@example.org", " osoba@example.org ", "osoba@\u200bexample.org", "osoba@example.org\u200f"],
    )
    def test_another_spelling_of_the_address_is_the_same_account(
        self, client: FlaskClient, looked_at: list[str], spelling: str
    ) -> None:
        a_user(email=VICTIM)
        for turn in range(10):
            guess(client, "guess", address=number(turn))
        assert guess(client, "guess", email=spelling, address=number(99)).status_code == 429

    def test_one_subscriber_of_ipv6_is_one_address(self, client: FlaskClient, looked_at: list[str]) -> None:
        for turn in range(40):
            guess(client, "guess", email=f"p{turn}@example.org", address=f"2001:db8:1:2:{turn + 1:x}::7")
        assert len(looked_at) == 10

    def test_fifty_at_once(self, app: Flask, looked_at: list[str]) -> None:
        a_user(email=VICTIM)
        db.session.remove()

        def one(turn: int) -> int:
            with app.app_context():
                return guess(app.test_client(), "guess", address=number(turn)).status_code

        with ThreadPoolExecutor(16) as threads:
            answers = list(threads.map(one, range(50)))
        assert len(looked_at) == 10
        assert sorted(set(answers)) == [422, 429]

    def test_right_passwords_do_not_count(self, client: FlaskClient) -> None:
        a_person()
        assert [sign_in(client, VICTIM).status_code for _turn in range(12)] == [303] * 12

    def test_after_the_time_said_it_goes_on(self, client: FlaskClient, looked_at: list[str]) -> None:
        a_user(email=VICTIM)
        with time_machine.travel(START, tick=False) as traveller:
            for turn in range(10):
                guess(client, "guess", address=number(turn))
            refused = guess(client, "guess", address=number(99))
            assert (refused.status_code, refused.headers["Retry-After"]) == (429, "300")
            traveller.shift(300)
            assert guess(client, "guess", address=number(99)).status_code == 422

    def test_a_restart_forgets_nothing(self, client: FlaskClient, app: Flask, looked_at: list[str]) -> None:
        a_user(email=VICTIM)
        for turn in range(10):
            guess(client, "guess", address=number(turn))
        with behind(app, 0) as again:
            assert guess(again, "guess", address=number(99)).status_code == 429


@contextmanager
def behind(app: Flask, proxies: int) -> Iterator[FlaskClient]:
    """A visitor of the same instance started anew, behind so many proxies."""
    other = create_app(replace(app.config["CIVIC"], trusted_proxies=proxies))
    other.test_client_class = Visitor
    with other.app_context():
        yield other.test_client()
        db.session.remove()
        db.engine.dispose()


class TestProxies:
    """Whoever forges the address of the sender gets no further tries, and takes none from others."""

    @pytest.mark.parametrize("proxies", [0, 1, 2])
    def test_a_forged_header_helps_nobody(self, app: Flask, looked_at: list[str], proxies: int) -> None:
        with behind(app, proxies) as client:
            for turn in range(30):
                # What each trusted proxy appends stands at the end; what stands before it is the attacker's own.
                real = ["203.0.113.9", "10.0.0.1"][:proxies]
                header = ", ".join([number(turn), f"10.9.9.{turn}", *real])
                guess(
                    client,
                    "guess",
                    email=f"p{turn}@example.org",
                    address="10.0.0.2" if proxies else "203.0.113.9",
                    headers={
                        "X-Forwarded-For": header,
                        "Forwarded": f"for={number(turn)}",
                        "X-Real-IP": number(turn),
                    },
                )
        assert len(looked_at) == 10

    @pytest.mark.parametrize("proxies", [1, 2])
    def test_readers_behind_one_proxy_are_told_apart(
        self, app: Flask, looked_at: list[str], proxies: int
    ) -> None:
        with behind(app, proxies) as client:
            for turn in range(30):
                header = ", ".join([number(turn), "10.0.0.1"][:proxies])
                guess(
                    client,
                    "guess",
                    email=f"p{turn}@example.org",
                    address="10.0.0.2",
                    headers={"X-Forwarded-For": header},
                )
        assert len(looked_at) == 30


class TestOwner:
    """Others cannot lock the owner of an account out."""

    def test_a_device_used_before_still_opens_it(self, client: FlaskClient, app: Flask) -> None:
        a_person()
        sign_in(client, VICTIM)
        client.post("/logout", data={"csrf_token": token_on(client.get("/me").text)})
        attacker = app.test_client()
        for turn in range(10):
            guess(attacker, "guess", address=number(turn))
        assert guess(attacker, PASSWORD, address=number(99)).status_code == 429
        assert sign_in(client, VICTIM).status_code == 303

    def test_its_own_tries_are_limited_too(self, client: FlaskClient, looked_at: list[str]) -> None:
        a_person()
        guess(client, PASSWORD)
        tries = [guess(client, "guess", address=number(turn)).status_code for turn in range(30)]
        assert tries == [422] * 10 + [429] * 20

    def test_a_device_of_another_account_gets_no_further_tries(
        self, client: FlaskClient, app: Flask, looked_at: list[str]
    ) -> None:
        a_user(email=VICTIM)
        a_person("other@example.org")
        guess(client, PASSWORD, email="other@example.org")
        for turn in range(40):
            guess(client, "guess", address=number(turn))
        assert len(looked_at) == 11

    @pytest.mark.parametrize("cookie", ["x", "WyJ4IixbMV1d.aaaaaa.bbbb", "\x00", '["a",[1]]'])
    def test_a_forged_device_is_a_stranger(
        self, client: FlaskClient, looked_at: list[str], cookie: str
    ) -> None:
        a_user(email=VICTIM)
        client.set_cookie("device", cookie)
        for turn in range(20):
            guess(client, "guess", address=number(turn))
        assert len(looked_at) == 10

    def test_the_cookie_names_nobody(self, client: FlaskClient) -> None:
        a_person()
        answer = sign_in(client, VICTIM)
        [cookie] = [each for each in answer.headers.getlist("Set-Cookie") if each.startswith("device=")]
        assert "osoba" not in cookie
        assert {"HttpOnly", "Path=/", "SameSite=Lax"} <= set(cookie.split("; "))


class TestPage:
    def test_it_says_how_long_to_wait_and_shows_no_password(
        self, client: FlaskClient, looked_at: list[str]
    ) -> None:
        for turn in range(11):
            answer = guess(client, "my secret words", address=number(turn))
        assert answer.status_code == 429
        assert "Spróbuj ponownie za 5 minut." in seen(answer)
        assert "my secret words" not in answer.text
        assert VICTIM in answer.text


class TestLog:
    """A flood neither grows the log nor empties the kept pages."""

    def test_one_line_an_hour(self, client: FlaskClient, looked_at: list[str]) -> None:
        a_user(email=VICTIM)
        with time_machine.travel(START, tick=False) as traveller:
            for turn in range(50):
                guess(client, "guess", address=number(turn))
            assert failures() == 1
            traveller.shift(timedelta(minutes=61))
            guess(client, "guess")
            guess(client, "guess")
            assert failures() == 2

    def test_an_unknown_address_leaves_none(self, client: FlaskClient, looked_at: list[str]) -> None:
        for turn in range(20):
            guess(client, "guess", email=f"nobody{turn}@example.org", address=number(turn))
        assert events.head() == 0

    def test_kept_pages_stay(self, client: FlaskClient, app: Flask, looked_at: list[str]) -> None:
        a_user(email=VICTIM)
        guess(client, "guess")
        reader = app.test_client()
        with time_machine.travel(START, tick=False):
            first = reader.get("/organisations")
            head = events.head()
            for turn in range(30):
                guess(client, "guess", address=number(turn))
            assert events.head() == head
            key = app.key_of(first.request.environ)  # type: ignore[attr-defined]
            assert finished.pages.find(key, app.stamp()) is not None  # type: ignore[attr-defined]


class TestNothingGivenAway:
    """An address with an account, without one, without a password, suspended or erased: the same answer."""

    def somebody(self, kind: str) -> str:
        user = a_user(email=f"{kind}@example.org")
        with unit_of_work():
            found = db.session.get_one(User, user.id)
            if kind in {"letters-only", "erased"}:
                found.password_hash = None
            if kind == "suspended":
                found.suspended_at = clock.now()
            if kind == "erased":
                found.erased_at = clock.now()
        return f"{kind}@example.org"

    def test_the_same_answer(self, app: Flask) -> None:
        answers = set()
        for kind in ("known", "letters-only", "suspended", "erased", "unknown"):
            email = f"{kind}@example.org" if kind == "unknown" else self.somebody(kind)
            answer = guess(app.test_client(), "something else", email=email)
            text = re.sub(r'value="[^"]{60,}"|data-token="[^"]+"', "", answer.text).replace(email, "@")
            headers = {
                (name, re.sub(r"=[^;]+;", "=;", value) if name == "Set-Cookie" else value)
                for name, value in answer.headers
                if name != "Content-Length"
            }
            answers.add((answer.status_code, text, tuple(sorted(headers))))
        assert len(answers) == 1


class TestSecondFactor:
    def test_the_password_alone_opens_nothing(self, client: FlaskClient, app: Flask) -> None:
        user = a_person()
        with unit_of_work():
            found = db.session.get_one(User, user.id)
            found.totp_secret = totp.seal(totp.new_secret(), app.config["CIVIC"].secret_key, user.id)
            found.totp_confirmed_at = clock.now()
        answer = sign_in(client, VICTIM)
        assert (answer.status_code, answer.location) == (303, "/login/code")
        assert not is_in(client)
        assert client.get("/login/code").status_code == 200
        with time_machine.travel(clock.now() + timedelta(minutes=5, seconds=1), tick=False):
            assert client.get("/login/code").status_code == 303

    def test_a_new_password_makes_the_first_step_void(self, client: FlaskClient, app: Flask) -> None:
        user = a_person()
        with unit_of_work():
            found = db.session.get_one(User, user.id)
            found.totp_secret = totp.seal(totp.new_secret(), app.config["CIVIC"].secret_key, user.id)
            found.totp_confirmed_at = clock.now()
        sign_in(client, VICTIM)
        with unit_of_work():
            db.session.get_one(User, user.id).password_hash = passwords.make_hash("another long password")
        assert client.get("/login/code").status_code == 303
