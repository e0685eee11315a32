"""Those who answer are reminded once at each mark of a deadline, and once when it has passed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from civic.answers import commands
from civic.answers.deadlines import mark_of
from civic.kernel import clock
from civic.kernel.access import SYSTEM
from civic.kernel.db import db, unit_of_work
from civic.kernel.events import EventRow
from civic.notifications import audiences
from civic.notifications.told import Told
from tests.fixtures.answers import ACCEPTED, Office, an_office


@pytest.mark.parametrize(
    ("days", "mark"), [(15, None), (14, 14), (8, 14), (7, 7), (2, 7), (1, 1), (0, 1), (-1, 0), (-90, 0)]
)
def test_the_mark_that_was_reached_last(days: int, mark: int | None) -> None:
    assert mark_of(days) == mark


def due_in(office: Office, days: int) -> date:
    """Put the deadline so many days ahead."""
    day = clock.today(clock.now()) + timedelta(days=days)
    with unit_of_work():
        for answer in office.answers:
            answer.due_on = day
    return day


def reminded() -> int:
    with unit_of_work():
        return commands.remind(by=SYSTEM)


def test_each_mark_reminds_once(app: Flask) -> None:
    office = an_office()
    assert reminded() == 0, "thirty days are far"
    for days in (14, 7, 1, -1):
        due_in(office, days)
        assert (reminded(), reminded()) == (1, 0), days
    rows = db.session.scalars(select(EventRow).where(EventRow.name == "AnswersDue").order_by(EventRow.seq))
    told = [Told.of(row) for row in rows]
    assert [each.facts["mark"] for each in told] == [14, 7, 1, 0]
    assert {each.facts["count"] for each in told} == {2}
    assert set(audiences.answering(told[0])) == {
        office.official.id,
        office.other.id,
        office.plenipotentiary.id,
    }


def test_a_moved_deadline_is_reminded_of_anew_and_an_answered_one_never(app: Flask) -> None:
    office = an_office(1)
    until = due_in(office, 3) + timedelta(days=2)
    assert reminded() == 1
    with unit_of_work():
        commands.extend(office.answers, until=until, reason="Czekamy na opinię.", by=office.official)
    assert reminded() == 1
    due_in(office, 1)
    with unit_of_work():
        answer = commands.draft(office.answers[0], ACCEPTED, by=office.official)
        commands.publish_answer(answer, by=office.official)
    assert reminded() == 0
