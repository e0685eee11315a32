"""An organisation registers in a real browser: who is signed in and who is new, by mouse and by keyboard, with the register up and down."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from tests.browser.conftest import sign_in
from tests.browser.test_addresses import the_heading, the_letter
from tests.browser.test_keyboard import come_in, reach
from tests.fixtures.browser import OpenPage
from tests.fixtures.krs_server import NUMBER, KrsServer

NEW = "nowa@example.org"
NAME = "Stowarzyszenie Podgórska Kamienica"
#: The figures that the product promises.
MOST_PAGES, MOST_SECONDS = 4, 60
AXE = """async () => (await axe.run(document, {runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}))
  .violations.map(each => each.id + ": " + each.nodes[0].html)"""


@pytest.fixture
def live_app(demo_app: Flask, krs_server: KrsServer, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """The demonstration, asking a register at this machine."""
    monkeypatch.setitem(demo_app.config, "CIVIC", replace(demo_app.config["CIVIC"], krs_url=krs_server.url))
    krs_server.find()
    return demo_app


class Walk:
    """How many pages a person saw on the way, and how long it took."""

    def __init__(self, page: Page) -> None:
        self.began = time.monotonic()
        self.pages = 0
        page.on("load", lambda _page: self.count())

    def count(self) -> None:
        self.pages += 1

    def is_short(self) -> None:
        assert self.pages <= MOST_PAGES
        assert time.monotonic() - self.began < MOST_SECONDS


def fill_in_the_number(page: Page) -> None:
    page.get_by_label("Numer KRS").fill("123456")
    page.get_by_role("button", name="Sprawdź").click()
    expect(page.get_by_role("heading", level=2, name=NAME)).to_be_visible()


def tell_the_role(page: Page) -> None:
    page.get_by_label("Twoja funkcja w organizacji").fill("członkini zarządu")
    page.get_by_role("button", name="Zarejestruj organizację").click()
    page.wait_for_url("**/registered")


def test_a_signed_in_person_needs_four_pages_by_mouse(open_page: OpenPage) -> None:
    page = open_page()
    sign_in(page, "przedstawiciel")
    walk = Walk(page)
    page.goto("/organisations/register")
    fill_in_the_number(page)
    page.get_by_role("link", name="To moja organizacja, dalej").click()
    tell_the_role(page)
    the_heading(page, NAME)
    walk.is_short()
    expect(page.get_by_role("link", name="Potwierdź mandat")).to_be_visible()
    # Going back leads to where one was, and nothing is registered twice.
    page.goto(f"/organisations/register?krs={NUMBER}")
    expect(page.get_by_role("main")).to_contain_text("Należysz do tej organizacji.")


def test_a_signed_in_person_needs_four_pages_by_keyboard(open_page: OpenPage) -> None:
    page = open_page()
    come_in(page)
    walk = Walk(page)
    page.goto("/organisations/register")
    reach(page, page.get_by_label("Numer KRS"))
    page.keyboard.type("0000 123 456")
    reach(page, page.get_by_role("button", name="Sprawdź"))
    page.keyboard.press("Enter")
    page.wait_for_url("**krs=*")
    reach(page, page.get_by_role("link", name="To moja organizacja, dalej"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/role?*")
    reach(page, page.get_by_label("Twoja funkcja w organizacji"))
    page.keyboard.type("członkini zarządu")
    reach(page, page.get_by_role("button", name="Zarejestruj organizację"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/registered")
    walk.is_short()


@pytest.mark.parametrize("javascript", [True, False])
def test_a_newcomer_on_a_phone(open_page: OpenPage, live_app: Flask, *, javascript: bool) -> None:
    began = time.monotonic()
    page = open_page(width=390, height=844, javascript=javascript)
    page.goto("/organisations/register")
    page.get_by_label("Adres e-mail").fill(NEW)
    page.get_by_role("button", name="Wyślij wiadomość").click()
    the_heading(page, "Sprawdź pocztę")
    page.goto(the_letter(live_app).path)
    page.get_by_label("Imię i nazwisko", exact=True).fill("Nowa Osoba")
    page.get_by_role("button", name="Załóż konto i zaloguj się").click()
    # The letter leads on to the very step that comes next.
    page.wait_for_url("**/organisations/register")
    walk = Walk(page)
    fill_in_the_number(page)
    page.get_by_role("link", name="To moja organizacja, dalej").click()
    tell_the_role(page)
    walk.is_short()
    assert time.monotonic() - began < MOST_SECONDS


def test_with_the_register_down(open_page: OpenPage, krs_server: KrsServer) -> None:
    krs_server.say_nothing()
    page = open_page()
    sign_in(page, "przedstawiciel")
    walk = Walk(page)
    page.goto("/organisations/register")
    page.get_by_label("Numer KRS").fill(NUMBER)
    page.get_by_role("button", name="Sprawdź").click()
    expect(page.get_by_role("main")).to_contain_text("Rejestr nie odpowiada")
    page.get_by_role("link", name="Dalej bez rejestru").click()
    page.get_by_label("Nazwa organizacji").fill(NAME)
    tell_the_role(page)
    expect(page.get_by_role("main")).to_contain_text("Do sprawdzenia w KRS")
    walk.is_short()


def test_by_hand(open_page: OpenPage) -> None:
    page = open_page()
    sign_in(page, "przedstawiciel")
    page.goto("/organisations/register")
    page.get_by_text("Nie mamy numeru KRS").click()
    page.get_by_role("link", name="Rejestracja bez KRS").click()
    page.get_by_role("radio", name="grupa nieformalna").check()
    page.get_by_label("Nazwa organizacji").fill("Sąsiedzi z Trzeciej Klatki")
    tell_the_role(page)
    the_heading(page, "Sąsiedzi z Trzeciej Klatki")


def test_each_step_is_accessible_and_fits_a_narrow_phone(open_page: OpenPage, axe: str) -> None:
    page = open_page(width=320, height=640)
    page.goto("/organisations/register")
    is_sound(page, axe)
    sign_in(page, "przedstawiciel")
    page.goto("/organisations/register")
    page.get_by_label("Numer KRS").fill("1" * 12)
    page.get_by_role("button", name="Sprawdź").click()
    is_sound(page, axe)
    fill_in_the_number(page)
    is_sound(page, axe)
    page.get_by_role("link", name="To moja organizacja, dalej").click()
    is_sound(page, axe)
    tell_the_role(page)
    is_sound(page, axe)
    page.goto("/organisations/register/by-hand")
    is_sound(page, axe)


def is_sound(page: Page, axe: str) -> None:
    page.evaluate(axe)
    assert page.evaluate(AXE) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
