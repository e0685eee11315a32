"""A breach from end to end: read on a phone without an account, reported, decided in the queue, the answer read by its link."""

from __future__ import annotations

from pathlib import Path

from flask import Flask
from playwright.sync_api import Page, expect

from civic.kernel.access import SYSTEM
from civic.kernel.db import db, unit_of_work
from civic.kernel.delivery import send_letters
from civic.moderation.commands import keep_cases
from tests.browser.conftest import sign_in
from tests.fixtures.browser import OpenPage
from tests.fixtures.letters import Mail, read_mail

REPORTER = "zgloszenie@example.org"
WHY = "W tym wpisie podano dane osoby, która nie bierze udziału w rozmowie."


def test_a_reader_reports_on_a_phone_and_reads_the_decision(open_page: OpenPage, live_app: Flask) -> None:
    phone = open_page(width=390, height=844, javascript=False)
    words = _report(phone)
    confirmed = _newest_letter(live_app)
    assert confirmed.to == REPORTER
    phone.goto(confirmed.path)
    expect(phone.get_by_role("main")).to_contain_text("Czeka na decyzję")
    _decide(open_page(), words)
    told = _newest_letter(live_app)
    assert told.path == confirmed.path
    phone.goto(told.path)
    main = phone.get_by_role("main")
    expect(main).to_contain_text("Treść jest ukryta.")
    expect(main).to_contain_text(WHY)
    assert "Ewa Sitko" not in main.inner_text()


def _report(page: Page) -> str:
    page.goto("/proposals/1")
    page.locator("li.cm").first.get_by_role("link", name="Zgłoś naruszenie").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Zgłoś naruszenie")
    words = " ".join(page.locator(".reported .prose").inner_text().split()[1:5])
    send = page.get_by_role("button", name="Wyślij zgłoszenie")
    send.click()
    expect(page.get_by_role("alert")).to_contain_text("Wybierz, co jest nie tak.")
    page.get_by_role("radio", name="dane osobowe innej osoby").check()
    page.get_by_label("Dokładne miejsce").fill(words)
    page.get_by_label("Dlaczego to zgłaszasz").fill("To dane osoby prywatnej.")
    page.get_by_label("Imię i nazwisko").fill("Zofia Zgłaszająca")
    page.get_by_label("Adres e-mail").fill(REPORTER)
    page.get_by_role("checkbox").check()
    send.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Zgłoszenie doszło")
    return words


def _decide(page: Page, words: str) -> None:
    sign_in(page, "moderator")
    page.goto("/moderation?kind=report")
    page.locator("#case").get_by_role("link", name="Otwórz sprawę").click()
    page.wait_for_url("**/moderation/cases/*")
    sheet = page.locator("#case")
    expect(sheet.locator("mark").first).to_have_text(words)
    expect(sheet).to_contain_text("To dane osoby prywatnej.")
    sheet.get_by_role("radio", name="Ukryj całość").check()
    sheet.get_by_role("radio", name="dane osobowe").first.check()
    sheet.locator("#reason").fill(WHY)
    sheet.get_by_role("button", name="Zapisz decyzję").click()
    expect(page.get_by_role("status").first).to_be_visible()


def _newest_letter(app: Flask) -> Mail:
    """The last one, after the jobs have run that the acts before it need."""
    with app.app_context():
        with unit_of_work():
            keep_cases(by=SYSTEM)
        send_letters(by=SYSTEM)
        db.session.remove()
    outbox: Path = app.config["CIVIC"].data_dir / "outbox"
    newest = max(outbox.glob("*.eml"), key=lambda file: file.stat().st_mtime_ns)
    return read_mail(newest.read_bytes())
