"""Publishing is for good, so an impatient second click makes no second issue, and a page that is behind is told so."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from civic.forums.models import Forum
from civic.kernel import clock
from civic.kernel.access import Role
from civic.recommendations.models import Issue
from tests.factories import a_forum, a_proposal, a_user, come_in, db
from tests.fixtures.forms import in_english, post_form, token_on


@pytest.fixture
def forum(app: Flask) -> Forum:
    forum = a_forum()
    a_proposal(forum)
    return forum


@pytest.fixture
def editor(client: FlaskClient) -> FlaskClient:
    come_in(in_english(client), a_user(role=Role.EDITOR))
    return client


def issues() -> int:
    return db.session.scalar(select(func.count(Issue.number))) or 0


def test_a_double_click_publishes_once(editor: FlaskClient, forum: Forum) -> None:
    page = f"/desk/{forum.slug}/publish"
    data = {"csrf_token": token_on(editor.get(page).text), "edition": "1"}
    answers = [editor.post(page, data=data) for _click in range(3)]
    assert {(answer.status_code, answer.location) for answer in answers} == {(303, "/issues/1")}
    assert issues() == 1


def test_a_page_that_is_behind_publishes_nothing(editor: FlaskClient, forum: Forum) -> None:
    page = f"/desk/{forum.slug}/publish"
    post_form(editor, page)
    data = {"csrf_token": token_on(editor.get(page).text)}
    with time_machine.travel(clock.now() + timedelta(minutes=2), tick=False):
        for edition in ("1", "3", "9" * 30):
            answer = editor.post(page, data=data | {"edition": edition})
            assert answer.status_code == 409
            assert "were published after you opened this page" in answer.text
    assert issues() == 1


def test_whoever_opens_the_page_anew_publishes_the_next(editor: FlaskClient, forum: Forum) -> None:
    page = f"/desk/{forum.slug}/publish"
    assert post_form(editor, page).location == "/issues/1"
    assert post_form(editor, page, {"what_changed": "Nowa wersja."}).location == "/issues/2"
