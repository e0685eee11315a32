"""A notice on a phone: an organisation writes it, a moderator lets it through, a guest reads it."""

from __future__ import annotations

from datetime import timedelta

from playwright.sync_api import Page, expect

from civic.accounts import passwords
from tests.factories import today
from tests.fixtures.browser import OpenPage

TITLE = "Naprawimy twój rower"


def come_in(page: Page, account: str, goal: str) -> None:
    """Sign in by the form, on the way to a page."""
    page.goto(f"/login?next={goal}")
    page.get_by_label("Adres e-mail").fill(f"{account}@example.org")
    page.get_by_label("Hasło").fill(passwords.DEMO)
    page.get_by_role("main").get_by_role("button", name="Zaloguj się").click()
    page.wait_for_url(f"**{goal}")


def test_an_organisation_writes_a_moderator_lets_through_a_guest_reads(open_page: OpenPage) -> None:
    phone = open_page(width=390, height=844)
    come_in(phone, "przedstawiciel", "/notices")
    phone.get_by_role("link", name="Napisz ogłoszenie").click()
    phone.get_by_label("Co się odbędzie").fill(TITLE)
    phone.get_by_label("Pierwszy dzień").fill((today() + timedelta(days=3)).isoformat())
    phone.get_by_role("button", name="Wyślij do moderacji").click()
    expect(phone.get_by_role("main")).to_contain_text("Napisz, co się odbędzie")
    expect(phone.get_by_label("Co się odbędzie")).to_have_value(TITLE)
    phone.get_by_label("Opis", exact=True).fill("Przyjdź z rowerem. Części mamy na miejscu.")
    phone.get_by_label("Od godziny").fill("16:00")
    phone.get_by_label("Gdzie").fill("ul. Zmyślona 5")
    phone.get_by_role("button", name="Wyślij do moderacji").click()
    expect(phone.get_by_role("main")).to_contain_text("przeczyta je moderacja")
    notice = phone.url

    guest = open_page(width=390, height=844)
    guest.goto(notice)
    expect(guest.get_by_role("heading", level=1)).not_to_contain_text(TITLE)

    desk = open_page(width=390, height=844)
    come_in(desk, "moderator", "/notices/queue")
    desk.get_by_role("link", name=TITLE).click()
    desk.get_by_label("Opublikuj: przeczyta je każdy").check()
    desk.get_by_role("button", name="Rozpatrz").click()
    expect(desk.get_by_role("main")).to_contain_text("Ogłoszenie jest na tablicy")

    guest.goto("/notices")
    guest.get_by_role("link", name=TITLE).click()
    expect(guest.get_by_role("heading", level=1)).to_contain_text(TITLE)
    expect(guest.get_by_role("main")).to_contain_text("16.00")
    expect(guest.get_by_role("main")).to_contain_text("ul. Zmyślona 5")
