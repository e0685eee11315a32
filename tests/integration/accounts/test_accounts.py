"""Making accounts, and the one-time links by which their owners set a password."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from click.testing import CliRunner
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from civic import cli
from civic.accounts import passwords
from civic.accounts.commands import create_user, issue_by_hand, set_password
from civic.accounts.models import Session, User
from civic.accounts.queries import find_by_email
from civic.kernel import clock
from civic.kernel.access import SYSTEM, Role
from civic.kernel.db import unit_of_work
from civic.kernel.errors import Forbidden, NotFound, Refused
from civic.kernel.events import EventRow
from tests.factories import PASSWORD_HASH, a_user, acting, come_in, db
from tests.fixtures.forms import send
from tests.fixtures.migrated import lay_down
from tests.fixtures.text import seen


def events() -> list[str]:
    return list(db.session.scalars(select(EventRow.name).order_by(EventRow.seq)))


class TestCommands:
    def test_an_account_is_made_once(self, app: Flask) -> None:
        with unit_of_work():
            user = create_user(email=" Ala@Example.org ", name=" Ala  Kot ", role=Role.EDITOR, by=SYSTEM)
        assert (user.email, user.name, user.role) == ("ala@example.org", "Ala Kot", Role.EDITOR)
        with pytest.raises(Refused), unit_of_work():
            create_user(email="ALA@example.org", name="Other", role=None, by=SYSTEM)
        assert events() == ["UserCreated"]

    @pytest.mark.parametrize(
        "email", ["", "ala", "@example.org", "ala@", "a b@example.org", "a@b@c", "ala@" + "x" * 250, "a\nb@c"]
    )
    def test_what_is_no_address_is_refused(self, app: Flask, email: str) -> None:
        with pytest.raises(Refused), unit_of_work():
            create_user(email=email, name="Ala", role=None, by=SYSTEM)
        assert not events()

    @pytest.mark.parametrize("name", ["", " \u200b", "x" * 201])
    def test_a_name_is_needed(self, app: Flask, name: str) -> None:
        with pytest.raises(Refused), unit_of_work():
            create_user(email="ala@example.org", name=name, role=None, by=SYSTEM)

    @pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR] + [None])
    def test_only_administrators_make_accounts(self, app: Flask, role: Role | None) -> None:
        by = acting(a_user(role=role))
        with pytest.raises(Forbidden), unit_of_work():
            create_user(email="ala@example.org", name="Ala", role=Role.ADMINISTRATOR, by=by)

    def test_nobody_sets_the_password_of_others(self, app: Flask) -> None:
        by, other = acting(a_user()), a_user()
        with pytest.raises(Forbidden), unit_of_work():
            set_password(other, PASSWORD_HASH, by=by)


class TestLinks:
    def link(self, user: User) -> str:
        with unit_of_work():
            return issue_by_hand(user, by=SYSTEM)

    def test_it_sets_the_password_and_works_once(self, client: FlaskClient, app: Flask) -> None:
        user = a_user()
        url = self.link(user)
        answer = send(client, url, {"password": "trzy konie na łące"})
        assert (answer.status_code, answer.location) == (303, "/login")
        found = db.session.get_one(User, user.id)
        assert passwords.is_right("trzy konie na łące", found.password_hash)
        assert client.get(url).status_code == 422
        assert "Ten link był już użyty albo wygasł" in seen(client.get(url))

    def test_it_ends_all_sessions(self, client: FlaskClient, app: Flask) -> None:
        user = a_user()
        come_in(client, user)
        send(app.test_client(), self.link(user), {"password": "trzy konie na łące"})
        assert client.get("/me").status_code == 302
        assert not db.session.scalars(select(Session)).all()

    def test_it_runs_out(self, client: FlaskClient, app: Flask) -> None:
        url = self.link(a_user())
        with time_machine.travel(clock.now() + timedelta(hours=48, minutes=1), tick=False):
            assert client.get(url).status_code == 422

    @pytest.mark.parametrize("token", ["x", "a.b.c", "WzEsImFhYWFhYWFhYWFhYWFhYWEiXQ.aaaaaa.bbbb"])
    def test_a_false_one_opens_nothing(self, client: FlaskClient, token: str) -> None:
        a_user()
        assert client.get(f"/login/password/{token}").status_code == 422

    @pytest.mark.parametrize("password", ["", "short", "x" * 129, "ﷺ" * 8, passwords.DEMO])
    def test_a_bad_password_is_refused_in_a_sentence(
        self, client: FlaskClient, app: Flask, password: str
    ) -> None:
        user = a_user()
        answer = send(client, self.link(user), {"password": password})
        assert answer.status_code == 422
        assert db.session.get_one(User, user.id).password_hash == PASSWORD_HASH

    def test_it_says_whose_password_it_sets(self, client: FlaskClient, app: Flask) -> None:
        assert "ala@example.org" in client.get(self.link(a_user(email="ala@example.org"))).text


class TestOnTheCommandLine:
    @pytest.fixture(autouse=True)
    def settings(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """An instance of its own, with an address of its own."""
        monkeypatch.setenv("CIVIC_DATA_DIR", str(tmp_path))
        monkeypatch.setenv("CIVIC_DEMO", "0")
        monkeypatch.setenv("CIVIC_BASE_URL", "https://forum.example.org")
        monkeypatch.delenv("CIVIC_DATABASE_URL", raising=False)
        lay_down(tmp_path / "civic.db")

    def test_it_prints_a_link_on_the_instances_own_address(self) -> None:
        result = CliRunner().invoke(
            cli.civic, ["user", "create", "Ala@example.org", "--role", "editor", "--name", "Ala Kot"]
        )
        assert result.exit_code == 0, result.output
        assert re.search(r"^https://forum\.example\.org/login/password/\S+$", result.stdout, re.MULTILINE)
        with cli.reading():
            user = find_by_email("ala@example.org")
            assert user is not None
            assert (user.name, user.role, user.password_hash) == ("Ala Kot", Role.EDITOR, None)

    def test_a_second_account_is_refused(self) -> None:
        CliRunner().invoke(cli.civic, ["user", "create", "ala@example.org"])
        again = CliRunner().invoke(cli.civic, ["user", "create", "ala@example.org"])
        assert isinstance(again.exception, Refused)

    def test_a_role_that_is_none_is_wrong_usage(self) -> None:
        result = CliRunner().invoke(cli.civic, ["user", "create", "ala@example.org", "--role", "king"])
        assert result.exit_code == 2

    def test_a_new_link_for_who_forgot(self) -> None:
        CliRunner().invoke(cli.civic, ["user", "create", "ala@example.org"])
        result = CliRunner().invoke(cli.civic, ["user", "link", "ala@example.org"])
        assert "https://forum.example.org/login/password/" in result.stdout
        missing = CliRunner().invoke(cli.civic, ["user", "link", "nobody@example.org"])
        assert isinstance(missing.exception, NotFound)
