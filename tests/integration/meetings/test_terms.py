"""The terms of forums, of calls and of the city's answers, in the calendar of a month and in the file for one's own."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import vobject
from flask.testing import FlaskClient
from icalendar import Calendar

from civic.answers.commands import draft, open_answers, publish_answer
from civic.boards.commands import announce_grant_call, cancel_grant_call
from civic.boards.models import CallKind, GrantCall
from civic.boards.queries import get_call
from civic.boards.said import CallText
from civic.kernel.db import unit_of_work
from civic.kernel.typography import normalise
from tests.factories import a_forum, a_meeting, a_phase, today
from tests.fixtures.answers import ACCEPTED, Office, an_issue, an_office
from tests.fixtures.queries import Queries
from tests.fixtures.text import seen


def due_in(office: Office, days: int) -> date:
    """Put the deadline so many days ahead."""
    day = today() + timedelta(days=days)
    with unit_of_work():
        for answer in office.answers:
            answer.due_on = day
    return day


def a_call(office: Office, until: date) -> GrantCall:
    """A call on the board with that last day."""
    said = CallText(
        title="Zieleń w dzielnicach",
        kind=CallKind.TENDER,
        unit_id=office.unit.id,
        link="https://example.org/nabor",
        opens_on=today(),
        closes_on=until,
    )
    with unit_of_work():
        return announce_grant_call(said, by=office.plenipotentiary)


def test_a_month_holds_the_last_days_of_calls_and_for_the_citys_answers(
    client: FlaskClient, queries: Queries
) -> None:
    office = an_office()
    due = due_in(office, 40)
    call = a_call(office, due)
    month = f"/calendar?month={due:%Y-%m}"
    queries.clear()
    page = client.get(month)
    few = len(queries)
    assert f"Ostatni dzień na odpowiedzi miasta: rekomendacje nr {office.issue.number}" in seen(page)
    assert f'href="/issues/{office.issue.number}"' in page.text
    assert "Koniec naboru: Zieleń w dzielnicach" in seen(page)
    assert f'href="/calls/{call.id}"' in page.text
    another = a_forum("Inne forum")
    issue = an_issue(another)
    with unit_of_work():
        for answer in open_answers(issue, by=office.plenipotentiary):
            answer.due_on = due
    a_call(office, due)
    queries.clear()
    client.get(f"{month}&x=1")
    assert len(queries) == few


def test_what_is_answered_is_no_term_any_more(client: FlaskClient) -> None:
    office = an_office(1)
    due = due_in(office, 40)
    with unit_of_work():
        answer = draft(office.answers[0], ACCEPTED, by=office.official)
        publish_answer(answer, by=office.official)
    assert "odpowiedzi miasta:" not in seen(client.get(f"/calendar?month={due:%Y-%m}"))


def test_a_cancelled_call_is_struck_out(client: FlaskClient) -> None:
    office = an_office(1)
    call = a_call(office, today() + timedelta(days=30))
    with unit_of_work():
        cancel_grant_call(get_call(call.id), reason="Nie ma środków.", by=office.plenipotentiary)
    page = client.get(f"/calendar?month={today() + timedelta(days=30):%Y-%m}").text
    assert "<s>Koniec naboru" in page


def test_the_file_holds_meetings_and_all_terms(client: FlaskClient) -> None:
    office = an_office()
    due = due_in(office, 40)
    call = a_call(office, due)
    a_meeting("Przy stole")
    closes = today() + timedelta(days=20)
    forum = a_forum("Forum Zieleni", phases=[a_phase("Głosowanie", today() + timedelta(days=5), closes)])
    answer = client.get("/calendar.ics")
    assert answer.mimetype == "text/calendar"
    found: dict[str, Any] = {
        normalise(str(each["summary"])): each for each in Calendar.from_ical(answer.data).walk("VEVENT")
    }
    last = found["Ostatni dzień: Głosowanie (Forum Zieleni)"]
    assert last["dtstart"].dt == closes
    assert last["dtend"].dt == closes + timedelta(days=1)
    assert last["url"].endswith(f"/forums/{forum.slug}")
    assert found["Początek: Głosowanie (Forum Zieleni)"]["dtstart"].dt == today() + timedelta(days=5)
    answers = next(each for name, each in found.items() if name.startswith("Ostatni dzień na odpowiedzi"))
    assert answers["dtstart"].dt == due
    assert answers["uid"] == f"answers-{office.issue.number}-{due:%Y%m%d}@localhost"
    assert found["Koniec naboru: Zieleń w dzielnicach"]["uid"] == f"call-{call.id}@localhost"
    assert "Przy stole" in found
    theirs = [each.uid.value for each in vobject.readOne(answer.text).vevent_list]
    assert len(set(theirs)) == len(theirs) == len(found)
    again = client.get("/calendar.ics", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304
    assert "/calendar.ics" in client.get("/meetings/subscribe").text


def test_the_file_asks_as_often_for_many_terms_as_for_few(client: FlaskClient, queries: Queries) -> None:
    office = an_office(1)
    due = due_in(office, 40)
    a_call(office, due)
    a_meeting("Przy stole")
    queries.clear()
    client.get("/calendar.ics")
    few = len(queries)
    for number in range(5):
        a_forum(phases=[a_phase("Głosowanie", today(), today() + timedelta(days=5 + number))])
        a_call(office, due)
    queries.clear()
    client.get("/calendar.ics?x=1")
    assert len(queries) == few
