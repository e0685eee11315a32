"""A newcomer's first word: written on a phone, let through by a moderator, told to who follows; and a false alarm that costs one click."""

from __future__ import annotations

import pytest
from flask import Flask
from playwright.sync_api import expect

from civic.accounts import passwords
from civic.accounts.commands import create_user, set_password
from civic.forums.models import Publishing
from civic.kernel.access import SYSTEM
from civic.kernel.db import db, unit_of_work
from civic.moderation.commands import keep_cases
from civic.notifications.commands import follow, tell
from civic.proposals.commands import propose
from tests.browser.conftest import sign_in
from tests.browser.waiting import an_actor
from tests.factories import a_forum
from tests.fixtures.browser import LiveServer, OpenPage

WORDS = "Znam trzy takie lokale."
LONG = "Lokal przy ulicy Długiej stoi pusty od dwóch lat, a organizacje szukają miejsca na próby."


def a_proposal_to_speak_on(app: Flask, publishing: Publishing) -> int:
    """A proposal in a forum with that rule, which the representative follows; and an account that nobody knows."""
    with app.app_context():
        by = an_actor("przedstawiciel")
        forum = a_forum("Forum o pustych lokalach", publishing=publishing)
        with unit_of_work():
            proposal = propose(forum, title="Lokale na próby", body="Otwórzmy puste lokale.", by=by)
            newcomer = create_user(email="nowa@example.org", name="Nina Nowa", role=None, unit="", by=SYSTEM)
            set_password(newcomer, passwords.make_hash(passwords.DEMO), by=SYSTEM)
            follow(f"proposal:{proposal.id}", by=by)
        number = proposal.id
        db.session.remove()
    return number


def test_a_first_word_waits_is_let_through_and_told(live_server: LiveServer, open_page: OpenPage) -> None:
    app = live_server.app
    number = a_proposal_to_speak_on(app, Publishing.KNOWN_AT_ONCE)
    phone = open_page(width=390, height=844)
    sign_in(phone, "nowa")
    phone.goto(f"/proposals/{number}/comments/new")
    phone.get_by_role("textbox", name="Twój komentarz").fill(WORDS)
    phone.get_by_role("button", name="Opublikuj komentarz").click()
    expect(phone.get_by_text("Wysłane. Czeka na pierwsze spojrzenie moderacji")).to_be_visible()
    expect(phone.get_by_text(WORDS)).to_be_visible()
    reader = open_page()
    reader.goto(f"/proposals/{number}")
    expect(reader.get_by_text(WORDS)).to_have_count(0)

    with app.app_context():
        with unit_of_work():
            keep_cases(by=SYSTEM)
        db.session.remove()
    desk = open_page()
    sign_in(desk, "moderator")
    desk.goto("/moderation?kind=first")
    desk.get_by_role("link", name="Otwórz sprawę").click()
    expect(desk.get_by_text(WORDS)).to_be_visible()
    desk.get_by_role("button", name="Dopuść").first.click()
    expect(desk.get_by_text("Opublikowane.")).to_be_visible()
    with app.app_context():
        tell(by=SYSTEM)
        db.session.remove()

    reader.goto(f"/proposals/{number}")
    expect(reader.get_by_text(WORDS)).to_be_visible()
    follower = open_page()
    sign_in(follower, "przedstawiciel")
    follower.goto("/inbox")
    expect(follower.get_by_text(WORDS)).to_be_visible()
    phone.goto("/inbox")
    expect(phone.get_by_text("Moderacja dopuściła Twój komentarz")).to_be_visible()


@pytest.mark.parametrize("javascript", [True, False])
def test_a_false_alarm_costs_one_click(
    live_server: LiveServer, open_page: OpenPage, javascript: bool
) -> None:
    number = a_proposal_to_speak_on(live_server.app, Publishing.EVERYTHING_AT_ONCE)
    page = open_page(width=390, height=844, javascript=javascript)
    sign_in(page, "nowa")
    page.goto(f"/proposals/{number}/comments/new")
    page.get_by_role("textbox", name="Twój komentarz").fill(LONG)
    page.get_by_role("button", name="Opublikuj komentarz").click()
    expect(page.get_by_role("heading", name="Wygląda to na wysyłkę automatyczną")).to_be_visible()
    page.get_by_role("button", name="Wyślij").click()
    expect(page.get_by_text("Wysłane. Czeka na pierwsze spojrzenie moderacji")).to_be_visible()
    expect(page.get_by_text(LONG)).to_be_visible()
