"""Handing a page on: the permanent link, what messengers show of it, and its card."""

from __future__ import annotations

import re
import struct
import subprocess
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from civic.kernel import clock, drawn
from civic.kernel.access import Role
from civic.kernel.db import unit_of_work
from civic.moderation.commands import hide
from civic.moderation.models import Ground
from civic.open_data import cards
from tests.factories import a_conversation, a_forum, a_phase, a_proposal, a_user, acting, an_actor, come_in
from tests.fixtures.text import plain

PNG = b"\x89PNG\r\n\x1a\n"


def size_of(data: bytes) -> tuple[int, int]:
    """Width and height of a PNG, in pixels."""
    assert data.startswith(PNG)
    width, height = struct.unpack(">II", data[16:24])
    return width, height


def test_a_proposal_tells_messengers_what_it_is(client: FlaskClient) -> None:
    proposal = a_proposal(title='Ławki „na” <Plantach> & "dalej"', body="Postawmy **ławki**.")
    page = client.get(f"/proposals/{proposal.id}").text
    told = dict(re.findall(r'<meta property="og:(\w+)" content="([^"]*)">', page))
    assert told["url"] == f"http://localhost/p/{proposal.id}"
    assert told["image"] == f"http://localhost/proposals/{proposal.id}/card.png"
    assert told["title"] == f"{proposal.label} Ławki „na” &lt;Plantach&gt; &amp; &#34;dalej&#34;"
    assert told["description"] == "Postawmy ławki."
    assert f'value="http://localhost/p/{proposal.id}" readonly' in page
    assert "mailto:?subject=" in page


def test_cards_are_pictures_of_the_agreed_size(client: FlaskClient) -> None:
    forum = a_forum(slug="tu", title="Forum 😀 o bardzo długim tytule " * 6)
    proposal = a_proposal(forum, title="Ź" * 300)
    talk = a_conversation(forum)
    for address in (
        "/forums/tu/card.png",
        f"/proposals/{proposal.id}/card.png",
        f"/threads/{talk.id}/card.png",
    ):
        answer = client.get(address)
        assert answer.status_code == 200
        assert answer.mimetype == "image/png"
        assert size_of(answer.data) == (1200, 630)
        again = client.get(address, headers={"If-None-Match": answer.headers["ETag"]})
        assert again.status_code == 304
    assert client.get("/forums/nigdzie/card.png").status_code == 404
    assert client.get("/issues/99/card.png").status_code == 404


def test_a_card_tells_the_days_left_and_the_question(app: Flask) -> None:
    today = clock.today(clock.now())
    forum = a_forum(title="Lokale", phases=[a_phase(closes=today + timedelta(days=12))])
    proposal = a_proposal(forum, title="Jedna stawka")
    with app.test_request_context():
        card = cards.of_proposal(proposal, clock.now())
        assert (card.title, card.above, card.number) == ("Jedna stawka", "Lokale", "12")
        assert plain(card.unit) == "dni do końca"
        assert plain(card.question) == "Co o tym sądzisz?"
        closed = cards.of_proposal(proposal, clock.now() + timedelta(days=40))
        assert (closed.number, closed.unit, closed.question) == ("", "", "")
        last = cards.of_forum(forum, clock.end_of(today + timedelta(days=12)) - timedelta(hours=1))
        assert plain(last.unit) == "dziś ostatni dzień"


def test_what_is_hidden_has_no_card_and_no_preview_whoever_asks(client: FlaskClient) -> None:
    by = an_actor()
    proposal = a_proposal(by=by, title="Dane kogoś")
    with unit_of_work():
        hide(
            proposal,
            ground=Ground.PERSONAL_DATA,
            reason="Dane.",
            by=acting(a_user("Maria Ład", Role.MODERATOR)),
        )
    come_in(client, a_user("Jan Porządek", Role.MODERATOR))
    assert client.get(f"/proposals/{proposal.id}/card.png").status_code == 404
    page = client.get(f"/proposals/{proposal.id}").text
    assert "Dane kogoś" in page
    assert "og:title" not in page


def test_a_card_is_drawn_once(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    proposal = a_proposal(title="Raz narysowana")
    client.get(f"/proposals/{proposal.id}/card.png")
    monkeypatch.setattr(subprocess, "run", None)
    assert client.get(f"/proposals/{proposal.id}/card.png").status_code == 200


def test_only_so_many_cards_are_drawn_at_once(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    proposal = a_proposal(title="Za wiele naraz")
    monkeypatch.setattr(drawn, "AT_ONCE", 0)
    answer = client.get(f"/proposals/{proposal.id}/card.png")
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "60"
