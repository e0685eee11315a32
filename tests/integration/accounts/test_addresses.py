"""What comes by letter: registering, coming in by a link, a new password; the same to everybody, and each link once."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from civic.accounts import passwords, tokens
from civic.accounts.commands import forget_old_links, issue_by_hand
from civic.accounts.models import AddressRequest, Purpose, Session, Token, User
from civic.accounts.queries import find_by_email
from civic.kernel import clock
from civic.kernel.access import SYSTEM, Role
from civic.kernel.db import unit_of_work
from civic.kernel.events import EventRow
from tests.factories import PASSWORD_HASH, a_user, come_in, db
from tests.fixtures.forms import post_form, send, token_on
from tests.fixtures.letters import Letters
from tests.fixtures.mailbox import answered, the_letter
from tests.fixtures.text import seen

NEW = "nowa@example.org"
OLD = "znana@example.org"
PASSWORD = "trzy konie na łące"
#: The subject of the first letter, and the heading of the page it leads to.
SPOKEN = {
    "pl": ("Potwierdź adres", "Potwierdź konto"),
    "en": ("Confirm your address", "Confirm your account"),
    "uk": ("Підтвердьте адресу", "Підтвердьте обліковий запис"),
}
PAGES = ("/register", "/login/link", "/login/reset")


def ask(client: FlaskClient, page: str, email: str, **more: str) -> None:
    answer = send(client, page, {"email": email, **more})
    assert (answer.status_code, answer.location) == (303, "/login/sent")


def a_known(role: Role | None = None) -> User:
    """A person whose address was confirmed."""
    user = a_user("Zofia Znana", role, email=OLD)
    with unit_of_work():
        user = db.session.merge(user)
        user.address_confirmed_at = clock.now()
    return user


def is_in(client: FlaskClient) -> bool:
    return client.get("/me").status_code == 200


def tokens_left() -> int:
    return db.session.scalar(select(func.count()).select_from(Token)) or 0


def events() -> list[str]:
    return list(db.session.scalars(select(EventRow.name).order_by(EventRow.seq)))


class TestRegistering:
    def test_from_an_address_to_being_in(self, client: FlaskClient, letters: Letters) -> None:
        ask(client, "/register", " Nowa@Example.org ", next="/organisations")
        told = seen(client.get("/login/sent"))
        assert "Sprawdź pocztę" in told
        assert "Nowa@Example.org" in told
        assert "24 godziny" in told
        mail = the_letter(letters)
        assert (mail.to, mail.subject) == (NEW, "Potwierdź adres")
        assert "bez potwierdzenia konto nie powstanie" in mail.text
        page = client.get(mail.path)
        assert page.status_code == 200
        assert "Co robimy z Twoimi danymi" in seen(page)
        assert 'href="/privacy"' in page.text
        answer = post_form(client, mail.path, {"name": " Nowa  Osoba "})
        assert (answer.status_code, answer.location) == (303, "/organisations")
        assert is_in(client)
        user = find_by_email(NEW)
        assert user is not None
        assert (user.name, user.language, user.name_shown, user.role) == ("Nowa Osoba", "pl", False, None)
        assert user.password_hash is None
        assert user.address_confirmed_at is not None
        assert events()[:3] == ["UserCreated", "AddressConfirmed", "SignedIn"]

    def test_a_password_and_the_name_are_a_choice(self, client: FlaskClient, letters: Letters) -> None:
        ask(client, "/register", NEW)
        typed = {"name": "Nowa Osoba", "password": PASSWORD, "name_shown": "y", "language": "uk"}
        assert post_form(client, the_letter(letters).path, typed).location == "/me"
        user = find_by_email(NEW)
        assert user is not None
        assert passwords.is_right(PASSWORD, user.password_hash)
        assert (user.name_shown, user.language) == (True, "uk")
        assert 'lang="uk"' in client.get("/me").text

    @pytest.mark.parametrize(
        ("typed", "sentence"),
        [
            ({"name": ""}, "Wpisz imię i nazwisko."),
            ({"name": "x" * 201}, "Wpisz najwyżej 200 znaków."),
            ({"name": " \u200b "}, "od 1 do 200 znaków"),
            ({"name": "Nowa", "password": "krótkie"}, "Użyj od 8 do 128 znaków"),
            ({"name": "Nowa", "password": passwords.DEMO}, "hasło"),
        ],
    )
    def test_what_is_wrong_is_said_and_the_link_stays(
        self, client: FlaskClient, letters: Letters, typed: dict[str, str], sentence: str
    ) -> None:
        ask(client, "/register", NEW)
        path = the_letter(letters).path
        answer = post_form(client, path, typed)
        assert answer.status_code == 422
        assert sentence in seen(answer)
        assert find_by_email(NEW) is None
        assert post_form(client, path, {"name": "Nowa Osoba"}).status_code == 303

    def test_opening_the_page_uses_nothing_up(self, client: FlaskClient, letters: Letters) -> None:
        ask(client, "/register", NEW)
        path = the_letter(letters).path
        assert [client.get(path).status_code for _turn in range(3)] == [200] * 3
        assert client.head(path).status_code == 200
        assert post_form(client, path, {"name": "Nowa Osoba"}).status_code == 303
        assert client.get(path).status_code == 422
        assert "Ten link już nie działa" in seen(client.get(path))

    def test_a_known_address_gets_a_letter_of_its_own(self, client: FlaskClient, letters: Letters) -> None:
        a_known()
        ask(client, "/register", OLD, next="/organisations")
        mail = the_letter(letters)
        assert mail.subject == "Masz już konto"
        assert mail.path.startswith("/login/link/")
        assert post_form(client, mail.path).location == "/organisations"
        assert is_in(client)

    def test_of_two_letters_to_one_address_the_second_dies_with_the_first(
        self, client: FlaskClient, app: Flask, letters: Letters
    ) -> None:
        for _turn in range(2):
            ask(client, "/register", NEW)
        first, second = answered(letters)
        assert post_form(client, second.path, {"name": "Nowa Osoba"}).status_code == 303
        assert app.test_client().get(first.path).status_code == 422

    def test_who_is_in_goes_on(self, client: FlaskClient) -> None:
        come_in(client, a_user())
        assert client.get("/register?next=/organisations").location == "/organisations"
        assert client.get("/register?next=//evil.example.org").location == "/me"

    @pytest.mark.parametrize("goal", ["//evil.example.org", "/\\evil", "https://evil.example.org", "/a\nb"])
    def test_it_leads_nowhere_but_here(self, client: FlaskClient, letters: Letters, goal: str) -> None:
        ask(client, "/register", NEW, next=goal)
        assert post_form(client, the_letter(letters).path, {"name": "Nowa"}).location == "/me"

    def test_columns_that_are_not_on_the_form_stay(self, client: FlaskClient, letters: Letters) -> None:
        ask(client, "/register", NEW)
        extra = {"role": "administrator", "id": "1", "email": "evil@example.org", "suspended_at": "x"}
        post_form(client, the_letter(letters).path, {"name": "Nowa", **extra})
        user = find_by_email(NEW)
        assert user is not None
        assert user.role is None
        assert find_by_email("evil@example.org") is None


class TestComingByLink:
    def test_the_button_signs_in_once(self, client: FlaskClient, app: Flask, letters: Letters) -> None:
        a_known()
        ask(client, "/login/link", OLD, next="/organisations")
        mail = the_letter(letters)
        assert mail.subject == "Twój link do logowania"
        assert OLD in seen(client.get(mail.path))
        assert not is_in(client)
        answer = post_form(client, mail.path)
        assert (answer.status_code, answer.location) == (303, "/organisations")
        assert is_in(client)
        again = app.test_client().get(mail.path)
        assert again.status_code == 422
        assert "Poproś o nowy link" in seen(again)

    def test_it_lasts_fifteen_minutes(self, client: FlaskClient, letters: Letters) -> None:
        a_known()
        ask(client, "/login/link", OLD)
        path = the_letter(letters).path
        token = token_on(client.get(path).text)
        with time_machine.travel(clock.now() + timedelta(minutes=15, seconds=1), tick=False):
            assert client.get(path).status_code == 422
            assert client.post(path, data={"csrf_token": token}).status_code == 422
        assert not is_in(client)

    @pytest.mark.parametrize("role", list(Role))
    def test_a_role_gets_a_letter_that_opens_nothing(
        self, client: FlaskClient, letters: Letters, role: Role
    ) -> None:
        a_known(role)
        ask(client, "/login/link", OLD)
        mail = the_letter(letters)
        assert mail.subject == "Zaloguj się hasłem albo kluczem dostępu"
        assert mail.path == "/login"
        assert tokens_left() == 0

    def test_a_role_given_after_the_letter_makes_the_link_void(
        self, client: FlaskClient, letters: Letters
    ) -> None:
        a_known()
        ask(client, "/login/link", OLD)
        path = the_letter(letters).path
        page = client.get(path)
        with unit_of_work():
            user = find_by_email(OLD)
            assert user
            user.role = Role.MODERATOR
        assert client.post(path, data={"csrf_token": token_on(page.text)}).status_code == 422
        assert not is_in(client)

    def test_an_app_is_still_asked_for_its_code(self, client: FlaskClient, letters: Letters) -> None:
        a_known()
        with unit_of_work():
            user = find_by_email(OLD)
            assert user
            user.totp_secret, user.totp_confirmed_at = "x", clock.now()
        ask(client, "/login/link", OLD)
        answer = post_form(client, the_letter(letters).path)
        assert answer.location == "/login/code"
        assert not is_in(client)

    def test_an_account_without_a_password_comes_in(self, client: FlaskClient, letters: Letters) -> None:
        a_known()
        with unit_of_work():
            user = find_by_email(OLD)
            assert user
            user.password_hash = None
        ask(client, "/login/link", OLD)
        assert post_form(client, the_letter(letters).path).location == "/me"

    def test_a_token_opens_only_what_it_is_for(self, client: FlaskClient, letters: Letters) -> None:
        a_known()
        ask(client, "/login/link", OLD)
        token = the_letter(letters).path.rpartition("/")[2]
        for page in ("/register", "/login/password", "/me/email/old", "/me/email/new"):
            assert client.get(f"{page}/{token}").status_code == 422


class TestResetting:
    def test_it_sets_the_password_and_ends_sessions(
        self, client: FlaskClient, app: Flask, letters: Letters
    ) -> None:
        user = a_known()
        elsewhere = app.test_client()
        come_in(elsewhere, user)
        ask(client, "/login/reset", OLD)
        mail = the_letter(letters)
        assert mail.subject == "Ustaw nowe hasło"
        answer = post_form(client, mail.path, {"password": PASSWORD})
        assert (answer.status_code, answer.location) == (303, "/login")
        assert not is_in(client)
        assert not is_in(elsewhere)
        found = find_by_email(OLD)
        assert found is not None
        assert passwords.is_right(PASSWORD, found.password_hash)
        (told,) = letters()
        assert told.subject == "Hasło do Twojego konta zostało zmienione"

    def test_the_second_factor_stays(self, client: FlaskClient, letters: Letters) -> None:
        a_known()
        with unit_of_work():
            user = find_by_email(OLD)
            assert user
            user.totp_secret, user.totp_confirmed_at = "x", clock.now()
        ask(client, "/login/reset", OLD)
        post_form(client, the_letter(letters).path, {"password": PASSWORD})
        found = find_by_email(OLD)
        assert found is not None
        assert found.has_second_factor
        answer = send(client, "/login", {"email": OLD, "password": PASSWORD})
        assert answer.location == "/login/code"

    def test_it_lasts_an_hour(self, client: FlaskClient, letters: Letters) -> None:
        a_known()
        ask(client, "/login/reset", OLD)
        path = the_letter(letters).path
        with time_machine.travel(clock.now() + timedelta(hours=1, seconds=1), tick=False):
            assert client.get(path).status_code == 422

    def test_a_new_password_makes_every_other_link_void(
        self, client: FlaskClient, app: Flask, letters: Letters
    ) -> None:
        a_known()
        for page in ("/login/reset", "/login/reset", "/login/link"):
            ask(client, page, OLD)
        first, *others = answered(letters)
        post_form(client, first.path, {"password": PASSWORD})
        assert [app.test_client().get(mail.path).status_code for mail in others] == [422, 422]

    def test_a_role_may_reset_and_comes_in_with_its_factor(
        self, client: FlaskClient, letters: Letters
    ) -> None:
        a_known(Role.MODERATOR)
        ask(client, "/login/reset", OLD)
        assert post_form(client, the_letter(letters).path, {"password": PASSWORD}).location == "/login"
        assert not is_in(client)

    def test_an_invitation_that_expired_is_not_revived(self, client: FlaskClient, letters: Letters) -> None:
        user = a_user(role=Role.EDITOR, email=OLD)
        with unit_of_work():
            user = db.session.merge(user)
            user.password_hash = None
            path = issue_by_hand(user, by=SYSTEM)
        with time_machine.travel(clock.now() + timedelta(hours=48, minutes=1), tick=False):
            assert client.get(path).status_code == 422
            for page in PAGES:
                ask(client, page, OLD)
                mail = the_letter(letters)
                assert mail.subject == "Twoje konto czeka na nowe zaproszenie"
                assert mail.path == ""
        assert tokens_left() == 1


class TestSilence:
    """Nothing of a page shows whether an address is known, and what is closed opens to nobody."""

    @pytest.mark.parametrize("page", PAGES)
    def test_known_and_unknown_get_the_same(self, app: Flask, page: str) -> None:
        a_known()
        with unit_of_work():
            user = a_user(email="zawieszona@example.org")
            db.session.merge(user).suspended_at = clock.now()
        told = []
        for email in (OLD, "obca1@example.org", "zawieszona@example.org"):
            client = app.test_client()
            answer = send(client, page, {"email": email})
            sent = client.get("/login/sent")
            headers = {
                name: value for name, value in answer.headers if name not in {"Set-Cookie", "Content-Length"}
            }
            told.append((answer.status_code, headers, answer.text, sent.text.replace(email, "")))
        assert told[0] == told[1] == told[2]
        assert db.session.scalar(select(func.count()).select_from(AddressRequest)) == 3
        assert tokens_left() == 0, "the page itself finds nothing out"

    @pytest.mark.parametrize("page", PAGES)
    def test_a_suspended_account_gets_no_letter(
        self, client: FlaskClient, letters: Letters, page: str
    ) -> None:
        user = a_known()
        with unit_of_work():
            db.session.merge(user).suspended_at = clock.now()
        ask(client, page, OLD)
        assert not answered(letters)
        assert tokens_left() == 0

    def test_a_suspension_after_the_letter_makes_links_void(
        self, client: FlaskClient, letters: Letters
    ) -> None:
        user = a_known()
        for page in ("/login/link", "/login/reset"):
            ask(client, page, OLD)
        mails = answered(letters)
        with unit_of_work():
            db.session.merge(user).suspended_at = clock.now()
        assert [client.get(mail.path).status_code for mail in mails] == [422, 422]

    @pytest.mark.parametrize("page", ["/login/link", "/login/reset"])
    def test_an_unknown_address_is_told_so_in_its_letter_alone(
        self, client: FlaskClient, letters: Letters, page: str
    ) -> None:
        ask(client, page, NEW)
        mail = the_letter(letters)
        assert (mail.subject, mail.path) == ("Nie ma konta z tym adresem", "/register")

    def test_the_page_after_it_shows_nothing_to_others(self, client: FlaskClient) -> None:
        assert client.get("/login/sent").location == "/login"

    @pytest.mark.parametrize(
        "email",
        [
            "",
            "ala",
            "a b@example.org",
            "a@b@c",
            "a@b\r\nBcc: evil@example.org",
            '"a"<b@c',
            "a,b@example.org",
            "a\0@example.org ",
            "x" * 300 + "@example.org",
        ],
    )
    @pytest.mark.parametrize("page", PAGES)
    def test_what_is_no_address_is_said_and_kept(
        self, client: FlaskClient, letters: Letters, page: str, email: str
    ) -> None:
        answer = send(client, page, {"email": email})
        if answer.status_code == 303:
            # What cannot be seen is taken out, and the rest is an address.
            assert [mail.to for mail in answered(letters)] == ["a@example.org"]
            return
        assert answer.status_code == 422
        assert not answered(letters)

    @pytest.mark.parametrize("header", ["Host", "X-Forwarded-Host", "Forwarded", "X-Host"])
    @pytest.mark.parametrize("page", PAGES)
    def test_links_bear_our_own_name(
        self, client: FlaskClient, app: Flask, letters: Letters, page: str, header: str
    ) -> None:
        a_known()
        token = token_on(client.get(page).text)
        forged = "host=evil.example.org" if header == "Forwarded" else "evil.example.org"
        answer = client.post(page, data={"csrf_token": token, "email": OLD}, headers={header: forged})
        mails = answered(letters)
        if header == "Host":
            assert answer.status_code == 400
            assert not mails
            return
        assert [mail.url.startswith("http://localhost/") for mail in mails] == [True]
        assert "evil" not in mails[0].text + mails[0].html

    def test_letters_to_one_address_are_few(self, app: Flask, letters: Letters) -> None:
        statuses = [send(app.test_client(), "/register", {"email": NEW}).status_code for _turn in range(4)]
        assert statuses == [303, 303, 303, 429]
        assert len(answered(letters)) == 3

    def test_a_known_address_meets_the_same_limit(self, app: Flask, letters: Letters) -> None:
        a_known()
        for page, allowed in (("/login/link", 5), ("/login/reset", 5), ("/register", 3)):
            statuses = [
                send(app.test_client(), page, {"email": OLD}).status_code for _turn in range(allowed + 1)
            ]
            assert statuses == [303] * allowed + [429]


class TestLanguages:
    @pytest.mark.parametrize("language", sorted(SPOKEN))
    def test_the_letter_and_its_page_speak_as_the_asker(
        self, client: FlaskClient, app: Flask, letters: Letters, language: str
    ) -> None:
        subject, heading = SPOKEN[language]
        client.set_cookie("language", language)
        ask(client, "/register", NEW)
        mail = the_letter(letters)
        assert mail.subject == subject
        elsewhere = app.test_client()
        page = elsewhere.get(mail.path)
        assert heading in seen(page)
        assert f'lang="{language}"' in page.text
        post_form(elsewhere, mail.path, {"name": "Nowa Osoba"})
        assert f'lang="{language}"' in elsewhere.get("/me").text
        user = find_by_email(NEW)
        assert user is not None
        assert user.language == language

    def test_a_known_person_is_written_to_in_their_own(self, client: FlaskClient, letters: Letters) -> None:
        user = a_known()
        with unit_of_work():
            db.session.merge(user).language = "uk"
        ask(client, "/login/link", OLD)
        mail = the_letter(letters)
        assert mail.subject == "Ваше посилання для входу"
        assert 'lang="uk"' in client.get(mail.path).text


class TestTheTable:
    def test_it_holds_no_readable_token(self, client: FlaskClient, letters: Letters) -> None:
        ask(client, "/register", NEW)
        token = the_letter(letters).path.rpartition("/")[2]
        row = db.session.scalars(select(Token)).one()
        assert token not in f"{row.token_hash} {row.facts}"
        assert row.token_hash == tokens.hash_of(token)
        assert db.session.scalar(select(func.count()).select_from(AddressRequest)) == 0

    def test_what_is_dead_is_forgotten(self, client: FlaskClient, letters: Letters) -> None:
        ask(client, "/register", NEW)
        answered(letters)
        for hours, left in ((47, 1), (49, 0)):
            with time_machine.travel(clock.now() + timedelta(hours=hours), tick=False), unit_of_work():
                forget_old_links(by=SYSTEM)
            assert tokens_left() == left

    def test_a_link_by_hand_confirms_no_mailbox(self, client: FlaskClient) -> None:
        user = a_user(email=OLD)
        with unit_of_work():
            path = issue_by_hand(db.session.merge(user), by=SYSTEM)
        post_form(client, path, {"password": PASSWORD})
        found = find_by_email(OLD)
        assert found is not None
        assert found.address_confirmed_at is None
        assert found.password_hash != PASSWORD_HASH

    def test_no_session_is_opened_by_asking(self, client: FlaskClient) -> None:
        a_known()
        for page in PAGES:
            ask(client, page, OLD)
        assert not db.session.scalars(select(Session)).all()


def test_only_our_own_settings_name_the_host(client: FlaskClient, app: Flask, letters: Letters) -> None:
    app.config["CIVIC"], kept = (
        replace(app.config["CIVIC"], base_url="https://forum.example.org"),
        app.config["CIVIC"],
    )
    try:
        ask_by = client.get("/register", base_url="https://forum.example.org")
        client.post(
            "/register",
            data={"csrf_token": token_on(ask_by.text), "email": NEW},
            base_url="https://forum.example.org",
            headers={"X-Forwarded-Host": "evil.example.org", "Referer": "https://forum.example.org/register"},
        )
        assert [mail.url.startswith("https://forum.example.org/register/") for mail in answered(letters)] == [
            True
        ]
    finally:
        app.config["CIVIC"] = kept


def test_purposes_have_pages(app: Flask) -> None:
    for purpose in Purpose:
        assert tokens.LIFE[purpose] > timedelta(0)
