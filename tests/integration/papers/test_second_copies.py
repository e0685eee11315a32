"""Two copies of one pack: what each holds becomes lines, nothing twice; where a number is taken the page asks."""

from __future__ import annotations

import io
import json
from typing import Any

import docx
import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from civic.kernel.access import Role
from civic.kernel.db import db, unit_of_work
from civic.meetings.models import Meeting
from civic.minutes.commands import change_line, take_lines
from civic.minutes.models import Line, LineKind, Speaker
from civic.minutes.words import Said
from tests.factories import a_user, acting
from tests.fixtures.forms import token_on
from tests.fixtures.text import plain
from tests.integration.papers.test_reading_back import (
    bring,
    filled_in,
    lines,
    meeting,
    send,
    sent_again,
    told,
)

__all__ = ["meeting"]

FIRST = [("Czynsz rośnie.", "", ""), ("Brakuje sal.", "", "Potrzeba"), ("Powitanie.", "", "")]
SECOND = [
    ("Kto płaci za prąd?", "", "Pytanie"),
    ("Winda nie działa.", "", ""),
    ("Powitanie.", "", ""),
    ("Koniec.", "", ""),
]


def texts(meeting: Meeting) -> list[str]:
    return [each.text for each in lines(meeting)]


def answer(client: FlaskClient, meeting: Meeting, rows: list[Any], copy: str) -> TestResponse:
    address = f"/meetings/{meeting.id}/minutes/paper"
    token = token_on(client.get(address).text)
    return client.post(address, data={"csrf_token": token, "rows": told(meeting, rows), "copy": copy})


def test_a_second_copy_adds_its_lines_when_somebody_says_so(meeting: Meeting, client: FlaskClient) -> None:
    send(client, meeting, told(meeting, FIRST))
    shown = bring(client, meeting, filled_in(client, meeting, SECOND))
    said = plain(shown.text)
    assert said.count("Numer jest zajęty") == 2
    assert said.count("Wpisane wcześniej") == 1
    assert "Czynsz rośnie." in said, "what stands under the number is shown beside it"
    assert "Czy to inny egzemplarz pakietu?" in said
    # Without an answer nothing is written, and the rows are still there.
    refused = send(client, meeting, sent_again(shown.text))
    assert refused.status_code == 422
    assert "Zaznacz, czy to inny egzemplarz" in plain(refused.text)
    assert sent_again(refused.text) == sent_again(shown.text)
    assert texts(meeting) == [text for text, *_rest in FIRST]
    assert answer(client, meeting, SECOND, "another").status_code == 303
    assert texts(meeting) == [
        "Czynsz rośnie.",
        "Brakuje sal.",
        "Powitanie.",
        "Kto płaci za prąd?",
        "Winda nie działa.",
        "Koniec.",
    ]
    for rows in (FIRST, SECOND):
        assert "Wpisz" not in plain(bring(client, meeting, filled_in(client, meeting, rows)).text)
    assert len(lines(meeting)) == 6


def test_the_same_copy_put_right_leaves_the_lines_and_brings_what_is_new(
    meeting: Meeting, client: FlaskClient
) -> None:
    send(client, meeting, told(meeting, FIRST))
    again = [("Czynsz rośnie co roku.", "", ""), *FIRST[1:], ("Nowy wers.", "", "")]
    assert answer(client, meeting, again, "same").status_code == 303
    assert texts(meeting) == [*(text for text, *_rest in FIRST), "Nowy wers."]


def test_a_line_that_was_changed_since_is_known_by_what_its_file_said(
    meeting: Meeting, client: FlaskClient
) -> None:
    send(client, meeting, told(meeting, FIRST))
    with unit_of_work():
        change_line(
            db.session.get_one(Line, lines(meeting)[0].id),
            text="Czynsze rosną.",
            kind=LineKind.NEED,
            speaker=Speaker.NOBODY,
            organisation="",
            table=None,
            version=1,
            by=acting(a_user("Nina Notatka", role=Role.MODERATOR)),
        )
    said = plain(bring(client, meeting, filled_in(client, meeting, FIRST)).text)
    assert said.count("Wpisane wcześniej") == 3


@pytest.mark.parametrize(("text", "asks"), [("Czynsz rośnie.", False), ("Inne słowa.", True)])
def test_rows_that_were_brought_by_their_number_alone_are_known_by_their_words(
    meeting: Meeting, client: FlaskClient, text: str, asks: bool
) -> None:
    by = acting(a_user("Nina Notatka", role=Role.MODERATOR))
    with unit_of_work():
        take_lines(db.session.get_one(Meeting, meeting.id), [Said(f"paper-M{meeting.id}-W1", text)], by=by)
    said = plain(bring(client, meeting, filled_in(client, meeting, FIRST[:1])).text)
    assert ("Numer jest zajęty" in said) is asks
    assert ("Wpisane wcześniej" in said) is not asks


def test_rows_that_somebody_put_into_the_table_are_lines_too(meeting: Meeting, client: FlaskClient) -> None:
    made: Any = docx.Document(io.BytesIO(filled_in(client, meeting, FIRST[:1])))
    for number, text in enumerate(("Dopisane pod tabelą.", "Jeszcze jedno.", "")):
        cells = made.tables[0].add_row().cells
        cells[0].text = "" if number else "x"
        cells[1].text = text
    file = io.BytesIO()
    made.save(file)
    shown = bring(client, meeting, file.getvalue()).text
    assert "Wpisz 3 wersy" in plain(shown)
    assert send(client, meeting, sent_again(shown)).status_code == 303
    assert texts(meeting) == ["Czynsz rośnie.", "Dopisane pod tabelą.", "Jeszcze jedno."]


def test_what_stands_twice_under_one_number_is_two_lines_and_the_same_words_one(
    meeting: Meeting, client: FlaskClient
) -> None:
    rows = [[f"M{meeting.id}-W1", text, "", ""] for text in ("Jedno.", "Drugie.", "Jedno.")]
    assert send(client, meeting, json.dumps(rows)).status_code == 303
    assert texts(meeting) == ["Jedno.", "Drugie."]
