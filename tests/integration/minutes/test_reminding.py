"""The unit that is to answer a question from a meeting is reminded once at each mark of its term, and once when it is over."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update

from civic.accounts.models import User
from civic.answers.commands import add_unit, address_unit
from civic.kernel.access import SYSTEM, Actor, Role
from civic.kernel.db import db, unit_of_work
from civic.kernel.events import EventRow
from civic.kernel.mail import Letter
from civic.meetings.models import Meeting
from civic.minutes.commands import answer_question, assign_question, remind_of_questions, strike_line
from civic.minutes.models import Line, LineKind, LineReminder
from civic.notifications.commands import tell
from civic.notifications.models import Notification
from civic.notifications.showing import shelf_of
from civic.notifications.told import Told
from tests.factories import a_user, acting, come_in, today
from tests.fixtures.queries import Queries
from tests.fixtures.text import seen
from tests.integration.minutes.conftest import Take

UNIT = "Wydział Kultury"


Ask = Callable[..., list[Line]]


@pytest.fixture
def ask(meeting: Meeting, take: Take, publish: Callable[[Meeting], int]) -> Ask:
    """Write questions down and publish them."""

    def asked(*texts: str) -> list[Line]:
        made = take(meeting, *((text, {"kind": LineKind.QUESTION}) for text in texts))
        publish(meeting)
        return made

    return asked


@pytest.fixture
def line(ask: Ask) -> Line:
    """A published question."""
    return ask("Kiedy ruszy nabór?")[0]


@pytest.fixture
def plenipotentiary(line: Line) -> User:
    """Who steers answers."""
    return a_user("Maria Pełnomocna", Role.PLENIPOTENTIARY)


@pytest.fixture
def official(line: Line) -> User:
    """Who answers for the unit."""
    return a_user("Jan Urzędnik", Role.OFFICIAL, unit=UNIT)


def again(line: Line) -> Line:
    return db.session.get_one(Line, line.id)


def assigned(line: Line, by: Actor, days: int, unit: str = UNIT) -> None:
    with unit_of_work():
        assign_question(again(line), unit=unit, due=today() + timedelta(days=days), by=by)


def due_in(line: Line, days: int) -> date:
    """Let time go by: the same term, so many days ahead."""
    day = today() + timedelta(days=days)
    with unit_of_work():
        db.session.execute(update(Line).where(Line.id == line.id).values(due=day))
    return day


def reminded() -> int:
    with unit_of_work():
        return remind_of_questions(by=SYSTEM)


def marks() -> list[int]:
    rows = db.session.scalars(select(EventRow).where(EventRow.name == "QuestionDue").order_by(EventRow.seq))
    return [Told.of(row).facts["mark"] for row in rows]


def test_each_mark_reminds_once(line: Line, by: Actor) -> None:
    assigned(line, by, 30)
    assert reminded() == 0
    for days in (7, 1, -1):
        due_in(line, days)
        assert (reminded(), reminded()) == (1, 0), days
    assert marks() == [7, 1, 0]


def test_the_act_itself_tells_of_a_mark_that_is_reached(line: Line, by: Actor) -> None:
    assigned(line, by, 5)
    assert reminded() == 0
    assigned(line, by, 5, unit="Wydział Sportu")
    assert reminded() == 0, "the other unit heard of it as it got the question"
    due_in(line, 1)
    assert reminded() == 1


def test_what_is_answered_or_struck_out_is_not_reminded_of(
    line: Line, by: Actor, official: User, ask: Ask
) -> None:
    assigned(line, by, 30)
    (other,) = ask("Gdzie?")
    assigned(other, by, 30)
    due_in(line, 1)
    due_in(other, 1)
    with unit_of_work():
        version = again(line).version
        answer_question(again(line), text="W maju.", version=version, by=acting(official))
        strike_line(again(other), struck=True, by=by)
    assert reminded() == 0


def test_the_unit_hears_of_it_and_the_plenipotentiary_once_it_is_late(
    line: Line, by: Actor, official: User, plenipotentiary: User
) -> None:
    a_user("Ewa Obca", role=Role.OFFICIAL, unit="Wydział Sportu")
    assigned(line, by, 30)
    due_in(line, 7)
    reminded()
    due_in(line, -1)
    reminded()
    tell(by=SYSTEM)
    found = select(Notification).where(Notification.name == "QuestionDue").order_by(Notification.seq)
    notes = list(db.session.scalars(found))
    assert sorted(note.person_id for note in notes) == sorted([official.id, official.id, plenipotentiary.id])
    near, late = [note for note in notes if note.person_id == official.id]
    shelf = shelf_of(notes, acting(official), Role.OFFICIAL)
    told = [each for note in (near, late) if (each := shelf.line(note))]
    assert "mija" in told[0].text
    assert "spóźniona" in told[1].text
    assert {each.url for each in told} == {f"/minutes/lines/{line.id}/answer"}


def test_where_the_unit_has_nobody_here_the_plenipotentiary_hears_at_once(
    line: Line, by: Actor, plenipotentiary: User
) -> None:
    assigned(line, by, 30)
    due_in(line, 7)
    reminded()
    tell(by=SYSTEM)
    notes = db.session.scalars(select(Notification).where(Notification.name == "QuestionDue")).all()
    assert [note.person_id for note in notes] == [plenipotentiary.id]


def test_a_unit_with_a_mailbox_and_without_accounts_gets_letters(
    line: Line, by: Actor, plenipotentiary: User
) -> None:
    steers = acting(plenipotentiary)
    with unit_of_work():
        address_unit(add_unit(UNIT, by=steers), email="kultura@example.org", by=steers)
    assigned(line, by, 5)
    due_in(line, -1)
    reminded()
    letters = db.session.scalars(
        select(Letter).where(Letter.kind == "question_waits").order_by(Letter.id)
    ).all()
    assert [letter.address for letter in letters] == ["kultura@example.org"] * 2
    assert "minął" in letters[1].facts["until"]
    assert "Kiedy ruszy" not in str(letters[0].facts), "nothing that was said travels by mail"
    a_user("Jan Urzędnik", Role.OFFICIAL, unit=UNIT)
    assigned(line, by, 3)
    assert len(db.session.scalars(select(Letter).where(Letter.kind == "question_waits")).all()) == 2


def test_late_ones_stand_where_answers_are_written(
    line: Line, by: Actor, official: User, plenipotentiary: User, client: FlaskClient
) -> None:
    stranger = a_user("Ewa Obca", role=Role.OFFICIAL, unit="Wydział Sportu")
    assigned(line, by, 30)
    due_in(line, -2)
    come_in(client, stranger)
    assert "Kiedy ruszy nabór?" not in seen(client.get("/answers/work"))
    for person in (official, plenipotentiary):
        come_in(client, person)
        assert "Kiedy ruszy nabór?" in seen(client.get("/answers/work"))


def test_the_page_asks_as_often_for_many_late_ones_as_for_one(
    ask: Ask, by: Actor, plenipotentiary: User, client: FlaskClient, queries: Queries
) -> None:
    come_in(client, plenipotentiary)
    costs = []
    for texts in (("Pierwsze?",), ("Drugie?", "Trzecie?", "Czwarte?")):
        for each in ask(*texts):
            assigned(each, by, 30)
            due_in(each, -2)
        queries.clear()
        assert texts[-1] in seen(client.get("/answers/work"))
        costs.append(len(queries))
    assert costs[0] == costs[1]


def test_each_mark_is_one_row(line: Line, by: Actor) -> None:
    assigned(line, by, 5)
    due_in(line, -1)
    reminded()
    rows = db.session.execute(select(LineReminder.unit, LineReminder.mark).order_by(LineReminder.id))
    assert [tuple(row) for row in rows] == [(UNIT, 7), (UNIT, 0)]
