"""An organisation invites its deputy, who makes an account on the way and accepts: by mouse on a phone, and by keyboard alone."""

from __future__ import annotations

from flask import Flask
from playwright.sync_api import Page, expect

from civic.accounts import passwords
from tests.browser.test_addresses import is_called, the_heading, the_letter
from tests.browser.test_keyboard import come_in, reach
from tests.fixtures.browser import OpenPage

NEW = "zastepczyni@example.org"


def test_a_deputy_is_invited_registers_and_accepts_by_mouse(open_page: OpenPage, live_app: Flask) -> None:
    page = open_page(width=390, height=844)
    page.goto("/login?next=/me/organisations")
    page.get_by_label("Adres e-mail").fill("przedstawiciel@example.org")
    page.get_by_label("Hasło").fill(passwords.DEMO)
    page.get_by_role("main").get_by_role("button", name="Zaloguj się").click()
    page.wait_for_url("**/me/organisations")
    page.get_by_role("link", name="Osoby: ").first.click()
    page.get_by_role("link", name="Zaproś osobę").click()
    page.get_by_label("Adres e-mail").fill("to nie jest adres")
    page.get_by_label("Zastępstwo").check()
    page.get_by_role("button", name="Wyślij zaproszenie").click()
    expect(page.get_by_role("main")).to_contain_text("To nie jest adres e-mail")
    expect(page.get_by_label("Adres e-mail")).to_have_value("to nie jest adres")
    page.get_by_label("Adres e-mail").fill(NEW)
    page.get_by_role("button", name="Wyślij zaproszenie").click()
    expect(page.get_by_role("main")).to_contain_text(f"Zaproszenie jest w drodze na adres {NEW}")
    guest = open_page(width=390, height=844)
    guest.goto(the_letter(live_app).path)
    guest.get_by_role("button", name="Załóż konto i przyjmij").click()
    the_heading(guest, "Potwierdź konto")
    guest.get_by_label("Imię i nazwisko", exact=True).fill("Nowa Osoba")
    guest.get_by_role("button", name="Załóż konto i zaloguj się").click()
    guest.get_by_role("button", name="Przyjmij zaproszenie").click()
    guest.wait_for_url("**/me/organisations")
    expect(guest.get_by_role("main")).to_contain_text("Niczego nie brakuje")
    page.reload()
    expect(page.get_by_role("main")).to_contain_text("Nowa Osoba")
    expect(page.get_by_role("main")).to_contain_text("Żadne zaproszenie nie czeka")


def press(page: Page, role: str, name: str) -> None:
    reach(page, page.get_by_role("main").get_by_role(role, name=name).first)  # type: ignore[arg-type]
    page.keyboard.press("Enter")


def test_a_deputy_is_invited_registers_and_accepts_by_keyboard(open_page: OpenPage, live_app: Flask) -> None:
    page = open_page()
    come_in(page)
    page.goto("/me/organisations")
    press(page, "link", "Osoby: ")
    page.wait_for_url("**/people")
    press(page, "link", "Zaproś osobę")
    page.wait_for_url("**/invite")
    reach(page, page.get_by_label("Adres e-mail"))
    page.keyboard.type(NEW)
    press(page, "button", "Wyślij zaproszenie")
    page.wait_for_url("**/people")
    guest = open_page()
    guest.goto(the_letter(live_app).path)
    press(guest, "button", "Załóż konto i przyjmij")
    guest.wait_for_url("**/register/**")
    reach(guest, guest.get_by_label("Imię i nazwisko", exact=True))
    guest.keyboard.type("Nowa Osoba")
    press(guest, "button", "Załóż konto i zaloguj się")
    guest.wait_for_url("**/invitations/**")
    press(guest, "button", "Przyjmij zaproszenie")
    guest.wait_for_url("**/me/organisations")
    is_called(guest, "Rozruch")
