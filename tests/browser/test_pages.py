"""Every page of the demonstration, as each of those who come to it: readable to all, on any width, in both lights."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import ConsoleMessage, Page

from civic.accounts import passwords
from tests.browser.all_pages import PAGES, every_page
from tests.browser.conftest import sign_in
from tests.browser.waiting import WEAK
from tests.fixtures.browser import OpenPage

STANDARD = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
#: What a fault of light can break; the rest of the rules do not depend on it.
OF_LIGHT = {"type": "rule", "values": ["color-contrast"]}
#: Addresses that are read and are no page: they lead on, or are files; and the gallery, which has tests of its own.
NO_PAGES = {
    "static",
    "answers.index_csv",
    "answers.unit_file",
    "accounts.appearance",
    "boards.call_calendar",
    "boards.calls_calendar",
    "boards.calls_feed",
    "boards.notices_feed",
    "accounts.code",
    "accounts.from_provider",
    "accounts.recovery_codes",
    "accounts.to_provider",
    "accounts.letter_sent",
    "contact.file",
    "discussions.permanent",
    "forums.declaration_file",
    "gatherings.file",
    "gatherings.screen_now",
    "home.health",
    "log.export",
    "meetings.all_ics",
    "meetings.calendar_ics",
    "meetings.feed",
    "meetings.forum_ics",
    "meetings.meeting_ics",
    "meetings.poster",
    "meetings.series_ics",
    "minutes.lines",
    "minutes.worker",
    "log.heads_feed",
    "log.heads_file",
    "moderation.figures_file",
    "needs.figures_csv",
    "needs.index_csv",
    "open_data.copy",
    "papers.file",
    "places.picture",
    "open_data.feed",
    "open_data.meetings_feed",
    "open_data.forum_card",
    "open_data.forum_feed",
    "open_data.proposal_card",
    "open_data.conversation_card",
    "open_data.issue_card",
    "proposals.attachment",
    "proposals.permanent",
    "proposals.permanent_comment",
    "recommendations.ballot_file",
    "recommendations.object_for_comment",
    "recommendations.opinion_file",
    "recommendations.recommendation",
    "api.ledger",
    "api.openapi",
    "api.places",
    "recommendations.draft_ledger_file",
    "recommendations.issue_file",
    "recommendations.issue_ledger_file",
    "recommendations.preview_file",
    "recommendations.document_schema",
    "recommendations.house_template",
    "recommendations.template_file",
    "recommendations.template_sample",
}
LOOK = """() => {
  const seen = element => element.checkVisibility({checkOpacity: true, checkVisibilityCSS: true});
  const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const small = new Set();
  while (words.nextNode()) {
    const parent = words.currentNode.parentElement;
    if (words.currentNode.textContent.trim() && seen(parent) && parseFloat(getComputedStyle(parent).fontSize) < 12)
      small.add(parent.outerHTML.slice(0, 90));
  }
  return {headings: document.querySelectorAll('h1').length, small: [...small].slice(0, 3)};
}"""
WIDE = """() => {
  const room = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= room) return '';
  const out = [...document.body.querySelectorAll('*')].filter(e => e.getBoundingClientRect().right > room + 1);
  return (out.at(-1) || document.body).outerHTML.slice(0, 120);
}"""


BROKEN = """() => {
  const add = (tag, attributes, text) => {
    const element = document.createElement(tag);
    Object.assign(element, attributes);
    element.textContent = text;
    document.querySelector('main').append(element);
    return element;
  };
  add('h1', {}, 'Drugi nagłówek');
  add('p', {}, 'Za drobne').style.fontSize = '10px';
  add('p', {}, 'Za blade').style.color = 'rgb(120, 120, 120)';
  add('p', {}, 'Za szerokie').style.width = '500px';
  add('img', {src: '/static/mark.svg'}, '');
}"""


@pytest.mark.parametrize("who", PAGES, ids=lambda who: who or "gosc")
def test_pages_are_readable_to_all(live_app: Flask, open_page: OpenPage, axe: str, who: str) -> None:
    addresses = every_page(live_app)[who]
    page, faults = open_page(), []
    if who:
        sign_in(page, who, WEAK if who == "bezkodu" else passwords.DEMO)

    def heard(message: ConsoleMessage) -> None:
        if message.type == "error":
            faults.append(f"{page.url}: {message.text}")

    page.on("console", heard)
    for address in addresses:
        answer = page.goto(address)
        assert answer
        assert answer.ok, f"{address} answers {answer.status}"
        # Light and width meet in the frame of the page, which is one for all that a person opens.
        found = _faults(page, axe, all_lights=address == addresses[0])
        faults += [f"{address}: {fault}" for fault in found]
    assert not faults, "\n".join(["", *faults])


#: Whatever was kept of an unsent text stands in the form again, so it is taken out first.
EMPTIED_AND_SENT = """() => {
  const form = document.querySelector('main form[method=post]');
  for (const field of form.querySelectorAll('textarea, input[type=text]')) field.value = '';
  form.submit();
}"""


def test_pages_of_trouble_are_readable_to_all(live_app: Flask, open_page: OpenPage, axe: str) -> None:
    forms = [
        each
        for each in every_page(live_app)["przedstawiciel"]
        if each.endswith(("/proposals/new", "/comments/new"))
    ]
    page, faults = open_page(), []
    sign_in(page, "przedstawiciel")
    for status, address in (
        (404, "/nie-ma"),
        (403, "/moderation"),
        (422, "/forums/program-wspolpracy-2027/proposals/new"),
    ):
        answer = page.goto(address)
        assert answer
        assert answer.status == status
        faults += [f"{address}: {fault}" for fault in _faults(page, axe)]
    for address in forms:
        page.goto(address)
        with page.expect_navigation():
            page.evaluate(EMPTIED_AND_SENT)
        assert page.locator(".errors").count() == 1
        faults += [f"{address}, sent empty: {fault}" for fault in _faults(page, axe)]
    assert not faults, "\n".join(["", *faults])


def test_the_reader_is_not_blind(open_page: OpenPage, axe: str) -> None:
    """The same page with one fault of each kind, so that finding nothing above means that nothing is there."""
    page = open_page()
    page.goto("/rules")
    page.evaluate(BROKEN)
    found = "\n".join(_faults(page, axe))
    for fault in (
        "2 headings",
        "text under 12 px",
        "image-alt",
        "dark, color-contrast",
        "320 px",
        "390 px",
        "on a phone",
    ):
        assert fault in found


def test_no_page_is_left_out(live_app: Flask) -> None:
    adapter = live_app.url_map.bind("localhost")
    visited = {
        adapter.match(address.partition("?")[0])[0]
        for addresses in every_page(live_app).values()
        for address in addresses
    }
    missing = [
        rule.rule
        for rule in live_app.url_map.iter_rules()
        if "GET" in (rule.methods or set())
        and not rule.endpoint.startswith("gallery.")
        and rule.endpoint not in visited | NO_PAGES
    ]
    assert not missing, f"Add these pages to tests/browser/all_pages.py: {missing}"


def _faults(page: Page, axe: str, *, all_lights: bool = True) -> Iterator[str]:
    """What is wrong with the page, wide and light, narrow and dark, and where asked the other way round; it is left as it came."""
    page.evaluate(axe)
    look = page.evaluate(LOOK)
    if look["headings"] != 1:
        yield f"{look['headings']} headings of level 1"
    yield from (f"text under 12 px: {html}" for html in look["small"])
    yield from broken(page, {"type": "tag", "values": STANDARD})
    page.emulate_media(color_scheme="dark")
    if all_lights:
        yield from (f"dark, {rule}" for rule in broken(page, OF_LIGHT))
    page.set_viewport_size({"width": 320, "height": 640})
    if out := page.evaluate(WIDE):
        yield f"sticks out at 320 px: {out}"
    page.set_viewport_size({"width": 390, "height": 844})
    if out := page.evaluate(WIDE):
        yield f"sticks out at 390 px: {out}"
    # The whole of it at once: what the bars above and below cover on a screen is scrolled out from under them.
    page.set_viewport_size({"width": 390, "height": page.evaluate("document.documentElement.scrollHeight")})
    yield from (f"dark on a phone, {rule}" for rule in broken(page, {"type": "tag", "values": STANDARD}))
    page.emulate_media(color_scheme="light")
    if all_lights:
        yield from (f"on a phone, {rule}" for rule in broken(page, OF_LIGHT))
    page.set_viewport_size({"width": 1280, "height": 900})


def broken(page: Page, rules: dict[str, Any]) -> list[str]:
    """The rules of axe that the page breaks as it stands, one line each with the first place."""
    found: list[dict[str, Any]] = page.evaluate(
        "rules => axe.run(document, {runOnly: rules, resultTypes: ['violations']}).then(result => result.violations)",
        rules,
    )
    return [f"{rule['id']} ({len(rule['nodes'])}): {rule['nodes'][0]['html'][:160]}" for rule in found]
