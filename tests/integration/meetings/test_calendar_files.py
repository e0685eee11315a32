"""Calendar files as two independent parsers read them: the same entries, at the same moments, for ever under the same names."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import vobject
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from civic.kernel.access import SYSTEM, Actor, Role
from civic.kernel.calendars import calendar
from civic.kernel.db import db, unit_of_work
from civic.meetings import commands
from civic.meetings.agenda import Point
from civic.meetings.calendar import entry_of
from civic.meetings.models import Meeting, MeetingKind
from civic.meetings.plan import Plan
from tests.factories import a_forum, a_meeting, a_place, a_user, acting, moment, today
from tests.fixtures.queries import Queries
from tests.integration.meetings.test_planning import again, change


@pytest.fixture
def by(app: Flask) -> Actor:
    """The plenipotentiary."""
    return acting(a_user("Ewa Pełna", role=Role.PLENIPOTENTIARY))


def read(body: bytes) -> list[Any]:
    """The events as icalendar reads them."""
    return list(Calendar.from_ical(body).walk("VEVENT"))


def test_two_parsers_read_the_same(by: Actor, client: FlaskClient) -> None:
    place = a_place("Dom Zegara", lat=50.06, lon=19.94, accessibility="Winda; drzwi, 95 cm.")
    # In summer, in winter, and in the hour that comes twice.
    for starts in (moment(2027, 7, 1), moment(2027, 12, 1), datetime(2027, 10, 31, 1, 30, tzinfo=UTC)):
        a_meeting(
            "Przy stole, z „cytatem”; i dalej", by=by, starts=starts, place=place, about="Raz.\nDwa, trzy;"
        )
    answer = client.get("/meetings.ics")
    assert answer.mimetype == "text/calendar"
    ours, theirs = read(answer.data), list(vobject.readOne(answer.text).vevent_list)
    assert len(ours) == len(theirs) == 3
    for one, other in zip(ours, theirs, strict=True):
        assert one["uid"] == other.uid.value
        assert one["summary"] == other.summary.value == "Przy stole, z „cytatem”; i dalej"
        assert one["location"] == other.location.value
        assert one["description"] == other.description.value
        for name in ("dtstart", "dtend"):
            assert one[name].dt.astimezone(UTC) == getattr(other, name).value.astimezone(UTC)
        assert one["status"] == "CONFIRMED"
    planned = db.session.query(Meeting).order_by(Meeting.starts).all()
    assert [each["dtstart"].dt.astimezone(UTC) for each in ours] == [meeting.starts for meeting in planned]
    assert ours[0]["geo"].to_ical() == "50.06;19.94"
    assert all(len(line) <= 75 for line in answer.data.split(b"\r\n"))


def test_a_description_is_plain_text(by: Actor, client: FlaskClient) -> None:
    meeting = a_meeting(
        by=by,
        about="## Po co\n\nPrzynieś **kubek** i *ciasto*.\n\n- mapa: [tutaj](https://example.org/mapa)\n- <https://example.org/dojazd>",
    )
    (event,) = read(client.get(f"/meetings/{meeting.id}.ics").data)
    assert str(event["description"]) == (
        "Po co\n\nPrzynieś kubek i ciasto.\n\n"
        "– mapa: tutaj (https://example.org/mapa)\n– https://example.org/dojazd"
    )


def test_moved_twice_and_cancelled(by: Actor, client: FlaskClient) -> None:
    meeting = a_meeting("Warsztat", by=by)
    first = read(client.get(f"/meetings/{meeting.id}.ics").data)[0]
    assert first["uid"] == f"{meeting.uid}@localhost"
    for days in (1, 2):
        starts = again(meeting).starts + timedelta(days=days)
        change(meeting, by, starts=starts, ends=starts + timedelta(hours=2))
    with unit_of_work():
        commands.cancel_meeting(again(meeting), reason="Zalało salę.", by=by)
    last = read(client.get("/meetings.ics").data)[0]
    assert (last["uid"], last["sequence"], last["status"]) == (first["uid"], 3, "CANCELLED")
    assert last["summary"] == "Odwołane: Warsztat"
    assert last["description"].startswith("Zalało salę.")


def test_the_same_bytes_until_something_changes(by: Actor, client: FlaskClient) -> None:
    meeting = a_meeting(by=by)
    first = client.get("/meetings.ics")
    second = client.get("/meetings.ics", headers={"If-None-Match": first.headers["ETag"]})
    assert second.status_code == 304
    assert second.data == b""
    change(meeting, by, title="Inny")
    third = client.get("/meetings.ics", headers={"If-None-Match": first.headers["ETag"]})
    assert third.status_code == 200
    assert third.data != first.data


def test_a_series_and_a_forum_have_calendars_of_their_own(by: Actor, client: FlaskClient) -> None:
    forum = a_forum()
    with unit_of_work():
        series = commands.open_series("Przy stole", kind=MeetingKind.THIRD_PLACE, by=by)
    a_meeting("W cyklu", by=by, series=series)
    a_meeting("Na forum", by=by, forum=forum)
    assert [str(each["summary"]) for each in read(client.get(f"/series/{series.slug}.ics").data)] == [
        "W cyklu"
    ]
    found = read(client.get(f"/forums/{forum.slug}/meetings.ics").data)
    assert [str(each["summary"]) for each in found] == ["Na forum"]
    assert client.get("/series/nie-ma.ics").status_code == 404
    assert "Na forum" in client.get("/meetings.atom").text
    assert "webcal://" in client.get("/meetings/subscribe").text


def test_nothing_of_a_person(by: Actor, client: FlaskClient) -> None:
    a_meeting(by=by)
    body = client.get("/meetings.ics").text
    assert by.name not in body
    assert by.email not in body
    assert "ORGANIZER" not in body
    assert "ATTENDEE" not in body


def test_a_year_of_meetings_in_few_questions(by: Actor, client: FlaskClient, queries: Queries) -> None:
    place, first = a_place(), moment(today().year + 1, 1, 2)
    with unit_of_work():
        for number in range(300):
            starts = first + timedelta(days=number)
            plan = _plan(starts, f"Numer {number}", place)
            commands.plan_meeting(plan, by=SYSTEM)
    queries.clear()
    answer = client.get("/meetings.ics")
    assert len(read(answer.data)) == 300
    assert len(queries) <= 10


def _plan(starts: datetime, title: str, place: Any) -> Any:
    return Plan(
        title=title,
        kind=MeetingKind.WORKSHOP,
        starts=starts,
        ends=starts + timedelta(hours=1),
        place=place,
        agenda=(Point("Powitanie"), Point("Rozmowa")),
    )


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.text(st.characters(exclude_categories=["C"]), min_size=1, max_size=200))
def test_any_title_comes_back(app: Flask, title: str) -> None:
    changed = moment(2027, 1, 1)
    meeting = Meeting(
        uid="u",
        title=title,
        starts=changed,
        ends=changed + timedelta(hours=1),
        changed_at=changed,
        sequence=0,
        about="",
        cancelled_reason="",
        room="",
    )
    body = calendar("Spotkania", [entry_of(meeting, "https://stol.example.org")])
    assert str(read(body)[0]["summary"]) == title
    assert vobject.readOne(body.decode()).vevent.summary.value == title
