"""How often letters come, chosen by keyboard alone and on a phone; news read; following without an account."""

from __future__ import annotations

from flask import Flask
from playwright.sync_api import Page, expect
from sqlalchemy import select

from civic.accounts.queries import find_by_email
from civic.discussions.models import CommentKind
from civic.kernel.access import SYSTEM
from civic.kernel.db import db, unit_of_work
from civic.notifications.commands import tell
from civic.notifications.models import Concern, Frequency
from civic.notifications.queries import chosen_by
from civic.organisations.queries import actor_for
from civic.proposals.commands import comment
from civic.proposals.models import Proposal
from tests.browser.conftest import sign_in
from tests.browser.test_keyboard import come_in, reach
from tests.browser.waiting import an_actor


def chosen(app: Flask) -> dict[Concern, Frequency]:
    """What the representative of the demonstration chose."""
    with app.app_context():
        user = find_by_email("przedstawiciel@example.org")
        assert user is not None
        return chosen_by(user.id).frequencies


def test_digests_are_chosen_by_keyboard_alone(browser_page: Page, live_app: Flask) -> None:
    page = browser_page
    come_in(page)
    page.goto("/me/notifications")
    followed = page.get_by_role("group", name="Co obserwujesz")
    reach(page, followed.get_by_role("radio", name="Codziennie"))
    page.keyboard.press("ArrowDown")
    expect(followed.get_by_role("radio", name="Co tydzień")).to_be_checked()
    reach(page, page.get_by_label("Na razie żadnych wiadomości"))
    reach(page, page.get_by_role("main").get_by_role("button", name="Zapisz"))
    page.keyboard.press("Enter")
    expect(page.get_by_text("Zapisano.")).to_be_visible()
    expect(page.get_by_role("group", name="Co obserwujesz").get_by_label("Co tydzień")).to_be_checked()
    assert chosen(live_app)[Concern.FOLLOWED] is Frequency.WEEKLY


def test_on_a_phone_one_follows_reads_what_is_new_and_asks_for_less(
    phone_page: Page, live_app: Flask
) -> None:
    page = phone_page
    with live_app.app_context():
        us = an_actor("przedstawiciel")
        found = select(Proposal).where(Proposal.organisation_id != us.organisation_id).order_by(Proposal.id)
        proposal = next(each for each in db.session.scalars(found) if each.stands)
        address = f"/proposals/{proposal.id}"
    sign_in(page, "przedstawiciel")
    page.goto(address)
    page.get_by_role("button", name="Obserwuj", exact=True).click()
    expect(page.get_by_text("Obserwujesz to.")).to_be_visible()
    with live_app.app_context():
        with unit_of_work():
            said = db.session.get_one(Proposal, proposal.id)
            said.person.acting_for = said.organisation_id
            author = actor_for(said.person)
            comment(said, body="Nowy głos w sprawie.", kind=CommentKind.VOICE, by=author)
        tell(by=SYSTEM)
    page.goto("/inbox")
    entry = page.get_by_role("listitem").filter(has_text="Nowy głos w sprawie.").first
    expect(entry).to_be_visible()
    page.get_by_role("button", name="Oznacz wszystko jako przeczytane").click()
    expect(page.get_by_role("link", name="Powiadomienia", exact=True)).to_be_visible()
    page.get_by_role("link", name="Jak często przychodzą wiadomości").click()
    page.get_by_role("group", name="Co obserwujesz").get_by_label("Nigdy").check()
    page.get_by_role("main").get_by_role("button", name="Zapisz").click()
    expect(page.get_by_text("Zapisano.")).to_be_visible()
    assert chosen(live_app)[Concern.FOLLOWED] is Frequency.NONE
