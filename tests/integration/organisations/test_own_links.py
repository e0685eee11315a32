"""From an organisation's public page its people find what is theirs to do, in one place; nobody else sees it."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.factories import a_user, come_in
from tests.fixtures.letters import Letters
from tests.fixtures.registered import a_moderator, joined, registered, verified
from tests.fixtures.text import plain, seen

ACTS = "Dla osób z organizacji"


@pytest.mark.parametrize(
    ("bring", "mandate"),
    [
        (registered, "Potwierdź swój mandat"),
        (verified, "Napisz do biura pełnomocnika Upoważnienie od organizacji"),
    ],
)
def test_whoever_looks_after_it(app: Flask, client: FlaskClient, bring: object, mandate: str) -> None:
    organisation, user = bring()  # type: ignore[operator]
    come_in(client, user, organisation.id)
    answer = client.get(f"/organisations/{organisation.id}")
    assert ACTS in plain(answer.text)
    assert f"Osoby Zmień stronę {mandate}" in seen(answer)
    for page in ("people", "edit", "verify"):
        assert f'href="/organisations/{organisation.id}/{page}"' in answer.text
        assert client.get(f"/organisations/{organisation.id}/{page}").status_code == 200


def test_others_of_its_people_and_moderators(app: Flask, client: FlaskClient, letters: Letters) -> None:
    organisation, admin = verified()
    page = f"/organisations/{organisation.id}"
    deputy = joined(organisation, admin, letters)
    come_in(client, deputy, organisation.id)
    text = client.get(page).text
    assert [f"{page}/{name}" in text for name in ("people", "edit", "verify")] == [True, False, True]
    come_in(client, a_moderator())
    text = client.get(page).text
    assert [f'"{page}/{name}"' in text for name in ("people", "verify", "verification")] == [
        True,
        False,
        True,
    ]


def test_strangers_and_guests(app: Flask, client: FlaskClient) -> None:
    organisation, _admin = verified()
    assert ACTS not in plain(client.get(f"/organisations/{organisation.id}").text)
    come_in(client, a_user("Ktoś Inny"))
    text = client.get(f"/organisations/{organisation.id}").text
    assert ACTS not in plain(text)
    assert f"/organisations/{organisation.id}/claim" in text
