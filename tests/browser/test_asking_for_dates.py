"""A date poll from end to end: asked on a desktop, answered and changed on a phone without an account, decided, a meeting."""

from __future__ import annotations

from datetime import timedelta

from playwright.sync_api import Page, expect

from tests.browser.conftest import sign_in
from tests.factories import today
from tests.fixtures.browser import OpenPage

TITLE = "Porządki w parku Bednarskiego"


def test_volunteers_choose_a_date_and_it_becomes_a_meeting(open_page: OpenPage) -> None:
    desk = open_page()
    link = _ask(desk)
    phone = open_page(width=390, height=844, javascript=False, touch=True)
    phone.goto(link)
    send = phone.get_by_role("button", name="Wyślij odpowiedź")
    phone.get_by_label("Twoje imię").fill("Ola")
    send.click()
    expect(phone.get_by_role("alert")).to_contain_text("Wybierz jedną z trzech odpowiedzi.")
    expect(phone.get_by_label("Twoje imię")).to_have_value("Ola")
    _mark(phone, "Pasuje mi", "Nie pasuje mi")
    send.click()
    expect(phone.get_by_role("status").first).to_contain_text("Mamy Twoją odpowiedź.")
    expect(phone.get_by_label("Twój własny odnośnik")).to_have_value(phone.url)
    _mark(phone, "Nie pasuje mi", "Pasuje mi")
    phone.get_by_role("button", name="Zmień odpowiedź").click()
    second = phone.get_by_role("row").nth(2)
    expect(second).to_contain_text("Pasuje największej liczbie osób")
    expect(second.get_by_role("cell").first).to_contain_text("Ola")
    wide = phone.evaluate("document.documentElement.scrollWidth")
    assert wide <= 390

    desk.reload()
    desk.get_by_role("row").nth(2).get_by_role("button", name="Wybierz ten termin").click()
    desk.wait_for_url("**/meetings/*")
    expect(desk.get_by_role("heading", level=1)).to_contain_text(TITLE)
    phone.goto(link)
    expect(phone.get_by_role("main")).to_contain_text("Wybrany termin:")
    expect(phone.get_by_role("button", name="Wyślij odpowiedź")).to_have_count(0)


def _ask(page: Page) -> str:
    """Fill in two dates; the link to send."""
    sign_in(page, "moderator")
    page.goto("/meetings")
    page.get_by_role("link", name="Zapytaj o termin").click()
    page.get_by_label("Jak nazywa się spotkanie?").fill(TITLE)
    for number in range(2):
        row = page.get_by_role("group", name=f"Termin {number + 1}", exact=True)
        row.get_by_label("Dzień").fill((today() + timedelta(days=20 + number)).isoformat())
        row.get_by_label("Od", exact=True).fill("10:00")
        row.get_by_label("Do", exact=True).fill("12:00")
    page.get_by_role("button", name="Utwórz ankietę").click()
    page.wait_for_url("**/polls/*")
    return page.get_by_label("Odnośnik dla wolontariuszek i wolontariuszy").input_value()


def _mark(page: Page, *words: str) -> None:
    for place, word in enumerate(words):
        page.locator(".poll-date").nth(place).get_by_label(word, exact=True).check()
