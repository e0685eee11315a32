"""The front page, the pages of the instance itself, and whether it is well."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from civic.answers import commands as answers
from civic.forums.commands import close_forum
from civic.home.queries import last_issues
from civic.kernel.access import Role
from civic.kernel.db import unit_of_work
from tests.factories import (
    a_comment,
    a_forum,
    a_phase,
    a_position,
    a_proposal,
    a_seat,
    a_speaker,
    a_user,
    acting,
    an_organisation,
    db,
)
from tests.fixtures.answers import ACCEPTED, an_issue, an_office
from tests.fixtures.forms import in_english
from tests.fixtures.queries import Queries
from tests.fixtures.text import seen

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


def test_an_empty_instance_says_what_will_be_here(client: FlaskClient) -> None:
    text = seen(in_english(client).get("/"))
    assert "No forum is open now." in text
    assert "No recommendations have been published yet." in text


def test_open_forums_stand_with_their_days_left(client: FlaskClient) -> None:
    in_english(client)
    with time_machine.travel(NOW, tick=False):
        a_forum(
            "Forum Lokalowe",
            phases=[a_phase("Stanowiska", date(2026, 11, 1), date(2026, 12, 11), ["position", "comment"])],
        )
        a_forum(
            "Ostatni dzień", phases=[a_phase("Głosy", date(2026, 11, 1), date(2026, 11, 20), ["comment"])]
        )
        a_forum("Przyszłe", phases=[a_phase("Start", date(2026, 11, 23), date(2026, 12, 1), ["propose"])])
        a_forum("Dawne", phases=[a_phase("Koniec", date(2026, 1, 1), date(2026, 2, 1), ["propose"])])
        text = seen(client.get("/"))
    assert "21 days, until 11 December" in text
    assert "Take a position" in text
    assert "11 hours, until the end of the day" in text
    assert "3 days to the opening" in text
    assert "Dawne" not in text
    assert text.index("Ostatni dzień") < text.index("Forum Lokalowe") < text.index("Przyszłe")


def test_a_forum_closed_by_hand_is_not_open(client: FlaskClient) -> None:
    forum = a_forum("Zamknięte Forum")
    assert "Zamknięte Forum" in seen(client.get("/"))
    with unit_of_work():
        close_forum(forum, reason="Zakończyliśmy prace.", by=acting(a_user(role=Role.PLENIPOTENTIARY)))
    assert "Zamknięte Forum" not in seen(client.get("/"))


def test_the_table_is_drawn_with_those_who_sit_at_it(client: FlaskClient) -> None:
    for number in range(14):
        an_organisation(f"Organizacja {number}")
    seated = an_organisation("Żółty Ratusz")
    a_forum(seats=[a_seat(seated, a_speaker(seated))], seats_max=2)
    page = client.get("/").text
    assert ">ŻR</text>" in page
    assert page.count("</text>") == 12


def test_figures_count_what_can_be_read(client: FlaskClient) -> None:
    proposal = a_proposal()
    a_comment(proposal)
    a_position(proposal)
    text = seen(in_english(client).get("/"))
    assert "Organisations 3" in text
    assert "Proposals 1" in text
    assert "Comments 1" in text
    assert "Positions 1" in text


def test_the_city_s_latest_answers_stand_with_their_words(client: FlaskClient) -> None:
    office = an_office()
    assert "latest answers" not in seen(in_english(client).get("/"))
    with unit_of_work():
        answers.publish_answer(
            answers.draft(office.answers[1], ACCEPTED, by=office.official), by=office.official
        )
    text = seen(client.get("/"))
    assert "The city's latest answers" in text
    assert "Stawka numer 2" in text
    assert ACCEPTED.text in text
    assert "Stawka numer 1" not in text


def test_of_each_forum_the_newest_edition_stands(client: FlaskClient) -> None:
    first = an_issue(a_forum("Forum Lokalowe"))
    an_issue(first.forum)
    other = an_issue(a_forum("Forum Sal"))
    shown = [issue.number for issue in last_issues()]
    assert shown == [other.number, other.number - 1]


def test_it_holds_no_token_sets_no_cookie_and_is_the_same_for_all(client: FlaskClient, app: Flask) -> None:
    a_forum()
    first, second = client.get("/"), app.test_client().get("/")
    assert first.data == second.data
    assert "csrf" not in first.text
    assert "Set-Cookie" not in first.headers
    again = client.get("/", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304


def test_more_forums_need_no_more_queries(client: FlaskClient, queries: Queries) -> None:
    counts = []
    for _turn in range(2):
        for _more in range(3):
            a_proposal()
        queries.clear()
        assert client.get("/").status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 13


@pytest.mark.parametrize("url", ["/rules", "/privacy", "/accessibility"])
@pytest.mark.parametrize("language", ["pl", "en", "uk"])
def test_the_pages_of_the_instance(client: FlaskClient, url: str, language: str) -> None:
    client.set_cookie("language", language)
    page = client.get(url)
    assert page.status_code == 200
    assert page.text.count("<h1") == 1
    assert f'<html lang="{language}"' in page.text


class TestHealth:
    def test_it_is_well(self, client: FlaskClient) -> None:
        answer = client.get("/healthz")
        assert (answer.status_code, answer.json) == (200, {"status": "ok"})
        assert answer.headers["Cache-Control"] == "no-store"

    def test_it_says_when_the_database_is_gone(self, client: FlaskClient) -> None:
        rename("event_head", "gone")
        try:
            answer = client.get("/healthz")
        finally:
            rename("gone", "event_head")
        assert answer.status_code == 503
        assert answer.json == {"status": "database unavailable"}


def rename(table: str, name: str) -> None:
    """Take a table away, or put it back."""
    db.session.rollback()
    with db.engine.begin() as connection:
        connection.execute(text(f"ALTER TABLE {table} RENAME TO {name}"))
