"""The form of attendance of a pack comes back: a number and organisations, looked at before they are kept; never a person."""

from __future__ import annotations

import io
from typing import Any

import docx
import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import html as markup
from werkzeug.test import TestResponse

from civic.kernel.access import Role
from civic.kernel.db import db, unit_of_work
from civic.meetings.models import Meeting, MeetingKind
from civic.minutes.commands import look_over, note_presence, publish_minutes, take_lines
from civic.minutes.presence import Presence
from civic.minutes.queries import presence_at, waiting_of
from civic.minutes.words import Said
from civic.papers.rows import Came, came
from tests.factories import a_meeting, a_user, acting, an_organisation, come_in
from tests.fixtures.forms import post_form
from tests.fixtures.text import plain
from tests.integration.papers.test_reading_back import bring, filled_in, lines


@pytest.fixture
def meeting(app: Flask, client: FlaskClient) -> Meeting:
    """A forum's session, with three organisations in the directory; an official takes its minutes."""
    for name in ("Fundacja Skwer", "Klub Kładka", "Stowarzyszenie Most"):
        an_organisation(name)
    come_in(client, a_user("Jan Urzędnik", role=Role.OFFICIAL))
    return a_meeting("Czynsze przy stole", kind=MeetingKind.FORUM)


def counted(
    client: FlaskClient, meeting: Meeting, *written: str, rows: Any = (), language: str = "pl"
) -> bytes:
    """The pack with its form of attendance filled in: the number first, then organisations."""
    made = docx.Document(io.BytesIO(filled_in(client, meeting, rows, language)))
    for row, text in zip(made.tables[1].rows[1:], written, strict=False):
        row.cells[2].text = text
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def stands(meeting: Meeting) -> Presence:
    db.session.rollback()
    return presence_at(db.session.get_one(Meeting, meeting.id))


def write(client: FlaskClient, shown: TestResponse, meeting: Meeting, **typed: str) -> TestResponse:
    """Send the form that the page showed, with what is typed in its place."""
    (form,) = markup.fromstring(shown.text).xpath("//main//form[.//input[@name='rows']]")
    values = dict(form.form_values()) | typed
    return client.post(f"/meetings/{meeting.id}/minutes/paper", data=values)


@pytest.mark.parametrize("language", ["pl", "en"])
def test_a_number_and_organisations_are_read_and_names_of_persons_are_not(
    meeting: Meeting, client: FlaskClient, language: str
) -> None:
    rows = [("Od kiedy?", "Klub Kładka", "")]
    file = counted(
        client,
        meeting,
        "24 osoby",
        "fundacja skwer",
        "Klub Kładka",
        "Jan Kowalski",
        rows=rows,
        language=language,
    )
    shown = bring(client, meeting, file)
    said = plain(shown.text)
    assert "Jan Kowalski" in said, "it is said that the name is left out"
    assert stands(meeting) == Presence()
    assert write(client, shown, meeting).status_code == 303
    # Klub Kładka is named in a line.
    assert stands(meeting) == Presence(24, "Fundacja Skwer")
    assert [each.text for each in lines(meeting)] == ["Od kiedy?"]


def test_a_form_of_attendance_alone_is_read_too(meeting: Meeting, client: FlaskClient) -> None:
    shown = bring(client, meeting, counted(client, meeting, "7"))
    answer = write(client, shown, meeting, present="Koło Sąsiadek")
    assert answer.status_code == 303
    assert stands(meeting) == Presence(7, "Koło Sąsiadek")
    assert lines(meeting) == []


def test_what_is_there_stays_beside_what_comes(meeting: Meeting, client: FlaskClient) -> None:
    by = acting(a_user("Nina Notatka", role=Role.MODERATOR))
    with unit_of_work():
        note_presence(db.session.get_one(Meeting, meeting.id), Presence(20, "Stowarzyszenie Most"), by=by)
    shown = bring(client, meeting, counted(client, meeting, "", "Fundacja Skwer", "stowarzyszenie most"))
    assert "Zapisano dotąd: 20, Stowarzyszenie Most" in plain(shown.text)
    assert write(client, shown, meeting).status_code == 303
    assert stands(meeting) == Presence(20, "Stowarzyszenie Most\nFundacja Skwer")


def test_who_wrote_it_down_meanwhile_is_not_overwritten(meeting: Meeting, client: FlaskClient) -> None:
    shown = bring(client, meeting, counted(client, meeting, "24", rows=[("Wers.", "", "")]))
    by = acting(a_user("Nina Notatka", role=Role.MODERATOR))
    with unit_of_work():
        note_presence(db.session.get_one(Meeting, meeting.id), Presence(31), by=by)
    answer = write(client, shown, meeting)
    assert answer.status_code == 409
    assert stands(meeting) == Presence(31)
    assert lines(meeting) == []
    assert write(client, answer, meeting).status_code == 303
    assert stands(meeting) == Presence(24)
    assert len(lines(meeting)) == 1


def test_a_number_that_is_none_is_told_and_what_is_typed_wrong_loses_nothing(
    meeting: Meeting, client: FlaskClient
) -> None:
    shown = bring(client, meeting, counted(client, meeting, "dużo", "Fundacja Skwer"))
    assert "dużo" in plain(shown.text)
    answer = write(client, shown, meeting, attendance="-3")
    assert answer.status_code == 422
    assert "Fundacja Skwer" in answer.text
    assert 'value="-3"' in answer.text
    assert write(client, answer, meeting, attendance="").status_code == 303
    assert stands(meeting) == Presence(None, "Fundacja Skwer")


def test_what_is_published_is_changed_by_those_who_publish(meeting: Meeting, client: FlaskClient) -> None:
    by = acting(a_user("Nina Notatka", role=Role.MODERATOR))
    with unit_of_work():
        found = db.session.get_one(Meeting, meeting.id)
        take_lines(found, [Said("line-0001", "Jawne.")], by=by)
        look_over(found, checked={line.id for line in waiting_of(found)}, by=by)
        note_presence(found, Presence(12), by=by)
        publish_minutes(found, by=by)
    shown = bring(client, meeting, counted(client, meeting, "24", rows=[("Wers.", "", "")]))
    assert 'name="attendance"' not in shown.text
    assert "Wpisz 1 wers" in plain(shown.text)
    assert "już ogłoszone" in plain(shown.text)
    assert write(client, shown, meeting, attendance="24", over=Presence(12).mark).status_code == 303
    assert stands(meeting) == Presence(12)
    assert len(lines(meeting)) == 2
    come_in(client, a_user(role=Role.MODERATOR))
    shown = bring(client, meeting, counted(client, meeting, "24"))
    assert write(client, shown, meeting).status_code == 303
    assert stands(meeting) == Presence(24)


@pytest.mark.parametrize(
    ("written", "people", "unread"),
    [
        ("24", 24, ""),
        ("ok. 30 osób", 30, ""),
        ("0", 0, ""),
        ("12+3", None, "12+3"),
        ("9" * 9, None, "9" * 9),
        ("٣", None, "٣"),
    ],
)
def test_a_number_is_read_where_one_stands_there(written: str, people: int | None, unread: str) -> None:
    assert came([("M1-C0", written, "", ""), ("M1-W1", "Wers.", "", "")]) == Came(people, unread)


def test_the_page_that_reads_a_file_is_sent_as_it_is(meeting: Meeting, client: FlaskClient) -> None:
    assert post_form(client, f"/meetings/{meeting.id}/minutes/paper").status_code == 422
