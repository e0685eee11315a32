"""What becomes of a place reaches the meetings planned there: their pages, calendars, followers, hosts, guests and the office."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from civic.kernel import clock
from civic.kernel.access import SYSTEM, Actor, Role
from civic.kernel.db import db, unit_of_work
from civic.kernel.mail import Letter
from civic.meetings import commands
from civic.notifications.commands import follow, tell
from civic.notifications.models import Notification
from civic.notifications.showing import shelf_of
from civic.places.commands import close_place, edit_place, reopen_place
from civic.places.details import details_of
from civic.places.models import Place
from tests.factories import a_meeting, a_place, a_speaker, a_user, acting, an_organisation, come_in
from tests.fixtures.forms import in_english
from tests.fixtures.text import plain, seen
from tests.integration.meetings.test_calendar_files import read
from tests.integration.meetings.test_planning import again, change, said
from tests.integration.meetings.test_signing_up import comes, letters


@pytest.fixture
def by(app: Flask) -> Actor:
    """The plenipotentiary."""
    return acting(a_user("Ewa Pełna", role=Role.PLENIPOTENTIARY))


def close(place: Place, by: Actor, reason: str = "Remont do wiosny.") -> None:
    with unit_of_work():
        close_place(db.session.get_one(Place, place.id), reason=reason, by=by)
    followed()


def edit(place: Place, by: Actor, **facts: str) -> None:
    with unit_of_work():
        found = db.session.get_one(Place, place.id)
        edit_place(found, replace(details_of(found), **facts), version=found.version, by=by)  # type: ignore[arg-type]
    followed()


def followed() -> int:
    with unit_of_work():
        return commands.follow_places(by=SYSTEM)


def told(person: Actor) -> list[str]:
    """The lines of a person's inbox about places of meetings."""
    tell(by=SYSTEM)
    notes = db.session.query(Notification).filter_by(person_id=person.id, name="MeetingPlaceChanged")
    lines = [shelf_of([note], person, person.role).line(note) for note in notes.order_by(Notification.seq)]
    return [plain(line.text) for line in lines if line]


def test_a_closed_place_is_told_to_host_follower_guest_and_office(by: Actor) -> None:
    official = acting(a_user("Olga Urzędowa", role=Role.OFFICIAL))
    house = an_organisation("Fundacja Łąka")
    host, follower = acting(a_speaker(house), house.id), acting(a_user("Feliks Obserwator"))
    stranger = acting(a_user("Stefan Obcy"))
    place = a_place()
    meeting = a_meeting(by=official, place=place, organisation=house, host=house.name, registration=True)
    elsewhere = a_meeting("Gdzie indziej", by=official, place=a_place("Inna"))
    with unit_of_work():
        follow(f"meeting:{meeting.id}", by=follower)
    comes(meeting, "anna")
    close(place, by=official)
    expected = [
        "Miejsce spotkania jest zamknięte, więc będzie przeniesione: zajrzyj na jego stronę, zanim wyruszysz"
    ]
    assert told(host) == told(follower) == told(official) == expected
    assert told(stranger) == []
    assert told(by) == expected, "the plenipotentiary, who had no part in it"
    assert letters("meeting_place_closed") == ["anna@example.org"]
    facts = db.session.query(Letter).filter_by(kind="meeting_place_closed").one().facts
    assert facts["reason"] == "Remont do wiosny."
    assert followed() == 0, "once"
    assert again(elsewhere).sequence == 0


def test_the_office_finds_the_meetings_that_need_another_place(by: Actor, client: FlaskClient) -> None:
    shut, fine = a_place(), a_place("Inna")
    displaced = a_meeting("Bez dachu", by=by, place=shut)
    a_meeting("Pod dachem", by=by, place=fine)
    a_meeting("Dawno temu", by=by, place=shut, starts=clock.now() - timedelta(days=9))
    person = a_user("Marta Pełna", role=Role.PLENIPOTENTIARY)
    come_in(client, person)
    in_english(client)
    assert "Bez dachu" in seen(client.get(f"/places/{shut.slug}/close")), "said before it is closed"
    assert "Meetings without a place" not in seen(client.get("/me"))
    close(shut, by=by)
    assert "The place of 1 planned meeting is closed." in seen(client.get("/me"))
    listed = seen(client.get("/meetings?place=closed"))
    assert "Bez dachu" in listed
    assert "Pod dachem" not in listed
    assert "Dawno temu" not in listed
    change(displaced, by, place=db.session.get_one(Place, fine.id))
    assert "Meetings without a place" not in seen(client.get("/me"))
    assert followed() == 0, "the new place is told with the move"


def test_a_place_that_opens_again_is_told_too(by: Actor) -> None:
    place = a_place()
    meeting = a_meeting(by=by, place=place, registration=True)
    comes(meeting, "anna")
    close(place, by=by)
    with unit_of_work():
        reopen_place(db.session.get_one(Place, place.id), by=by)
    followed()
    assert letters("meeting_place_open") == ["anna@example.org"]
    assert not again(meeting).needs_place


def test_another_address_reaches_page_calendar_and_guests(by: Actor, client: FlaskClient) -> None:
    place = a_place("Dom Zegara")
    meeting = a_meeting(by=by, place=place, registration=True)
    comes(meeting, "anna")
    before = read(client.get(f"/meetings/{meeting.id}.ics").data)[0]
    edit(place, by, address="ul. Nowa 7, Kraków")
    assert "ul. Nowa 7, Kraków" in seen(client.get(f"/meetings/{meeting.id}"))
    after = read(client.get(f"/meetings/{meeting.id}.ics").data)[0]
    assert after["location"] == "Dom Zegara, ul. Nowa 7, Kraków"
    assert (after["uid"], after["sequence"]) == (before["uid"], before["sequence"] + 1)
    letter = db.session.query(Letter).filter_by(kind="meeting_place_elsewhere").one()
    assert letter.facts["old"] == "ul. Dietla 1, Kraków"


def test_a_corrected_name_goes_into_calendars_and_is_told_to_nobody(by: Actor, client: FlaskClient) -> None:
    place = a_place("Dom Zegra")
    meeting = a_meeting(by=by, place=place, registration=True)
    comes(meeting, "anna")
    edit(place, by, name="Dom Zegara")
    entry = read(client.get(f"/meetings/{meeting.id}.ics").data)[0]
    assert (entry["location"], entry["sequence"]) == ("Dom Zegara, ul. Dietla 1, Kraków", 1)
    assert said("MeetingPlaceChanged") == []
    assert letters("meeting_place_elsewhere") == []
    edit(place, by, about="Przy oknie.")
    assert again(meeting).sequence == 1, "what calendars do not show moves nothing"


def test_past_and_cancelled_meetings_hear_nothing(by: Actor) -> None:
    place = a_place()
    past = a_meeting(by=by, place=place, starts=clock.now() - timedelta(days=2))
    off = a_meeting("Odwołane", by=by, place=place)
    with unit_of_work():
        commands.cancel_meeting(again(off), reason="Nie zdążymy.", by=by)
    close(place, by=by)
    assert said("MeetingPlaceChanged") == []
    assert again(past).sequence == 0


def test_a_letter_of_the_day_before_sends_nobody_to_a_closed_door(by: Actor, client: FlaskClient) -> None:
    place = a_place("Dom Zegara")
    meeting = a_meeting(by=by, place=place, registration=True)
    close(place, by=by)
    comes(meeting, "anna")
    where = db.session.query(Letter).filter_by(kind="signed_up").one().facts["where"]
    assert where == "inne miejsce zostanie podane, bo zamknięto: Dom Zegara"
    assert (
        "To miejsce jest zamknięte" in read(client.get(f"/meetings/{meeting.id}.ics").data)[0]["description"]
    )
