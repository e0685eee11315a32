"""Looking after accounts: found by name, roles and suspension with a reason, nobody without an administrator, a log that tells it."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from lxml import html as markup
from sqlalchemy import func, select

from civic.accounts.commands import change_role, reinstate, suspend
from civic.accounts.models import AccountAct, Act, Session, User
from civic.kernel import clock
from civic.kernel.access import SYSTEM, Role
from civic.kernel.db import db, unit_of_work
from civic.kernel.errors import CivicError, Forbidden, Refused
from civic.kernel.events import EventRow
from tests.factories import a_speaker, a_user, acting, an_organisation, come_in
from tests.fixtures.forms import post_form, send
from tests.fixtures.letters import Letters
from tests.fixtures.text import seen

REASON = "Prosiła o to dyrekcja wydziału."


def an_administrator(client: FlaskClient, name: str = "Dawid Kosmala") -> User:
    """Somebody who looks after accounts, signed in with a second factor a moment ago."""
    user = a_user(name, role=Role.ADMINISTRATOR)
    come_in(client, user)
    return user


def page_of(user: User) -> str:
    return f"/admin/people/{user.id}"


def is_in(client: FlaskClient) -> bool:
    return client.get("/me").status_code == 200


class TestFinding:
    @pytest.mark.parametrize("question", ["zmuda", "ŻMUDA bartosz", "bartosz.z", "example.org zmuda"])
    def test_by_a_part_of_name_or_address(self, client: FlaskClient, question: str) -> None:
        an_administrator(client)
        a_user("Bartosz Żmuda", email="bartosz.zmuda@example.org")
        a_user("Halina Drwal", email="halina@example.org")
        text = seen(client.get("/admin/people", query_string={"q": question}))
        assert "Bartosz Żmuda" in text
        assert "Halina Drwal" not in text

    @pytest.mark.parametrize("question", ["%", "_", "' OR 1=1 --", "\\", "x" * 10_000])
    def test_nothing_typed_means_anything_to_the_database(self, client: FlaskClient, question: str) -> None:
        an_administrator(client)
        assert client.get("/admin/people", query_string={"q": question, "group": question}).status_code == 200

    def test_groups_are_counted(self, client: FlaskClient) -> None:
        an_administrator(client)
        gone = a_user("Zofia Gil")
        with unit_of_work():
            suspend(db.session.get_one(User, gone.id), reason=REASON, by=SYSTEM)
        assert "Zofia Gil" in seen(client.get("/admin/people?group=suspended"))
        assert "Zofia Gil" not in seen(client.get("/admin/people?group=roles"))

    def test_pages_of_twenty(self, client: FlaskClient) -> None:
        an_administrator(client, "Aaa Pierwsza")
        for number in range(21):
            a_user(f"Osoba {number:02}")
        assert "Osoba 20" not in seen(client.get("/admin/people"))
        assert "Osoba 20" in seen(client.get("/admin/people?page=2"))
        assert client.get("/admin/people?page=3").status_code == 404


class TestRoles:
    def test_a_role_is_given_with_a_reason_and_told(self, client: FlaskClient, letters: Letters) -> None:
        an_administrator(client)
        user = a_user("Halina Drwal", email="halina@example.org")
        theirs = client.application.test_client()
        come_in(theirs, user)
        answer = post_form(client, f"{page_of(user)}/role", {"role": "council", "reason": REASON})
        assert answer.status_code == 303
        assert db.session.get_one(User, user.id).role is Role.COUNCIL
        assert not is_in(theirs), "an old session would keep the old rights"
        text = seen(client.get(page_of(user)))
        assert "Zmiana roli: bez roli → Rada Działalności Pożytku Publicznego (KRDPP)" in text
        assert REASON in text
        (mail,) = letters()
        assert mail.to == "halina@example.org"
        assert REASON in mail.text
        row = db.session.scalars(select(EventRow).where(EventRow.name == "RoleChanged")).one()
        assert row.subject == f"user:{user.id}"
        assert "dyrekcja" not in row.payload

    def test_one_does_not_take_ones_own(self, client: FlaskClient) -> None:
        a_user("Druga Osoba", role=Role.ADMINISTRATOR)
        own = an_administrator(client)
        answer = post_form(client, f"{page_of(own)}/role", {"role": "", "reason": REASON})
        assert answer.status_code == 422
        assert "tylko inna osoba z administracji" in seen(answer)
        assert REASON in answer.text

    def test_the_last_one_stays(self, app: Flask) -> None:
        last = a_user(role=Role.ADMINISTRATOR)
        with pytest.raises(Refused), unit_of_work():
            change_role(db.session.get_one(User, last.id), None, reason=REASON, by=SYSTEM)
        with pytest.raises(Refused), unit_of_work():
            suspend(db.session.get_one(User, last.id), reason=REASON, by=SYSTEM)
        assert db.session.get_one(User, last.id).role is Role.ADMINISTRATOR

    def test_a_suspended_administrator_is_no_other_one(self, app: Flask) -> None:
        first, second = a_user(role=Role.ADMINISTRATOR), a_user(role=Role.ADMINISTRATOR)
        with unit_of_work():
            suspend(db.session.get_one(User, first.id), reason=REASON, by=SYSTEM)
        with pytest.raises(Refused), unit_of_work():
            change_role(db.session.get_one(User, second.id), None, reason=REASON, by=SYSTEM)

    def test_two_cannot_remove_each_other_at_once(self, app: Flask) -> None:
        pair = [a_user(role=Role.ADMINISTRATOR), a_user(role=Role.ADMINISTRATOR)]
        actors = [acting(user) for user in pair]
        ids = [user.id for user in pair]

        def remove(whom: int, by: int) -> None:
            with app.app_context():
                try:
                    with unit_of_work():
                        change_role(db.session.get_one(User, ids[whom]), None, reason=REASON, by=actors[by])
                except CivicError:
                    pass
                finally:
                    db.session.remove()

        threads = [threading.Thread(target=remove, args=(0, 1)), threading.Thread(target=remove, args=(1, 0))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        db.session.rollback()
        left = select(func.count(User.id)).where(User.role == Role.ADMINISTRATOR)
        assert db.session.scalar(left) == 1

    def test_the_same_role_is_no_change(self, app: Flask) -> None:
        user = a_user(role=Role.EDITOR)
        with pytest.raises(Refused):
            change_role(user, Role.EDITOR, reason=REASON, by=SYSTEM)

    @pytest.mark.parametrize("reason", ["", " ", "\u200b", "x" * 2_001])
    def test_nothing_happens_without_a_reason(self, client: FlaskClient, reason: str) -> None:
        an_administrator(client)
        user = a_user()
        for act in ("role", "suspend"):
            answer = post_form(client, f"{page_of(user)}/{act}", {"role": "editor", "reason": reason})
            assert answer.status_code == 422
        assert db.session.scalar(select(func.count(AccountAct.id))) == 0


class TestSuspending:
    def test_who_is_suspended_is_out_until_reinstated(self, client: FlaskClient, letters: Letters) -> None:
        an_administrator(client)
        user = a_user("Halina Drwal", email="halina@example.org")
        theirs = client.application.test_client()
        come_in(theirs, user)
        assert post_form(client, f"{page_of(user)}/suspend", {"reason": REASON}).status_code == 303
        assert not is_in(theirs)
        assert not db.session.scalars(select(Session).where(Session.user_id == user.id)).all()
        with pytest.raises(Refused):
            come_in(theirs, user)
        assert (
            post_form(client, f"{page_of(user)}/reinstate", {"reason": "Odwołanie uwzględnione."}).status_code
            == 303
        )
        come_in(theirs, db.session.get_one(User, user.id))
        assert is_in(theirs)
        subjects = [mail.subject for mail in letters()]
        assert subjects == ["Twoje konto jest zawieszone", "Twoje konto znów działa"]
        acts = db.session.scalars(select(AccountAct.act).order_by(AccountAct.id)).all()
        assert acts == [Act.SUSPEND, Act.REINSTATE]

    def test_not_oneself(self, client: FlaskClient) -> None:
        a_user(role=Role.ADMINISTRATOR)
        own = an_administrator(client)
        assert post_form(client, f"{page_of(own)}/suspend", {"reason": REASON}).status_code == 422
        assert is_in(client)

    def test_not_twice_and_not_back_twice(self, app: Flask) -> None:
        user = a_user()
        with pytest.raises(Refused):
            reinstate(user, reason=REASON, by=SYSTEM)
        with unit_of_work():
            suspend(db.session.get_one(User, user.id), reason=REASON, by=SYSTEM)
        with pytest.raises(Refused):
            suspend(db.session.get_one(User, user.id), reason=REASON, by=SYSTEM)


class TestNewAccount:
    def test_it_comes_with_a_link_shown_once(self, client: FlaskClient) -> None:
        an_administrator(client)
        answer = send(
            client,
            "/admin/people/new",
            {"name": "Nowa Osoba", "email": "Nowa@Example.org", "role": "moderator", "unit": ""},
        )
        assert answer.status_code == 200
        assert "no-store" in answer.headers["Cache-Control"]
        (link,) = markup.fromstring(answer.text).xpath("//textarea[@id='link']/text()")
        made = db.session.scalars(select(User).where(User.email == "nowa@example.org")).one()
        assert made.role is Role.MODERATOR
        guest = client.application.test_client()
        assert guest.get(link.strip().removeprefix("http://localhost")).status_code == 200
        assert link.strip() not in client.get(page_of(made)).text

    @pytest.mark.parametrize(
        "wrong",
        [{"email": "nic"}, {"email": ""}, {"name": " "}, {"email": "jest@example.org"}, {"role": "king"}],
    )
    def test_what_cannot_be_is_refused(self, client: FlaskClient, wrong: dict[str, str]) -> None:
        an_administrator(client)
        a_user(email="jest@example.org")
        before = db.session.scalar(select(func.count(User.id)))
        typed = {"name": "Nowa Osoba", "email": "nowa@example.org", "role": "", "unit": "", **wrong}
        assert send(client, "/admin/people/new", typed).status_code == 422
        assert db.session.scalar(select(func.count(User.id))) == before

    def test_a_link_for_somebody_who_is_there(self, client: FlaskClient) -> None:
        an_administrator(client)
        user = a_user("Halina Drwal")
        answer = post_form(client, page_of(user), action="link")
        assert "Halina Drwal" in seen(answer)
        assert "/textarea" in answer.text


class TestWhoMay:
    PAGES = (
        "/admin/people",
        "/admin/people/new",
        "/admin/people/1",
        "/admin/people/1/role",
        "/admin/people/1/suspend",
    )

    @pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
    def test_nobody_else(self, client: FlaskClient, role: Role) -> None:
        user = a_user(role=role)
        come_in(client, user)
        for url in self.PAGES:
            assert client.get(url).status_code == 403, url
        other = a_user()
        by = acting(user)
        with pytest.raises(Forbidden):
            suspend(other, reason=REASON, by=by)
        with pytest.raises(Forbidden):
            reinstate(other, reason=REASON, by=by)
        with pytest.raises(Forbidden):
            change_role(other, Role.EDITOR, reason=REASON, by=by)

    def test_not_without_a_second_factor(self, client: FlaskClient) -> None:
        come_in(client, a_user(role=Role.ADMINISTRATOR), strong=False)
        for url in self.PAGES:
            assert client.get(url).status_code == 403, url

    def test_not_long_after_the_last_proof(self, client: FlaskClient) -> None:
        an_administrator(client)
        with time_machine.travel(clock.now() + timedelta(minutes=11), tick=False):
            answer = client.get("/admin/people")
        assert answer.status_code == 303
        assert answer.headers["Location"] == "/login/again?next=/admin/people"

    def test_a_guest_signs_in_first(self, client: FlaskClient) -> None:
        assert client.get("/admin/people").headers["Location"].startswith("/login?next=")


class TestOnePerson:
    def test_the_page_tells_where_they_speak_and_what_happened(self, client: FlaskClient) -> None:
        user = a_speaker(an_organisation("Fundacja Łąka"), "Halina Drwal")
        come_in(client.application.test_client(), user)
        an_administrator(client)
        text = seen(client.get(page_of(user)))
        for shown in ("Halina Drwal", "Fundacja Łąka", "Konto założone", "Zalogowanie", user.email):
            assert shown in text

    def test_one_who_is_not_there(self, client: FlaskClient) -> None:
        an_administrator(client)
        for url in ("/admin/people/99999", "/admin/people/99999/role", "/admin/people/999999999999999"):
            assert client.get(url).status_code == 404


class TestWhatWaits:
    def test_examples_wait_to_be_filled_in(self, client: FlaskClient) -> None:
        an_administrator(client)
        text = seen(client.get("/admin"))
        assert "Uzupełnij dane kontaktowe biura" in text
        assert "Uzupełnij deklarację dostępności" in text
