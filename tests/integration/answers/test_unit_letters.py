"""A unit whose people have no account gets a letter with the file to fill in: when answers wait, at the hand-over, at reminders."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select, update

from civic.accounts.models import User
from civic.answers import commands, unit_files
from civic.answers.letters import GATHERS
from civic.answers.unit_files import MIMES
from civic.kernel import clock
from civic.kernel.access import SYSTEM, Actor, Role
from civic.kernel.db import db, unit_of_work
from civic.kernel.errors import Forbidden, Refused
from civic.kernel.mail import Letter
from civic.recommendations import commands as desk
from civic.recommendations.commands import Said
from civic.recommendations.models import StepKind
from tests.factories import a_forum, a_user, acting, come_in
from tests.fixtures.answers import UNIT, Office, an_issue, an_office
from tests.fixtures.forms import in_english, post_form
from tests.fixtures.letters import Letters, Mail

MAILBOX = "zbk@example.org"


@pytest.fixture
def office(app: Flask) -> Office:
    """An office whose unit has a mailbox, and nobody with an account."""
    made = an_office()
    with unit_of_work():
        for person in db.session.scalars(select(User).where(User.unit == UNIT)):
            person.unit = "Inna jednostka"
        commands.address_unit(made.unit, email=MAILBOX, by=made.plenipotentiary)
    return made


@pytest.fixture
def letters(letters: Letters) -> Letters:
    """The letters that left once those to units had gathered what is to be told."""

    def later() -> list[Mail]:
        with time_machine.travel(clock.now() + GATHERS, tick=False):
            return letters()

    return later


def open_another(office: Office) -> None:
    issue = an_issue(office.forum, 1)
    with unit_of_work():
        commands.open_answers(issue, by=office.plenipotentiary)


def test_answers_that_wait_are_told_with_the_files_to_fill_in(office: Office, letters: Letters) -> None:
    open_another(office)
    (letter,) = letters()
    assert letter.to == MAILBOX
    assert UNIT in letter.subject
    assert "R-01 Stawka numer 1" in letter.text
    files = {part.get_filename(): part.get_content_type() for part in letter.message.iter_attachments()}
    assert set(files.values()) == set(MIMES.values())
    assert all(str(name).startswith("odpowiedzi-") for name in files)
    (workbook,) = (p for p in letter.message.iter_attachments() if str(p.get_filename()).endswith(".xlsx"))
    assert workbook.get_content().startswith(b"PK")


def test_the_hand_over_and_each_reminder_are_told(office: Office, letters: Letters) -> None:
    today = clock.today(clock.now())
    with unit_of_work():
        desk.record_step(
            office.issue,
            Said(StepKind.PASSED, today, receiver="Wydział", text="Rada nie opiniuje."),
            by=office.plenipotentiary,
        )
    assert [letter.to for letter in letters()] == [MAILBOX]
    with unit_of_work():
        for answer in office.answers:
            answer.due_on = today + timedelta(days=7)
    for _twice in range(2):
        with unit_of_work():
            commands.remind(by=SYSTEM)
    assert [letter.to for letter in letters()] == [MAILBOX]


def test_answers_opened_and_handed_over_at_once_are_one_letter(office: Office, letters: Letters) -> None:
    today = clock.today(clock.now())
    issue = an_issue(office.forum, 1)
    with unit_of_work():
        commands.open_answers(issue, by=office.plenipotentiary)
    with unit_of_work():
        desk.record_step(
            issue,
            Said(StepKind.PASSED, today, receiver="Wydział", text="Rada nie opiniuje."),
            by=office.plenipotentiary,
        )
    assert [letter.to for letter in letters()] == [MAILBOX]
    assert letters() == []


def test_a_unit_with_people_or_without_a_mailbox_gets_none(office: Office, letters: Letters) -> None:
    a_user("Olga Nowa", Role.OFFICIAL, unit=UNIT)
    open_another(office)
    with unit_of_work():
        db.session.execute(update(User).values(unit=""))
        commands.address_unit(office.unit, email="", by=office.plenipotentiary)
    open_another(office)
    assert letters() == []
    assert db.session.scalar(select(func.count(Letter.id)).where(Letter.kind == "unit_answers")) == 0


def test_a_letter_that_has_nothing_to_tell_any_more_does_not_leave(office: Office, letters: Letters) -> None:
    open_another(office)
    with unit_of_work():
        commands.address_unit(office.unit, email="inna@example.org", by=office.plenipotentiary)
    assert letters() == []


def test_the_plenipotentiary_writes_the_mailbox_down(office: Office, client: FlaskClient) -> None:
    come_in(in_english(client), db.session.get_one(User, office.plenipotentiary.id))
    address = f"/answers/units/{office.unit.slug}/address"
    assert post_form(client, address, {"email": "nie adres"}).status_code == 422
    assert post_form(client, address, {"email": "nowa@example.org"}).status_code == 303
    assert "nowa@example.org" in client.get("/answers/units").text


@pytest.mark.parametrize("role", [Role.OFFICIAL, Role.EDITOR, None])
def test_others_do_not(office: Office, role: Role | None) -> None:
    stranger: Actor = acting(a_user(role=role))
    with pytest.raises(Forbidden), unit_of_work():
        commands.address_unit(office.unit, email=MAILBOX, by=stranger)


def test_two_addresses_are_none(office: Office) -> None:
    with pytest.raises(Refused) as caught, unit_of_work():
        commands.address_unit(office.unit, email="a@example.org, b@example.org", by=office.plenipotentiary)
    assert caught.value.code == "email"


def test_a_forum_without_a_promise_names_no_unit_to_write_to(app: Flask, letters: Letters) -> None:
    office = an_office(days=None)
    with unit_of_work():
        commands.address_unit(office.unit, email=MAILBOX, by=office.plenipotentiary)
        commands.open_answers(an_issue(a_forum("Inne"), 1), by=office.plenipotentiary)
    assert letters() == []


def test_a_correction_of_the_same_day_is_not_told(office: Office, letters: Letters) -> None:
    today = clock.today(clock.now())
    said = Said(StepKind.PASSED, today, receiver="Wydział", text="Rada nie opiniuje.")
    with unit_of_work():
        step = desk.record_step(office.issue, said, by=office.plenipotentiary)
    assert len(letters()) == 1
    with unit_of_work():
        desk.correct_step(step, replace(said, receiver="Wydział Mieszkalnictwa"), by=office.plenipotentiary)
    assert letters() == []


def test_a_letter_whose_files_could_not_be_made_leaves_later(
    office: Office, letters: Letters, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_things: object) -> bytes:
        raise Refused("slow", "")

    open_another(office)
    with monkeypatch.context() as patched:
        patched.setattr(unit_files, "written", fails)
        assert letters() == []
    with time_machine.travel(clock.now() + timedelta(minutes=2)):
        assert [letter.to for letter in letters()] == [MAILBOX]
