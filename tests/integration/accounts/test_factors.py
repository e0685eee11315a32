"""The second factor: setting an app up, coming in by its codes and by recovery codes, and what a role has to wait for."""

from __future__ import annotations

import re
import threading
from datetime import UTC, datetime, timedelta

import pyotp
import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from civic.accounts import totp
from civic.accounts.commands import authenticator, reset_factors
from civic.accounts.models import AccountAct, RecoveryCode, Session, User
from civic.kernel.access import SYSTEM, Role
from civic.kernel.db import unit_of_work
from civic.kernel.errors import Forbidden, Refused
from civic.kernel.events import EventRow
from tests.factories import a_user, acting, come_in, db
from tests.fixtures.forms import post_form, send
from tests.fixtures.letters import Letters
from tests.fixtures.text import seen
from tests.integration.accounts.test_signing_in import PASSWORD, a_person, give_password, is_in, sign_in

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
KEY = re.compile(r'<code class="secret">([A-Z2-7 ]+)</code>')
RECOVERY = re.compile(r"<code>([a-z2-9-]{19})</code>")


def set_up(client: FlaskClient) -> tuple[pyotp.TOTP, list[str]]:
    """Set an app up as a person does: copy the key, type the code, read the recovery codes."""
    page = client.get("/me/security/app").text
    found = KEY.search(page)
    assert found, page
    app = pyotp.TOTP(found[1].replace(" ", ""))
    shown = send(client, "/me/security/app", {"code": app.now()}, follow_redirects=True)
    codes = RECOVERY.findall(shown.text)
    assert len(codes) == 10, seen(shown)
    return app, codes


def protected(client: FlaskClient, role: Role | None = None) -> tuple[User, pyotp.TOTP, list[str]]:
    """A person with a password and an app, signed out again."""
    user = a_user("Halina Drwal", role=role, email="osoba@example.org")
    give_password(user, PASSWORD)
    come_in(client, user)
    with time_machine.travel(NOON - timedelta(hours=1), tick=False):
        come_in(client, user)
        app, codes = set_up(client)
    client.delete_cookie("session")
    return user, app, codes


def give_code(client: FlaskClient, code: str) -> TestResponse:
    return send(client, "/login/code", {"code": code})


def test_an_app_is_set_up_with_its_first_code(client: FlaskClient, letters: Letters) -> None:
    user = a_person()
    come_in(client, user, strong=False)
    page = client.get("/me/security/app")
    assert "Zeskanuj kod albo przepisz klucz" in seen(page)
    wrong = send(client, "/me/security/app", {"code": "000 000"})
    assert wrong.status_code == 422
    assert "Kod się nie zgadza" in seen(wrong)
    assert KEY.findall(wrong.text) == KEY.findall(page.text), "the key changed under the reader's hands"
    _app, codes = set_up(client)
    assert len(set(codes)) == 10
    shown = client.get("/me/security")
    assert "Pozostało 10 z 10 kodów" in seen(shown)
    assert not RECOVERY.findall(client.get("/me/security/codes/new", follow_redirects=True).text)
    assert [mail.subject for mail in letters()] == ["Do Twojego konta dodano aplikację z kodami"]


def test_the_secret_is_of_no_use_in_the_database_alone(client: FlaskClient) -> None:
    user, app, codes = protected(client)
    db.session.refresh(user)
    assert user.totp_secret is not None
    assert app.secret not in user.totp_secret
    assert totp.unseal(user.totp_secret, "x" * 40, user.id) is None
    assert totp.unseal(user.totp_secret, client.application.secret_key, user.id + 1) is None  # type: ignore[arg-type]
    hashes = db.session.scalars(select(RecoveryCode.code_hash)).all()
    assert not {code.replace("-", "") for code in codes} & set(hashes)


def test_the_new_session_is_strong_and_has_a_new_id(client: FlaskClient) -> None:
    user = a_user(role=Role.MODERATOR)
    come_in(client, user, strong=False)
    with client.session_transaction() as cookie:
        before = cookie["_user_id"]
    assert client.get("/moderation").status_code == 403
    set_up(client)
    assert client.get("/moderation").status_code == 200
    with client.session_transaction() as cookie:
        assert cookie["_user_id"] != before
        cookie["_user_id"] = before
    assert not is_in(client)


def test_a_code_given_as_a_proof_makes_the_session_strong_under_a_new_id(client: FlaskClient) -> None:
    user, app, _codes = protected(client, role=Role.MODERATOR)
    with time_machine.travel(NOON, tick=False):
        come_in(client, user, strong=False)
        assert client.get("/moderation").status_code == 403
        copied = client.get_cookie("session")
        assert copied is not None
        form = {"code": app.at(NOON), "next": "/moderation"}
        answer = send(client, "/login/again/code", form, page="/login/again")
        assert (answer.status_code, answer.location) == (303, "/moderation")
        assert client.get("/moderation").status_code == 200
        thief = client.application.test_client()
        thief.set_cookie("session", copied.value)
        assert not is_in(thief), "the cookie from before the code opens nothing"
        assert is_in(client)


def test_a_password_alone_asks_for_a_code(client: FlaskClient) -> None:
    _user, app, _codes = protected(client)
    answer = sign_in(client, "osoba@example.org")
    assert answer.status_code == 303
    assert answer.location == "/login/code"
    assert not is_in(client)
    with time_machine.travel(NOON, tick=False):
        sign_in(client, "osoba@example.org")
        assert give_code(client, app.at(NOON)).location == "/me"
        assert is_in(client)


@pytest.mark.parametrize("aside", [-30, 0, 30])
def test_a_clock_may_be_one_step_off(client: FlaskClient, aside: int) -> None:
    _user, app, _codes = protected(client)
    with time_machine.travel(NOON, tick=False):
        sign_in(client, "osoba@example.org")
        code = app.at(NOON + timedelta(seconds=aside))
        assert give_code(client, f"{code[:3]} {code[3:]}").status_code == 303


@pytest.mark.parametrize("aside", [-90, 90])
def test_an_older_or_later_code_is_refused(client: FlaskClient, aside: int) -> None:
    _user, app, _codes = protected(client)
    with time_machine.travel(NOON, tick=False):
        sign_in(client, "osoba@example.org")
        answer = give_code(client, app.at(NOON + timedelta(seconds=aside)))
    assert answer.status_code == 422
    assert "Kod się nie zgadza" in seen(answer)


def test_a_code_is_taken_once_and_an_older_one_never_after_it(client: FlaskClient) -> None:
    _user, app, _codes = protected(client)
    with time_machine.travel(NOON, tick=False):
        sign_in(client, "osoba@example.org")
        assert give_code(client, app.at(NOON)).status_code == 303
        for aside in (0, -30):
            sign_in(client, "osoba@example.org")
            again = give_code(client, app.at(NOON + timedelta(seconds=aside)))
            assert again.status_code == 422
            assert "już użyty" in seen(again)


@pytest.mark.parametrize(
    "typed", ["", " ", "12345", "1234567", "١٢٣٤٥٦", "abcdef", "0" * 41, "\0" * 6, "𝟏𝟐𝟑𝟒𝟓𝟔"]
)
def test_what_is_no_code_is_refused_with_a_sentence(client: FlaskClient, typed: str) -> None:
    protected(client)
    sign_in(client, "osoba@example.org")
    assert give_code(client, typed).status_code == 422
    assert not is_in(client)


def test_a_recovery_code_opens_once_and_its_owner_is_told(client: FlaskClient, letters: Letters) -> None:
    _user, _app, codes = protected(client)
    letters()
    sign_in(client, "osoba@example.org")
    answer = give_code(client, codes[3].upper().replace("-", " "))
    assert answer.status_code == 303
    assert "Pozostało 9" in seen(client.get("/me"))
    assert [mail.subject for mail in letters()] == ["Na Twoim koncie użyto kodu zapasowego"]
    sign_in(client, "osoba@example.org")
    assert give_code(client, codes[3]).status_code == 422


def test_new_recovery_codes_void_the_old_ones(client: FlaskClient) -> None:
    user, _app, old = protected(client)
    come_in(client, user)
    new = RECOVERY.findall(post_form(client, "/me/security/codes").text) or RECOVERY.findall(
        client.get("/me/security/codes/new").text
    )
    assert len(new) == 10
    assert not set(new) & set(old)
    client.delete_cookie("session")
    sign_in(client, "osoba@example.org")
    assert give_code(client, old[0]).status_code == 422
    assert give_code(client, new[0]).status_code == 303


def test_the_codes_come_as_a_file_only_to_whoever_just_saw_them(client: FlaskClient) -> None:
    user = a_person()
    come_in(client, user)
    page = client.get("/me/security/app").text
    app = pyotp.TOTP(KEY.search(page)[1].replace(" ", ""))  # type: ignore[index]
    send(client, "/me/security/app", {"code": app.now()})
    shown = client.get("/me/security/codes/new")
    codes = RECOVERY.findall(shown.text)
    token = re.search(r'name="csrf_token" value="([^"]+)"', shown.text)
    assert token
    file = client.post("/me/security/codes.txt", data={"csrf_token": token[1], "shown": codes})
    assert file.headers["Content-Disposition"].startswith("attachment")
    assert file.headers["Cache-Control"] == "no-store, private"
    assert all(code in file.text for code in codes)
    invented = {"csrf_token": token[1], "shown": ["aaaa-aaaa-aaaa-aaaa"]}
    assert client.post("/me/security/codes.txt", data=invented).status_code == 404
    assert client.post("/me/security/codes.txt", data={"csrf_token": token[1]}).status_code == 404


def test_after_five_tries_the_sixth_waits(client: FlaskClient) -> None:
    _user, app, _codes = protected(client)
    with time_machine.travel(NOON, tick=False):
        sign_in(client, "osoba@example.org")
        for _try in range(5):
            assert give_code(client, "000000").status_code == 422
        right = give_code(client, app.at(NOON))
        assert right.status_code == 429
        assert int(right.headers["Retry-After"]) > 0
        assert not is_in(client)


def test_the_second_step_ends_after_five_minutes(client: FlaskClient) -> None:
    _user, app, _codes = protected(client)
    with time_machine.travel(NOON, tick=False) as clock:
        sign_in(client, "osoba@example.org")
        page = client.get("/login/code").text
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
        assert token
        clock.shift(timedelta(minutes=6))
        late = client.post(
            "/login/code", data={"csrf_token": token[1], "code": app.now()}, follow_redirects=True
        )
    assert "Czas na wpisanie kodu minął" in seen(late)
    assert not is_in(client)


def test_nobody_gets_the_second_step_without_the_first(client: FlaskClient) -> None:
    answer = client.get("/login/code")
    assert answer.status_code == 303
    assert answer.location == "/login"


def test_of_many_equal_codes_at_once_one_opens(app: Flask, client: FlaskClient) -> None:
    user, _app, codes = protected(client)
    user_id = user.id
    won: list[str] = []
    ready = threading.Barrier(8)

    def spend(number: int) -> None:
        ready.wait()
        for _try in range(25):
            with app.app_context():
                try:
                    with unit_of_work():
                        person = db.session.get_one(User, user_id)
                        if number % 2:
                            authenticator.spend_step(person, 2_000_000_000)
                            won.append("step")
                        elif authenticator.spend_recovery_code(person, codes[0]):
                            won.append("code")
                except Refused:
                    pass

    threads = [threading.Thread(target=spend, args=(number,)) for number in range(8)]
    db.session.remove()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(won) == ["code", "step"]


@pytest.mark.parametrize(
    ("role", "sentence"),
    [
        (Role.MODERATOR, "Twoja rola w moderacji czeka na drugi składnik logowania."),
        (Role.EDITOR, "Twoja rola w redakcji czeka na drugi składnik logowania."),
        (Role.OFFICIAL, "Twoja rola w urzędzie miasta czeka na drugi składnik logowania."),
        (Role.PLENIPOTENTIARY, "Twoja rola w biurze pełnomocnika czeka na drugi składnik logowania."),
        (Role.COUNCIL, "Twoja rola w KRDPP czeka na drugi składnik logowania."),
        (Role.ADMINISTRATOR, "Twoja rola w administracji czeka na drugi składnik logowania."),
    ],
)
def test_a_role_waits_for_a_second_factor_and_says_so(client: FlaskClient, role: Role, sentence: str) -> None:
    user = a_user(role=role, email="osoba@example.org")
    give_password(user, PASSWORD)
    assert sign_in(client, "osoba@example.org").location == "/me/security"
    for address in ("/", "/me", "/forums", "/me/security"):
        assert sentence in seen(client.get(address))
    assert "Ustaw drugi składnik, żeby skorzystać z roli" in seen(client.get("/me/security"))
    set_up(client)
    assert "czeka na drugi składnik" not in seen(client.get("/me"))


def test_a_page_of_the_role_leads_to_the_second_factor(client: FlaskClient) -> None:
    come_in(client, a_user(role=Role.MODERATOR), strong=False)
    answer = client.get("/moderation")
    assert answer.status_code == 403
    assert "Ta strona czeka na Twój drugi składnik logowania" in seen(answer)
    assert 'href="/me/security"' in answer.text


def test_people_without_a_role_see_no_such_line(client: FlaskClient) -> None:
    come_in(client, a_person(), strong=False)
    assert "czeka na drugi składnik" not in seen(client.get("/me"))


def test_a_role_keeps_its_last_factor(client: FlaskClient) -> None:
    user, _app, _codes = protected(client, role=Role.EDITOR)
    come_in(client, user)
    answer = post_form(client, "/me/security/app/remove")
    assert answer.status_code == 422
    assert "Twoja rola wymaga drugiego składnika" in seen(answer)
    db.session.refresh(user)
    assert user.has_second_factor


def test_whoever_has_no_role_may_do_without_the_app(client: FlaskClient, letters: Letters) -> None:
    user, _app, codes = protected(client)
    letters()
    come_in(client, user)
    answer = post_form(client, "/me/security/app/remove")
    assert answer.status_code == 303
    db.session.refresh(user)
    assert not user.has_second_factor
    assert db.session.scalars(select(RecoveryCode)).all() == []
    assert [mail.subject for mail in letters()] == ["Z Twojego konta usunięto aplikację z kodami"]
    client.delete_cookie("session")
    assert sign_in(client, "osoba@example.org").location == "/me"
    assert codes


def test_an_administrator_resets_lost_factors_with_a_reason(client: FlaskClient, letters: Letters) -> None:
    user, _app, _codes = protected(client, role=Role.OFFICIAL)
    come_in(client, user)
    letters()
    administrator = acting(a_user(role=Role.ADMINISTRATOR))
    with pytest.raises(Refused), unit_of_work():
        reset_factors(user, reason="  ", by=administrator)
    with unit_of_work():
        reset_factors(user, reason="Telefon zgubiony, potwierdzone rozmową.", by=administrator)
    db.session.refresh(user)
    assert not user.has_second_factor
    assert not is_in(client)
    act = db.session.scalars(select(AccountAct)).one()
    assert (act.act, act.by_id, act.reason) == (
        "reset_factors",
        administrator.id,
        "Telefon zgubiony, potwierdzone rozmową.",
    )
    event = db.session.scalars(select(EventRow).where(EventRow.name == "FactorsReset")).one()
    assert "Telefon" not in event.payload
    (mail,) = letters()
    assert "Telefon zgubiony" in mail.text
    assert sign_in(client, "osoba@example.org").location == "/me/security"


def test_only_administrators_reset_and_not_their_own(client: FlaskClient) -> None:
    user, _app, _codes = protected(client, role=Role.ADMINISTRATOR)
    for by in (acting(a_user(role=Role.MODERATOR)), acting(a_user())):
        with pytest.raises(Forbidden), unit_of_work():
            reset_factors(user, reason="Bo tak.", by=by)
    with pytest.raises(Refused), unit_of_work():
        reset_factors(user, reason="Zgubiony telefon.", by=acting(user))
    with unit_of_work():
        reset_factors(user, reason="Zgubiony telefon.", by=SYSTEM)
    assert db.session.scalars(select(Session).where(Session.user_id == user.id)).all() == []


def test_changing_factors_needs_a_recent_proof(client: FlaskClient) -> None:
    user = a_person()
    with time_machine.travel(NOON, tick=False) as clock:
        come_in(client, user)
        assert client.get("/me/security/app").status_code == 200
        clock.shift(timedelta(minutes=11))
        for address in (
            "/me/security/app",
            "/me/security/codes",
            "/me/security/app/remove",
            "/me/security/passkeys/new",
        ):
            answer = client.get(address)
            assert answer.status_code == 303
            assert answer.location.startswith("/login/again?next=")
