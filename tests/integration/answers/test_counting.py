"""The days of a promise run from the hand-over to the unit where one is written down, else from publication."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine
from babel.dates import format_date
from flask import Flask
from flask.testing import FlaskClient

from civic.answers import commands, queries
from civic.kernel import clock
from civic.kernel.access import SYSTEM
from civic.kernel.db import unit_of_work
from civic.recommendations import commands as desk
from civic.recommendations.commands import Said
from civic.recommendations.models import HandoverStep, StepKind
from tests.fixtures.answers import ACCEPTED, Office, an_office
from tests.fixtures.text import seen


@pytest.fixture
def office(app: Flask) -> Office:
    return an_office(3)


def passed(office: Office, days: int) -> HandoverStep:
    """The edition is handed over to the unit so many days from now; writing that down is the last that happens."""
    with time_machine.travel(clock.now() + timedelta(days=days), tick=False), unit_of_work():
        return desk.record_step(office.issue, handed(clock.today(clock.now())), by=office.plenipotentiary)


def handed(on: date) -> Said:
    return Said(StepKind.PASSED, on, sender="Forum", receiver="Wydział", text="Rada nie opiniuje.")


def test_what_waits_is_due_after_the_hand_over_and_a_correction_counts_too(office: Office) -> None:
    published = clock.today(office.issue.published_at)
    assert {answer.due_on for answer in office.answers} == {published + timedelta(days=30)}
    assert not queries.start_of(office.issue).handed
    answered, extended, waiting = office.answers
    later = published + timedelta(days=50)
    with unit_of_work():
        commands.draft(answered, ACCEPTED, by=office.official)
        commands.publish_answer(answered, by=office.official)
        commands.extend([extended], until=later, reason="Trwa kontrola.", by=office.official)
    step = passed(office, 10)
    assert [answer.due_on for answer in (answered, extended, waiting)] == [
        published + timedelta(days=30),
        later,
        published + timedelta(days=40),
    ]
    assert queries.start_of(office.issue).handed
    with time_machine.travel(clock.now() + timedelta(days=11), tick=False), unit_of_work():
        desk.correct_step(step, handed(published + timedelta(days=8)), by=office.plenipotentiary)
    assert waiting.due_on == published + timedelta(days=38)


def test_reminders_follow_the_day_that_counts(office: Office) -> None:
    passed(office, 10)
    with time_machine.travel(clock.now() + timedelta(days=20), tick=False), unit_of_work():
        assert commands.remind(by=SYSTEM) == 0, "twenty days are left, not ten"
    with time_machine.travel(clock.now() + timedelta(days=27), tick=False), unit_of_work():
        assert commands.remind(by=SYSTEM) == 1


def test_pages_say_from_which_day_the_days_run(client: FlaskClient, office: Office) -> None:
    number, waiting = office.issue.number, office.answers[0].id
    for address in (f"/issues/{number}", f"/issues/{number}/plain", f"/answers/{waiting}"):
        assert "Przekazania jeszcze nie odnotowano, więc dni liczą się od publikacji" in seen(
            client.get(address)
        )
    passed(office, 0)
    for address in (f"/issues/{number}", f"/issues/{number}/plain", f"/answers/{waiting}"):
        assert "Dni liczą się od przekazania" in seen(client.get(address))


def test_answers_opened_after_the_hand_over_count_from_it(app: Flask) -> None:
    office = an_office(1)
    step = passed(office, 5)
    assert queries.start_of(office.issue).on == step.done_on
    assert office.answers[0].due_on == step.done_on + timedelta(days=30)


def test_the_easy_text_names_the_day_that_counts_and_says_when_it_is_past(
    client: FlaskClient, office: Office
) -> None:
    passed(office, 5)
    due = office.answers[0].due_on
    address = f"/issues/{office.issue.number}/easy"
    assert due == clock.today(office.issue.published_at) + timedelta(days=35)
    assert f"Miasto ma odpowiedzieć do {format_date(due, 'd MMMM y', locale='pl')} roku." in seen(
        client.get(address)
    )
    with time_machine.travel(clock.now() + timedelta(days=40), tick=False):
        assert "Miasto miało odpowiedzieć do" in seen(client.get(address))
