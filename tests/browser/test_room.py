"""A large meeting from end to end: phones ask and support, a moderator lets through, the wall shows it; by keyboard too."""

from __future__ import annotations

from flask import Flask
from playwright.sync_api import Page, expect

from civic.gatherings.models import Looking
from tests.browser.conftest import sign_in
from tests.fixtures.browser import OpenPage
from tests.fixtures.gathered import a_gathering, a_room_question

QUESTION = "Kiedy organizacje poznają wyniki konkursów?"


def test_the_room_asks_and_the_wall_follows(open_page: OpenPage, live_app: Flask) -> None:
    with live_app.app_context():
        gathering = a_gathering(looking=Looking.BEFORE)
        room, steering = f"/g/{gathering.short_code}", f"/gatherings/{gathering.id}"
    wall = open_page(width=1280, height=720)
    wall.goto(f"{steering}/screen")
    expect(wall.get_by_role("main")).to_contain_text("Nikt jeszcze nie zadał pytania")

    phone = open_page(width=390, height=844)
    phone.goto(room)
    phone.get_by_label("Twoje pytanie").fill(QUESTION)
    phone.get_by_label("Czego dotyczy?").select_option(label="Stolik 1: Lokale")
    phone.get_by_role("button", name="Wyślij pytanie").click()
    expect(phone.get_by_role("region", name="Twoje pytania")).to_contain_text("Czeka na sprawdzenie")

    moderator = open_page(width=390, height=844)
    sign_in(moderator, "moderator")
    moderator.goto(steering)
    moderator.get_by_role("button", name="Dopuść").click()
    # Within three seconds and by itself: nobody touches the wall.
    expect(wall.get_by_role("main")).to_contain_text(QUESTION, timeout=6000)

    other = open_page(width=390, height=844)
    other.goto(room)
    other.get_by_role("button", name="Popieram").click()
    expect(other.get_by_role("button", name="Popieram", pressed=True)).to_be_visible()
    expect(wall.get_by_role("listitem")).to_contain_text("1", timeout=6000)

    moderator.goto(steering)
    moderator.get_by_role("button", name="Teraz odpowiadamy").click()
    expect(wall.get_by_role("region", name="Teraz odpowiadamy")).to_contain_text(QUESTION, timeout=6000)
    moderator.get_by_role("link", name="Napisz odpowiedź").click()
    moderator.get_by_role("textbox").fill("Do 31 stycznia.")
    moderator.get_by_role("button", name="Zapisz odpowiedź").click()
    moderator.wait_for_url(f"**{steering}*")
    phone.goto(room)
    expect(phone.get_by_role("region", name="Z odpowiedzią")).to_contain_text("Do 31 stycznia.")


def test_a_question_that_finds_no_network_stays_in_its_field(open_page: OpenPage, live_app: Flask) -> None:
    with live_app.app_context():
        room = f"/g/{a_gathering().short_code}"
    phone = open_page(width=390, height=844)
    phone.goto(room)
    phone.context.set_offline(True)
    phone.get_by_label("Twoje pytanie").fill(QUESTION)
    phone.get_by_role("button", name="Wyślij pytanie").click()
    expect(phone.get_by_role("alert")).to_contain_text("Brak połączenia")
    expect(phone.get_by_label("Twoje pytanie")).to_have_value(QUESTION)
    phone.context.set_offline(False)
    phone.get_by_role("button", name="Wyślij pytanie").click()
    expect(phone.get_by_role("region", name="Sala pyta")).to_contain_text(QUESTION)
    expect(phone.get_by_role("region", name="Sala pyta").get_by_role("listitem")).to_have_count(1)


def test_a_question_is_asked_and_supported_by_keyboard_without_scripts(
    open_page: OpenPage, live_app: Flask
) -> None:
    with live_app.app_context():
        gathering = a_gathering()
        a_room_question(gathering, "Pierwsze pytanie?")
        room = f"/g/{gathering.short_code}"
    page = open_page(width=390, height=844, javascript=False)
    page.goto(room)
    page.get_by_label("Twoje pytanie").focus()
    page.keyboard.type(QUESTION)
    _tab_to(page, "Wyślij pytanie")
    page.keyboard.press("Enter")
    expect(page.get_by_role("region", name="Sala pyta")).to_contain_text(QUESTION)
    _tab_to(page, "Popieram")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Popieram", pressed=True)).to_have_count(1)


def _tab_to(page: Page, name: str) -> None:
    """Press Tab until the button of that name has the focus."""
    for _turn in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent").strip() == name:
            return
    raise AssertionError(f"no way by keyboard to {name}")
