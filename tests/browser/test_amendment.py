"""An amendment is suggested and accepted by keyboard alone, and the new version says whose it is."""

from __future__ import annotations

from flask import Flask
from playwright.sync_api import Page, expect
from sqlalchemy import select

from civic.accounts.queries import find_by_email
from civic.kernel.access import Actor, Choice
from civic.kernel.db import db, unit_of_work
from civic.organisations.queries import actor_for
from civic.proposals.commands import amend
from civic.proposals.models import Part, Proposal
from tests.browser.test_keyboard import come_in, reach


def a_waiting_amendment(app: Flask) -> tuple[int, int]:
    """Somebody else's amendment to a proposal of the demonstration's representative: both ids."""
    with app.app_context(), unit_of_work():
        user = find_by_email("przedstawiciel@example.org")
        assert user
        ours = actor_for(user).choices[0].organisation_id
        found = db.session.scalars(select(Proposal).order_by(Proposal.id)).all()
        mine = next(each for each in found if each.organisation_id == ours and each.stands)
        other = next(each for each in found if each.organisation_id not in {None, ours})
        place = Choice(other.organisation_id or 0, other.organisation_name, "przedstawiciel")
        made = amend(
            mine,
            part=Part.TITLE,
            text=f"{mine.title} od 2027 roku",
            reason="Bez terminu to życzenie.",
            revision_no=mine.revision_no,
            by=Actor(id=other.person_id, choices=(place,), choice=place),
        )
        return mine.id, made.id


def test_an_amendment_is_accepted_by_keyboard(live_app: Flask, browser_page: Page) -> None:
    proposal_id, amendment_id = a_waiting_amendment(live_app)
    page = browser_page
    come_in(page)
    page.goto(f"/proposals/{proposal_id}")
    reach(page, page.locator(f"a[href='/amendments/{amendment_id}/decide']").first)
    page.keyboard.press("Enter")
    page.wait_for_url("**/decide")
    expect(page.locator("ins").first).to_contain_text("od 2027 roku")
    reach(page, page.get_by_role("radio").first)
    page.keyboard.press("Space")
    reach(page, page.get_by_role("button", name="Opublikuj decyzję"))
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/proposals/{proposal_id}#k*")
    expect(page.get_by_role("heading", level=1)).to_contain_text("od 2027 roku")
    page.goto(f"/proposals/{proposal_id}/revisions/2")
    expect(page.get_by_role("link", name="Poprawka:")).to_be_visible()
