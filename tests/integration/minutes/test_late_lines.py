"""A line that waited long on a device: it is kept, the note takers see that it is late, and whoever said it has time to answer."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from civic.accounts.models import User
from civic.kernel import clock
from civic.kernel.access import SYSTEM, Actor
from civic.kernel.db import db, unit_of_work
from civic.meetings.models import Meeting
from civic.minutes.commands import agree_at_table, forget_unagreed, take_lines
from civic.minutes.models import Consent, Line, LineKind, Speaker
from civic.minutes.words import Said
from tests.factories import come_in
from tests.fixtures.forms import post_form, token_on
from tests.fixtures.text import seen
from tests.integration.minutes.conftest import Take
from tests.integration.minutes.test_publishing import Publish, again, page
from tests.integration.minutes.test_visitors import address, answer

DAY = 24 * 3600.0
WORDS = "Winda stoi od marca."


def bring(meeting: Meeting, by: Actor, days: float, text: str = WORDS) -> Line:
    """A visitor's line that was typed so many days ago and comes only now."""
    said = Said(
        f"late-{days}-{text[:8].encode().hex()}".replace(".", "-"),
        text,
        age=days * DAY,
        speaker=Speaker.RESIDENT,
    )
    with unit_of_work():
        (line,) = take_lines(db.session.get_one(Meeting, meeting.id), [said], by=by)
    return line


def forget(days: float) -> int:
    with time_machine.travel(clock.now() + timedelta(days=days), tick=False), unit_of_work():
        return forget_unagreed(by=SYSTEM)


@pytest.mark.parametrize("days", [8, 29, 400])
def test_a_line_that_comes_late_is_kept_for_thirty_days(table: Meeting, by: Actor, days: float) -> None:
    line = bring(table, by, days)
    assert forget(0) == 0
    assert forget(29) == 0
    assert again(line).text == WORDS
    assert forget(31) == 1
    assert again(line).text == ""


def test_a_line_that_came_within_the_week_has_its_seven_days_from_then(table: Meeting, by: Actor) -> None:
    line = bring(table, by, 6)
    assert not line.is_late_arrival
    assert forget(6) == 0
    assert forget(8) == 1


def test_note_takers_see_that_it_is_late_and_take_it_with_the_visitors_word(
    client: FlaskClient, table: Meeting, by: Actor, take: Take, publish: Publish
) -> None:
    line = bring(table, by, 9)
    take(table, ("Na czas.", {"speaker": Speaker.RESIDENT}))
    come_in(client, db.session.get_one(User, by.id))
    for place in ("", "/check"):
        shown = seen(client.get(f"/meetings/{table.id}/minutes{place}"))
        assert shown.count("Ten wers dotarł 9 dni po spotkaniu") == 1
    assert "1 spóźniony wers czeka na decyzję" in seen(client.get(f"/meetings/{table.id}/minutes"))
    shown = seen(client.get(f"/minutes/lines/{line.id}/read-back"))
    assert "dotarło do nas po 9 dniach" in shown
    assert f"/minutes/lines/{line.id}/read-back" in client.get(f"/meetings/{table.id}/minutes/check").text
    with time_machine.travel(clock.now() + timedelta(days=20), tick=False), unit_of_work():
        agree_at_table(again(line), by=by)
    assert "dotarł" not in seen(client.get(f"/meetings/{table.id}/minutes"))
    assert publish(table) == 1
    assert WORDS in page(client, table)


def test_it_may_become_a_note_that_is_nobodys(client: FlaskClient, table: Meeting, by: Actor) -> None:
    line = bring(table, by, 9)
    come_in(client, db.session.get_one(User, by.id))
    typed = {"text": "Winda nie działa.", "speaker": Speaker.NOBODY.value, "kind": LineKind.NEED.value}
    assert post_form(client, f"/minutes/lines/{line.id}/edit", typed).status_code == 303
    assert again(line).consent is Consent.FREE
    assert forget(400) == 0


def test_whoever_said_it_reads_why_it_is_late_and_still_answers(
    app: Flask, client: FlaskClient, table: Meeting, by: Actor
) -> None:
    place = address(app, bring(table, by, 9))
    assert "dotarło do nas po 9 dniach" in seen(client.get(place))
    on_time = address(app, bring(table, by, 2, "Na czas."))
    assert "dotarło do nas" not in seen(client.get(on_time))
    token_on(client.get(place).text)
    with time_machine.travel(clock.now() + timedelta(days=20), tick=False):
        assert client.get(on_time).status_code == 410
        assert answer(client, place, "agree", WORDS) == 303
    with time_machine.travel(clock.now() + timedelta(days=31), tick=False):
        assert client.get(place).status_code == 410
