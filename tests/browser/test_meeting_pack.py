"""From the table back into the minutes: the pack is downloaded, filled in, looked at and written down, on a phone."""

from __future__ import annotations

from pathlib import Path

import docx
from flask import Flask
from playwright.sync_api import expect
from sqlalchemy import select

from civic.kernel.access import SYSTEM
from civic.kernel.db import db
from civic.meetings.models import MeetingKind
from civic.minutes.models import Line
from tests.browser.conftest import sign_in
from tests.browser.test_pages import STANDARD, broken
from tests.factories import a_meeting
from tests.fixtures.browser import OpenPage


def test_a_filled_in_pack_becomes_lines(
    live_app: Flask, open_page: OpenPage, axe: str, tmp_path: Path
) -> None:
    with live_app.app_context():
        meeting = a_meeting("Warsztat przy oknie", kind=MeetingKind.WORKSHOP, by=SYSTEM).id
    page, file = open_page(), tmp_path / "pakiet.docx"
    page.set_viewport_size({"width": 390, "height": 844})
    sign_in(page, "moderator")
    page.goto(f"/meetings/{meeting}")
    with page.expect_download() as download:
        page.get_by_role("link", name="Pakiet na spotkanie do wypełnienia (Word)").click()
    download.value.save_as(file)
    made = docx.Document(str(file))
    rows = made.tables[0].rows
    rows[1].cells[1].text, rows[1].cells[3].text = "Winda nie działa od marca.", "Potrzeba"
    rows[2].cells[1].text, rows[2].cells[2].text = "Kto ją naprawi?", "Jan Kowalski"
    rows[3].cells[2].text = "mieszkanka"
    made.save(str(file))
    page.get_by_role("link", name="Wczytaj wypełniony pakiet").click()
    page.get_by_label("Wypełniony pakiet").set_input_files(file)
    page.get_by_role("button", name="Wczytaj plik").click()
    main = page.get_by_role("main")
    expect(main).to_contain_text("Winda nie działa od marca.")
    expect(main).to_contain_text("Czy to nie nazwisko?")
    expect(main).to_contain_text("Brakuje tego, co powiedziano.")
    page.evaluate(axe)
    assert broken(page, {"type": "tag", "values": STANDARD}) == []
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    page.get_by_role("button", name="Wpisz 2 wersy").click()
    expect(page.get_by_role("main")).to_contain_text("Winda nie działa od marca.")
    with live_app.app_context():
        found = db.session.scalars(select(Line.text).where(Line.meeting_id == meeting)).all()
        db.session.rollback()
    assert sorted(found) == ["Kto ją naprawi?", "Winda nie działa od marca."]
