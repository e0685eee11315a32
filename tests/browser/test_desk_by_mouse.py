"""The desk by mouse and by keyboard: a proposal and a recommendation dragged, words selected to be quoted."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.conftest import sign_in
from tests.fixtures.browser import OpenPage

DESK = "/desk/program-wspolpracy-2027"


def test_a_proposal_is_dragged_and_words_are_selected(open_page: OpenPage) -> None:
    page = open_page()
    sign_in(page, "redaktor")
    page.goto(f"{DESK}?show=free")
    moved = page.locator(".pool .pi").first
    label = moved.get_attribute("id") or ""
    target = page.locator(".doc .shut-line[data-recommendation]").first
    where = target.get_attribute("id") or ""
    moved.drag_to(target)
    expect(page.locator(f"#{where} .chips")).to_contain_text(label)
    expect(page.locator(f"#{where}")).to_be_focused()
    page.goto(f"{DESK}?p={label}&act=quote")
    text = page.locator("[data-picks]")
    text.click(click_count=3)
    field = page.get_by_label("Albo słowa z tekstu, dokładnie tak, jak stoją")
    expect(field).not_to_have_value("")
    picked = field.input_value()
    page.get_by_role("button", name="Cytuj", exact=True).click()
    expect(page.locator(f"#{where} .facts")).to_contain_text(picked.split(".")[0][:20])


def test_a_recommendation_goes_to_another_chapter_by_mouse_and_by_keyboard(open_page: OpenPage) -> None:
    page = open_page()
    sign_in(page, "redaktor")
    page.goto(DESK)
    line = page.locator(".doc .shut-line[data-recommendation]").first
    key = line.get_attribute("id") or ""
    line.drag_to(page.locator(".outline [data-chapter]").nth(2))
    expect(page.locator(".outline [aria-current]")).to_contain_text("3")
    expect(page.locator(f"#{key}")).to_be_focused()
    _by_keyboard(page, key)


def _by_keyboard(page: Page, key: str) -> None:
    choice = page.get_by_label("Przenieś do rozdziału")
    choice.focus()
    page.keyboard.press("Home")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".outline [aria-current]")).to_contain_text("1")
    expect(page.locator(f"#{key}")).to_be_focused()
