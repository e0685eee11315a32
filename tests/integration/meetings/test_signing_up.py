"""Seats and those who wait for one: nobody is lost, nobody is seated twice, and a week later nobody is known."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from civic.accounts.models import User
from civic.kernel import clock
from civic.kernel.access import ANONYMOUS, SYSTEM, Actor, Role
from civic.kernel.db import db, unit_of_work
from civic.kernel.errors import Refused
from civic.kernel.events import EventRow
from civic.kernel.mail import Letter
from civic.kernel.typography import normalise
from civic.kernel.words import force_locale
from civic.meetings import commands
from civic.meetings.models import Meeting, Registration
from civic.meetings.signs import path_of
from civic.notifications.commands import follow, tell
from civic.notifications.models import Notification
from civic.open_data.commands import erase
from tests.factories import a_meeting, a_user, acting, come_in
from tests.fixtures.forms import token_on
from tests.fixtures.text import seen
from tests.integration.meetings.test_planning import again, change


@pytest.fixture
def by(app: Flask) -> Actor:
    """The plenipotentiary."""
    return acting(a_user("Ewa Pełna", role=Role.PLENIPOTENTIARY))


def comes(meeting: Meeting, name: str, **facts: Any) -> Registration:
    """Somebody without an account signs up and confirms it."""
    with unit_of_work():
        made = commands.sign_up(
            again(meeting), name=name, email=f"{name}@example.org", language="pl", by=ANONYMOUS, **facts
        )
        return commands.confirm(made)


def seated(meeting: Meeting) -> list[tuple[str, bool]]:
    rows = select(Registration.name, Registration.seated).where(Registration.meeting_id == meeting.id)
    return [(row.name, row.seated) for row in db.session.execute(rows.order_by(Registration.id))]


def letters(kind: str) -> list[str]:
    return list(db.session.scalars(select(Letter.address).where(Letter.kind == kind).order_by(Letter.id)))


def test_whoever_waits_longest_moves_up(by: Actor) -> None:
    meeting = a_meeting(by=by, registration=True, seats=1)
    first, *_others = (comes(meeting, name) for name in ("anna", "beata", "celina"))
    assert seated(meeting) == [("anna", True), ("beata", False), ("celina", False)]
    with unit_of_work():
        commands.leave(db.session.get_one(Registration, first.id))
    assert seated(meeting) == [("beata", True), ("celina", False)]
    assert letters("sign_up_moved_up") == ["beata@example.org"]
    change(meeting, by, registration=True, seats=5)
    assert seated(meeting) == [("beata", True), ("celina", True)]


def test_an_unconfirmed_address_holds_no_seat(by: Actor) -> None:
    meeting = a_meeting(by=by, registration=True, seats=1)
    with unit_of_work():
        commands.sign_up(again(meeting), name="Ktoś", email="ktos@example.org", language="pl", by=ANONYMOUS)
    comes(meeting, "anna")
    assert ("anna", True) in seated(meeting)
    assert letters("sign_up_confirm") == ["ktos@example.org", "anna@example.org"]


def test_a_stranger_changes_nothing_of_what_was_confirmed(by: Actor) -> None:
    meeting = a_meeting(by=by, registration=True)
    comes(meeting, "anna", needs="Pętla")
    with unit_of_work():
        commands.sign_up(again(meeting), name="Żart", email="anna@example.org", language="pl", by=ANONYMOUS)
    found = db.session.query(Registration).one()
    assert (found.name, found.needs) == ("anna", "Pętla")


def test_after_the_last_moment_nobody_signs_up(by: Actor) -> None:
    until = clock.now() + timedelta(days=1)
    meeting = a_meeting(by=by, registration=True, registration_until=until)
    with unit_of_work():
        waits = commands.sign_up(
            again(meeting), name="Ktoś", email="k@example.org", language="pl", by=ANONYMOUS
        )
    with time_machine.travel(until + timedelta(minutes=1), tick=False):
        with pytest.raises(Refused), unit_of_work():
            commands.sign_up(again(meeting), name="Kto", email="p@example.org", language="pl", by=ANONYMOUS)
        with pytest.raises(Refused), unit_of_work():
            commands.confirm(db.session.get_one(Registration, waits.id))


def test_moved_and_cancelled_is_said_to_all(by: Actor) -> None:
    meeting = a_meeting(by=by, registration=True)
    comes(meeting, "anna")
    starts = again(meeting).starts + timedelta(days=1)
    change(meeting, by, starts=starts, ends=starts + timedelta(hours=1), registration=True)
    with unit_of_work():
        commands.cancel_meeting(again(meeting), reason="Zalało salę.", by=by)
    assert letters("meeting_moved") == letters("meeting_cancelled") == ["anna@example.org"]
    letter = db.session.query(Letter).filter_by(kind="meeting_cancelled").one()
    assert letter.facts["reason"] == "Zalało salę."


def letter_of(kind: str) -> Letter:
    return db.session.query(Letter).filter_by(kind=kind).one()


def test_a_letter_says_what_is_another_and_how_one_stands_now(by: Actor) -> None:
    meeting = a_meeting(by=by, registration=True, seats=1, room="sala 2")
    for name in ("anna", "beata"):
        comes(meeting, name)
    change(meeting, by, registration=True, seats=1, room="sala 3")
    seats = {
        each.address: normalise(each.facts["seat"])
        for each in db.session.query(Letter).filter_by(kind="meeting_moved")
    }
    assert seats["anna@example.org"].startswith("Masz miejsce.")
    assert seats["beata@example.org"] == "Nadal jesteś na liście rezerwowej."
    letter = db.session.query(Letter).filter_by(kind="meeting_moved").first()
    assert letter is not None
    assert (letter.facts["where"], letter.facts["old"]) == ("sala 3", "sala 2"), (
        "the time stays and is not repeated"
    )


def test_the_words_in_a_letter_are_in_the_language_of_its_reader(by: Actor) -> None:
    meeting = a_meeting(by=by, registration=True)
    with force_locale("en"):
        comes(meeting, "anna")
    assert letter_of("signed_up").facts["where"] == "miejsce podamy później"


def test_when_signing_up_is_dropped_those_who_did_hear_what_becomes_of_it(
    by: Actor, client: FlaskClient
) -> None:
    meeting = a_meeting(by=by, registration=True, seats=1)
    found = [comes(meeting, name) for name in ("anna", "beata")]
    change(meeting, by, registration=False)
    assert letters("sign_up_dropped") == ["anna@example.org", "beata@example.org"]
    assert letters("sign_up_moved_up") == []
    page = seen(client.get(path_of(db.session.get_one(Registration, found[1].id))))
    assert "zapraszamy wszystkich" in page
    assert "liście rezerwowej" not in page
    change(meeting, by, registration=False, about="Weź kubek.")
    assert len(letters("sign_up_dropped")) == 2, "once"


def test_moved_and_signing_up_dropped_at_once_is_one_letter(by: Actor) -> None:
    meeting = a_meeting(by=by, registration=True, seats=1)
    comes(meeting, "anna")
    change(meeting, by, registration=False, room="sala 3")
    assert letters("sign_up_dropped") == []
    assert letter_of("meeting_moved").facts["seat"] == "Zapisy już nie obowiązują: zapraszamy wszystkich."


def test_whoever_moves_up_as_it_is_moved_gets_one_letter(by: Actor) -> None:
    meeting = a_meeting(by=by, registration=True, seats=1)
    for name in ("anna", "beata"):
        comes(meeting, name)
    change(meeting, by, registration=True, seats=2, room="sala 3")
    assert letters("meeting_moved") == ["anna@example.org"]
    assert letters("sign_up_moved_up") == ["beata@example.org"]


def test_nobody_hears_that_signing_up_for_what_is_over_was_dropped(by: Actor) -> None:
    meeting = a_meeting(by=by, registration=True)
    comes(meeting, "anna")
    with time_machine.travel(again(meeting).ends + timedelta(days=1), tick=False):
        change(meeting, by, registration=False)
    assert letters("sign_up_dropped") == []


def test_a_follower_who_signed_up_gets_the_letter_of_the_meeting_alone(by: Actor) -> None:
    meeting = a_meeting(by=by, registration=True)
    both, address_alone, follows = (a_user(name) for name in ("Rita Obie", "Adam Adres", "Filip Obserwuje"))
    for person in (both, address_alone, follows):
        with unit_of_work():
            follow(f"meeting:{meeting.id}", by=acting(db.session.get_one(User, person.id)))
    with unit_of_work():
        who = acting(db.session.get_one(User, both.id))
        commands.sign_up(again(meeting), name="", language="pl", by=who)
        made = commands.sign_up(
            again(meeting), name="Adam", email=address_alone.email, language="pl", by=ANONYMOUS
        )
        commands.confirm(made)
    change(meeting, by, registration=True, room="sala 3")
    tell(by=SYSTEM)
    due = {
        note.person_id: note.due_at is not None
        for note in db.session.query(Notification).filter_by(name="MeetingMoved")
    }
    assert due == {both.id: False, address_alone.id: False, follows.id: True}
    assert len(letters("meeting_moved")) == 2


def test_whoever_waits_for_a_seat_and_follows_is_reminded_as_a_follower(by: Actor) -> None:
    meeting = a_meeting(by=by, registration=True, seats=1)
    comes(meeting, "anna")
    waits = a_user("Wanda Czeka")
    with unit_of_work():
        who = acting(db.session.get_one(User, waits.id))
        follow(f"meeting:{meeting.id}", by=who)
        commands.sign_up(again(meeting), name="", language="pl", by=who)
    day_before = clock.start_of(clock.today(again(meeting).starts) - timedelta(days=1))
    with time_machine.travel(day_before + timedelta(hours=10), tick=False), unit_of_work():
        commands.remind_of_meetings(by=SYSTEM)
    tell(by=SYSTEM)
    note = db.session.query(Notification).filter_by(name="MeetingNear", person_id=waits.id).one()
    assert note.due_at is not None


def test_where_signing_up_was_dropped_everybody_is_told_the_day_before(by: Actor) -> None:
    meeting = a_meeting(by=by, registration=True, seats=1)
    for name in ("anna", "beata"):
        comes(meeting, name)
    change(meeting, by, registration=False)
    day_before = clock.start_of(clock.today(again(meeting).starts) - timedelta(days=1))
    with time_machine.travel(day_before + timedelta(hours=10), tick=False), unit_of_work():
        commands.remind_of_meetings(by=SYSTEM)
    assert letters("meeting_tomorrow") == ["anna@example.org", "beata@example.org"]


def test_a_week_later_nobody_is_known(by: Actor) -> None:
    meeting = a_meeting(by=by, registration=True)
    comes(meeting, "anna", needs="Dieta bez glutenu")
    for days, left in ((6, 1), (8, 0)):
        with time_machine.travel(again(meeting).ends + timedelta(days=days), tick=False), unit_of_work():
            commands.forget_registrations(by=SYSTEM)
        assert db.session.scalar(select(func.count(Registration.id))) == left
    told = " ".join(row.payload + row.actor for row in db.session.query(EventRow))
    assert "anna" not in told
    assert "gluten" not in told


def test_reminded_once_the_day_before(by: Actor) -> None:
    meeting = a_meeting(by=by, registration=True)
    comes(meeting, "anna")
    day_before = clock.start_of(clock.today(again(meeting).starts) - timedelta(days=1))
    for hour, count in ((8, 0), (10, 1), (11, 1)):
        with time_machine.travel(day_before + timedelta(hours=hour), tick=False), unit_of_work():
            commands.remind_of_meetings(by=SYSTEM)
        assert len(letters("meeting_tomorrow")) == count
    assert db.session.query(EventRow).filter_by(name="MeetingNear").count() == 1


def test_by_the_pages_without_an_account(by: Actor, client: FlaskClient) -> None:
    meeting = a_meeting(by=by, registration=True, seats=2)
    page = f"/meetings/{meeting.id}/sign-up"
    form = {
        "csrf_token": token_on(client.get(page).text),
        "name": "Rita",
        "email": "rita@example.org",
        "needs": "PJM",
    }
    caught = client.post(page, data={**form, "website": "x"})
    assert caught.status_code == 422
    assert db.session.query(Registration).count() == 0, "what reads forms, not pages, leaves nothing"
    assert "rita@example.org" in caught.text, (
        "a person whose browser filled it in empties it and sends the rest again"
    )
    assert "pułapką na automaty" in seen(caught)
    assert client.post(page, data={**form, "email": "rita"}).status_code == 422
    assert client.post(page, data=form).status_code == 303
    link = path_of(db.session.query(Registration).one())
    assert 'name="referrer" content="same-origin"' in client.get(link).text
    assert db.session.query(Registration).one().confirmed_at is None, "opening the page does nothing"
    token = token_on(client.get(link).text)
    client.post(f"{link}/confirm", data={"csrf_token": token})
    assert "Masz miejsce." in seen(client.get(link))
    assert "Wolne miejsca: 1 z 2" in seen(client.get(f"/meetings/{meeting.id}"))
    client.post(f"{link}/leave", data={"csrf_token": token})
    assert db.session.query(Registration).count() == 0
    assert client.get(link).status_code == 200


def test_with_an_account_at_once_and_gone_with_it(by: Actor, client: FlaskClient) -> None:
    person = a_user("Rita Mieszkanka")
    meeting = a_meeting(by=by, registration=True, seats=1)
    come_in(client, person)
    page = f"/meetings/{meeting.id}/sign-up"
    answer = client.post(page, data={"csrf_token": token_on(client.get(page).text), "needs": ""})
    assert answer.status_code == 303
    comes(meeting, "anna")
    assert seated(meeting) == [("Rita Mieszkanka", True), ("anna", False)]
    with unit_of_work():
        erase(db.session.get_one(User, person.id), by=acting(db.session.get_one(User, person.id)))
    assert seated(meeting) == [("anna", True)]


def test_whoever_plans_it_sees_needs_and_no_address(by: Actor, client: FlaskClient) -> None:
    meeting = a_meeting(by=by, registration=True, seats=1)
    comes(meeting, "anna", needs="Pętla indukcyjna")
    comes(meeting, "beata")
    assert "Brak wolnych miejsc (0 z 1)" in seen(client.get(f"/meetings/{meeting.id}"))
    come_in(client, db.session.get_one(User, by.id))
    page = client.get(f"/meetings/{meeting.id}/registrations")
    assert "Pętla indukcyjna" in seen(page)
    assert "Wolne miejsca: 0 z 1 · Na liście rezerwowej: 1" in seen(page)
    assert "anna@example.org" not in page.text


def test_nobody_moves_up_in_a_cancelled_meeting_but_when_it_takes_place_after_all(by: Actor) -> None:
    meeting = a_meeting(by=by, registration=True, seats=1)
    first, _second = (comes(meeting, name) for name in ("anna", "beata"))
    with unit_of_work():
        commands.cancel_meeting(again(meeting), reason="Zalało salę.", by=by)
    with unit_of_work():
        commands.leave(db.session.get_one(Registration, first.id))
    assert letters("sign_up_moved_up") == []
    with unit_of_work():
        commands.restore_meeting(again(meeting), by=by)
    assert letters("sign_up_moved_up") == ["beata@example.org"]


def test_nobody_moves_up_where_signing_up_was_dropped(by: Actor) -> None:
    meeting = a_meeting(by=by, registration=True, seats=1)
    for name in ("anna", "beata"):
        comes(meeting, name)
    change(meeting, by, registration=False)
    assert letters("sign_up_moved_up") == []


def test_whoever_waits_is_not_told_to_come_tomorrow(by: Actor) -> None:
    meeting = a_meeting(by=by, registration=True, seats=1)
    for name in ("anna", "beata"):
        comes(meeting, name)
    day_before = clock.start_of(clock.today(again(meeting).starts) - timedelta(days=1))
    with time_machine.travel(day_before + timedelta(hours=10), tick=False), unit_of_work():
        commands.remind_of_meetings(by=SYSTEM)
    assert letters("meeting_tomorrow") == ["anna@example.org"]


def test_whoever_has_another_address_by_now_takes_no_second_seat(by: Actor) -> None:
    meeting = a_meeting(by=by, registration=True, seats=2)
    person = a_user("Anna Mieszkanka")
    for address in (person.email, "nowa@example.org"):
        with unit_of_work():
            db.session.get_one(User, person.id).email = address
        with unit_of_work():
            who = acting(db.session.get_one(User, person.id))
            commands.sign_up(again(meeting), name="", language="pl", by=who)
    assert db.session.query(Registration).one().email == "nowa@example.org"
