"""Thirty phones at the same moment over a bad connection: no question is lost, none is there twice, each supports once."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from uuid import uuid4

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from civic.gatherings.models import RoomQuestion, Support
from civic.kernel.db import db
from civic.kernel.events import first_break
from tests.fixtures.forms import token_on
from tests.fixtures.gathered import a_gathering, a_room_question
from tests.integration.proposals.test_at_once import at_once

PHONES = 30


def _phone(app: Flask, page: str, text: str) -> tuple[FlaskClient, dict[str, str]]:
    """A phone that has the page open, and the form filled in."""
    client = app.test_client()
    token = token_on(client.get(page).text)
    return client, {"csrf_token": token, "key": str(uuid4()), "text": text}


def _send(client: FlaskClient, address: str, typed: dict[str, str]) -> int:
    return client.post(address, data=typed).status_code


def _send_twice(client: FlaskClient, address: str, typed: dict[str, str]) -> int:
    """Send it, and again as a browser does whose answer never came."""
    return max(_send(client, address, typed) for _each in range(2))


def test_thirty_phones_ask_at_once_each_twice(app: Flask) -> None:
    page = f"/g/{a_gathering().short_code}"
    phones = [_phone(app, page, f"Pytanie {number}?") for number in range(PHONES)]
    senders: list[Callable[[], int]] = [partial(_send_twice, client, page, typed) for client, typed in phones]
    assert at_once(app, senders) == [303] * PHONES
    texts = db.session.scalars(select(RoomQuestion.text)).all()
    assert sorted(texts) == sorted(f"Pytanie {number}?" for number in range(PHONES))
    assert first_break() is None


def test_the_same_form_sent_from_several_threads_is_one_question(app: Flask) -> None:
    page = f"/g/{a_gathering().short_code}"
    client, typed = _phone(app, page, "Kiedy wyniki?")
    copies = [app.test_client() for _each in range(6)]
    for name in ("session", "room"):
        cookie = client.get_cookie(name)
        assert cookie is not None
        for copy in copies:
            copy.set_cookie(name, cookie.value)
    senders: list[Callable[[], int]] = [partial(_send, copy, page, typed) for copy in copies]
    assert at_once(app, senders) == [303] * 6
    assert db.session.scalar(select(func.count(RoomQuestion.id))) == 1


def test_thirty_phones_support_at_once(app: Flask) -> None:
    gathering = a_gathering()
    question = a_room_question(gathering)
    page = f"/g/{gathering.short_code}"
    phones = [_phone(app, page, "") for _each in range(PHONES)]
    address = f"{page}/questions/{question.id}/support"
    senders: list[Callable[[], int]] = [
        partial(_send, client, address, {"csrf_token": typed["csrf_token"], "wanted": "yes"})
        for client, typed in phones
    ]
    assert at_once(app, senders) == [303] * PHONES
    assert db.session.get_one(RoomQuestion, question.id).supports == PHONES
    assert db.session.scalar(select(func.count()).select_from(Support)) == PHONES
