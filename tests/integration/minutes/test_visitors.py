"""Visitors of a third-place meeting: nothing of theirs is published without their consent, and a link is only for its line."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from civic.accounts.models import User
from civic.kernel import clock
from civic.kernel.access import SYSTEM, Actor
from civic.kernel.db import db, unit_of_work
from civic.kernel.errors import Refused
from civic.kernel.events import EventRow
from civic.meetings.models import Meeting
from civic.minutes import tokens
from civic.minutes.commands import (
    agree_at_table,
    change_line,
    forget_unagreed,
    strike_line,
    withdraw_at_table,
)
from civic.minutes.models import Consent, Line, LineKind, Speaker
from tests.factories import a_user, come_in
from tests.fixtures.forms import token_on
from tests.integration.minutes.conftest import Take
from tests.integration.minutes.test_publishing import Publish, again, page

RESIDENT = {"speaker": Speaker.RESIDENT}


def address(app: Flask, line: Line) -> str:
    return f"/said/{tokens.token_for(line.id, line.secret, app.config['CIVIC'].secret_key)}"


def answer(client: FlaskClient, place: str, said: str, text: str = "") -> int:
    form = client.get(place)
    return client.post(
        place, data={"csrf_token": token_on(form.text), "answer": said, "text": text}
    ).status_code


def test_only_what_the_visitor_agreed_to_is_published(
    client: FlaskClient, table: Meeting, take: Take, publish: Publish, by: Actor
) -> None:
    agreed, silent = take(table, ("Mieszkam tu.", RESIDENT), ("Nie piszcie.", RESIDENT))
    with unit_of_work():
        agree_at_table(again(agreed), by=by)
    assert publish(table) == 1
    shown = page(client, table)
    assert "Mieszkam tu." in shown
    assert "Nie piszcie." not in shown
    assert again(silent).number is None


def test_with_the_link_a_visitor_agrees_corrects_and_withdraws(
    app: Flask, client: FlaskClient, table: Meeting, take: Take, publish: Publish
) -> None:
    (line,) = take(table, ("Mieszkam przy Długiej.", RESIDENT))
    place = address(app, line)
    assert "Mieszkam przy Długiej." in client.get(place).text
    assert answer(client, place, "agree", "Mieszkam w Śródmieściu.") == 303
    assert again(line).consent is Consent.AGREED
    publish(table)
    assert "Mieszkam w Śródmieściu." in page(client, table)
    # Reworded after publication: the words wait for another look, so that a link publishes nothing by itself.
    assert answer(client, place, "agree", "Kupcie u mnie.") == 303
    assert "Kupcie u mnie." not in page(client, table)
    publish(table)
    assert "Kupcie u mnie." in page(client, table)
    assert again(line).number == 1
    assert answer(client, place, "withdraw", "Kupcie u mnie.") == 303
    assert again(line).text == ""
    assert "Kupcie u mnie." not in page(client, table)


def test_after_seven_days_the_link_opens_nothing_and_what_nobody_agreed_to_is_gone(
    app: Flask, client: FlaskClient, table: Meeting, take: Take
) -> None:
    (line,) = take(table, ("Proszę nie.", RESIDENT))
    place = address(app, line)
    with time_machine.travel(clock.now() + timedelta(days=7, minutes=1), tick=False):
        assert client.get(place).status_code == 410
        with unit_of_work():
            assert forget_unagreed(by=SYSTEM) == 1
    assert again(line).text == ""
    with unit_of_work():
        assert forget_unagreed(by=SYSTEM) == 0


def test_what_was_struck_out_before_it_was_published_is_gone_after_thirty_days(
    meeting: Meeting, take: Take, publish: Publish, by: Actor
) -> None:
    public, struck = take(meeting, "Jawne.", "Skreślone.")
    with unit_of_work():
        strike_line(again(struck), struck=True, by=by)
    publish(meeting)
    with unit_of_work():
        strike_line(again(public), struck=True, by=by)
    for days, gone in ((29, 0), (31, 1), (31, 0)):
        with time_machine.travel(clock.now() + timedelta(days=days), tick=False), unit_of_work():
            assert forget_unagreed(by=SYSTEM) == gone
    assert (again(public).text, again(struck).text) == ("Jawne.", "")


def test_a_foreign_token_opens_nothing(app: Flask, client: FlaskClient, table: Meeting, take: Take) -> None:
    one, other, free = take(table, ("Jedno.", RESIDENT), ("Drugie.", RESIDENT), "Niczyje.")
    secret = app.config["CIVIC"].secret_key
    for token in (
        tokens.token_for(one.id, other.secret, secret),
        tokens.token_for(one.id, one.secret, "another instance's secret, long enough"),
        tokens.token_for(999_999, one.secret, secret),
        tokens.token_for(free.id, free.secret, secret),
        f"{one.id}-{'0' * 40}",
        "9999999999-" + "a" * 40,
        "x",
    ):
        assert client.get(f"/said/{token}").status_code == 404


def test_words_that_were_changed_are_asked_about_again(
    client: FlaskClient, table: Meeting, take: Take, by: Actor
) -> None:
    (line,) = take(table, ("Było tak.", RESIDENT))
    with unit_of_work():
        agree_at_table(again(line), by=by)
    come_in(client, db.session.get_one(User, by.id))
    place = f"/minutes/lines/{line.id}/edit"
    form = client.get(place).text
    typed = {"text": "Było inaczej.", "kind": "remark", "speaker": "resident", "version": again(line).version}
    assert client.post(place, data={"csrf_token": token_on(form), **typed}).status_code == 303
    assert again(line).consent is Consent.ASKED


def test_what_is_published_is_not_put_in_words_that_nobody_can_agree_to(
    table: Meeting, take: Take, publish: Publish, by: Actor
) -> None:
    (line,) = take(table, ("Mieszkam tu od lta.", RESIDENT))
    with unit_of_work():
        agree_at_table(again(line), by=by)
    publish(table)
    typed: dict[str, Any] = {
        "kind": LineKind.NEED,
        "organisation": "",
        "table": None,
        "correction": "literówka",
        "by": by,
    }

    def change(text: str) -> None:
        kept = again(line)
        change_line(kept, text=text, speaker=Speaker.RESIDENT, version=kept.version, **typed)

    with time_machine.travel(clock.now() + timedelta(days=8), tick=False):
        with pytest.raises(Refused) as refusal, unit_of_work():
            change("Mieszkam tu od lat.")
        assert refusal.value.code == "late"
        with unit_of_work():
            change("Mieszkam tu od lta.")
        with unit_of_work():
            forget_unagreed(by=SYSTEM)
    assert (again(line).text, again(line).kind) == ("Mieszkam tu od lta.", LineKind.NEED)


def test_agreed_is_only_to_the_words_that_stood_on_the_screen(
    client: FlaskClient, table: Meeting, take: Take, by: Actor
) -> None:
    (line,) = take(table, ("Było tak.", RESIDENT))
    come_in(client, db.session.get_one(User, by.id))
    read = client.get(f"/minutes/lines/{line.id}/read-back").text
    with unit_of_work():
        again(line).text = "Było zupełnie inaczej."
    sent = {"csrf_token": token_on(read), "version": "1"}
    assert 'name="version" value="1"' in read
    assert client.post(f"/minutes/lines/{line.id}/agree", data=sent).status_code == 422
    assert again(line).consent is Consent.ASKED
    assert client.post(f"/minutes/lines/{line.id}/agree", data={**sent, "version": "2"}).status_code == 303


def test_who_answered_by_the_link_stands_in_no_log(
    app: Flask, client: FlaskClient, table: Meeting, take: Take
) -> None:
    (line,) = take(table, ("Mieszkam tu.", RESIDENT))
    come_in(client, a_user("Wanda Mieszkanka"))
    for said in ("agree", "withdraw"):
        assert answer(client, address(app, line), said, "Mieszkam tu.") == 303
    actors = db.session.scalars(select(EventRow.actor).where(EventRow.name == "VisitorAnswered")).all()
    assert actors == ["system", "system"]


def test_what_was_withdrawn_comes_back_by_nobody(table: Meeting, take: Take, by: Actor) -> None:
    (line,) = take(table, ("Słowa.", RESIDENT))
    with unit_of_work():
        withdraw_at_table(again(line), by=by)
    with pytest.raises(Refused):
        agree_at_table(again(line), by=by)


def test_the_line_is_read_back_in_large_letters_with_a_code(
    client: FlaskClient, table: Meeting, take: Take, by: Actor
) -> None:
    line, free = take(table, ("Mieszkam tu.", RESIDENT), "Niczyje.")
    come_in(client, db.session.get_one(User, by.id))
    shown = client.get(f"/minutes/lines/{line.id}/read-back").text
    assert "Mieszkam tu." in shown
    assert "/said/" in shown
    assert "<svg" in shown
    assert client.get(f"/minutes/lines/{free.id}/read-back").status_code == 404
