"""Writing: the preview that the server makes, and forms that lose nothing of what was typed."""

from __future__ import annotations

from flask.testing import FlaskClient
from sqlalchemy import func, select

from civic.kernel.db import db
from civic.proposals.models import Proposal
from tests.factories import a_forum, a_speaker, an_organisation, come_in
from tests.fixtures.forms import in_english, post_form, send
from tests.fixtures.text import seen


def a_writer(client: FlaskClient) -> FlaskClient:
    """A client signed in for an organisation, that reads English."""
    organisation = an_organisation("Fundacja Dom Otwarty")
    come_in(client, a_speaker(organisation), organisation.id)
    return in_english(client)


def test_a_preview_shows_the_text_and_publishes_nothing(client: FlaskClient) -> None:
    page = f"/forums/{a_forum().slug}/proposals/new"
    answer = post_form(a_writer(client), page, {"body": "Jedna **stawka**.", "title": "", "preview": "body"})
    assert answer.status_code == 200
    assert "<strong>stawka</strong>" in answer.text
    assert "Jedna **stawka**." in answer.text, "what was typed is in the field"
    assert "Give the proposal a title." not in seen(answer), "nobody asked to send it yet"
    assert db.session.scalar(select(func.count(Proposal.id))) == 0


def test_the_script_gets_the_same_preview_as_a_fragment(client: FlaskClient) -> None:
    page = f"/forums/{a_forum().slug}/proposals/new"
    answer = send(a_writer(client), "/preview", {"text": "## Po co\n\n<script>x</script>"}, page)
    assert answer.status_code == 200
    assert "<h5>Po co</h5>" in answer.text
    assert "<script>" not in answer.text


def test_a_line_end_counts_as_one_character(client: FlaskClient) -> None:
    page = f"/forums/{a_forum().slug}/proposals/new"
    lines = "ab\r\n" * 33_000
    answer = post_form(a_writer(client), page, {"title": "Długa", "body": lines})
    assert answer.status_code == 303, "99 000 characters as they are stored"
