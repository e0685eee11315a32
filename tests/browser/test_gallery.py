"""The components as a person meets them: readable to all, on any width, in both lights, with and without scripts."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from playwright.sync_api import Dialog, Page, Request, expect

from civic.gallery.views import ERRORS, PAGES
from tests.fixtures.browser import OpenPage, Scheme

ADDRESSES = [
    "/gallery",
    *(f"/gallery/{name}" for name in PAGES),
    *(f"/gallery/errors/{status}" for status in ERRORS),
]

SCHEMES: tuple[Scheme, ...] = ("light", "dark")


def shown(page: Page, address: str) -> None:
    """Go there, and see that the page itself came and not the page of an error."""
    answer = page.goto(address)
    assert answer is not None
    assert answer.ok, address


def violations(page: Page, axe: str) -> list[str]:
    """What axe finds wrong on the page as it stands, one line a rule."""
    page.evaluate(axe)
    found: list[dict[str, Any]] = page.evaluate(
        "axe.run(document, {resultTypes: ['violations']}).then(result => result.violations)"
    )
    return [f"{rule['id']}: {rule['nodes'][0]['html'][:200]}" for rule in found]


@pytest.mark.parametrize("address", ADDRESSES)
def test_axe_finds_nothing(browser_page: Page, axe: str, address: str) -> None:
    shown(browser_page, address)
    for scheme in SCHEMES:
        browser_page.emulate_media(color_scheme=scheme)
        assert not violations(browser_page, axe), scheme
    browser_page.set_viewport_size({"width": 390, "height": 844})
    assert not violations(browser_page, axe), "on a phone"


def test_nothing_sticks_out_at_320_pixels(open_page: OpenPage) -> None:
    page = open_page(width=320, height=640)
    for address in ADDRESSES:
        shown(page, address)
        assert page.evaluate("document.documentElement.scrollWidth") == 320, address


def test_headings_skip_no_level_and_ids_are_unique(open_page: OpenPage) -> None:
    page = open_page()
    for address in ADDRESSES:
        shown(page, address)
        levels = page.evaluate("[...document.querySelectorAll('h1,h2,h3,h4')].map(h => +h.tagName[1])")
        assert levels.count(1) == 1, address
        assert all(after - before <= 1 for before, after in pairwise(levels)), address
        ids = page.evaluate("[...document.querySelectorAll('[id]')].map(e => e.id)")
        assert len(ids) == len(set(ids)), address


def test_each_icon_that_a_page_shows_is_drawn_on_it(open_page: OpenPage) -> None:
    page = open_page()
    for address in ADDRESSES:
        shown(page, address)
        missing = page.evaluate(
            "[...document.querySelectorAll('use')].map(u => u.getAttribute('href')).filter(h => !document.querySelector(h))"
        )
        assert not missing, address


def test_the_menu_of_a_phone_works_without_scripts(open_page: OpenPage) -> None:
    page = open_page(width=390, height=844, javascript=False)
    page.goto("/gallery/home")
    sheet = page.locator(".menu .sheet")
    expect(sheet).to_be_hidden()
    page.locator(".menu > summary").click()
    expect(sheet).to_be_visible()
    expect(sheet.get_by_role("link", name="English")).to_be_visible()


def test_escape_closes_the_menu_and_gives_the_focus_back(phone_page: Page) -> None:
    phone_page.goto("/gallery/home")
    opener = phone_page.locator(".menu > summary")
    opener.focus()
    phone_page.keyboard.press("Enter")
    expect(phone_page.locator(".menu .sheet")).to_be_visible()
    phone_page.keyboard.press("Escape")
    expect(phone_page.locator(".menu .sheet")).to_be_hidden()
    expect(opener).to_be_focused()


def test_the_chosen_light_stays_without_scripts(open_page: OpenPage) -> None:
    page = open_page(javascript=False)
    page.goto("/gallery/states")
    page.locator("footer").get_by_role("link", name="Ciemny").click()
    expect(page).to_have_url("/gallery/states")
    expect(page.locator("html")).to_have_attribute("data-color-scheme", "dark")
    page.goto("/gallery")
    expect(page.locator("html")).to_have_attribute("data-color-scheme", "dark")


def test_a_double_click_sends_once(browser_page: Page) -> None:
    sent: list[Request] = []
    browser_page.on("request", lambda request: sent.append(request) if request.method == "POST" else None)
    browser_page.goto("/gallery/forms")
    with browser_page.expect_navigation():
        browser_page.get_by_role("button", name="Zapisz").first.dblclick()
    browser_page.wait_for_load_state("networkidle")
    assert len(sent) == 1


def test_leaving_with_unsent_text_asks_first(browser_page: Page) -> None:
    browser_page.goto("/gallery/forms")
    browser_page.get_by_label("Uzasadnienie").first.fill("Jeszcze niewysłane.")
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    browser_page.on("dialog", stay)
    browser_page.evaluate("location.assign('/gallery')")
    assert asked == ["beforeunload"]
    expect(browser_page).to_have_url("/gallery/forms")


def test_the_summary_of_faults_takes_the_focus_and_leads_to_the_field(browser_page: Page) -> None:
    browser_page.goto("/gallery/forms")
    summary = browser_page.locator(".errors")
    expect(summary).to_be_focused()
    summary.get_by_role("link", name="Uzasadnienie").click()
    expect(browser_page.locator("#r-body")).to_be_focused()
    expect(browser_page.locator("#r-title")).to_have_value("Jedna stawka czynszu")


def test_a_print_has_no_navigation(browser_page: Page) -> None:
    browser_page.goto("/gallery/issue")
    browser_page.emulate_media(media="print")
    expect(browser_page.locator("header.top")).to_be_hidden()
    expect(browser_page.locator("footer")).to_be_hidden()
    expect(browser_page.get_by_role("heading", level=1)).to_be_visible()
    expect(browser_page.get_by_text("cytat dosłowny, zdanie 2")).to_be_visible()
