"""The poster of a meeting over the wire: in two languages, kept until what stands on it changes."""

from __future__ import annotations

import pypdfium2
from flask import Flask
from flask.testing import FlaskClient

from civic.kernel import web
from civic.kernel.access import Role
from tests.factories import a_meeting, a_place, a_user, acting
from tests.integration.meetings.test_planning import again, change


def words(made: bytes) -> str:
    """All that stands on it, in one line."""
    text = pypdfium2.PdfDocument(made)[0].get_textpage().get_text_bounded()
    return " ".join(text.replace("\xa0", " ").split())


def test_it_is_made_in_two_languages_and_kept(app: Flask, client: FlaskClient) -> None:
    by = acting(a_user("Ewa Pełna", role=Role.PLENIPOTENTIARY))
    meeting = a_meeting("Przy pierogach", by=by, place=a_place("Dom Zegara"))
    address = f"/meetings/{meeting.id}/poster.pdf"
    polish, english = client.get(address), client.get(f"{address}?language=en")
    assert polish.mimetype == english.mimetype == "application/pdf"
    assert "Dom Zegara" in words(polish.data)
    assert "Przy pierogach" in words(english.data)
    assert "Everybody is welcome" in words(english.data)
    assert client.get(f"{address}?language=<x>").data == polish.data
    assert client.get(address, headers={"If-None-Match": polish.headers["ETag"]}).status_code == 304
    folder = web.settings().data_dir / "files" / "posters"
    drawn = {path: path.stat().st_mtime_ns for path in folder.glob("*.pdf")}
    assert client.get(address).data == polish.data
    assert {path: path.stat().st_mtime_ns for path in folder.glob("*.pdf")} == drawn
    change(meeting, by, title="Przy naleśnikach")
    assert "Przy naleśnikach" in words(client.get(f"/meetings/{again(meeting).id}/poster.pdf").data)


def test_a_meeting_that_is_not_there_has_none(client: FlaskClient) -> None:
    assert client.get("/meetings/99/poster.pdf").status_code == 404
