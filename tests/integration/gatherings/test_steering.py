"""What those who steer do: let through, hide, answer now, merge, write the answer down; and what everybody then sees."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from datetime import timedelta

import openpyxl
import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from civic.gatherings.commands import (
    add_topic,
    answer_question,
    change_topic,
    close_room,
    merge_question,
    move_question,
    open_room,
    prepare_gathering,
    remove_topic,
    support_question,
)
from civic.gatherings.models import Gathering, GatheringState, Looking, QuestionState, RoomQuestion
from civic.gatherings.views.panels import of_meeting
from civic.kernel import clock
from civic.kernel.access import ANONYMOUS, Actor, Role
from civic.kernel.db import db, unit_of_work
from civic.kernel.errors import Conflict, Forbidden, Refused
from tests.factories import a_user, acting, come_in
from tests.fixtures.forms import post_form
from tests.fixtures.gathered import a_gathering, a_room_question, supported, the_office
from tests.fixtures.queries import Queries
from tests.fixtures.text import plain, seen


@pytest.fixture
def by(app: Flask) -> Actor:
    """Somebody who steers."""
    return acting(a_user("Mira Moderatorska", role=Role.MODERATOR))


def again(question: RoomQuestion) -> RoomQuestion:
    return db.session.get_one(RoomQuestion, question.id)


def move(question: RoomQuestion, to: QuestionState, by: Actor) -> None:
    with unit_of_work():
        move_question(again(question), to=to, by=by)


def _bytes(client: FlaskClient, address: str) -> bytes:
    """The bytes of a file, which is closed again."""
    with client.get(address) as answer:
        assert answer.status_code == 200
        return bytes(answer.data)


def screen(app: Flask, gathering: Gathering) -> str:
    return seen(app.test_client().get(f"/gatherings/{gathering.id}/screen/now"))


def test_the_screen_shows_what_was_let_through_and_what_is_answered_now(app: Flask, by: Actor) -> None:
    gathering = a_gathering(looking=Looking.BEFORE)
    first, second = a_room_question(gathering, "Pierwsze?"), a_room_question(gathering, "Drugie?")
    assert "Nikt jeszcze nie zadał pytania" in screen(app, gathering)
    move(first, QuestionState.SHOWN, by)
    move(second, QuestionState.LIVE, by)
    assert screen(app, gathering).startswith("Teraz odpowiadamy Drugie? Następne według poparcia 0 Pierwsze?")
    move(first, QuestionState.LIVE, by)
    assert again(second).state is QuestionState.SHOWN
    move(first, QuestionState.ANSWERED, by)
    shown = screen(app, gathering)
    assert "Teraz odpowiadamy" not in shown
    assert "1 pytanie z odpowiedzią" in shown


def test_the_screen_follows_when_the_room_shuts_by_itself(app: Flask, by: Actor) -> None:
    gathering = a_gathering(by)
    move(a_room_question(gathering, "Kto odpowie?"), QuestionState.LIVE, by)
    client, address = app.test_client(), f"/gatherings/{gathering.id}/screen/now"
    answer = client.get(address)
    assert "Teraz odpowiadamy" in seen(answer)
    assert "Zapytaj z telefonu" in seen(answer)
    marked = {"If-None-Match": answer.headers["ETag"]}
    with time_machine.travel(clock.now() + timedelta(hours=7), tick=False):
        answer = client.get(address, headers=marked)
        assert answer.status_code == 200
        shown = seen(answer)
        assert "Pytania są zamknięte." in shown
        assert "Kto odpowie?" in shown
        assert "Teraz odpowiadamy" not in shown
        assert "Zapytaj z telefonu" not in shown
        assert client.get(address, headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304


def test_the_screen_answers_in_a_word_while_nothing_changes(app: Flask, by: Actor, queries: Queries) -> None:
    gathering = a_gathering()
    client, address = app.test_client(), f"/gatherings/{gathering.id}/screen/now"
    mark = client.get(address).headers["ETag"]
    with queries() as asked:
        answer = client.get(address, headers={"If-None-Match": mark})
    assert (answer.status_code, answer.data, len(asked)) == (304, b"", 1)
    question = a_room_question(gathering)
    fresh = client.get(address, headers={"If-None-Match": mark})
    assert fresh.status_code == 200
    assert question.text in seen(fresh)
    mark = fresh.headers["ETag"]
    supported(question, 1)
    assert client.get(address, headers={"If-None-Match": mark}).status_code == 200


def test_a_hidden_question_is_nowhere_but_with_the_moderators(app: Flask, by: Actor) -> None:
    gathering = a_gathering()
    question = a_room_question(gathering, "Obelga?")
    move(question, QuestionState.HIDDEN, by)
    client = app.test_client()
    for address in (f"/g/{gathering.short_code}", f"/gatherings/{gathering.id}/screen"):
        assert "Obelga?" not in seen(client.get(address))
    with app.test_request_context():
        assert "Obelga?" not in of_meeting(gathering.meeting)
    move(question, QuestionState.SHOWN, by)
    assert "Obelga?" in seen(client.get(f"/g/{gathering.short_code}"))


def test_merged_questions_count_each_supporter_once(app: Flask, by: Actor) -> None:
    gathering = a_gathering()
    first, second = (
        a_room_question(gathering, "Kiedy wyniki?"),
        a_room_question(gathering, "Kiedy będą wyniki?"),
    )
    with unit_of_work():
        for question in (first, second):
            support_question(again(question), browser="the-same", wanted=True, by=ANONYMOUS)
    supported(first, 2)
    supported(second, 1)
    with unit_of_work():
        merge_question(again(second), again(first), by=by)
    assert (again(first).supports, again(second).state) == (4, QuestionState.MERGED)
    with unit_of_work():
        support_question(again(first), browser="the-same", wanted=True, by=ANONYMOUS)
    assert again(first).supports == 4
    with unit_of_work():
        support_question(again(first), browser="the-same", wanted=False, by=ANONYMOUS)
    assert again(first).supports == 3
    move(second, QuestionState.SHOWN, by)
    assert (again(first).supports, again(second).supports) == (2, 1)
    with unit_of_work():
        close_room(db.session.get_one(Gathering, gathering.id), by=by)
    later = clock.now() + timedelta(days=2)
    with time_machine.travel(later), pytest.raises(Refused), unit_of_work():
        merge_question(again(second), again(first), by=by)


def test_a_question_is_not_merged_into_itself_or_into_another_room(app: Flask, by: Actor) -> None:
    question = a_room_question(a_gathering())
    other = a_room_question(a_gathering(title="Inne spotkanie"))
    for target in (question, other):
        with pytest.raises(Refused), unit_of_work():
            merge_question(again(question), again(target), by=by)


def test_the_answer_stands_with_its_date_and_office_on_the_meeting(app: Flask) -> None:
    by = the_office()
    gathering = a_gathering(by)
    question = a_room_question(gathering, "Kiedy wyniki?")
    with unit_of_work():
        answer_question(again(question), text="Do **31 stycznia**.", version=1, by=by)
    with app.test_request_context():
        page = plain(str(of_meeting(db.session.get_one(Gathering, gathering.id).meeting)))
    assert "<strong>31 stycznia</strong>" in page
    assert "Biuro Pełnomocnika" in page
    assert "Pytania z odpowiedzią" in page


def test_of_two_answers_written_at_once_none_is_lost(app: Flask, by: Actor) -> None:
    question = a_room_question(a_gathering())
    with unit_of_work():
        answer_question(again(question), text="Pierwsza.", version=1, by=by)
    with pytest.raises(Conflict) as conflict, unit_of_work():
        answer_question(again(question), text="Druga.", version=1, by=by)
    assert conflict.value.detail["texts"] == ("Druga.", "Pierwsza.")
    assert again(question).answer == "Pierwsza."


def test_closing_takes_the_live_one_down_and_can_be_undone_while_the_meeting_lasts(
    app: Flask, by: Actor
) -> None:
    gathering = a_gathering()
    question = a_room_question(gathering)
    move(question, QuestionState.LIVE, by)
    with unit_of_work():
        close_room(db.session.get_one(Gathering, gathering.id), by=by)
    assert again(question).state is QuestionState.SHOWN
    with unit_of_work():
        open_room(db.session.get_one(Gathering, gathering.id), by=by)
        close_room(db.session.get_one(Gathering, gathering.id), by=by)
    with time_machine.travel(clock.now() + timedelta(hours=7)), pytest.raises(Refused), unit_of_work():
        open_room(db.session.get_one(Gathering, gathering.id), by=by)
    assert db.session.get_one(Gathering, gathering.id).state is GatheringState.CLOSED


def test_after_the_room_questions_are_still_answered(app: Flask, by: Actor) -> None:
    gathering = a_gathering()
    question = a_room_question(gathering)
    with unit_of_work():
        close_room(db.session.get_one(Gathering, gathering.id), by=by)
    with time_machine.travel(clock.now() + timedelta(days=9)), unit_of_work():
        answer_question(again(question), text="Wyniki są na stronie.", version=1, by=by)
    assert again(question).state is QuestionState.ANSWERED


def test_a_moderator_works_from_the_page(app: Flask, client: FlaskClient) -> None:
    gathering = a_gathering(looking=Looking.BEFORE)
    question = a_room_question(gathering, "Kiedy wyniki?")
    other = a_room_question(gathering, "Kiedy będą wyniki?")
    come_in(client, a_user(role=Role.MODERATOR))
    page, base = f"/gatherings/{gathering.id}", f"/gatherings/{gathering.id}/questions"
    assert "Czekają na sprawdzenie 2" in seen(client.get(page))
    post_form(client, page, action=f"{base}/{question.id}/show")
    assert again(question).state is QuestionState.SHOWN
    merging = f"{base}/{other.id}/merge"
    post_form(client, merging, {"other": str(question.id)}, merging)
    assert again(other).merged_into_id == question.id
    answering = f"{base}/{question.id}/answer"
    assert post_form(client, answering, {"text": ""}, answering).status_code == 422
    post_form(client, answering, {"text": "W piątek."}, answering)
    assert again(question).answer == "W piątek."
    post_form(client, page, action=f"{page}/close")
    assert "Pytania zamknięte" in seen(client.get(page))


def test_only_those_who_may_steer_do(app: Flask) -> None:
    question = a_room_question(a_gathering())
    stranger = acting(a_user())
    acts: tuple[Callable[[], object], ...] = (
        lambda: move_question(again(question), to=QuestionState.HIDDEN, by=stranger),
        lambda: answer_question(again(question), text="Ja.", version=1, by=stranger),
        lambda: close_room(again(question).gathering, by=stranger),
    )
    for act in acts:
        with pytest.raises(Forbidden), unit_of_work():
            act()


def test_topics_and_tables_are_arranged_and_keep_their_numbers(app: Flask) -> None:
    by = the_office()
    gathering = a_gathering(by)
    lokale, money = gathering.topics
    assert [table.number for topic in gathering.topics for table in topic.tables] == [1, 2, 3]
    question = a_room_question(gathering, topic=lokale, table=lokale.tables[1])
    with unit_of_work():
        change_topic(db.session.merge(lokale), title="Lokale i sale", hosts=["Skwer", "Most", "Łąka"], by=by)
    lokale = db.session.get_one(Gathering, gathering.id).topics[0]
    assert [(table.number, table.host) for table in lokale.tables] == [(1, "Skwer"), (2, "Most"), (4, "Łąka")]
    with pytest.raises(Refused), unit_of_work():
        change_topic(db.session.merge(lokale), title="Lokale", hosts=["Skwer"], by=by)
    with pytest.raises(Refused), unit_of_work():
        remove_topic(db.session.merge(lokale), by=by)
    with unit_of_work():
        remove_topic(db.session.merge(money), by=by)
    with unit_of_work():
        add_topic(db.session.get_one(Gathering, gathering.id), title="Opieka", hosts=[""], by=by)
    gathering = db.session.get_one(Gathering, gathering.id)
    assert [topic.title for topic in gathering.topics] == ["Lokale i sale", "Opieka"]
    assert again(question).table_id == gathering.topics[0].tables[1].id


def test_a_meeting_is_prepared_once(app: Flask) -> None:
    by = the_office()
    gathering = a_gathering(by)
    with pytest.raises(Refused), unit_of_work():
        prepare_gathering(db.session.get_one(Gathering, gathering.id).meeting, looking=Looking.AFTER, by=by)


def test_everything_is_in_the_file(app: Flask, client: FlaskClient) -> None:
    by = the_office()
    gathering = a_gathering(by)
    shown = supported(a_room_question(gathering, "=1+1 Kiedy wyniki?"), 2)
    hidden = a_room_question(gathering, "Obelga?")
    move(hidden, QuestionState.HIDDEN, by)
    come_in(client, a_user(role=Role.MODERATOR))
    base = f"/gatherings/{gathering.id}/files"
    book = openpyxl.load_workbook(io.BytesIO(_bytes(client, f"{base}/xlsx")))
    assert book.sheetnames[:2] == ["Tematy i stoliki", "Pytania z sali"]
    rows = list(book["Pytania z sali"].iter_rows(values_only=True))
    assert rows[1][:4] == (shown.id, "=1+1 Kiedy wyniki?", "Na liście", 2)
    assert rows[2][1:3] == ("Obelga?", "Ukryte przez moderację")
    assert [row[1] for row in book["Tematy i stoliki"].iter_rows(values_only=True)][1:] == [
        "Lokale",
        "Lokale",
        "Pieniądze",
    ]
    assert "'=1+1" in _bytes(client, f"{base}/csv").decode("utf-8-sig")
    tables = json.loads(_bytes(client, f"{base}/json"))["tables"]
    assert [table["id"] for table in tables] == ["topics", "questions", "lines"]


@pytest.mark.parametrize("count", [3, 30])
def test_pages_ask_the_database_as_often_for_many_questions_as_for_few(
    app: Flask, client: FlaskClient, queries: Queries, count: int
) -> None:
    gathering = a_gathering()
    for number in range(count):
        a_room_question(gathering, f"Pytanie {number}?")
    client.get(f"/g/{gathering.short_code}")
    with queries() as asked:
        client.get(f"/g/{gathering.short_code}")
    assert len(asked) <= 9
    come_in(client, a_user(role=Role.MODERATOR))
    with queries() as asked:
        client.get(f"/gatherings/{gathering.id}")
    assert len(asked) <= 16
