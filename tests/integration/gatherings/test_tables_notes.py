"""Notes at several tables at once: each line at its own, read by table, and in the file of the office."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from civic.gatherings.commands import change_topic, remove_topic
from civic.gatherings.models import Gathering, Topic
from civic.gatherings.views.panels import tables
from civic.kernel.access import Actor, Role
from civic.kernel.db import db, unit_of_work
from civic.kernel.errors import Refused
from civic.meetings.models import Meeting, MeetingKind
from civic.minutes.commands import look_over, publish_minutes, strike_line, take_lines
from civic.minutes.models import Line, LineKind, Speaker
from civic.minutes.queries import lines_of, waiting_of
from civic.minutes.words import Said
from tests.factories import a_meeting, a_user, acting, come_in
from tests.fixtures.forms import post_form
from tests.fixtures.gathered import a_gathering, the_office
from tests.fixtures.queries import Queries
from tests.fixtures.text import seen


@pytest.fixture
def by(app: Flask) -> Actor:
    """Somebody who takes notes and looks them over."""
    return acting(a_user("Nina Notatka", role=Role.MODERATOR))


def take(meeting_id: int, by: Actor, *said: tuple[str, int | None], **marks: Any) -> list[Line]:
    """Lines, each with its table."""
    lines = [
        Said(f"line-{text.encode().hex()}"[:60], text, age=100 - number, table=table, **marks)
        for number, (text, table) in enumerate(said)
    ]
    with unit_of_work():
        return take_lines(db.session.get_one(Meeting, meeting_id), lines, by=by)


def publish(meeting_id: int, by: Actor) -> None:
    with unit_of_work():
        meeting = db.session.get_one(Meeting, meeting_id)
        checked = {line.id for line in waiting_of(meeting)}
        look_over(meeting, checked=checked, by=by)
        publish_minutes(meeting, by=by)


def at_tables(meeting_id: int) -> dict[str, int | None]:
    db.session.rollback()
    return {line.text: line.table_no for line in lines_of(db.session.get_one(Meeting, meeting_id))}


def test_two_note_takers_at_two_tables_at_once_do_not_disturb_each_other(app: Flask) -> None:
    meeting = a_gathering().meeting_id
    clients = [app.test_client() for _each in range(2)]
    for number, client in enumerate(clients):
        come_in(client, a_user(f"Notuje {number}", role=Role.MODERATOR))
    pages = [f"/meetings/{meeting}/minutes/lines?table={table}" for table in (1, 2)]
    tokens = [client.get(page).get_json()["token"] for client, page in zip(clients, pages, strict=True)]
    barrier = Barrier(2)

    def send(number: int) -> list[Any]:
        table, answers = number + 1, []
        with app.app_context():
            for part in range(5):
                lines = [{"id": f"stolik-{table}-{part}", "text": f"przy {table}, {part}.", "table": table}]
                barrier.wait(timeout=30)
                for _again in range(2):
                    answer = clients[number].post(
                        pages[number], json={"lines": lines}, headers={"X-CSRFToken": tokens[number]}
                    )
                    answers.append((answer.status_code, answer.get_json()))
        return answers

    db.session.rollback()
    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(send, (0, 1))
    assert {status for status, _told in first + second} == {200}
    assert at_tables(meeting) == {f"przy {table}, {part}.": table for table in (1, 2) for part in range(5)}
    # Each sees what was written at its own table, and nothing of the other.
    assert "przy 1, 4." in first[-1][1]["html"]
    assert "przy 2" not in first[-1][1]["html"]
    assert "przy 1" not in second[-1][1]["html"]


def test_the_page_of_a_table_writes_and_shows_its_lines(app: Flask, client: FlaskClient, by: Actor) -> None:
    meeting = a_gathering().meeting_id
    take(meeting, by, ("Przy drugim.", 2), ("Dla wszystkich.", None))
    come_in(client, a_user(role=Role.OFFICIAL))
    page = f"/meetings/{meeting}/minutes"
    answer = post_form(
        client, f"{page}?table=3", {"text": "Przy trzecim.", "kind": "need", "speaker": "nobody"}
    )
    assert answer.status_code == 303
    assert answer.location.endswith(f"{page}?table=3")
    shown = seen(client.get(f"{page}?table=3"))
    assert "Stolik 3: Pieniądze" in shown
    assert "Przy trzecim." in shown
    assert "Przy drugim." not in shown
    assert "Dla wszystkich." not in shown
    whole = seen(client.get(page))
    assert all(
        text in whole for text in ("Przy trzecim.", "Przy drugim.", "Dla wszystkich.", "Całe spotkanie")
    )
    assert at_tables(meeting)["Przy trzecim."] == 3


def test_what_was_typed_at_a_table_and_refused_stays_at_it(app: Flask, client: FlaskClient) -> None:
    meeting = a_gathering().meeting_id
    come_in(client, a_user(role=Role.OFFICIAL))
    page = f"/meetings/{meeting}/minutes?table=2"
    answer = post_form(client, page, {"text": "", "organisation": "Koło Sąsiadek", "kind": "need"})
    assert answer.status_code == 422
    assert 'name="table" type="hidden" value="2"' in answer.text
    assert "Koło Sąsiadek" in answer.text


@pytest.mark.parametrize("typed", ["0", "-1", "1000", "x", "٣", "1e3", ""])
def test_a_table_that_is_none_is_the_whole_meeting(
    app: Flask, client: FlaskClient, by: Actor, typed: str
) -> None:
    meeting = a_gathering().meeting_id
    take(meeting, by, ("Przy drugim.", 2))
    come_in(client, a_user(role=Role.OFFICIAL))
    answer = client.get(f"/meetings/{meeting}/minutes", query_string={"table": typed})
    assert "Przy drugim." in seen(answer)


def test_a_line_goes_to_another_table_by_changing_it(app: Flask, client: FlaskClient, by: Actor) -> None:
    meeting = a_gathering().meeting_id
    (line,) = take(meeting, by, ("Nie tu.", 2))
    come_in(client, a_user(role=Role.OFFICIAL))
    address = f"/minutes/lines/{line.id}/edit"
    typed = {"text": "Nie tu.", "kind": "need", "speaker": "nobody", "version": "1", "table_no": "3"}
    assert post_form(client, address, typed | {"table_no": "4000"}).status_code == 422
    answer = post_form(client, address, typed)
    assert answer.location.endswith("?table=3")
    assert at_tables(meeting) == {"Nie tu.": 3}


def test_the_meetings_page_and_the_look_over_show_lines_by_table(
    app: Flask, client: FlaskClient, by: Actor
) -> None:
    meeting = a_gathering().meeting_id
    take(meeting, by, ("Trzy.", 3), ("Jeden.", 1), ("Ogólny.", None), ("Jeden i pół.", 1), ("Dziewięć.", 9))
    order = ["Całe spotkanie", "Ogólny.", "Stolik 1: Lokale", "Jeden.", "Jeden i pół.", "Stolik 3: Pieniądze"]
    order += ["Trzy.", "Stolik 9", "Dziewięć."]

    def stand_in_order(page: str) -> bool:
        place = 0
        for each in order:
            place = page.find(each, place)
            if place < 0:
                return False
        return True

    come_in(client, a_user(role=Role.MODERATOR))
    assert stand_in_order(seen(client.get(f"/meetings/{meeting}/minutes/check")))
    publish(meeting, by)
    assert stand_in_order(seen(app.test_client().get(f"/meetings/{meeting}")))


def test_a_meeting_without_tables_has_no_headings_of_tables(app: Flask, by: Actor) -> None:
    meeting = a_meeting("Warsztat", kind=MeetingKind.WORKSHOP)
    take(meeting.id, by, ("Ogólny.", None))
    publish(meeting.id, by)
    page = seen(app.test_client().get(f"/meetings/{meeting.id}"))
    assert "Ogólny." in page
    assert "Całe spotkanie" not in page
    assert tables(db.session.get_one(Meeting, meeting.id)) == {}


@pytest.mark.parametrize("count", [3, 30])
def test_many_tables_ask_the_database_as_often_as_few(
    app: Flask, client: FlaskClient, by: Actor, queries: Queries, count: int
) -> None:
    meeting = a_gathering().meeting_id
    take(meeting, by, *((f"Wers {table}.", table) for table in range(1, count + 1)))
    publish(meeting, by)
    come_in(client, a_user(role=Role.MODERATOR))
    for page, most in ((f"/meetings/{meeting}", 40), (f"/meetings/{meeting}/minutes", 15)):
        with queries() as asked:
            assert client.get(page).status_code == 200
        assert len(asked) <= most, page


def test_a_table_with_lines_stays(app: Flask, by: Actor) -> None:
    gathering = a_gathering()
    take(gathering.meeting_id, by, ("Przy drugim.", 2))
    office = the_office()
    topic = db.session.get_one(Gathering, gathering.id).topics[0]
    with pytest.raises(Refused), unit_of_work():
        change_topic(db.session.get_one(Topic, topic.id), title="Lokale", hosts=["Skwer"], by=office)
    with pytest.raises(Refused), unit_of_work():
        remove_topic(db.session.get_one(Topic, topic.id), by=office)
    with unit_of_work():
        remove_topic(db.session.get_one(Gathering, gathering.id).topics[1], by=office)


def test_the_file_holds_the_lines_but_none_that_waits_for_consent(
    app: Flask, client: FlaskClient, by: Actor
) -> None:
    gathering = a_gathering(kind=MeetingKind.THIRD_PLACE)
    meeting = gathering.meeting_id
    take(meeting, by, ("Ławki.", 3), kind=LineKind.NEED)
    publish(meeting, by)
    take(meeting, by, ("Potem.", 1), ("Pomyłka.", 1))
    take(meeting, by, ("Moje słowa.", 1), speaker=Speaker.RESIDENT)
    with unit_of_work():
        wrong = next(
            line for line in lines_of(db.session.get_one(Meeting, meeting)) if line.text == "Pomyłka."
        )
        strike_line(wrong, struck=True, by=by)
    come_in(client, a_user(role=Role.MODERATOR))
    with client.get(f"/gatherings/{gathering.id}/files/json") as answer:
        found = next(each for each in json.loads(answer.data)["tables"] if each["id"] == "lines")
    rows = [list(row.values())[:6] if isinstance(row, dict) else row[:6] for row in found["rows"]]
    assert rows == [
        [None, "Potem.", "Notatka", "Lokale", 1, "Bez wskazania"],
        [1, "Ławki.", "Potrzeba", "Pieniądze", 3, "Bez wskazania"],
    ]
