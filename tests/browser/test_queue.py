"""The moderators' queue in a real browser: a hundred cases by keyboard alone, a few by mouse, and without JavaScript."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from civic.discussions.models import Comment
from civic.forums.models import Publishing
from civic.kernel.access import SYSTEM
from civic.kernel.db import db, unit_of_work
from civic.moderation.commands import keep_cases
from civic.moderation.models import Act, Decision
from civic.organisations.models import Verification
from tests.browser.conftest import sign_in
from tests.browser.test_keyboard import reach
from tests.factories import a_comment, a_forum, a_proposal, a_speaker, acting, an_actor, an_organisation
from tests.fixtures.browser import LiveServer, OpenPage

QUEUE = "/moderation?kind=first"


def first_words(app: Flask, count: int) -> None:
    """So many comments of a newcomer wait for a first look."""
    with app.app_context():
        new = an_organisation("Stowarzyszenie Nowe", verification=Verification.REGISTER)
        author = acting(a_speaker(new, "Nina Nowa"), new.id)
        about = a_proposal(
            a_forum("Forum o ławkach", publishing=Publishing.KNOWN_AT_ONCE),
            an_actor(),
            title="Ławki w cieniu",
        )
        for number in range(count):
            a_comment(about, author, body=f"Głos numer {number}.")
        with unit_of_work():
            keep_cases(by=SYSTEM)
        db.session.remove()


def left(app: Flask) -> int:
    """How many still wait."""
    with app.app_context():
        count = db.session.query(Comment).filter(Comment.held, Comment.hidden_reason == "").count()
        db.session.remove()
        return count


def switch_keys_on(page: Page) -> None:
    """Choose the shortcuts, by keyboard."""
    page.goto("/moderation/keys")
    reach(page, page.get_by_label("Skróty jednoklawiszowe"))
    page.keyboard.press("Space")
    reach(page, page.get_by_role("button", name="Zapisz"))
    page.keyboard.press("Enter")
    expect(page.get_by_text("Skróty są zapisane.")).to_be_visible()


def other_than(address: str) -> Callable[[str], bool]:
    """Any address but that one."""
    return lambda url: url != address


def test_a_hundred_cases_by_keyboard_alone(live_server: LiveServer, browser_page: Page) -> None:
    page = browser_page
    first_words(live_server.app, 100)
    sign_in(page, "moderator")
    switch_keys_on(page)
    page.goto(QUEUE)
    expect(page.get_by_text("1 z 100")).to_be_visible()
    page.keyboard.press("n")
    page.wait_for_url(re.compile("/moderation/cases/"))
    for number in range(100):
        expect(page.get_by_text(f"1 z {100 - number}", exact=True)).to_be_visible()
        address = page.url
        page.keyboard.press("d")
        # Until it is loaded: a key pressed before its scripts are there does nothing.
        page.wait_for_url(other_than(address))
    expect(page.get_by_text("Nic tu nie czeka.")).to_be_visible()
    assert left(live_server.app) == 0
    # The last one was a slip.
    page.keyboard.press("z")
    page.wait_for_url(re.compile("/moderation/cases/"))
    assert left(live_server.app) == 1


def test_the_keys_do_what_their_buttons_do(live_server: LiveServer, browser_page: Page) -> None:
    page = browser_page
    first_words(live_server.app, 3)
    sign_in(page, "moderator")
    page.goto(QUEUE)
    page.keyboard.press("n")
    # Off until switched on: nothing happens, and no key is shown.
    expect(page.locator("#case kbd")).to_have_count(0)
    expect(page.get_by_role("link", name="Otwórz sprawę")).to_be_visible()
    switch_keys_on(page)
    page.goto(QUEUE)
    page.keyboard.press("j")
    page.keyboard.press("j")
    focused = page.evaluate("document.activeElement.closest('li').getAttribute('aria-current')")
    assert focused is None
    page.keyboard.press("k")
    page.keyboard.press("k")
    page.keyboard.press("Enter")
    expect(page.get_by_text("1 z 3", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name=re.compile(r"^Weź sprawę\s+A$"))).to_be_visible()
    page.keyboard.press("a")
    expect(page.get_by_role("button", name=re.compile("^Oddaj sprawę"))).to_be_visible()
    # A letter typed into a field belongs to the field.
    page.get_by_label("Do kiedy").focus()
    page.keyboard.press("a")
    expect(page.get_by_role("button", name=re.compile("^Oddaj sprawę"))).to_be_visible()
    page.locator("h1").click()
    page.keyboard.press("l")
    expect(page.get_by_text("Sprawa jest odłożona.")).to_be_visible()
    expect(page.get_by_text("1 z 2", exact=True)).to_be_visible()
    page.keyboard.press("Control+d")
    assert left(live_server.app) == 3


@pytest.mark.parametrize("javascript", [True, False])
def test_some_by_mouse_and_many_at_once(
    live_server: LiveServer, open_page: OpenPage, javascript: bool
) -> None:
    page = open_page(javascript=javascript)
    first_words(live_server.app, 4)
    sign_in(page, "moderator")
    page.goto(QUEUE)
    page.get_by_role("link", name="Otwórz sprawę").click()
    page.get_by_role("button", name="Dopuść").first.click()
    expect(page.get_by_text("1 z 3", exact=True)).to_be_visible()
    page.goto(QUEUE)
    page.get_by_role("link", name="Zaznacz wszystkie na tej stronie").click()
    page.get_by_role("checkbox").first.uncheck()
    page.get_by_role("button", name="Spam…").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ukryj jako spam: 2 sprawy")
    page.get_by_label("Uzasadnienie").fill("Ta sama reklama w każdym wątku.")
    page.get_by_role("button", name="Ukryj jako spam").click()
    expect(page.get_by_text("Załatwiono 2 sprawy.")).to_be_visible()
    assert left(live_server.app) == 1
    page.get_by_role("button", name="Cofnij wszystkie").click()
    expect(page.get_by_text(re.compile(r"^[123]\sz\s3$"))).to_be_visible()
    assert left(live_server.app) == 3
    with live_server.app.app_context():
        acts = [each.act for each in db.session.query(Decision).order_by(Decision.id)]
        assert acts[-5:] == [Act.APPROVE, Act.HIDE, Act.HIDE, Act.RESTORE, Act.RESTORE]
        db.session.remove()
