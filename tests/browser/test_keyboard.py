"""The site by keyboard alone: every step is reached by Tab, is seen when it is reached, and works."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

from civic.accounts import passwords
from tests.fixtures.browser import OpenPage

FAR = 250
# A radio button or a box may show its focus on its label or on its whole field.
FOCUS = """() => {
  const shows = element => {
    const style = getComputedStyle(element);
    return (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== 'none';
  };
  const held = document.activeElement;
  const around = [held, held.closest('label'), held.closest('.ds-field'), held.nextElementSibling, ...(held.labels || [])].filter(Boolean);
  const box = (around.find(shows) || held).getBoundingClientRect();
  return {
    shown: around.some(shows),
    inside: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
    html: held.outerHTML.slice(0, 120),
  };
}"""


def reach(page: Page, goal: Locator) -> None:
    """Press Tab until the goal holds the focus; on the way each element that has it must show it, in sight."""
    wanted = goal.element_handle()
    for _step in range(FAR):
        page.keyboard.press("Tab")
        focus = page.evaluate(FOCUS)
        if focus["html"].startswith("<body"):  # past the last link, before the first one again
            continue
        assert focus["shown"], f"the focus is not seen on {focus['html']}"
        assert focus["inside"], f"the focus is out of sight on {focus['html']}"
        if page.evaluate("wanted => document.activeElement === wanted", wanted):
            return
    raise AssertionError(f"Tab never reaches {goal}")


def come_in(page: Page, who: str = "przedstawiciel") -> None:
    """Sign in from the front page."""
    page.goto("/")
    reach(page, page.get_by_role("banner").get_by_role("link", name="Zaloguj się"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/login*")
    reach(page, page.get_by_label("Adres e-mail"))
    page.keyboard.type(f"{who}@example.org")
    reach(page, page.get_by_label("Hasło"))
    page.keyboard.type(passwords.DEMO)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/me(/security)?$"))


def test_the_skip_link_is_first_and_leads_to_the_content(browser_page: Page) -> None:
    browser_page.goto("/forums")
    skip = browser_page.get_by_role("link", name="Przejdź do treści")
    reach(browser_page, skip)
    expect(skip).to_be_in_viewport()
    browser_page.keyboard.press("Enter")
    expect(browser_page.locator("#content")).to_be_focused()
    browser_page.keyboard.press("Tab")
    assert browser_page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_a_representative_speaks_by_keyboard_alone(browser_page: Page) -> None:
    page = browser_page
    come_in(page)
    page.goto("/forums/forum-lokalowe?waiting=1")
    main = page.get_by_role("main")
    proposal = main.locator("h3 a").first
    title = proposal.inner_text()
    reach(page, proposal)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    take = page.locator("form.take")
    reach(page, take.get_by_role("radio").first)
    page.keyboard.press("ArrowDown")
    expect(take.get_by_role("radio").nth(1)).to_be_checked()
    reach(page, take.locator("textarea"))
    page.keyboard.type("Zgadzamy się, jeśli stawka będzie jawna.")
    reach(page, take.get_by_role("button"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_contain_text("jawna")
    form = page.locator("#speak form")
    reach(page, form.locator("textarea"))
    page.keyboard.type("Piszę to bez myszy.")
    reach(page, form.get_by_role("button").last)
    page.keyboard.press("Enter")
    expect(page.locator("li.cm", has_text="Piszę to bez myszy.")).to_be_visible()
    reach(page, page.locator("details.acting > summary"))
    page.keyboard.press("Enter")
    reach(page, page.get_by_role("button", name="Wyloguj"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("banner").get_by_role("link", name="Zaloguj się")).to_be_visible()


def test_the_menu_of_a_phone_by_keyboard(phone_page: Page) -> None:
    page = phone_page
    page.goto("/forums")
    opener = page.locator(".menu > summary")
    reach(page, opener)
    page.keyboard.press("Enter")
    sheet = page.locator(".menu .sheet")
    expect(sheet).to_be_visible()
    reach(page, sheet.get_by_role("link", name="Organizacje"))
    page.keyboard.press("Escape")
    expect(sheet).to_be_hidden()
    expect(opener).to_be_focused()
    page.keyboard.press("Enter")
    reach(page, sheet.get_by_role("link", name="Organizacje"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/organisations")


def test_leaving_the_menu_closes_it(open_page: OpenPage) -> None:
    page = open_page(width=390, height=844)
    page.goto("/forums")
    reach(page, page.locator(".menu > summary"))
    page.keyboard.press("Enter")
    reach(page, page.get_by_role("main").get_by_role("link").first)
    expect(page.locator(".menu .sheet")).to_be_hidden()
