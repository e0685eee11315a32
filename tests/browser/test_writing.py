"""Writing in a real browser: nothing is lost with a session, the editor works by keyboard, and all of it fits a phone."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect
from sqlalchemy import delete

from civic.accounts import passwords
from civic.accounts.models import Session
from civic.kernel.db import db, unit_of_work
from tests.browser.conftest import sign_in
from tests.fixtures.browser import LiveServer, OpenPage

NEW = "/forums/forum-lokalowe/proposals/new"
TITLE = "Trawnik na dachu przystanku przy rondzie"
BODY = "Zielony dach chłodzi przystanek w upał i zatrzymuje deszcz."


def send(page: Page) -> None:
    """Send the proposal, past the step that shows what is close."""
    page.get_by_role("button", name="Sprawdź i opublikuj").click()
    anyway = page.get_by_role("button", name="Opublikuj moją propozycję mimo to")
    if page.get_by_role("heading", name="To już jest?").is_visible():
        anyway.click()


def test_a_text_survives_the_session_and_the_browser(live_server: LiveServer, open_page: OpenPage) -> None:
    page = open_page()
    sign_in(page, "przedstawiciel")
    page.goto(NEW)
    page.locator("#title").fill(TITLE)
    page.locator("#body").press_sequentially(BODY)
    expect(page.get_by_text(re.compile(r"zapisano o\s\d\d\.\d\d"))).to_be_visible()
    page.locator("#body").press("End")
    page.locator("#body").press_sequentially(" Koszt zwraca się po roku.")
    with live_server.app.app_context(), unit_of_work():
        db.session.execute(delete(Session))
    page.get_by_role("button", name="Sprawdź i opublikuj").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Zaloguj się, żeby to zrobić")
    expect(page.locator("textarea", has_text="Koszt zwraca się po roku.")).to_be_visible()
    page.get_by_role("main").get_by_role("link", name="Zaloguj się").click()
    page.get_by_label("Adres e-mail").fill("przedstawiciel@example.org")
    page.get_by_label("Hasło").fill(passwords.DEMO)
    page.get_by_role("main").get_by_role("button", name="Zaloguj się").first.click()
    expect(page.locator("#body")).to_have_value(f"{BODY} Koszt zwraca się po roku.")
    expect(page.locator("#title")).to_have_value(TITLE)
    send(page)
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    page.goto("/drafts")
    expect(page.get_by_text("Nie ma żadnych.")).to_be_visible()


def test_the_editor_works_by_keyboard(browser_page: Page) -> None:
    page = browser_page
    sign_in(page, "przedstawiciel")
    page.goto(NEW)
    body = page.locator("#body")
    body.fill("ważne\nsłowa")
    body.press("ControlOrMeta+a")
    page.keyboard.press("Shift+Tab")
    expect(page.get_by_role("button", name="Pogrubienie").first).to_be_focused()
    for _step in range(2):
        page.keyboard.press("ArrowRight")
    expect(page.get_by_role("button", name="Lista").first).to_be_focused()
    page.keyboard.press("Enter")
    expect(body).to_have_value("- ważne\n- słowa")
    expect(body).to_be_focused()
    body.press("ControlOrMeta+z")
    expect(body).to_have_value("ważne\nsłowa")
    page.keyboard.press("Tab")
    preview = page.get_by_role("button", name="Podgląd").first
    expect(preview).to_be_focused()
    page.keyboard.press("Enter")
    shown = page.get_by_role("region", name="Podgląd: Treść propozycji")
    expect(shown).to_be_focused()
    expect(shown).to_contain_text("ważne słowa")
    expect(body).to_be_hidden()
    page.get_by_role("button", name="Wróć do pisania").press("Enter")
    expect(body).to_be_focused()


def test_writing_fits_a_phone_and_its_buttons_a_finger(phone_page: Page) -> None:
    page = phone_page
    sign_in(page, "przedstawiciel")
    page.goto(NEW)
    page.locator("#body").fill(BODY * 3)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    for name in ("Pogrubienie", "Nagłówek", "Lista", "Cytat", "Odnośnik"):
        box = page.get_by_role("button", name=name).first.bounding_box()
        assert box, name
        assert min(box["width"], box["height"]) >= 44, name
    expect(page.get_by_text(f"Znaki: {len(BODY) * 3}").first).to_be_visible()


def test_without_scripts_the_preview_and_the_button_that_keeps_work(open_page: OpenPage) -> None:
    page = open_page(width=390, height=844, javascript=False)
    sign_in(page, "przedstawiciel")
    page.goto(NEW)
    page.locator("#body").fill("Jedna **stawka**.")
    page.get_by_role("button", name="Podgląd").first.click()
    expect(page.get_by_role("region", name="Podgląd: Treść propozycji").locator("strong")).to_have_text(
        "stawka"
    )
    expect(page.locator("#body")).to_have_value("Jedna **stawka**.")
    page.get_by_role("button", name="Zapisz wersję roboczą").click()
    expect(page.get_by_text("Wersja robocza jest zapisana.")).to_be_visible()
    page.get_by_role("button", name="Usuń wersję roboczą").click()
    expect(page.locator("#body")).to_have_value("")
