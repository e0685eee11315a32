"""The access matrix: role × address × state of the thing, read from two tables; an address that stands in neither fails."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import update
from werkzeug.test import TestResponse

from civic.accounts.models import User
from civic.kernel import clock
from civic.kernel.db import db
from tests.fixtures.text import plain
from tests.integration.access.bodies import body_for
from tests.integration.access.tables import MATRIX, STATES, Line
from tests.integration.access.world import World

WORDS = {200: "page", 401: "login", 403: "no", 404: "none", 409: "late", 410: "gone", 422: "why"}
UNLISTED = {"static"}


@pytest.mark.parametrize("line", [*MATRIX, *STATES], ids=lambda line: line.title)
def test_everyone_gets_what_the_table_says(world: World, line: Line) -> None:
    address = line.address.format(**world.names)
    said = {
        role: _ask(world, role, address, body_for(world, address, role) if line.method == "POST" else None)
        for role in line.words
    }
    wrong = [
        f"{role} gets “{said[role]}” and the table says “{wanted}”"
        for role, wanted in line.words.items()
        if said[role] != wanted
    ]
    assert not wrong, f"{line.title}: {'; '.join(wrong)}"


def test_every_address_stands_in_the_matrix(settled: World) -> None:
    adapter = settled.app.url_map.bind("localhost")
    listed = set()
    for line in MATRIX:
        path = line.address.format(**settled.names).partition("?")[0]
        endpoint, _values = adapter.match(path, method=line.method)
        listed.add((endpoint, line.method))
    missing = [
        f"{method} {rule.rule}"
        for rule in settled.app.url_map.iter_rules()
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
        if rule.endpoint not in UNLISTED and (rule.endpoint, method) not in listed
    ]
    assert not missing, (
        "These addresses are not in tests/integration/access/matrix.txt. Write there who may come: "
        + ", ".join(missing)
    )


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("/forums/{late_forum}/proposals/new", "Propozycje przyjmowano do"),
        ("/proposals/{late}/comments/new", "Komentować można było do"),
        ("/comments/{late_comment}/argument", "Komentować można było do"),
        ("/forums/{shut_forum}/proposals/new", "Brak miejsca."),
        ("/proposals/{withdrawn}/edit", "wycof"),
        ("/proposals/{merged}/edit", "scalon"),
        ("/proposals/{hidden}/edit", "ukry"),
    ],
)
def test_what_is_closed_says_why(world: World, address: str, sentence: str) -> None:
    assert sentence in plain(world.read("representative", address.format(**world.names)).text)


def test_a_suspended_person_is_a_guest(world: World) -> None:
    user_id, _organisation = world.names["users"]["moderator"]
    with world.app.app_context(), db.engine.begin() as connection:
        connection.execute(update(User).where(User.id == user_id).values(suspended_at=clock.now()))
    assert _word(world.read("moderator", "/moderation")) == "login"
    assert world.read("moderator", f"/proposals/{world.names['hidden']}").status_code == 404


def _ask(world: World, role: str, address: str, body: dict[str, Any] | None) -> str:
    """What comes of reading, or of sending the form, in a word of the tables; whatever was done is undone again."""
    if body is None:
        return _word(world.read(role, address))
    events, tries = world.written()
    word = _word(world.send(role, address, body))
    events_after, tries_after = world.written()
    if word == "page" and world.digest() != world.settled:
        word = "done"
    if word == "done" or tries_after != tries:
        world.restore()
    if word != "done":
        assert events_after == events, f"{role} was told “{word}”, and something was written"
    return word


def _word(answer: TestResponse) -> str:
    if answer.status_code in {301, 302, 303, 308}:
        if answer.request.method == "POST":
            return "done"
        return "login" if "/login?next=" in answer.headers["Location"] else "moved"
    if answer.status_code == 422 and 'class="err" id=' in answer.text:
        return "422, because of what the test typed"
    return WORDS.get(answer.status_code, str(answer.status_code))
