"""A note taker's phone: the network goes, the tab is closed, the session ends, and every line arrives once."""

from __future__ import annotations

import json
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import BrowserContext, Page, expect
from sqlalchemy import delete, select

from civic.accounts.models import Session
from civic.kernel.access import SYSTEM
from civic.kernel.db import db, unit_of_work
from civic.meetings.models import MeetingKind
from civic.minutes.models import Line
from civic.minutes.words import LONGEST
from tests.browser.conftest import sign_in
from tests.factories import a_meeting
from tests.fixtures.browser import OpenPage


@pytest.fixture
def meeting(live_app: Flask) -> int:
    """A workshop that goes on."""
    with live_app.app_context():
        return a_meeting("Warsztat przy oknie", kind=MeetingKind.WORKSHOP, by=SYSTEM).id


def texts(app: Flask, meeting: int) -> list[str]:
    with app.app_context():
        lines = select(Line.text).where(Line.meeting_id == meeting).order_by(Line.said_at, Line.id)
        found = list(db.session.scalars(lines))
        db.session.rollback()
        return found


def write(page: Page, text: str) -> None:
    page.get_by_label("Co powiedziano").fill(text)
    page.get_by_role("button", name="Zapisz wers").click()
    expect(page.get_by_label("Co powiedziano")).to_have_value("")


def test_an_hour_without_a_network_a_closed_tab_and_an_ended_session_lose_nothing(
    live_app: Flask, open_page: OpenPage, meeting: int
) -> None:
    page = open_page()
    page.set_viewport_size({"width": 390, "height": 844})
    sign_in(page, "moderator")
    address = f"/meetings/{meeting}/minutes"
    page.goto(address)
    status = page.locator("[data-said]")
    write(page, "Pierwszy wers.")
    expect(page.locator("[data-lines]")).to_contain_text("Pierwszy wers.")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    context: BrowserContext = page.context
    context.set_offline(True)
    write(page, "Drugi, bez sieci.")
    write(page, "Trzeci, bez sieci.")
    expect(status).to_contain_text("2 wersy czekają na wysłanie.")
    page.get_by_label("Co powiedziano").fill("Zaczęte zdanie")
    # The tab is killed; the page opens again without a network, with what waits and what was being typed.
    page.close()
    page = context.new_page()
    page.goto(address)
    expect(page.get_by_role("heading", name="Protokół")).to_be_visible()
    expect(page.locator("[data-waiting]")).to_contain_text("Trzeci, bez sieci.")
    expect(page.get_by_label("Co powiedziano")).to_have_value("Zaczęte zdanie")
    write(page, "Czwarty, po powrocie do karty.")
    assert texts(live_app, meeting) == ["Pierwszy wers."]
    # Meanwhile the session ended.
    with live_app.app_context(), unit_of_work():
        db.session.execute(delete(Session))
    context.set_offline(False)
    page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(page.locator("[data-said]")).to_contain_text("Sesja wygasła")
    assert texts(live_app, meeting) == ["Pierwszy wers."]
    sign_in(page, "moderator")
    page.goto(address)
    expect(page.locator("[data-said]")).to_have_text("Wszystkie wersy są wysłane.")
    assert texts(live_app, meeting) == [
        "Pierwszy wers.",
        "Drugi, bez sieci.",
        "Trzeci, bez sieci.",
        "Czwarty, po powrocie do karty.",
    ]


def test_an_answer_that_is_lost_on_the_way_makes_no_second_line(
    live_app: Flask, open_page: OpenPage, meeting: int
) -> None:
    page = open_page()
    sign_in(page, "moderator")
    page.goto(f"/meetings/{meeting}/minutes")
    expect(page.locator("[data-said]")).to_have_text("Wszystkie wersy są wysłane.")
    lost: list[str] = []

    def lose_once(route: Any) -> None:
        if route.request.method == "POST" and not lost:
            lost.append(route.request.post_data or "")
            route.fetch()
            route.abort()
        else:
            route.continue_()

    page.route("**/minutes/lines", lose_once)
    write(page, "Raz.")
    expect(page.locator("[data-said]")).to_contain_text("1 wers czeka")
    expect(page.locator("[data-said]")).to_have_text("Wszystkie wersy są wysłane.", timeout=15_000)
    assert len(json.loads(lost[0])["lines"]) == 1
    assert texts(live_app, meeting) == ["Raz."]


def test_somebody_elses_waiting_lines_are_not_sent_in_ones_own_name(
    live_app: Flask, open_page: OpenPage, meeting: int
) -> None:
    page = open_page()
    sign_in(page, "moderator")
    address = f"/meetings/{meeting}/minutes"
    page.goto(address)
    page.route("**/minutes/lines", lambda route: route.abort())
    write(page, "Słowa pierwszej osoby.")
    expect(page.locator("[data-said]")).to_contain_text("1 wers czeka")
    page.unroute("**/minutes/lines")
    page.context.clear_cookies()
    sign_in(page, "pelnomocnik")
    page.goto(address)
    expect(page.locator("[data-said]")).to_have_text("Wszystkie wersy są wysłane.")
    assert texts(live_app, meeting) == []
    page.context.clear_cookies()
    sign_in(page, "moderator")
    page.goto(address)
    expect(page.locator("[data-lines]")).to_contain_text("Słowa pierwszej osoby.")
    assert texts(live_app, meeting) == ["Słowa pierwszej osoby."]


def test_two_tables_on_one_device_keep_their_lines_apart_without_a_network(
    live_app: Flask, open_page: OpenPage, meeting: int
) -> None:
    page = open_page()
    page.set_viewport_size({"width": 390, "height": 844})
    sign_in(page, "moderator")
    address = f"/meetings/{meeting}/minutes"
    page.goto(f"{address}?table=3")
    write(page, "Przy trzecim.")
    expect(page.locator("[data-lines]")).to_contain_text("Przy trzecim.")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    context: BrowserContext = page.context
    context.set_offline(True)
    page.goto(f"{address}?table=3")
    # The copy of the device knows its table by the address alone.
    expect(page.locator("[data-sign]")).to_have_text("Stolik 3")
    write(page, "Trzeci, bez sieci.")
    page.get_by_label("Co powiedziano").fill("Zaczęte przy trzecim")
    page.goto(f"{address}?table=4")
    expect(page.locator("[data-sign]")).to_have_text("Stolik 4")
    expect(page.get_by_label("Co powiedziano")).to_have_value("")
    expect(page.locator("[data-waiting] li")).to_contain_text("Stolik 3")
    expect(page.locator("[data-waiting] button")).to_be_hidden()
    write(page, "Czwarty, bez sieci.")
    context.set_offline(False)
    page.get_by_role("link", name="Spróbuj połączyć się ponownie").click()
    expect(page.locator("[data-said]")).to_have_text("Wszystkie wersy są wysłane.")
    expect(page.locator("[data-lines]")).to_contain_text("Czwarty, bez sieci.")
    expect(page.locator("[data-lines]")).not_to_contain_text("Trzeci, bez sieci.")
    page.goto(f"{address}?table=3")
    expect(page.get_by_label("Co powiedziano")).to_have_value("Zaczęte przy trzecim")
    with live_app.app_context():
        found = db.session.execute(select(Line.text, Line.table_no).where(Line.meeting_id == meeting)).all()
        db.session.rollback()
    assert sorted(map(tuple, found)) == [
        ("Czwarty, bez sieci.", 4),
        ("Przy trzecim.", 3),
        ("Trzeci, bez sieci.", 3),
    ]


def test_a_line_that_cannot_be_taken_holds_up_no_other(
    live_app: Flask, open_page: OpenPage, meeting: int
) -> None:
    page = open_page()
    sign_in(page, "moderator")
    page.goto(f"/meetings/{meeting}/minutes")
    expect(page.locator("[data-said]")).to_have_text("Wszystkie wersy są wysłane.")
    page.context.set_offline(True)
    page.get_by_label("Co powiedziano").evaluate("field => field.removeAttribute('maxlength')")
    write(page, "słowo " * (LONGEST // 6 + 2))
    write(page, "Krótki wers.")
    page.context.set_offline(False)
    page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(page.locator("[data-lines]")).to_contain_text("Krótki wers.")
    expect(page.locator("[data-said]")).to_contain_text("nie da się zapisać w tej postaci")
    expect(page.locator("[data-waiting] li")).to_have_count(1)
    assert texts(live_app, meeting) == ["Krótki wers."]


def test_a_line_that_is_changed_without_a_network_keeps_what_was_typed_and_meets_what_another_wrote(
    live_app: Flask, open_page: OpenPage, meeting: int
) -> None:
    here, there = open_page(), open_page()
    address = f"/meetings/{meeting}/minutes"
    for page, who in ((here, "moderator"), (there, "pelnomocnik")):
        page.set_viewport_size({"width": 390, "height": 844})
        sign_in(page, who)
    here.goto(address)
    write(here, "Winda stoi.")
    expect(here.locator("[data-lines]")).to_contain_text("Winda stoi.")
    for page in (here, there):
        page.goto(address)
        page.get_by_role("link", name="Zmień").click()
        # To the end: what watches over the form must be there before the network goes.
        page.wait_for_url("**/edit*")
    there.context.set_offline(True)
    there.get_by_label("Co powiedziano").fill("Winda stoi od marca.")
    there.get_by_role("button", name="Zapisz").click()
    expect(there.get_by_role("alert")).to_contain_text("Brak połączenia")
    expect(there.get_by_label("Co powiedziano")).to_have_value("Winda stoi od marca.")
    here.get_by_label("Co powiedziano").fill("Winda nie działa.")
    here.get_by_role("button", name="Zapisz").click()
    expect(here.locator("[data-lines]")).to_contain_text("Winda nie działa.")
    there.context.set_offline(False)
    there.get_by_role("button", name="Zapisz").click()
    main = there.get_by_role("main")
    expect(main).to_contain_text("Winda nie działa.")
    expect(there.get_by_label("Co powiedziano")).to_have_value("Winda stoi od marca.")
    assert texts(live_app, meeting) == ["Winda nie działa."]
    there.get_by_role("button", name="Zapisz").click()
    expect(there.locator("[data-lines]")).to_contain_text("Winda stoi od marca.")
    assert texts(live_app, meeting) == ["Winda stoi od marca."]


def test_a_line_whose_arrival_is_unknown_is_not_taken_back_to_be_written_twice(
    live_app: Flask, open_page: OpenPage, meeting: int
) -> None:
    page = open_page()
    sign_in(page, "moderator")
    page.goto(f"/meetings/{meeting}/minutes")
    expect(page.locator("[data-said]")).to_have_text("Wszystkie wersy są wysłane.")
    page.context.set_offline(True)
    write(page, "Jeszcze nie wysłany.")
    expect(page.locator("[data-waiting] button")).to_be_visible()

    def lose_the_answer(route: Any) -> None:
        if route.request.method == "POST":
            route.fetch()
            route.abort()
        else:
            route.continue_()

    page.route("**/minutes/lines", lose_the_answer)
    page.context.set_offline(False)
    page.evaluate("window.dispatchEvent(new Event('online'))")
    # It is there, but the device does not know: it may only be sent again.
    expect(page.locator("[data-waiting] button")).to_be_hidden()
    expect(page.locator("[data-waiting] li")).to_have_count(1)
    page.unroute("**/minutes/lines")
    expect(page.locator("[data-said]")).to_have_text("Wszystkie wersy są wysłane.", timeout=15_000)
    assert texts(live_app, meeting) == ["Jeszcze nie wysłany."]
