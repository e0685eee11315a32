"""Taking minutes: each line once, in its order, and nothing of two note takers lost."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from civic.accounts.models import User
from civic.kernel.access import Actor
from civic.kernel.db import db, unit_of_work
from civic.kernel.errors import Conflict, Forbidden, Refused
from civic.kernel.events import EventRow
from civic.meetings.models import Meeting, MeetingKind
from civic.minutes.commands import change_line, strike_line, take_lines
from civic.minutes.models import Consent, Line, LineKind, Speaker
from civic.minutes.queries import lines_of
from civic.minutes.words import Said
from tests.factories import a_meeting, a_user, acting, an_organisation, come_in
from tests.fixtures.forms import token_on
from tests.fixtures.queries import Queries
from tests.fixtures.text import seen


def take(meeting: Meeting, by: Actor, *said: Said) -> list[Line]:
    with unit_of_work():
        return take_lines(db.session.get_one(Meeting, meeting.id), said, by=by)


def a_said(text: str, number: int = 1, **marks: Any) -> Said:
    return Said(client_id=f"line-{number:04}", text=text, **marks)


def texts(meeting: Meeting) -> list[str]:
    db.session.rollback()
    return [line.text for line in lines_of(db.session.get_one(Meeting, meeting.id))]


def test_lines_stand_in_the_order_in_which_they_were_typed_not_sent(meeting: Meeting, by: Actor) -> None:
    take(meeting, by, a_said("trzeci", 3, age=5))
    take(meeting, by, a_said("pierwszy", 1, age=3600), a_said("drugi", 2, age=60))
    assert texts(meeting) == ["pierwszy", "drugi", "trzeci"]


def test_a_line_sent_again_is_there_once(meeting: Meeting, by: Actor) -> None:
    said = a_said("Raz wystarczy.", kind=LineKind.NEED)
    assert len(take(meeting, by, said, said)) == 1
    assert take(meeting, by, said) == []
    assert texts(meeting) == ["Raz wystarczy."]
    assert db.session.scalar(select(func.count()).where(EventRow.name == "LinesTaken")) == 1


def test_the_same_id_at_another_meeting_is_another_line(meeting: Meeting, by: Actor) -> None:
    other = a_meeting("Inne", kind=MeetingKind.WORKSHOP)
    take(meeting, by, a_said("Tu"))
    assert len(take(other, by, a_said("Tam"))) == 1


def test_an_organisation_of_the_directory_is_found_by_its_name_another_one_stays_as_typed(
    meeting: Meeting, by: Actor
) -> None:
    known = an_organisation("Fundacja Łąka")
    one, other = take(
        meeting,
        by,
        a_said("a", 1, speaker=Speaker.ORGANISATION, organisation="fundacja łąka"),
        a_said("b", 2, speaker=Speaker.ORGANISATION, organisation="Grupa z podwórka"),
    )
    assert (one.organisation_id, one.organisation_name) == (known.id, "")
    assert (other.organisation_id, other.organisation_name) == (None, "Grupa z podwórka")


@pytest.mark.parametrize(
    "fault", [{"text": ""}, {"text": "a" * 2001}, {"client_id": "x"}, {"client_id": "a b c d e f"}]
)
def test_what_can_never_be_taken_is_refused_whole(meeting: Meeting, by: Actor, fault: dict[str, Any]) -> None:
    with pytest.raises(Refused):
        take(meeting, by, a_said("Dobry."), Said(**{"client_id": "line-0002", "text": "b", **fault}))
    assert texts(meeting) == []


def test_only_note_takers_take(meeting: Meeting) -> None:
    with pytest.raises(Forbidden):
        take(meeting, acting(a_user("Ktoś")), a_said("Nie."))


def test_two_who_change_one_line_both_see_both_texts(meeting: Meeting, by: Actor) -> None:
    (line,) = take(meeting, by, a_said("Było."))
    facts: dict[str, Any] = {
        "kind": LineKind.NEED,
        "speaker": Speaker.NOBODY,
        "organisation": "",
        "table": None,
        "by": by,
    }
    version = line.version
    with unit_of_work():
        change_line(db.session.get_one(Line, line.id), text="Pierwsza zmiana.", version=version, **facts)
    with pytest.raises(Conflict) as clash, unit_of_work():
        change_line(db.session.get_one(Line, line.id), text="Druga zmiana.", version=version, **facts)
    assert clash.value.detail["texts"] == ("Pierwsza zmiana.", "Druga zmiana.")
    assert texts(meeting) == ["Pierwsza zmiana."]


def test_a_struck_line_can_stand_again(meeting: Meeting, by: Actor) -> None:
    (line,) = take(meeting, by, a_said("Pomyłka?"))
    for struck in (True, True, False):
        with unit_of_work():
            strike_line(db.session.get_one(Line, line.id), struck=struck, by=by)
        assert (db.session.get_one(Line, line.id).struck_at is not None) is struck


def test_at_a_third_place_meeting_a_visitor_is_asked_first(by: Actor, app: Flask) -> None:
    meeting = a_meeting(kind=MeetingKind.THIRD_PLACE)
    lines = take(meeting, by, a_said("a", 1, speaker=Speaker.RESIDENT), a_said("b", 2))
    assert [line.consent for line in lines] == [Consent.ASKED, Consent.FREE]


# Pages


def test_the_form_works_without_scripts_and_a_second_click_adds_nothing(
    client: FlaskClient, meeting: Meeting, by: Actor
) -> None:
    come_in(client, db.session.get_one(User, by.id))
    page = client.get(f"/meetings/{meeting.id}/minutes").text
    typed = {
        "csrf_token": token_on(page),
        "client_id": "e8e1a3b0-0001",
        "text": "Ławka.",
        "kind": "need",
        "speaker": "resident",
    }
    for _click in range(2):
        assert client.post(f"/meetings/{meeting.id}/minutes", data=typed).status_code == 303
    shown = seen(client.get(f"/meetings/{meeting.id}/minutes"))
    assert shown.count("Ławka.") == 1
    assert "Nina Notatka" in shown


def test_what_a_device_sends_twice_at_once_is_there_once(app: Flask, meeting: Meeting, by: Actor) -> None:
    lines = [
        {"id": f"aaaaaaaa-{each}", "text": f"wers {each}", "kind": "need", "age": 9 - each}
        for each in range(5)
    ]
    clients = [app.test_client() for _each in range(4)]
    for client in clients:
        come_in(client, db.session.get_one(User, by.id))
    address = f"/meetings/{meeting.id}/minutes/lines"
    tokens = [client.get(address).get_json()["token"] for client in clients]
    barrier = Barrier(len(clients))

    def send(client: FlaskClient, token: str) -> Any:
        with app.app_context():
            barrier.wait(timeout=30)
            return client.post(address, json={"lines": lines}, headers={"X-CSRFToken": token})

    db.session.rollback()
    with ThreadPoolExecutor(len(clients)) as pool:
        answers = list(pool.map(send, clients, tokens))
    assert [answer.status_code for answer in answers] == [200] * 4
    assert all(len(answer.get_json()["safe"]) == 5 for answer in answers)
    assert texts(meeting) == [f"wers {each}" for each in range(5)]


@pytest.mark.parametrize(
    "sent",
    [
        None,
        [],
        {"lines": "a"},
        {"lines": [1]},
        {"lines": [{"id": {"a": 1}, "text": ["b"]}]},
        {"lines": [{"id": "aaaaaaaa-1", "text": "\0\u202e"}]},
    ],
)
def test_what_the_page_never_sends_is_refused_and_breaks_nothing(
    client: FlaskClient, meeting: Meeting, by: Actor, sent: Any
) -> None:
    come_in(client, db.session.get_one(User, by.id))
    address = f"/meetings/{meeting.id}/minutes/lines"
    token = client.get(address).get_json()["token"]
    assert client.post(address, json=sent, headers={"X-CSRFToken": token}).status_code == 422
    assert texts(meeting) == []


def test_marks_that_mean_nothing_are_left_out_and_the_words_stay(
    client: FlaskClient, meeting: Meeting, by: Actor
) -> None:
    come_in(client, db.session.get_one(User, by.id))
    address = f"/meetings/{meeting.id}/minutes/lines"
    token = client.get(address).get_json()["token"]
    line = {
        "id": "aaaaaaaa-1",
        "text": "<b>Słowa</b>",
        "kind": "x",
        "speaker": "organisation",
        "organisation": 7,
        "age": "NaN",
    }
    answer = client.post(address, json={"lines": [line]}, headers={"X-CSRFToken": token})
    assert answer.status_code == 200
    assert "&lt;b&gt;Słowa&lt;/b&gt;" in answer.get_json()["html"]


def test_without_a_session_nothing_is_taken_and_the_page_leads_to_signing_in(
    client: FlaskClient, meeting: Meeting
) -> None:
    assert client.get(f"/meetings/{meeting.id}/minutes/lines").status_code == 302
    assert client.post(f"/meetings/{meeting.id}/minutes/lines", json={"lines": []}).status_code in {400, 401}


def test_the_page_without_a_connection_holds_nobodys_data(
    client: FlaskClient, meeting: Meeting, by: Actor
) -> None:
    take(meeting, by, a_said("Tajny wers."))
    page = client.get(f"/meetings/{meeting.id}/minutes/offline")
    assert "Set-Cookie" not in page.headers
    assert "Tajny wers." not in page.text
    assert "csrf_token" not in page.text
    worker = client.get(f"/meetings/{meeting.id}/minutes/worker.js")
    assert worker.mimetype == "text/javascript"
    assert worker.headers["Service-Worker-Allowed"] == f"/meetings/{meeting.id}/minutes"


def test_a_lost_update_on_the_page_shows_both_texts(client: FlaskClient, meeting: Meeting, by: Actor) -> None:
    (line,) = take(meeting, by, a_said("Było."))
    come_in(client, db.session.get_one(User, by.id))
    address = f"/minutes/lines/{line.id}/edit"
    page = client.get(address).text
    typed = {"csrf_token": token_on(page), "kind": "need", "speaker": "nobody", "version": "1"}
    assert client.post(address, data={**typed, "text": "Jedna."}).status_code == 303
    late = client.post(address, data={**typed, "text": "Druga."})
    assert late.status_code == 409
    assert "Jedna." in late.text
    assert "Druga." in late.text
    # Sent again from there, it is meant.
    version = db.session.get_one(Line, line.id).version
    assert f'name="version" type="hidden" value="{version}"' in late.text


def test_the_page_asks_the_same_number_of_questions_for_any_number_of_lines(
    client: FlaskClient, meeting: Meeting, by: Actor, queries: Queries
) -> None:
    organisation, counts, first = an_organisation("Fundacja Łąka"), [], 0
    come_in(client, db.session.get_one(User, by.id))
    for many in (5, 45):
        marks: dict[str, Any] = {"speaker": Speaker.ORGANISATION, "organisation": organisation.name}
        take(meeting, by, *(a_said(f"wers {each}", first + each, **marks) for each in range(many)))
        first += many
        client.get(f"/meetings/{meeting.id}/minutes")
        with queries() as said:
            client.get(f"/meetings/{meeting.id}/minutes")
        counts.append(len(said))
    assert counts[0] == counts[1] < 12
