"""Newcomers and the forgetful: an account, a new password and a link to come in, by mouse, by keyboard and without scripts."""

from __future__ import annotations

from pathlib import Path

from flask import Flask
from playwright.sync_api import Page, expect

from civic.accounts.commands import answer_address_requests
from civic.kernel.access import SYSTEM
from civic.kernel.db import db, unit_of_work
from civic.kernel.delivery import send_letters
from tests.browser.test_keyboard import reach
from tests.fixtures.browser import OpenPage
from tests.fixtures.letters import Mail, read_mail

NEW = "nowa@example.org"
KNOWN = "przedstawiciel@example.org"
PASSWORD = "trzy konie na łące"


def the_letter(app: Flask) -> Mail:
    """The newest letter, after the job answered what was asked."""
    with app.app_context():
        with unit_of_work():
            answer_address_requests(by=SYSTEM)
        send_letters(by=SYSTEM)
        db.session.remove()
    outbox: Path = app.config["CIVIC"].data_dir / "outbox"
    newest = max(outbox.glob("*.eml"), key=lambda file: file.stat().st_mtime_ns)
    return read_mail(newest.read_bytes())


def the_heading(page: Page, text: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(text)


def ask(page: Page, address: str, email: str, button: str) -> None:
    page.goto(address)
    page.get_by_label("Adres e-mail").fill(email)
    page.get_by_role("main").get_by_role("button", name=button).click()
    the_heading(page, "Sprawdź pocztę")
    expect(page.get_by_role("main")).to_contain_text(email)


def is_called(page: Page, name: str) -> None:
    expect(page.get_by_role("banner").locator(".acting")).to_contain_text(name)


def register(page: Page, app: Flask) -> None:
    ask(page, "/register?next=/organisations", NEW, "Wyślij wiadomość")
    page.goto(the_letter(app).path)
    the_heading(page, "Potwierdź konto")
    page.get_by_label("Imię i nazwisko", exact=True).fill("Nowa Osoba")
    page.get_by_role("button", name="Załóż konto i zaloguj się").click()
    page.wait_for_url("**/organisations")


def test_a_newcomer_registers_by_mouse(open_page: OpenPage, live_app: Flask) -> None:
    page = open_page()
    register(page, live_app)
    is_called(page, "Nowa Osoba")


def test_a_newcomer_registers_without_scripts_on_a_phone(open_page: OpenPage, live_app: Flask) -> None:
    page = open_page(width=390, height=844, javascript=False)
    register(page, live_app)
    page.goto("/me/profile")
    expect(page.get_by_label("Imię i nazwisko", exact=True)).to_have_value("Nowa Osoba")


def test_a_newcomer_registers_by_keyboard(open_page: OpenPage, live_app: Flask) -> None:
    page = open_page()
    page.goto("/register")
    reach(page, page.get_by_label("Adres e-mail"))
    page.keyboard.type(NEW)
    page.keyboard.press("Enter")
    the_heading(page, "Sprawdź pocztę")
    page.goto(the_letter(live_app).path)
    reach(page, page.get_by_label("Imię i nazwisko", exact=True))
    page.keyboard.type("Nowa Osoba")
    reach(page, page.get_by_label("Hasło"))
    page.keyboard.type(PASSWORD)
    reach(page, page.get_by_role("radio", name="Polski"))
    reach(page, page.get_by_label("Pokazuj moje imię i nazwisko obok organizacji"))
    page.keyboard.press("Space")
    reach(page, page.get_by_role("button", name="Załóż konto i zaloguj się"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/me")
    is_called(page, "Nowa Osoba")


def test_who_forgot_the_password_sets_a_new_one(open_page: OpenPage, live_app: Flask) -> None:
    page = open_page()
    ask(page, "/login/reset", KNOWN, "Wyślij link")
    path = the_letter(live_app).path
    page.goto(path)
    expect(page.get_by_role("main")).to_contain_text(KNOWN)
    page.get_by_label("Nowe hasło").fill(PASSWORD)
    page.get_by_role("button", name="Ustaw hasło").click()
    page.wait_for_url("**/login")
    page.get_by_label("Adres e-mail").fill(KNOWN)
    page.get_by_label("Hasło").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Zaloguj się", exact=True).click()
    page.wait_for_url("**/me")
    page.goto(path)
    the_heading(page, "Ten link już nie działa")
    page.get_by_role("link", name="Poproś o nowy link").click()
    the_heading(page, "Nie pamiętasz hasła")


def test_a_link_opens_by_keyboard_and_once(open_page: OpenPage, live_app: Flask) -> None:
    page = open_page()
    page.goto("/login/link?next=/organisations")
    reach(page, page.get_by_label("Adres e-mail"))
    page.keyboard.type(KNOWN)
    page.keyboard.press("Enter")
    the_heading(page, "Sprawdź pocztę")
    path = the_letter(live_app).path
    page.goto(path)
    reach(page, page.get_by_role("main").get_by_role("button", name="Zaloguj się"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/organisations")
    other = open_page()
    other.goto(path)
    the_heading(other, "Ten link już nie działa")


def test_the_address_changes_when_both_mailboxes_agree(open_page: OpenPage, live_app: Flask) -> None:
    page = open_page()
    register(page, live_app)
    page.goto("/me/profile")
    page.get_by_role("link", name="Zmień adres e-mail").click()
    page.get_by_label("Adres e-mail").fill("inna@example.org")
    page.get_by_role("button", name="Wyślij wiadomości").click()
    expect(page.get_by_role("main")).to_contain_text("Zmiana czeka na zgodę")
    outbox: Path = live_app.config["CIVIC"].data_dir / "outbox"
    the_letter(live_app)
    paths = {mail.to: mail.path for mail in (read_mail(file.read_bytes()) for file in _by_age(outbox))}
    page.goto(paths[NEW])
    page.get_by_role("button", name="Zgadzam się").click()
    the_heading(page, "Potrzebna jest jeszcze jedna zgoda")
    page.goto(paths["inna@example.org"])
    page.get_by_role("main").get_by_role("button", name="Potwierdź nowy adres").click()
    the_heading(page, "Adres jest zmieniony")
    page.get_by_role("link", name="Przejdź do profilu").click()
    expect(page.get_by_role("main")).to_contain_text("inna@example.org")


def _by_age(outbox: Path) -> list[Path]:
    return sorted(outbox.glob("*.eml"), key=lambda file: file.stat().st_mtime_ns)
