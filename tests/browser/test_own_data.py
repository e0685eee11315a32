"""One's own data in a browser: the copy comes down, the account goes, by mouse and by keyboard."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import sign_in
from tests.browser.test_keyboard import reach
from tests.fixtures.browser import LiveServer, OpenPage

Press = Callable[[Page, str], None]


def by_mouse(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("link", name=name).click()


def by_keyboard(page: Page, name: str) -> None:
    reach(page, page.get_by_role("main").get_by_role("link", name=name))
    page.keyboard.press("Enter")


@pytest.mark.parametrize(
    ("press", "who"), [(by_mouse, "zastepca@example.org"), (by_keyboard, "przedstawiciel@example.org")]
)
def test_a_person_takes_the_data_and_goes(
    live_server: LiveServer, open_page: OpenPage, tmp_path: Path, press: Press, who: str
) -> None:
    page = open_page()
    sign_in(page, who.partition("@")[0])
    page.goto(f"{live_server.url}/me/data")
    with page.expect_download() as coming:
        press(page, "ZIP")
    coming.value.save_as(tmp_path / "copy.zip")
    with zipfile.ZipFile(tmp_path / "copy.zip") as archive:
        assert who in archive.read("data.html").decode()
    press(page, "Zobacz, co zniknie, a co zostanie")
    field = page.get_by_label("Adres e-mail tego konta")
    if press is by_keyboard:
        reach(page, field)
        page.keyboard.type(who)
        page.keyboard.press("Enter")
    else:
        field.fill(who)
        page.get_by_role("button", name="Usuń moje konto").click()
    expect(page.get_by_role("status")).to_contain_text("Twoje konto jest usunięte.")
    page.goto(f"{live_server.url}/me")
    expect(page).to_have_url(f"{live_server.url}/login?next=/me")
