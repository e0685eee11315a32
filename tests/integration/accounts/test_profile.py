"""What people change about themselves: the name, the language, and the address, which both mailboxes must agree to."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from civic.accounts.commands import (
    agree_to_address,
    ask_address_change,
    edit_profile,
    forget_old_links,
)
from civic.accounts.models import AddressChange, Purpose, Token, User
from civic.accounts.queries import find_by_email
from civic.kernel import clock
from civic.kernel.access import ANONYMOUS, SYSTEM
from civic.kernel.db import unit_of_work
from civic.kernel.errors import Forbidden
from civic.kernel.events import EventRow
from tests.factories import a_user, come_in, db
from tests.fixtures.forms import post_form, send, token_on
from tests.fixtures.letters import Letters, Mail
from tests.fixtures.mailbox import answered
from tests.fixtures.text import seen

OLD, NEW, OTHER = "stary@example.org", "nowy@example.org", "zajety@example.org"
AGREE: dict[str, str] = {}
STOP = {"stop": "1"}


@pytest.fixture
def person(client: FlaskClient) -> User:
    """Somebody who is signed in."""
    user = a_user("Zofia Znana", email=OLD)
    come_in(client, user)
    return user


def wish(client: FlaskClient, letters: Letters, email: str = NEW) -> tuple[Mail, Mail]:
    """Ask for another address; the letters to the old and to the new one."""
    answer = send(client, "/me/email", {"email": email})
    assert (answer.status_code, answer.location) == (303, "/me/email")
    found = {mail.to: mail for mail in letters()}
    return found[OLD], found[email]


def is_in(client: FlaskClient) -> bool:
    return client.get("/me").status_code == 200


def last_event() -> str | None:
    return db.session.scalar(select(EventRow.name).order_by(EventRow.seq.desc()).limit(1))


class TestProfile:
    def test_name_language_and_showing(self, client: FlaskClient, person: User) -> None:
        page = client.get("/me/profile")
        assert 'value="Zofia Znana"' in page.text
        assert OLD in seen(page)
        typed = {"name": " Zofia  Nowak ", "language": "en", "name_shown": "y"}
        answer = post_form(client, "/me/profile", typed)
        assert (answer.status_code, answer.location) == (303, "/me/profile")
        found = db.session.get_one(User, person.id)
        assert (found.name, found.language, found.name_shown) == ("Zofia Nowak", "en", True)
        assert last_event() == "ProfileChanged"
        page = client.get("/me/profile")
        assert 'lang="en"' in page.text
        assert "Saved." in seen(page)

    @pytest.mark.parametrize("name", ["", " ", "\u200b", "x" * 201])
    def test_a_name_is_needed(self, client: FlaskClient, person: User, name: str) -> None:
        assert post_form(client, "/me/profile", {"name": name}).status_code == 422
        assert db.session.get_one(User, person.id).name == "Zofia Znana"

    @pytest.mark.parametrize("language", ["xx", "", "pl; Secure"])
    def test_only_our_languages(self, client: FlaskClient, person: User, language: str) -> None:
        assert post_form(client, "/me/profile", {"language": language}).status_code == 422
        assert db.session.get_one(User, person.id).language == "pl"

    def test_other_columns_stay(self, client: FlaskClient, person: User) -> None:
        post_form(client, "/me/profile", {"role": "administrator", "email": NEW, "id": "7"})
        found = db.session.get_one(User, person.id)
        assert (found.role, found.email) == (None, OLD)

    @pytest.mark.parametrize("name", ["<b>x</b>", "{{7*7}}", "Żółć\0", "\u202eevil", "a\r\nBcc: b"])
    def test_hostile_names_are_text(self, client: FlaskClient, person: User, name: str) -> None:
        assert post_form(client, "/me/profile", {"name": name}).status_code == 303
        page = client.get("/me/profile")
        assert page.status_code == 200
        assert "<b>x</b>" not in page.text
        assert "49" not in db.session.get_one(User, person.id).name

    @pytest.mark.parametrize("page", ["/me/profile", "/me/email"])
    def test_a_guest_is_sent_to_sign_in(self, client: FlaskClient, page: str) -> None:
        assert client.get(page).location == f"/login?next={page}"

    def test_nobody_changes_without_an_account(self, app: Flask) -> None:
        with pytest.raises(Forbidden), unit_of_work():
            edit_profile(name="Ala", language="pl", name_shown=True, by=ANONYMOUS)
        with pytest.raises(Forbidden), unit_of_work():
            ask_address_change(NEW, by=ANONYMOUS)


class TestChangingTheAddress:
    @pytest.mark.parametrize("first", ["old", "new"])
    def test_it_moves_when_both_agree(
        self, client: FlaskClient, app: Flask, letters: Letters, person: User, first: str
    ) -> None:
        elsewhere = app.test_client()
        come_in(elsewhere, person)
        old, new = wish(client, letters)
        assert NEW in old.text
        order = [old, new] if first == "old" else [new, old]
        waits = post_form(client, order[0].path, AGREE)
        assert "Potrzebna jest jeszcze jedna zgoda" in seen(waits)
        assert find_by_email(NEW) is None
        moved = post_form(client, order[1].path, AGREE)
        assert f"Od teraz logujesz się adresem {NEW}" in seen(moved)
        found = db.session.get_one(User, person.id)
        assert found.email == NEW
        assert found.address_confirmed_at is not None
        assert is_in(client), "the browser that agreed stays in"
        assert not is_in(elsewhere), "others are signed out"
        told = letters()
        assert sorted(mail.to for mail in told) == sorted([OLD, NEW])
        assert {mail.subject for mail in told} == {"Adres Twojego konta został zmieniony"}
        assert last_event() == "AddressChanged"

    def test_a_proof_of_identity_comes_first(self, client: FlaskClient, person: User) -> None:
        with time_machine.travel(clock.now() + timedelta(minutes=11), tick=False):
            assert client.get("/me/email").location == "/login/again?next=/me/email"

    def test_opening_the_letters_changes_nothing(
        self, client: FlaskClient, app: Flask, letters: Letters, person: User
    ) -> None:
        for mail in wish(client, letters):
            assert [app.test_client().get(mail.path).status_code for _turn in range(2)] == [200, 200]
        assert db.session.get_one(User, person.id).email == OLD

    def test_the_old_address_can_stop_it(
        self, client: FlaskClient, app: Flask, letters: Letters, person: User
    ) -> None:
        old, new = wish(client, letters)
        post_form(client, new.path, AGREE)
        stopped = post_form(app.test_client(), old.path, STOP)
        assert "Zmiana jest zatrzymana" in seen(stopped)
        assert "Ustaw nowe hasło" in seen(stopped)
        assert [client.get(mail.path).status_code for mail in (old, new)] == [422, 422]
        assert db.session.get_one(User, person.id).email == OLD
        assert last_event() == "AddressChangeStopped"

    def test_its_owner_can_give_it_up(self, client: FlaskClient, letters: Letters, person: User) -> None:
        old, new = wish(client, letters)
        assert "Zmiana czeka na zgodę" in seen(client.get("/me/email"))
        assert post_form(client, "/me/email", action="stop").location == "/me/email"
        assert "Zmiana czeka na zgodę" not in seen(client.get("/me/email"))
        assert [client.get(mail.path).status_code for mail in (old, new)] == [422, 422]

    def test_a_new_wish_takes_the_place_of_the_old_one(
        self, client: FlaskClient, letters: Letters, person: User
    ) -> None:
        first = wish(client, letters, "inny@example.org")
        second = wish(client, letters)
        assert [client.get(mail.path).status_code for mail in first] == [422, 422]
        for mail in second:
            post_form(client, mail.path, AGREE)
        assert db.session.get_one(User, person.id).email == NEW

    def test_the_new_address_does_not_learn_the_old_one(
        self, client: FlaskClient, app: Flask, letters: Letters, person: User
    ) -> None:
        _old, new = wish(client, letters)
        reader = app.test_client()
        assert OLD not in new.text + new.html + reader.get(new.path).text
        assert OLD not in post_form(reader, new.path, AGREE).text

    def test_it_waits_for_a_day(self, client: FlaskClient, letters: Letters, person: User) -> None:
        old, new = wish(client, letters)
        post_form(client, old.path, AGREE)
        with time_machine.travel(clock.now() + timedelta(hours=24, seconds=1), tick=False):
            assert client.get(new.path).status_code == 422
            with unit_of_work():
                forget_old_links(by=SYSTEM)
        assert not db.session.scalars(select(AddressChange)).all()

    def test_a_taken_address_is_said_only_to_its_owner(
        self, client: FlaskClient, letters: Letters, person: User
    ) -> None:
        a_user(email=OTHER)
        free = seen(post_form_and_follow(client, NEW)).replace(NEW, "…")
        letters()
        taken = seen(post_form_and_follow(client, OTHER)).replace(OTHER, "…")
        assert free == taken
        mails = {mail.to: mail for mail in letters()}
        assert (mails[OTHER].subject, mails[OTHER].path) == ("Ten adres ma już konto", "")
        post_form(client, mails[OLD].path, AGREE)
        assert db.session.get_one(User, person.id).email == OLD

    def test_an_address_that_was_taken_meanwhile_is_refused(
        self, client: FlaskClient, app: Flask, letters: Letters, person: User
    ) -> None:
        old, new = wish(client, letters)
        post_form(client, old.path, AGREE)
        a_user(email=NEW)
        answer = post_form(app.test_client(), new.path, AGREE)
        assert answer.status_code == 422
        assert "Ten adres ma już konto." in seen(answer)
        assert db.session.get_one(User, person.id).email == OLD

    def test_the_old_side_is_not_told_why(self, client: FlaskClient, letters: Letters, person: User) -> None:
        old, new = wish(client, letters)
        post_form(client, new.path, AGREE)
        a_user(email=NEW)
        answer = post_form(client, old.path, AGREE)
        assert answer.status_code == 422
        assert "Zmiana nie może zadziałać." in seen(answer)

    @pytest.mark.parametrize("email", ["", "ala", OLD, OLD.upper(), "a b@example.org", "x" * 300])
    def test_what_cannot_be_the_new_address(
        self, client: FlaskClient, letters: Letters, person: User, email: str
    ) -> None:
        assert send(client, "/me/email", {"email": email}).status_code == 422
        assert not letters()

    def test_older_links_die_with_the_old_address(
        self, client: FlaskClient, app: Flask, letters: Letters, person: User
    ) -> None:
        for page in ("/login/link", "/login/reset"):
            send(app.test_client(), page, {"email": OLD})
        links = answered(letters)
        for mail in wish(client, letters):
            post_form(client, mail.path, AGREE)
        assert [app.test_client().get(mail.path).status_code for mail in links] == [422, 422]
        assert not db.session.scalars(select(Token).where(Token.used_at.is_(None))).all()

    def test_a_new_password_stops_it(
        self, client: FlaskClient, app: Flask, letters: Letters, person: User
    ) -> None:
        mails = wish(client, letters)
        send(app.test_client(), "/login/reset", {"email": OLD})
        (reset,) = answered(letters)
        post_form(app.test_client(), reset.path, {"password": "trzy konie na łące"})
        assert [app.test_client().get(mail.path).status_code for mail in mails] == [422, 422]
        assert not db.session.scalars(select(AddressChange)).all()

    def test_a_button_needs_its_token(self, client: FlaskClient, letters: Letters, person: User) -> None:
        old, _new = wish(client, letters)
        client.get(old.path)
        assert client.post(old.path).status_code == 400
        other = token_on(client.application.test_client().get("/login").text)
        assert client.post(old.path, data={"csrf_token": other}).status_code == 400

    def test_letters_are_few(self, client: FlaskClient, person: User) -> None:
        statuses = [send(client, "/me/email", {"email": NEW}).status_code for _turn in range(4)]
        assert statuses == [303, 303, 303, 429]

    def test_the_office_helps_who_lost_the_mailbox(self, client: FlaskClient, person: User) -> None:
        assert "Napisz do biura pełnomocnika" in seen(client.get("/me/email"))

    def test_of_two_that_agree_at_once_one_moves_it(
        self, client: FlaskClient, letters: Letters, person: User
    ) -> None:
        old, new = wish(client, letters)
        with unit_of_work():
            assert not agree_to_address(old.path.rpartition("/")[2], Purpose.OLD_ADDRESS)
        with unit_of_work():
            assert agree_to_address(new.path.rpartition("/")[2], Purpose.NEW_ADDRESS)
        assert find_by_email(NEW) is not None


def post_form_and_follow(client: FlaskClient, email: str) -> TestResponse:
    """Ask for an address and read the page after it."""
    send(client, "/me/email", {"email": email})
    return client.get("/me/email")
