"""Coming in and leaving: the right password, all the wrong ones, and what a cookie is worth afterwards."""

from __future__ import annotations

import functools
import threading
import unicodedata
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, Literal

import pytest
import time_machine
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from civic.accounts import passwords, queries
from civic.accounts.commands import set_password
from civic.accounts.models import Session, User
from civic.kernel import clock
from civic.kernel.access import SYSTEM
from civic.kernel.db import unit_of_work
from civic.kernel.events import EventRow, first_break
from civic.organisations.commands import add_membership
from civic.organisations.models import Capacity, Organisation
from tests.factories import a_speaker, a_user, an_organisation, come_in, db
from tests.fixtures.forms import in_english, send, token_on

Form = Literal["NFC", "NFD", "NFKD"]
#: Checked by the product as any other hash, at a hundredth of the cost; what a real one costs has a test of its own.
CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
PASSWORD = "trzy konie na łące"
WRONG = "The address or the password is not right."


@functools.cache
def hash_once(password: str) -> str:
    """A hash that costs next to nothing to check."""
    return CHEAP.hash(passwords.normalise(password))


def a_person(email: str = "osoba@example.org", password: str = PASSWORD) -> User:
    """A person with a password of their own."""
    user = a_user(email=email)
    give_password(user, password)
    return user


def give_password(user: User, password: str) -> None:
    password_hash = hash_once(password)
    with unit_of_work():
        set_password(user, password_hash, by=SYSTEM)


def sign_in(client: FlaskClient, email: str, password: str = PASSWORD, **more: Any) -> TestResponse:
    return send(client, "/login", {"email": email, "password": password}, **more)


def is_in(client: FlaskClient) -> bool:
    return client.get("/me").status_code == 200


def sessions() -> int:
    return db.session.scalar(select(func.count()).select_from(Session)) or 0


def test_the_right_password_opens_the_start_page(client: FlaskClient) -> None:
    a_person()
    answer = sign_in(client, " Osoba@Example.org ")
    assert (answer.status_code, answer.location) == (303, "/me")
    assert is_in(client)


def test_a_password_that_is_changed_meanwhile_opens_nothing(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever resets a password because somebody knows it is rid of them, also when they come in at that very moment."""
    user_id, right, changed = a_person().id, passwords.is_right, hash_once("cztery konie pod lasem")
    db.session.remove()

    def change() -> None:
        with app.app_context():
            with unit_of_work():
                set_password(db.session.get_one(User, user_id), changed, by=SYSTEM)
            db.session.remove()

    def slow(password: str, known: str | None) -> bool:
        fits = right(password, known)
        other = threading.Thread(target=change)
        other.start()
        other.join()
        return fits

    monkeypatch.setattr(passwords, "is_right", slow)
    assert sign_in(client, "osoba@example.org").status_code == 422
    assert sessions() == 0
    assert not is_in(client)


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(client: FlaskClient) -> None:
    a_person()
    in_english(client)
    wrong = sign_in(client, "osoba@example.org", "something else")
    unknown = sign_in(client, "nobody@example.org", "something else")
    assert (wrong.status_code, unknown.status_code) == (422, 422)
    assert WRONG in wrong.text
    told = [answer.text.replace(token_on(answer.text), "").split("<form")[0] for answer in (wrong, unknown)]
    assert told[0] == told[1]
    assert not is_in(client)


def test_an_unknown_address_costs_as_much_as_a_known_one(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_person()
    asked: list[bool] = []
    check = passwords.is_right

    def counting(password: str, password_hash: str | None) -> bool:
        asked.append(password_hash is not None)
        return check(password, password_hash)

    monkeypatch.setattr(passwords, "is_right", counting)
    sign_in(client, "osoba@example.org", "something else")
    sign_in(client, "nobody@example.org", "something else")
    assert asked == [True, False]


def test_a_failure_stays_in_the_log_although_the_request_was_refused(client: FlaskClient) -> None:
    user = a_person()
    sign_in(client, "osoba@example.org", "something else")
    last = db.session.scalars(select(EventRow).order_by(EventRow.seq.desc())).first()
    assert last is not None
    assert (last.name, last.subject) == ("SignInFailed", f"user:{user.id}")
    assert first_break() is None


def test_what_was_typed_stays_but_the_password(client: FlaskClient) -> None:
    answer = sign_in(client, "osoba@example.org", "something else")
    assert 'value="osoba@example.org"' in answer.text
    assert "something else" not in answer.text


@pytest.mark.parametrize(
    "data", [{"email": "", "password": "x"}, {"email": "a@example.org", "password": ""}, {}]
)
def test_an_empty_form_says_what_to_write(client: FlaskClient, data: dict[str, str]) -> None:
    assert send(client, "/login", data).status_code == 422


def test_a_suspended_person_does_not_come_in(client: FlaskClient) -> None:
    user = a_person()
    with unit_of_work():
        user.suspended_at = clock.now()
    answer = sign_in(in_english(client), "osoba@example.org")
    assert answer.status_code == 422
    assert "suspended" in answer.text
    assert not is_in(client)
    assert sessions() == 0
    assert "suspended" not in sign_in(client, "osoba@example.org", "something else").text


def test_a_suspension_ends_what_is_open(client: FlaskClient) -> None:
    user = a_person()
    sign_in(client, "osoba@example.org")
    with unit_of_work():
        db.session.get_one(User, user.id).suspended_at = clock.now()
    assert not is_in(client)


def test_each_sign_in_opens_a_session_under_a_new_id(client: FlaskClient, app: Flask) -> None:
    a_person()
    found = []
    for _turn in range(2):
        sign_in(client, "osoba@example.org")
        with client.session_transaction() as session:
            found.append(session["_user_id"])
    assert found[0] != found[1]
    assert sessions() == 1, "the session before it has ended"
    with client.session_transaction() as session:
        session["_user_id"] = found[0]
    assert not is_in(client)


def test_a_session_planted_before_signing_in_is_worth_nothing_after(client: FlaskClient, app: Flask) -> None:
    a_person()
    planted = "planted-by-an-attacker"
    with client.session_transaction() as session:
        session["_user_id"] = planted
        session["extra"] = "kept?"
    sign_in(client, "osoba@example.org")
    with client.session_transaction() as session:
        assert session["_user_id"] != planted
        assert "extra" not in session
    other = app.test_client()
    with other.session_transaction() as session:
        session["_user_id"] = planted
    assert not is_in(other)


def test_signing_out_kills_the_session_on_the_server(client: FlaskClient, app: Flask) -> None:
    a_person()
    sign_in(client, "osoba@example.org")
    thief = app.test_client()
    cookie = client.get_cookie("session")
    assert cookie is not None
    thief.set_cookie("session", cookie.value)
    assert is_in(thief), "a copied cookie works while the session lives"
    answer = send(client, "/logout", {}, page="/me")
    assert (answer.status_code, answer.location) == (303, "/")
    assert not is_in(client)
    assert not is_in(thief)
    assert sessions() == 0


def test_a_forged_cookie_opens_nothing(client: FlaskClient) -> None:
    client.set_cookie("session", "eyJfdXNlcl9pZCI6IjEifQ.aaaaaa.bbbbbbbbbbbbbbbbbbbbbbbbbbb")
    assert not is_in(client)


def test_the_table_holds_no_readable_id(client: FlaskClient) -> None:
    a_person()
    sign_in(client, "osoba@example.org")
    with client.session_transaction() as session:
        sid = session["_user_id"]
    row = db.session.scalars(select(Session)).one()
    assert sid not in row.sid_hash
    assert row.sid_hash == queries.hash_of(sid)


def test_a_session_ends_after_twelve_hours(client: FlaskClient) -> None:
    a_person()
    sign_in(client, "osoba@example.org")
    with time_machine.travel(clock.now() + timedelta(hours=12, minutes=1), tick=False):
        assert not is_in(client)


def test_a_new_password_ends_all_sessions(client: FlaskClient) -> None:
    user = a_person()
    sign_in(client, "osoba@example.org")
    give_password(user, "another long password")
    assert not is_in(client)


@pytest.mark.parametrize(("stored", "typed"), [("NFC", "NFD"), ("NFD", "NFC"), ("NFC", "NFKD")])
def test_polish_letters_may_be_typed_in_either_form(client: FlaskClient, stored: Form, typed: Form) -> None:
    a_person(password=unicodedata.normalize(stored, "zażółć gęślą jaźń"))
    answer = sign_in(client, "osoba@example.org", unicodedata.normalize(typed, "zażółć gęślą jaźń"))
    assert answer.status_code == 303


@pytest.mark.parametrize("password", ["a" * 128, "🐎" * 40, " spaces stay ", "ﷺ" * 7])
def test_long_and_strange_passwords_work(client: FlaskClient, password: str) -> None:
    a_person(password=password)
    assert sign_in(client, "osoba@example.org", password).status_code == 303


def test_an_enormous_password_is_refused_in_a_sentence(client: FlaskClient) -> None:
    a_person()
    assert sign_in(client, "osoba@example.org", "a" * 100_000).status_code == 422


@pytest.mark.parametrize(
    ("goal", "location"),
    [
        ("/organisations?page=2", "/organisations?page=2"),
        ("", "/me"),
        ("//evil.example.org", "/me"),
        ("/\\evil.example.org", "/me"),
        ("\\/evil.example.org", "/me"),
        ("\t//evil.example.org", "/me"),
        ("/\t/evil.example.org", "/me"),
        ("/\n/evil.example.org", "/me"),
        ("https:evil.example.org", "/me"),
        ("http:///evil.example.org", "/me"),
        ("https://evil.example.org/", "/me"),
        ("@evil.example.org", "/me"),
        ("%2f%2fevil.example.org", "/me"),
        ("javascript:alert(1)", "/me"),
        ("evil。example。org", "/me"),
    ],
)
def test_signing_in_leads_nowhere_but_here(client: FlaskClient, goal: str, location: str) -> None:
    a_person()
    page = client.get("/login", query_string={"next": goal})
    answer = client.post(
        "/login",
        data={
            "csrf_token": token_on(page.text),
            "email": "osoba@example.org",
            "password": PASSWORD,
            "next": goal,
        },
    )
    assert (answer.status_code, answer.location) == (303, location)


def test_a_guest_comes_back_to_where_signing_in_was_needed(client: FlaskClient) -> None:
    assert client.get("/me?kind=comments").location == "/login?next=/me?kind%3Dcomments"
    assert (
        'name="next" type="hidden" value="/me?kind=comments"'
        in client.get("/login?next=/me?kind%3Dcomments").text
    )


class TestDemonstration:
    """The known password opens its accounts only here, on this machine."""

    def test_the_page_lists_the_accounts(self, client: FlaskClient) -> None:
        text = client.get("/login").text
        names = [
            "przedstawiciel",
            "zastepca",
            "moderator",
            "redaktor",
            "urzednik",
            "pelnomocnik",
            "krdpp",
            "administrator",
        ]
        assert all(f"{name}@example.org" in text for name in names)
        assert "demo-demo-demo" in text

    def test_the_password_opens_an_account(self, client: FlaskClient) -> None:
        a_person("przedstawiciel@example.org", passwords.DEMO)
        assert sign_in(client, "przedstawiciel@example.org", passwords.DEMO).status_code == 303

    @pytest.mark.parametrize(
        "header",
        ["Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "x-forwarded-proto", "X-Forwarded-Anything"],
    )
    def test_not_for_a_proxied_request(self, client: FlaskClient, header: str) -> None:
        a_person("przedstawiciel@example.org", passwords.DEMO)
        proxied = {header: "for=203.0.113.9"}
        answer = sign_in(client, "przedstawiciel@example.org", passwords.DEMO, headers=proxied)
        assert answer.status_code == 422
        assert not is_in(client)
        assert "demo-demo-demo" not in client.get("/login", headers=proxied).text

    def test_not_when_the_demonstration_is_off(
        self, client: FlaskClient, app: Flask, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        a_person("przedstawiciel@example.org", passwords.DEMO)
        monkeypatch.setitem(app.config, "CIVIC", replace(app.config["CIVIC"], demo=False))
        assert sign_in(client, "przedstawiciel@example.org", passwords.DEMO).status_code == 422
        assert "przedstawiciel@example.org" not in client.get("/login").text.replace(
            'value="przedstawiciel@example.org"', ""
        )


def test_many_sign_in_at_once(app: Flask) -> None:
    a_person()
    answers: list[int] = []

    def one() -> None:
        with app.app_context():
            answers.append(sign_in(app.test_client(), "osoba@example.org").status_code)

    threads = [threading.Thread(target=one) for _turn in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [303] * 6
    assert sessions() == 6
    assert first_break() is None


class TestLastSeen:
    """A session's last use is written at most once a minute, whatever becomes of the request."""

    def seen(self) -> datetime:
        db.session.rollback()
        return db.session.scalars(select(Session)).one().last_seen

    def test_it_moves_after_a_minute(self, client: FlaskClient) -> None:
        start = datetime(2026, 11, 20, 12, tzinfo=UTC)
        with time_machine.travel(start, tick=False) as traveller:
            come_in(client, a_user())
            for seconds, expected in [(30, 0), (29, 0), (1, 60), (59, 60), (2, 121)]:
                traveller.shift(seconds)
                client.get("/me")
                assert self.seen() == start + timedelta(seconds=expected)

    def test_it_survives_a_refusal(self, client: FlaskClient) -> None:
        start = datetime(2026, 11, 20, 12, tzinfo=UTC)
        with time_machine.travel(start, tick=False) as traveller:
            come_in(client, a_user())
            traveller.shift(90)
            assert client.get("/moderation").status_code == 403
            assert self.seen() == start + timedelta(seconds=90)


class TestActing:
    """Choosing whom to act for."""

    def test_the_first_organisation_is_chosen_at_sign_in(self, client: FlaskClient) -> None:
        organisation = an_organisation("Fundacja „Mostek”")
        user = a_speaker(organisation)
        give_password(user, PASSWORD)
        sign_in(client, user.email)
        assert db.session.scalars(select(Session)).one().organisation_id == organisation.id
        assert "Fundacja „Mostek”" in client.get("/me").text

    def test_another_can_be_chosen(self, client: FlaskClient) -> None:
        first, second = an_organisation("Fundacja Łąka"), an_organisation("Stowarzyszenie Most")
        user = a_speaker(first)
        join(user, second)
        come_in(client, user, first.id)
        answer = send(client, "/acting", {"organisation": second.id, "next": "/organisations"}, page="/me")
        assert (answer.status_code, answer.location) == (303, "/organisations")
        assert db.session.scalars(select(Session)).one().organisation_id == second.id

    @pytest.mark.parametrize("goal", ["//evil.example.org", "https://evil.example.org", ""])
    def test_it_leads_nowhere_but_here(self, client: FlaskClient, goal: str) -> None:
        organisation = an_organisation()
        come_in(client, a_speaker(organisation))
        answer = send(client, "/acting", {"organisation": organisation.id, "next": goal}, page="/me")
        assert answer.location == "/me"

    @pytest.mark.parametrize("foreign", ["other", "999999", "99999999999999999999999999"])
    def test_not_an_organisation_of_others(self, client: FlaskClient, foreign: str) -> None:
        own, other = an_organisation("Fundacja Łąka"), an_organisation("Stowarzyszenie Most")
        come_in(client, a_speaker(own), own.id)
        chosen = other.id if foreign == "other" else foreign
        assert send(client, "/acting", {"organisation": chosen}, page="/me").status_code == 403
        assert db.session.scalars(select(Session)).one().organisation_id == own.id

    def test_a_guest_cannot(self, client: FlaskClient) -> None:
        token = token_on(client.get("/login").text)
        assert client.post("/acting", data={"csrf_token": token, "organisation": 1}).status_code == 401

    def test_not_after_the_term_has_ended(self, client: FlaskClient) -> None:
        organisation = an_organisation()
        user = a_speaker(organisation, ends_on=clock.today(clock.now()) - timedelta(days=1))
        come_in(client, user)
        assert send(client, "/acting", {"organisation": organisation.id}, page="/me").status_code == 403


def join(user: User, organisation: Organisation) -> None:
    """Let a person speak for one more organisation."""
    with unit_of_work():
        add_membership(organisation, user, capacity=Capacity.DEPUTY, starts_on=date(2020, 1, 1), by=SYSTEM)
