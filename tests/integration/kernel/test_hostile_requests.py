"""Numbers that no column holds and characters that no text holds get an answer, never a fault."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from civic.forums.models import Forum
from civic.kernel.access import Role
from civic.recommendations.models import Recommendation
from tests.factories import a_forum, a_proposal, a_user, come_in, db
from tests.fixtures.forms import in_english, send

#: Above what a column holds, above what Python reads, an Arabic three, and not a number at all.
NUMBERS = ("9" * 30, "9" * 5000, "٣", "-1", "0x1", "1\0")
IN_PATHS = ("9" * 30, "9" * 3000, "%D9%A3", "-1", "0x1")
#: (end of the address, fields)
ACTS = (
    ("proposals/{id}/place", {"recommendation": "{number}"}),
    ("adopt", {"proposal": "{number}"}),
    ("recommendations/new", {"title": "Tytuł", "chapter": "{number}"}),
    ("recommendations/new", {"title": "Tytuł", "chapter": "0", "version": "{number}"}),
    ("aside", {"chosen": "P{number}", "reason": "inny", "explanation": "Dlaczego"}),
)
LABELS = ("aside/P{number}", "quote/P{number}", "quote/K{number}", "take-back/K{number}", "dissent/r{number}")


@pytest.fixture
def forum(app: Flask) -> Forum:
    return a_forum(title="Forum liczb")


@pytest.fixture
def editor(client: FlaskClient, forum: Forum) -> FlaskClient:
    come_in(in_english(client), a_user(role=Role.EDITOR))
    return client


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize(("place", "fields"), ACTS)
def test_a_number_in_a_field(
    editor: FlaskClient, forum: Forum, number: str, place: str, fields: dict[str, str]
) -> None:
    proposal = a_proposal(forum)
    data = {name: value.format(number=number) for name, value in fields.items()}
    answer = send(editor, f"/desk/{forum.slug}/{place.format(id=proposal.id)}", data, page="/me")
    assert answer.status_code in {404, 409, 422}
    assert db.session.query(Recommendation).count() == 0


@pytest.mark.parametrize("number", IN_PATHS)
@pytest.mark.parametrize("place", LABELS)
def test_a_number_in_an_address(editor: FlaskClient, forum: Forum, number: str, place: str) -> None:
    data = {"reason": "inny", "explanation": "Dlaczego", "organisation": "1", "text": "Nie", "sentences": "0"}
    answer = send(editor, f"/desk/{forum.slug}/{place.format(number=number)}", data, page="/me")
    assert answer.status_code in {404, 422}


@pytest.mark.parametrize("number", ["9" * 30, "9" * 5000, "-1"])
def test_a_version_that_cannot_be(editor: FlaskClient, forum: Forum, number: str) -> None:
    proposal = a_proposal(forum)
    made = send(editor, f"/desk/{forum.slug}/adopt", {"proposal": str(proposal.id)}, page="/me")
    written = {"title": "Inny tytuł", "chapter": "0", "version": number}
    assert send(editor, made.location, written).status_code in {409, 422}


@pytest.mark.parametrize("number", ["9" * 30, "9" * 5000])
def test_an_organisation_that_cannot_be(editor: FlaskClient, number: str) -> None:
    assert send(editor, "/acting", {"organisation": number}, page="/me").status_code == 403


@pytest.mark.parametrize("path", ["/forums/a%00b", "/forums/%00/about", "/recommendations/%00", "/desk/%00"])
def test_an_address_with_a_nul(editor: FlaskClient, path: str) -> None:
    assert editor.get(path).status_code == 404


def test_an_e_mail_address_with_a_nul(client: FlaskClient, app: Flask) -> None:
    answer = send(client, "/login", {"email": "a\0b@example.org", "password": "trzy konie na łące"})
    assert answer.status_code == 422
