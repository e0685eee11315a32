"""The password of the demonstration, which everybody knows, opens nothing in any spelling where it should not."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from civic.accounts import passwords, tokens
from civic.accounts.commands import set_password
from civic.accounts.models import Purpose
from civic.kernel.access import SYSTEM
from civic.kernel.db import unit_of_work
from tests.factories import a_user
from tests.fixtures.forms import send
from tests.integration.accounts.test_signing_in import hash_once

#: One way to type it, and two that mean the same to NFKC.
SPELLINGS = (passwords.DEMO, "\uff44emo-demo-demo", "demo\ufe63demo-demo")


def a_demonstration_account(email: str) -> None:
    user, password_hash = a_user(email=email), hash_once(passwords.DEMO)
    with unit_of_work():
        set_password(user, password_hash, by=SYSTEM)


@pytest.mark.parametrize("password", SPELLINGS)
def test_it_opens_nothing_through_a_proxy(client: FlaskClient, password: str) -> None:
    a_demonstration_account("pokaz@example.org")
    data = {"email": "pokaz@example.org", "password": password}
    answer = send(client, "/login", data, headers={"X-Forwarded-For": "203.0.113.7"})
    assert answer.status_code == 422
    assert client.get("/me").status_code == 302
    assert send(client, "/login", data).status_code == 303


@pytest.mark.parametrize("password", SPELLINGS)
def test_nobody_can_choose_it(client: FlaskClient, password: str) -> None:
    user = a_user()
    with unit_of_work():
        token = tokens.issue(Purpose.RESET, user.email, user=user)
    assert send(client, f"/login/password/{token}", {"password": password}).status_code == 422
