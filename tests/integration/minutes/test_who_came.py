"""Who came: two who look over at once overwrite nothing of each other, neither the number nor the marks."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from civic.kernel.access import Actor, Role
from civic.kernel.db import db, unit_of_work
from civic.kernel.errors import Conflict, Forbidden, Refused
from civic.meetings.models import Meeting
from civic.minutes.commands import note_presence
from civic.minutes.presence import Presence
from civic.minutes.queries import presence_at
from tests.factories import a_user, acting, come_in
from tests.fixtures.forms import token_on
from tests.fixtures.text import seen
from tests.integration.minutes.conftest import Take
from tests.integration.minutes.test_publishing import Publish, again


class LookingOver:
    """Somebody who opened the look-over and sends it later, with what stood there then."""

    def __init__(self, app: Flask, meeting: Meeting, name: str) -> None:
        self.client: FlaskClient = app.test_client()
        come_in(self.client, a_user(name, role=Role.MODERATOR))
        self.address = f"/meetings/{meeting.id}/minutes/check"
        self.sent = hidden(self.client.get(self.address).text)

    def send(self, **typed: Any) -> TestResponse:
        answer = self.client.post(self.address, data={**self.sent, **typed})
        if answer.status_code == 409:
            self.sent = hidden(answer.text)
        return answer


def hidden(html: str) -> dict[str, str]:
    """The hidden values of the page."""
    found = {"csrf_token": token_on(html)}
    for name in ("over", "before"):
        part = html.partition(f'name="{name}"')[2].partition(">")[0]
        found[name] = part.partition('value="')[2].partition('"')[0]
    return found


@pytest.fixture
def two(app: Flask, meeting: Meeting) -> tuple[LookingOver, LookingOver]:
    """Two who opened the page at the same time."""
    return LookingOver(app, meeting, "Ada Moderator"), LookingOver(app, meeting, "Ula Moderator")


def stands(meeting: Meeting) -> Presence:
    db.session.rollback()
    return presence_at(db.session.get_one(Meeting, meeting.id))


def test_of_two_who_count_at_once_the_second_sees_both_and_decides(
    meeting: Meeting, two: tuple[LookingOver, LookingOver]
) -> None:
    ada, ula = two
    assert ada.send(attendance="24", present="Fundacja Skwer").status_code == 303
    answer = ula.send(attendance="31", present="Klub Kładka")
    assert answer.status_code == 409
    shown = seen(answer)
    assert "24 Fundacja Skwer" in shown
    assert "31 Klub Kładka" in shown
    assert 'value="31"' in answer.text, "what was typed stays in the form"
    assert stands(meeting) == Presence(24, "Fundacja Skwer")
    assert ula.send(attendance="31", present="Fundacja Skwer\r\nKlub Kładka").status_code == 303
    assert stands(meeting) == Presence(31, "Fundacja Skwer\nKlub Kładka")


def test_who_changed_nothing_of_it_takes_nothing_back(
    meeting: Meeting, two: tuple[LookingOver, LookingOver]
) -> None:
    ada, ula = two
    assert ada.send(attendance="24", present="Fundacja Skwer").status_code == 303
    assert ula.send(attendance="", present="").status_code == 303
    assert stands(meeting) == Presence(24, "Fundacja Skwer")


def test_what_both_typed_alike_is_no_clash(meeting: Meeting, two: tuple[LookingOver, LookingOver]) -> None:
    for each in two:
        assert each.send(attendance="24", present="Fundacja Skwer").status_code == 303
    assert stands(meeting) == Presence(24, "Fundacja Skwer")


def test_marks_of_another_stay_and_ones_own_are_taken_back(app: Flask, meeting: Meeting, take: Take) -> None:
    one, other = take(meeting, "Jedno.", "Drugie.")
    ada, ula = LookingOver(app, meeting, "Ada"), LookingOver(app, meeting, "Ula")
    assert ada.send(checked=f"{one.id}-{one.version}").status_code == 303
    assert ula.send(checked=f"{other.id}-{other.version}").status_code == 303
    assert again(one).checked_at is not None
    assert again(other).checked_at is not None
    last = LookingOver(app, meeting, "Ewa")
    assert last.send(checked=f"{other.id}-{again(other).version}").status_code == 303
    assert again(one).checked_at is None
    assert again(other).checked_at is not None


@pytest.mark.parametrize("before", ["x", "0", "-", "9" * 30, "1-1 1-1 <b>"])
def test_marks_that_nobody_made_take_nothing_back(
    app: Flask, meeting: Meeting, two: tuple[LookingOver, LookingOver], before: str
) -> None:
    assert two[0].send(attendance="2", before=before).status_code == 303


def test_note_takers_count_until_it_is_published(
    meeting: Meeting, take: Take, publish: Publish, by: Actor
) -> None:
    official = acting(a_user("Jan Urzędnik", role=Role.OFFICIAL))

    def note(attendance: int) -> None:
        with unit_of_work():
            note_presence(db.session.get_one(Meeting, meeting.id), Presence(attendance), by=official)

    note(7)
    assert stands(meeting) == Presence(7)
    take(meeting, "Jawne.")
    publish(meeting)
    with pytest.raises(Forbidden):
        note(8)
    assert stands(meeting).attendance == 12


@pytest.mark.parametrize("presence", [Presence(-1), Presence(100_001), Presence(1, "x" * 2_001)])
def test_no_room_holds_so_many(meeting: Meeting, by: Actor, presence: Presence) -> None:
    with pytest.raises(Refused) as refusal, unit_of_work():
        note_presence(db.session.get_one(Meeting, meeting.id), presence, by=by)
    assert not isinstance(refusal.value, Conflict)
