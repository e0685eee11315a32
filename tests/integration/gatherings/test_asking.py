"""What the room does without an account: asks, supports; and what nobody gets by doing it often, twice or by guessing."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from civic.gatherings.commands import ask_in_room, close_room, support_question
from civic.gatherings.models import Gathering, Looking, QuestionState, RoomQuestion, Support
from civic.kernel import clock, limits
from civic.kernel.access import ANONYMOUS, Role
from civic.kernel.db import db, unit_of_work
from civic.kernel.errors import Refused
from civic.kernel.events import EventRow
from tests.factories import a_user, acting
from tests.fixtures.forms import post_form, token_on
from tests.fixtures.gathered import a_gathering, a_room_question, supported
from tests.fixtures.text import seen


def questions() -> int:
    return db.session.scalar(select(func.count(RoomQuestion.id))) or 0


def test_a_question_waits_until_a_moderator_looks_where_that_was_chosen(client: FlaskClient) -> None:
    page = f"/g/{a_gathering(looking=Looking.BEFORE).short_code}"
    answer = post_form(client, page, {"text": "Czy będzie  druga\nedycja?"}, page)
    assert answer.status_code == 303
    (asked,) = db.session.scalars(select(RoomQuestion))
    assert (asked.text, asked.state) == ("Czy będzie druga edycja?", QuestionState.WAITING)
    own = seen(client.get(page))
    assert "Twoje pytania Czy będzie druga edycja? Czeka na sprawdzenie" in own
    assert "Czy będzie druga edycja?" not in seen(client.application.test_client().get(page))


def test_a_question_is_on_the_list_at_once_where_that_was_chosen(client: FlaskClient) -> None:
    page = f"/g/{a_gathering().short_code}"
    post_form(client, page, {"text": "Czy będzie druga edycja?"}, page)
    assert "Czy będzie druga edycja?" in seen(client.application.test_client().get(page))


def test_a_table_brings_its_topic(client: FlaskClient) -> None:
    gathering = a_gathering()
    page, table = f"/g/{gathering.short_code}", gathering.topics[1].tables[0]
    post_form(client, page, {"text": "Ile będzie pieniędzy?", "about": f"table-{table.id}"}, page)
    (asked,) = db.session.scalars(select(RoomQuestion))
    assert (asked.table_id, asked.about) == (table.id, "Pieniądze")
    assert "Stolik 3: Pieniądze" in seen(client.get(page))


def test_what_is_sent_again_is_the_same_question(client: FlaskClient) -> None:
    page = f"/g/{a_gathering().short_code}"
    html = client.get(page).text
    key = str(uuid4())
    typed = {"csrf_token": token_on(html), "key": key, "text": "Kiedy wyniki?", "about": ""}
    codes = [client.post(page, data=typed).status_code for _each in range(4)]
    assert codes == [303] * 4
    assert questions() == 1
    names = db.session.scalars(select(EventRow.name).where(EventRow.subject.startswith("room_question:")))
    assert names.all() == ["RoomQuestionAsked"]


def test_other_words_from_the_same_form_are_another_question(client: FlaskClient) -> None:
    page = f"/g/{a_gathering().short_code}"
    typed = {"csrf_token": token_on(client.get(page).text), "key": str(uuid4()), "about": ""}
    for text in ("Kiedy wyniki?", "Kto czyta oferty?", "Kiedy wyniki?"):
        assert client.post(page, data={**typed, "text": text}).status_code == 303
    assert questions() == 2


def test_a_refusal_gives_the_text_back(client: FlaskClient) -> None:
    page = f"/g/{a_gathering().short_code}"
    long = "Dlaczego " * 40
    answer = post_form(client, page, {"text": long}, page)
    assert answer.status_code == 422
    assert long.strip() in answer.text
    assert "300 znaków" in seen(answer)
    assert questions() == 0


def test_a_forged_key_is_refused_and_the_text_stays(client: FlaskClient) -> None:
    page = f"/g/{a_gathering().short_code}"
    answer = post_form(client, page, {"text": "Kiedy wyniki?", "key": "1"}, page)
    assert answer.status_code == 422
    assert "Kiedy wyniki?" in answer.text
    assert questions() == 0


def test_machines_that_fill_in_every_field_ask_nothing(client: FlaskClient) -> None:
    page = f"/g/{a_gathering().short_code}"
    answer = post_form(client, page, {"text": "Tanio!", "website": "http://x.example"}, page)
    assert answer.status_code == 422
    assert questions() == 0


def test_a_closed_room_takes_nothing(app: Flask) -> None:
    gathering = a_gathering()
    question = a_room_question(gathering)
    with unit_of_work():
        close_room(db.session.get_one(Gathering, gathering.id), by=acting(a_user(role=Role.MODERATOR)))
    with pytest.raises(Refused, match="Nie przyjmujemy"), unit_of_work():
        a_room_question(gathering)
    with pytest.raises(Refused), unit_of_work():
        support_question(
            db.session.get_one(RoomQuestion, question.id), browser="b", wanted=True, by=ANONYMOUS
        )
    page = seen(app.test_client().get(f"/g/{gathering.short_code}"))
    assert "Nie przyjmujemy już pytań" in page
    assert "Wyślij pytanie" not in page


def test_what_was_typed_while_the_room_closed_comes_back(client: FlaskClient) -> None:
    gathering = a_gathering()
    page = f"/g/{gathering.short_code}"
    token = token_on(client.get(page).text)
    with unit_of_work():
        close_room(db.session.get_one(Gathering, gathering.id), by=acting(a_user(role=Role.MODERATOR)))
    typed = {"csrf_token": token, "key": str(uuid4()), "text": "Zdążę jeszcze?"}
    answer = client.post(page, data=typed)
    assert answer.status_code == 422
    assert "Zdążę jeszcze?" in answer.text


def test_a_forgotten_room_closes_by_itself(app: Flask) -> None:
    gathering = a_gathering()
    with (
        time_machine.travel(clock.now() + timedelta(hours=7), tick=False),
        pytest.raises(Refused),
        unit_of_work(),
    ):
        ask_in_room(
            db.session.get_one(Gathering, gathering.id),
            text="Jest tu kto?",
            key=str(uuid4()),
            browser="b",
            by=ANONYMOUS,
        )


def test_support_counts_once_a_browser_and_can_be_taken_back(client: FlaskClient) -> None:
    gathering = a_gathering()
    question = a_room_question(gathering)
    page, act = f"/g/{gathering.short_code}", f"/questions/{question.id}/support"
    for _each in range(3):
        answer = client.post(
            page + act, data={"csrf_token": token_on(client.get(page).text), "wanted": "yes"}
        )
        assert answer.status_code == 303
    assert db.session.get_one(RoomQuestion, question.id).supports == 1
    assert 'aria-pressed="true"' in client.get(page).text
    other = client.application.test_client()
    post_form(other, page, {"wanted": "yes"}, act)
    assert db.session.get_one(RoomQuestion, question.id).supports == 2
    post_form(client, page, {"wanted": "no"}, act)
    assert db.session.get_one(RoomQuestion, question.id).supports == 1


def test_support_with_a_forged_or_without_a_cookie_counts_for_nothing(client: FlaskClient) -> None:
    gathering = a_gathering()
    question = a_room_question(gathering)
    page = f"/g/{gathering.short_code}"
    token = token_on(client.get(page).text)
    for forged in ("", "ktokolwiek", "ImFiYyI.x"):
        client.set_cookie("room", forged)
        client.post(f"{page}/questions/{question.id}/support", data={"csrf_token": token, "wanted": "yes"})
    assert db.session.scalar(select(func.count()).select_from(Support)) == 0
    assert db.session.get_one(RoomQuestion, question.id).supports == 0


def test_a_question_of_another_room_is_not_found(client: FlaskClient) -> None:
    here, there = a_gathering(), a_gathering(title="Inne spotkanie")
    question = a_room_question(there)
    token = token_on(client.get(f"/g/{here.short_code}").text)
    answer = client.post(f"/g/{here.short_code}/questions/{question.id}/support", data={"csrf_token": token})
    assert answer.status_code == 404


def test_hidden_and_waiting_questions_cannot_be_supported(app: Flask) -> None:
    question = a_room_question(a_gathering(looking=Looking.BEFORE))
    with pytest.raises(Refused), unit_of_work():
        support_question(
            db.session.get_one(RoomQuestion, question.id), browser="b", wanted=True, by=ANONYMOUS
        )


def test_the_database_knows_no_cookie_and_another_digest_in_each_room(client: FlaskClient) -> None:
    for gathering in (a_gathering(), a_gathering(title="Inne spotkanie")):
        page = f"/g/{gathering.short_code}"
        post_form(client, page, {"text": "To samo pytanie?"}, page)
    cookie = client.get_cookie("room")
    assert cookie is not None
    digests = set(db.session.scalars(select(RoomQuestion.browser)))
    assert len(digests) == 2
    assert not any(digest in cookie.value for digest in digests)


def test_what_is_typed_is_text_and_nothing_else(client: FlaskClient) -> None:
    gathering = a_gathering()
    page = f"/g/{gathering.short_code}"
    post_form(client, page, {"text": "<script>alert(1)</script> =1+1 **x** \u202epytanie"}, page)
    for address in (page, f"/gatherings/{gathering.id}/screen", f"/gatherings/{gathering.id}/screen/now"):
        html = client.get(address).text
        assert "<script>alert" not in html
        assert "&lt;script&gt;alert(1)&lt;/script&gt; =1+1 **x** pytanie" in html


def test_one_browser_that_floods_is_stopped_and_its_text_kept(client: FlaskClient) -> None:
    page = f"/g/{a_gathering().short_code}"
    codes = []
    for number in range(10):
        answer = post_form(client, page, {"text": f"Pytanie {number}?"}, page)
        codes.append(answer.status_code)
    assert codes == [303] * 8 + [429] * 2
    assert "Pytanie 9?" in answer.text
    assert questions() == 8


def test_a_room_behind_one_address_has_room_for_everybody(app: Flask) -> None:
    """150 people ask and ten times as many presses support within five minutes, all from one network."""
    for limit, tries in ((limits.ROOM_QUESTION, 450), (limits.ROOM_SUPPORT, 3000)):
        (found,) = [item for item in limit.budgets("", "10.0.0.1") if item.item.multiples == 5]
        assert found.item.amount >= tries


def test_codes_of_no_room_are_not_found_and_soon_no_more_answered(client: FlaskClient) -> None:
    gathering = a_gathering()
    codes = [client.get(f"/g/zz{number:04}").status_code for number in range(62)]
    assert set(codes[:60]) == {404}
    assert codes[60:] == [429, 429]
    assert client.get(f"/g/{gathering.short_code}").status_code == 200
    assert client.get(f"/g/{gathering.short_code.upper()}").status_code == 200


def test_the_list_goes_by_support(client: FlaskClient) -> None:
    gathering = a_gathering()
    a_room_question(gathering, "Pierwsze?")
    supported(a_room_question(gathering, "Drugie?"), 3)
    text = seen(client.get(f"/g/{gathering.short_code}"))
    assert text.index("Drugie?") < text.index("Pierwsze?")
    assert "popierają 3 osoby" in text
