"""Two editors at one desk: what the first wrote down is not overwritten by the second, whose text comes back."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from civic.forums.models import Forum
from civic.kernel.access import Role
from civic.proposals.models import Proposal
from civic.recommendations.models import Dissent, Recommendation, SetAside
from tests.factories import a_forum, a_proposal, a_user, an_organisation, come_in, db
from tests.fixtures.forms import in_english, send

FIRST, SECOND = "Tak zdecydowała pierwsza osoba.", "Druga osoba napisała co innego."


@pytest.fixture
def forum(app: Flask) -> Forum:
    return a_forum()


@pytest.fixture
def proposal(forum: Forum) -> Proposal:
    return a_proposal(forum)


@pytest.fixture
def editor(client: FlaskClient) -> FlaskClient:
    come_in(in_english(client), a_user(role=Role.EDITOR))
    return client


def test_a_reason_that_stands_is_not_overwritten(
    editor: FlaskClient, forum: Forum, proposal: Proposal
) -> None:
    url = f"/desk/{forum.slug}/aside/{proposal.label}"
    for text, status in ((FIRST, 303), (FIRST, 303), (SECOND, 422)):
        answer = send(editor, url, {"reason": "inny", "explanation": text}, page="/me")
        assert answer.status_code == status
    assert FIRST in answer.text
    assert SECOND in answer.text
    assert db.session.scalars(select(SetAside.explanation)).all() == [FIRST]


def test_a_dissent_that_stands_is_not_overwritten(
    editor: FlaskClient, forum: Forum, proposal: Proposal
) -> None:
    send(editor, f"/desk/{forum.slug}/adopt", {"proposal": str(proposal.id)}, page="/me")
    key = f"r{db.session.scalars(select(Recommendation.id)).one()}"
    organisation = str(an_organisation("Skwer").id)
    for text, status in ((FIRST, 303), (FIRST, 303), (SECOND, 422)):
        data = {"organisation": organisation, "text": text}
        answer = send(editor, f"/desk/{forum.slug}/dissent/{key}", data, page="/me")
        assert answer.status_code == status
    assert FIRST in answer.text
    assert SECOND in answer.text
    assert db.session.scalars(select(Dissent.text)).all() == [FIRST]
