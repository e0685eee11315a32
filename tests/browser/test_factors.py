"""Passkeys and authenticator apps in a real browser, by mouse and by keyboard, with Chromium's own virtual device."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import timedelta

import pyotp
import pytest
from flask import Flask
from playwright.sync_api import CDPSession, Page, expect
from sqlalchemy import update

from civic.accounts import passwords
from civic.accounts.models import Session
from civic.kernel import clock
from civic.kernel.db import db
from tests.browser.test_keyboard import reach
from tests.browser.test_pages import _faults as faults_of
from tests.fixtures.browser import LiveServer, OpenPage

WHO = "przedstawiciel@example.org"
Press = Callable[[Page, str, str], None]


def by_mouse(page: Page, role: str, name: str) -> None:
    """Press what has this role and name in the main part of the page."""
    page.get_by_role("main").get_by_role(role, name=name, exact=True).click()  # type: ignore[arg-type]


def by_keyboard(page: Page, role: str, name: str) -> None:
    """Reach it by Tab, and press it."""
    reach(page, page.get_by_role("main").get_by_role(role, name=name, exact=True))  # type: ignore[arg-type]
    page.keyboard.press("Enter")


@pytest.fixture
def home(live_server: LiveServer) -> str:
    """The site by its name: passkeys know no IP numbers."""
    return live_server.url.replace("127.0.0.1", "localhost")


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    return open_page()


@pytest.fixture
def device(page: Page) -> Iterator[str]:
    """A device with a fingerprint reader that always recognises its owner."""
    talk: CDPSession = page.context.new_cdp_session(page)
    talk.send("WebAuthn.enable")
    made = talk.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    yield str(made["authenticatorId"])
    talk.send("WebAuthn.disable")


def come_in(page: Page, home: str) -> None:
    page.goto(f"{home}/login")
    page.get_by_label("Adres e-mail").fill(WHO)
    page.get_by_label("Hasło").fill(passwords.DEMO)
    by_mouse(page, "button", "Zaloguj się")
    page.wait_for_url("**/me")


def leave(page: Page) -> None:
    page.context.clear_cookies()


def let_the_proof_run_out(app: Flask) -> None:
    """As if the person had been here for a while."""
    with app.app_context(), db.engine.begin() as connection:
        connection.execute(update(Session).values(proven_at=clock.now() - timedelta(hours=1)))


@pytest.mark.parametrize("press", [by_mouse, by_keyboard])
def test_the_whole_life_of_a_passkey(
    live_app: Flask, page: Page, home: str, device: str, press: Press
) -> None:
    come_in(page, home)
    page.goto(f"{home}/me/security")
    press(page, "link", "Dodaj klucz dostępu")
    page.wait_for_url(f"{home}/me/security/passkeys/new")
    if press is by_keyboard:
        reach(page, page.get_by_label("Nazwa klucza"))
        page.keyboard.type("Laptop służbowy")
    else:
        page.get_by_label("Nazwa klucza").fill("Laptop służbowy")
    press(page, "button", "Utwórz klucz")
    page.wait_for_url(f"{home}/me/security")
    expect(page.get_by_role("status")).to_contain_text("Klucz jest dodany.")
    expect(page.get_by_role("heading", name="Laptop służbowy")).to_be_visible()

    leave(page)
    page.goto(f"{home}/login?next=/forums")
    press(page, "button", "Zaloguj się kluczem dostępu")
    page.wait_for_url(f"{home}/forums")

    let_the_proof_run_out(live_app)
    page.goto(f"{home}/me/security/app")
    page.wait_for_url(re.compile(r"/login/again\?"))
    press(page, "button", "Potwierdź kluczem dostępu")
    page.wait_for_url(f"{home}/me/security/app")

    page.goto(f"{home}/me/security")
    press(page, "link", "Usuń Laptop służbowy")
    press(page, "button", "Usuń klucz dostępu")
    page.wait_for_url(f"{home}/me/security")
    expect(page.get_by_text("Nie masz jeszcze klucza dostępu.")).to_be_visible()

    leave(page)
    page.goto(f"{home}/login")
    by_mouse(page, "button", "Zaloguj się kluczem dostępu")
    expect(page.get_by_role("alert")).to_contain_text("Konto nie zna tego klucza.")
    expect(page.get_by_role("main").get_by_role("button", name="Zaloguj się kluczem dostępu")).to_be_focused()


def test_a_device_that_does_not_recognise_its_owner_is_told_about(page: Page, home: str, device: str) -> None:
    talk = page.context.new_cdp_session(page)
    talk.send("WebAuthn.setUserVerified", {"authenticatorId": device, "isUserVerified": False})
    come_in(page, home)
    page.goto(f"{home}/me/security/passkeys/new")
    page.get_by_label("Nazwa klucza").fill("Telefon")
    by_mouse(page, "button", "Utwórz klucz")
    expect(page.get_by_role("alert")).to_contain_text("Urządzenie nie potwierdziło klucza.")


def test_a_passkey_needs_its_name_first(page: Page, home: str, device: str) -> None:
    come_in(page, home)
    page.goto(f"{home}/me/security/passkeys/new")
    by_mouse(page, "button", "Utwórz klucz")
    expect(page.get_by_label("Nazwa klucza")).to_be_focused()
    assert page.url.endswith("/passkeys/new")


def test_without_scripts_the_page_says_why_there_is_no_button(open_page: OpenPage, home: str) -> None:
    page = open_page(javascript=False)
    page.goto(f"{home}/login")
    expect(page.get_by_text("Klucz dostępu wymaga nowszej przeglądarki")).to_be_visible()
    expect(page.get_by_role("button", name="Zaloguj się kluczem dostępu")).to_have_count(0)


def test_without_passkeys_in_the_browser_it_says_so_too(page: Page, home: str) -> None:
    page.add_init_script("delete window.PublicKeyCredential")
    page.goto(f"{home}/login")
    expect(page.get_by_text("Klucz dostępu wymaga nowszej przeglądarki")).to_be_visible()
    expect(page.get_by_role("button", name="Zaloguj się kluczem dostępu")).to_have_count(0)


def ask_for_the_code(page: Page, home: str, app: pyotp.TOTP, axe: str) -> None:
    """Come in by the password and the next code; the known password of the demonstration needs none, so another one is set first."""
    page.goto(f"{home}/me/password")
    page.get_by_label("Nowe hasło").fill("trzy konie na łące")
    page.get_by_role("main").get_by_role("button").first.click()
    leave(page)
    page.goto(f"{home}/login")
    page.get_by_label("Adres e-mail").fill(WHO)
    page.get_by_label("Hasło").fill("trzy konie na łące")
    by_mouse(page, "button", "Zaloguj się")
    page.wait_for_url(f"{home}/login/code")
    assert not (axe and list(faults_of(page, axe)))
    page.get_by_label("Kod", exact=True).fill(app.at(clock.now() + timedelta(seconds=30)))
    by_mouse(page, "button", "Zaloguj się")
    page.wait_for_url(f"{home}/me")


@pytest.mark.parametrize("javascript", [True, False])
def test_an_app_is_set_up_and_asked_for(open_page: OpenPage, home: str, axe: str, javascript: bool) -> None:
    page = open_page(javascript=javascript)
    come_in(page, home)
    page.goto(f"{home}/me/security")
    by_mouse(page, "link", "Włącz aplikację")
    expect(page.get_by_role("img", name=re.compile("Kod QR"))).to_be_visible()
    app = pyotp.TOTP(page.locator("code.secret").inner_text().replace(" ", ""))
    page.get_by_label("Kod", exact=True).fill(app.now())
    by_mouse(page, "button", "Włącz aplikację")
    page.wait_for_url(f"{home}/me/security/codes/new")
    codes = page.locator(".codes code").all_inner_texts()
    assert len(codes) == 10
    expect(page.get_by_role("button", name="Wydrukuj")).to_have_count(1 if javascript else 0)
    # The reader of pages is a script itself.
    assert not (javascript and list(faults_of(page, axe)))
    with page.expect_download() as download:
        by_mouse(page, "button", "Pobierz plik tekstowy")
    text = download.value.path().read_text("utf-8")
    assert all(code in text for code in codes)
    by_mouse(page, "link", "Kody są zapisane, dalej")
    page.wait_for_url(f"{home}/me/security")
    expect(page.get_by_text("Pozostało 10 z 10 kodów.")).to_be_visible()
    ask_for_the_code(page, home, app, axe if javascript else "")
    page.goto(f"{home}/me/security")
    page.get_by_role("link", name="Usuń aplikację").click()
    by_mouse(page, "button", "Usuń aplikację")
    page.wait_for_url(f"{home}/me/security")
    expect(page.get_by_role("link", name="Włącz aplikację")).to_be_visible()
