"""A conversation of a thousand comments, read by keyboard and on a phone: whole by pages, joined by one button."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import Flask
from playwright.sync_api import Page, expect
from sqlalchemy import func, insert, select

from civic.discussions.models import Comment, CommentKind
from civic.forums.queries import get_forum
from civic.kernel import clock
from civic.kernel.db import db, unit_of_work
from civic.proposals.models import Proposal
from tests.factories import a_proposal, a_user
from tests.fixtures.browser import OpenPage

COUNT = 1000
#: What the conversation itself moves is counted: a font that comes late moves the head of any page.
WATCH = """
window.measured = {shift: 0};
new PerformanceObserver(list => {
  for (const e of list.getEntries())
    if (!e.hadRecentInput && e.sources.some(s => s.node?.parentElement?.closest('#conversation'))) measured.shift += e.value;
})
  .observe({type: 'layout-shift', buffered: true});
"""


def a_long_thread(app: Flask) -> tuple[str, int]:
    """The address of a proposal with a thousand comments, every second one an answer, and the id before the first of them."""
    with app.app_context():
        proposal = a_proposal(get_forum("ekonomia-spoleczna"))
        by, start = a_user(), clock.now() - timedelta(days=3)
        last = db.session.scalar(select(func.max(Comment.id))) or 0
        with unit_of_work():
            rows: list[dict[str, Any]] = [
                {
                    "id": last + number,
                    "thread_id": proposal.thread_id,
                    "parent_id": last + number - 1 if number % 2 == 0 else None,
                    "kind": CommentKind.VOICE,
                    "body": f"Głos numer {number}.",
                    "body_html": f"<p>Głos numer {number}.</p>",
                    "new_argument": False,
                    "at": start + timedelta(seconds=number),
                    "person_id": by.id,
                    "organisation_id": None,
                    "organisation_name": "",
                    "capacity": "",
                    "hidden_reason": "",
                }
                for number in range(1, COUNT + 1)
            ]
            db.session.execute(insert(Comment), rows)
            db.session.get_one(Proposal, proposal.id).thread.changed(visible=COUNT)
        return f"/proposals/{proposal.id}", last


def test_a_thousand_comments_on_a_phone_by_keyboard(live_app: Flask, phone_page: Page) -> None:
    address, before = a_long_thread(live_app)
    page = phone_page
    page.add_init_script(WATCH)
    page.goto(address)
    expect(page.get_by_text("Głos numer 200.", exact=True)).to_be_attached()
    expect(page.get_by_text("Głos numer 201.", exact=True)).not_to_be_attached()
    assert page.evaluate("measured.shift") < 0.1
    for last in (400, 600, 800, 1000):
        page.get_by_role("button", name="Pokaż tu następne głosy").focus()
        page.keyboard.press("Enter")
        expect(page.get_by_text(f"Głos numer {last}.", exact=True)).to_be_attached(timeout=30_000)
        expect(page.locator(f"#k{before + last - 199}")).to_be_focused()
    assert page.locator("#conversation .cm").count() == COUNT
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_link_to_a_late_comment_leads_to_its_page_without_scripts(
    live_app: Flask, open_page: OpenPage
) -> None:
    address, before = a_long_thread(live_app)
    page = open_page(javascript=False)
    page.goto(f"/c/{before + 777}")
    assert page.url.endswith(f"{address}?page=4#k{before + 777}")
    expect(page.get_by_text("Głos numer 777.", exact=True)).to_be_in_viewport()
    page.get_by_role("link", name="Następne").last.click()
    expect(page.get_by_text("Głos numer 1000.", exact=True)).to_be_attached()
