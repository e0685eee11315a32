"""An author appeals on a phone, another person than the first takes the decision back in the queue, and the author reads it."""

from __future__ import annotations

import pytest
from flask import Flask
from playwright.sync_api import Page, expect
from sqlalchemy import select, update

from civic.accounts import passwords
from civic.accounts.commands import create_user, set_password
from civic.accounts.models import User
from civic.kernel.access import SYSTEM, Role
from civic.kernel.db import db, unit_of_work
from civic.moderation.commands import hide, keep_cases
from civic.moderation.models import Case, CaseKind, Decision, Ground
from civic.proposals.models import Proposal
from civic.proposals.policies import MODERATORS
from tests.browser.waiting import an_actor
from tests.fixtures.browser import OpenPage

REASON = "To numer biura organizacji, podany celowo."


def come_in(page: Page, who: str, goal: str) -> None:
    """Sign in and go on to a page."""
    page.goto(f"/login?next={goal}")
    page.get_by_label("Adres e-mail").fill(f"{who}@example.org")
    page.get_by_label("Hasło").fill(passwords.DEMO)
    page.get_by_role("main").get_by_role("button", name="Zaloguj się").click()
    page.wait_for_url(f"**{goal}")


def hidden(app: Flask) -> int:
    """The number of the decision by which a moderator hid a proposal of the demonstration's organisation."""
    with app.app_context():
        speaker = an_actor("przedstawiciel")
        theirs = select(Proposal).where(Proposal.organisation_id == speaker.organisation_id)
        proposal = next(each for each in db.session.scalars(theirs) if each.stands)
        with unit_of_work():
            reason = "Jest w tym numer telefonu."
            made = hide(
                db.session.get_one(Proposal, proposal.id),
                ground=Ground.PERSONAL_DATA,
                reason=reason,
                by=an_actor("moderator"),
            )
        return made.id


def the_case(app: Flask) -> int:
    """The case of the appeal, once the queue was kept."""
    with app.app_context():
        with unit_of_work():
            keep_cases(by=SYSTEM)
        return db.session.scalars(select(Case.id).where(Case.kind == CaseKind.APPEAL)).one()


def a_reviewer(app: Flask) -> None:
    """The office is left with the one moderator who decided; the council names a reviewer."""
    with app.app_context(), unit_of_work():
        others = User.role.in_(MODERATORS), User.email != "moderator@example.org"
        db.session.execute(update(User).where(*others).values(role=None))
        user = create_user(email="kontrola@example.org", name="Kontrola", role=Role.REVIEWER, by=SYSTEM)
        set_password(user, passwords.make_hash(passwords.DEMO), by=SYSTEM)


@pytest.mark.parametrize("second", ["pelnomocnik", "kontrola"])
def test_an_appeal_goes_to_another_person_and_comes_back(
    open_page: OpenPage, live_app: Flask, second: str
) -> None:
    number = hidden(live_app)
    if second == "kontrola":
        a_reviewer(live_app)
    author = open_page(width=390, height=844)
    come_in(author, "przedstawiciel", f"/decisions/{number}")
    author.get_by_role("link", name="Odwołaj się od tej decyzji").click()
    author.get_by_label("Dlaczego decyzja jest błędna").fill("To numer naszego biura.")
    author.get_by_role("button", name="Wyślij odwołanie").click()
    expect(author.get_by_role("main")).to_contain_text("Czeka na inną osobę")
    case = the_case(live_app)
    other = open_page()
    come_in(other, second, f"/moderation/cases/{case}")
    expect(other.get_by_role("main")).to_contain_text("To numer naszego biura.")
    other.get_by_role("button", name="Cofnij decyzję").click()
    expect(other.get_by_role("main")).to_contain_text("Napisz")
    other.get_by_label("Powód", exact=True).first.fill(REASON)
    other.get_by_role("button", name="Cofnij decyzję").click()
    expect(other.locator("body")).to_contain_text("Decyzja jest cofnięta")
    author.reload()
    expect(author.get_by_role("main")).to_contain_text(REASON)
    with live_app.app_context():
        decision = db.session.get_one(Decision, number)
        assert decision.proposal
        assert decision.proposal.visible
