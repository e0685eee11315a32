"""A room with many questions: pages for those who ask, one list at a time for those who steer, and the likeliest first to merge into."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient

from civic.gatherings.models import Gathering, QuestionState, RoomQuestion
from civic.kernel import clock
from civic.kernel.access import Role
from civic.kernel.db import db, unit_of_work
from civic.kernel.paging import ROWS
from tests.factories import a_user, come_in
from tests.fixtures.forms import post_form
from tests.fixtures.gathered import a_gathering, a_room_question
from tests.fixtures.queries import Queries
from tests.fixtures.text import seen

MANY = 2 * ROWS + 5


@pytest.fixture
def room(app: Flask) -> Gathering:
    """With so many questions on the list that they fill three pages, the first asked the most supported."""
    gathering = a_gathering()
    with unit_of_work():
        for number in range(MANY):
            db.session.add(
                RoomQuestion(
                    gathering_id=gathering.id,
                    key=str(uuid4()),
                    text=f"Pytanie nr {number:03}?",
                    state=QuestionState.SHOWN,
                    asked_at=clock.now(),
                    supports=MANY - number,
                )
            )
    return gathering


def numbers(page: str) -> list[int]:
    return [int(found) for found in re.findall(r"Pytanie nr (\d{3})\?", page)]


def put(gathering: Gathering, count: int, state: QuestionState) -> None:
    """Let so many of the most supported stand there."""
    with unit_of_work():
        for each in sorted(_all(gathering), key=lambda each: -each.supports)[:count]:
            each.move_to(state)
            if state is QuestionState.ANSWERED:
                each.answered_at = clock.now()


def _all(gathering: Gathering) -> list[RoomQuestion]:
    return list(db.session.query(RoomQuestion).filter_by(gathering_id=gathering.id).order_by(RoomQuestion.id))


def test_the_room_reads_its_questions_page_by_page(room: Gathering, client: FlaskClient) -> None:
    address = f"/g/{room.short_code}"
    pages = [numbers(seen(client.get(f"{address}?page={number}"))) for number in (1, 2, 3)]
    assert pages[0] == list(range(ROWS))
    assert [number for page in pages for number in page] == list(range(MANY))
    assert "Strona 1 z 3" in seen(client.get(address))
    # A list that became shorter, and an address that nobody wrote: what there is, never an error.
    for typed, shown in (
        ("9", pages[2]),
        ("0", pages[0]),
        ("-1", pages[0]),
        ("x", pages[0]),
        ("9" * 40, pages[2]),
    ):
        answer = client.get(address, query_string={"page": typed})
        assert (answer.status_code, numbers(seen(answer))) == (200, shown)


def test_whoever_supports_on_a_later_page_stays_there(room: Gathering, client: FlaskClient) -> None:
    address = f"/g/{room.short_code}?page=2"
    client.get(address)
    found = re.search(rf"/g/{room.short_code}/questions/(\d+)/support\?page=2", client.get(address).text)
    assert found
    answer = post_form(client, address, {"wanted": "yes"}, found[0])
    assert answer.location == f"/g/{room.short_code}?page=2#q{found[1]}"


def test_answers_have_pages_of_their_own(room: Gathering, client: FlaskClient) -> None:
    put(room, ROWS + 3, QuestionState.ANSWERED)
    address = f"/g/{room.short_code}"
    assert numbers(seen(client.get(f"{address}?answered=2")))[-3:] == [ROWS, ROWS + 1, ROWS + 2]
    meeting = seen(client.get(f"/meetings/{room.meeting_id}"))
    assert "Wszystkie pytania sali" in meeting
    assert "Wszystkie pytania z odpowiedzią" in meeting
    assert len(numbers(meeting)) == 2 * ROWS


def test_one_list_at_a_time_is_steered_and_an_act_leads_back_to_it(
    room: Gathering, client: FlaskClient
) -> None:
    come_in(client, a_user(role=Role.MODERATOR))
    address = f"/gatherings/{room.id}"
    shown = client.get(address)
    assert numbers(seen(shown)) == list(range(ROWS))
    assert f"Na liście według poparcia {MANY}" in seen(shown)
    last = f"{address}?list=shown&page=3"
    hidden = _all(room)[-1]
    answer = post_form(client, last, action=f"{address}/questions/{hidden.id}/hide?list=shown&page=3")
    assert answer.location.endswith("?list=shown&page=3")
    assert numbers(seen(client.get(last))) == list(range(2 * ROWS, MANY - 1))
    assert numbers(seen(client.get(f"{address}?list=aside"))) == [MANY - 1]
    assert numbers(seen(client.get(f"{address}?list=nothing"))) == list(range(ROWS))


def test_what_waits_stands_first_and_in_its_order(room: Gathering, client: FlaskClient) -> None:
    with unit_of_work():
        for number, each in enumerate(_all(room)[:3]):
            each.state, each.supports = QuestionState.WAITING, number
    come_in(client, a_user(role=Role.MODERATOR))
    assert numbers(seen(client.get(f"/gatherings/{room.id}"))) == [0, 1, 2]


def test_to_merge_into_the_likeliest_is_offered_first_and_any_other_is_found(
    room: Gathering, client: FlaskClient
) -> None:
    like = a_room_question(room, "Kiedy będą lokale na Woli Duchackiej?")
    one = a_room_question(room, "Co z lokalami na Woli?")
    come_in(client, a_user(role=Role.MODERATOR))
    address = f"/gatherings/{room.id}/questions/{one.id}/merge?list=shown&page=3"
    offered = client.get(address).text
    assert re.findall(r'name="other"[^>]*value="(\d+)"', offered)[0] == str(like.id)
    assert len(numbers(offered)) < MANY
    assert numbers(client.get(f"{address}&q=nr+{MANY - 1:03}").text) == [MANY - 1]
    assert "W żadnym pytaniu" in seen(client.get(f"{address}&q=żółw"))
    # Whatever stood there when the page was opened may be chosen.
    target = _all(room)[MANY - 1]
    answer = post_form(client, address, {"other": str(target.id)}, address)
    assert answer.location.endswith("?list=shown&page=3")
    assert db.session.get_one(RoomQuestion, one.id).merged_into_id == target.id


@pytest.mark.parametrize("answered", [0, ROWS + 1])
def test_a_full_room_asks_the_database_as_often_as_an_empty_one(
    room: Gathering, client: FlaskClient, queries: Queries, answered: int
) -> None:
    put(room, answered, QuestionState.ANSWERED)
    client.get(f"/g/{room.short_code}")
    with queries() as asked:
        client.get(f"/g/{room.short_code}")
    assert len(asked) <= 10
    come_in(client, a_user(role=Role.MODERATOR))
    with queries() as asked:
        client.get(f"/gatherings/{room.id}")
    assert len(asked) <= 16
