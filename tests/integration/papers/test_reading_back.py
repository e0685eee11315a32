"""A pack that was filled in comes back: looked at first, written down once, and never of another meeting."""

from __future__ import annotations

import io
import json
import re
from html import unescape
from typing import Any

import docx
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from civic.kernel.access import Role
from civic.kernel.db import db
from civic.meetings.models import Meeting, MeetingKind
from civic.minutes.models import Consent, Line, LineKind, Speaker
from tests.factories import a_meeting, a_user, an_organisation, come_in
from tests.fixtures.forms import token_on
from tests.fixtures.text import plain
from tests.fixtures.uploads import PDF

ROWS = (
    ("Czynsz liczy się inaczej w każdej dzielnicy.", "Fundacja Skwer", "Potrzeba"),
    ("Od kiedy?", "mieszkanka / mieszkaniec", "pytanie"),
    ("Spotykamy się znów w maju.", "", "Ustalenie"),
    ("Mówił Jan.", "Jan Kowalski", "byle co"),
)


@pytest.fixture
def meeting(app: Flask, client: FlaskClient) -> Meeting:
    """A forum's session; whoever takes its minutes is signed in."""
    an_organisation("Fundacja Skwer")
    come_in(client, a_user("Ewa Pełna", role=Role.PLENIPOTENTIARY))
    return a_meeting("Czynsze przy stole", kind=MeetingKind.FORUM)


def filled_in(client: FlaskClient, meeting: Meeting, rows: Any = ROWS, language: str = "pl") -> bytes:
    """The meeting's pack with these rows written into it by a word processor."""
    made = docx.Document(io.BytesIO(client.get(f"/meetings/{meeting.id}/pack.docx?language={language}").data))
    for row, cells in zip(made.tables[0].rows[1:], rows, strict=False):
        for cell, text in zip(row.cells[1:], cells, strict=True):
            cell.text = text
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def bring(client: FlaskClient, meeting: Meeting, content: bytes, name: str = "pakiet.docx") -> TestResponse:
    address = f"/meetings/{meeting.id}/minutes/paper"
    token = token_on(client.get(address).text)
    return client.post(
        address,
        data={"csrf_token": token, "file": (io.BytesIO(content), name)},
        content_type="multipart/form-data",
    )


def send(client: FlaskClient, meeting: Meeting, rows: str) -> TestResponse:
    address = f"/meetings/{meeting.id}/minutes/paper"
    return client.post(address, data={"csrf_token": token_on(client.get(address).text), "rows": rows})


def told(meeting: Meeting, rows: Any = ROWS) -> str:
    """The rows as the preview sends them again."""
    return json.dumps([[f"M{meeting.id}-W{number}", *cells] for number, cells in enumerate(rows, 1)])


def sent_again(shown: str) -> str:
    """The rows that the page of the preview holds."""
    found = re.search(r'name="rows" value="([^"]*)"', shown)
    assert found
    return unescape(found[1])


def lines(meeting: Meeting) -> list[Line]:
    return list(db.session.scalars(select(Line).where(Line.meeting_id == meeting.id).order_by(Line.id)))


def test_the_rows_are_shown_and_nothing_is_written_yet(meeting: Meeting, client: FlaskClient) -> None:
    shown = bring(client, meeting, filled_in(client, meeting))
    said = plain(shown.text)
    assert shown.status_code == 200, said
    assert "Czynsz liczy się inaczej" in said
    assert "Wpisz 4 wersy" in said
    assert said.count("Czy to nie nazwisko?") == 1, "Jan Kowalski is no organisation"
    assert lines(meeting) == []


def test_what_is_shown_is_what_is_sent_again(meeting: Meeting, client: FlaskClient) -> None:
    shown = bring(client, meeting, filled_in(client, meeting)).text
    assert send(client, meeting, sent_again(shown)).status_code == 303
    assert [each.text for each in lines(meeting)] == [text for text, *_rest in ROWS]


def test_what_was_looked_at_becomes_lines_once(meeting: Meeting, client: FlaskClient) -> None:
    for _time in range(2):
        assert send(client, meeting, told(meeting)).status_code == 303
    found = lines(meeting)
    assert [each.text for each in found] == [text for text, *_rest in ROWS]
    assert [each.kind for each in found] == [
        LineKind.NEED,
        LineKind.QUESTION,
        LineKind.DECISION,
        LineKind.REMARK,
    ]
    assert [each.speaker for each in found[:3]] == [Speaker.ORGANISATION, Speaker.RESIDENT, Speaker.NOBODY]
    assert found[0].organisation_id is not None
    again = plain(bring(client, meeting, filled_in(client, meeting)).text)
    assert again.count("Wpisane wcześniej") == 4
    assert "Wpisz" not in again


def test_at_a_third_place_the_visitor_is_still_asked(meeting: Meeting, client: FlaskClient) -> None:
    open_house = a_meeting("Spotkajmy się")
    send(client, open_house, told(open_house))
    assert lines(open_house)[1].consent is Consent.ASKED


def test_the_english_pack_reads_back_too(meeting: Meeting, client: FlaskClient) -> None:
    content = filled_in(client, meeting, [("We meet in May.", "a resident", "Arrangement")], "en")
    assert "We meet in May." in bring(client, meeting, content).text
    send(client, meeting, told(meeting, [("We meet in May.", "a resident", "Arrangement")]))
    assert (lines(meeting)[0].kind, lines(meeting)[0].speaker) == (LineKind.DECISION, Speaker.RESIDENT)


def test_rows_with_faults_are_told_and_left_out(meeting: Meeting, client: FlaskClient) -> None:
    rows = [("", "Fundacja Skwer", ""), ("x" * 2001, "", ""), ("Dobrze.", "", "")]
    shown = plain(bring(client, meeting, filled_in(client, meeting, rows)).text)
    assert shown.count("Pominięty") == 2
    send(client, meeting, told(meeting, rows))
    assert [each.text for each in lines(meeting)] == ["Dobrze."]


def test_the_pack_of_another_meeting_is_refused(meeting: Meeting, client: FlaskClient) -> None:
    other = a_meeting("Inne", kind=MeetingKind.FORUM)
    answer = bring(client, meeting, filled_in(client, other))
    assert answer.status_code == 422
    assert "To pakiet innego spotkania" in plain(answer.text)


def test_an_empty_pack_says_so(meeting: Meeting, client: FlaskClient) -> None:
    answer = bring(client, meeting, filled_in(client, meeting, []))
    assert answer.status_code == 422


@pytest.mark.parametrize(
    ("content", "name"),
    [(PDF, "pakiet.pdf"), (PDF, "pakiet.docx"), (b"PK\x03\x04", "a.docx"), (b"", "b.docx")],
)
def test_what_is_no_pack_is_refused(meeting: Meeting, client: FlaskClient, content: bytes, name: str) -> None:
    assert bring(client, meeting, content, name).status_code == 422


@pytest.mark.parametrize(
    "rows", ["x", "{}", "[1]", '[["M1-W1", 1, "", ""]]', "[" * 5000, '[["a","b","c","d"]]']
)
def test_rows_that_nobody_read_are_refused(meeting: Meeting, client: FlaskClient, rows: str) -> None:
    assert send(client, meeting, rows).status_code == 422
    assert lines(meeting) == []
