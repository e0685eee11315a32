"""The pack of a meeting: what lies on the table, as Word and as PDF that anybody can read."""

from __future__ import annotations

import io
from typing import Any

import docx
import pikepdf
import pypdfium2
import pytest
from flask import Flask
from flask.testing import FlaskClient

from civic.discussions.models import CommentKind
from civic.kernel import clock, web
from civic.kernel.access import Role
from civic.kernel.db import unit_of_work
from civic.meetings.agenda import Point
from civic.meetings.models import Meeting
from civic.papers.rows import ROWS
from civic.proposals.models import Stance
from tests.factories import (
    a_comment,
    a_forum,
    a_meeting,
    a_place,
    a_position,
    a_proposal,
    a_user,
    acting,
    an_actor,
    an_organisation,
)

LONG = "Tytuł na dwieście znaków o czynszach za lokale " * 5


@pytest.fixture
def meeting(app: Flask) -> Meeting:
    """With two points: one of words, one about a proposal that was opposed and asked about."""
    forum, maker = a_forum(), an_actor(an_organisation("Fundacja Skwer"))
    proposal = a_proposal(forum, maker, title="Jedna stawka", body="Jedna **stawka** za metr. " * 60)
    against = an_actor(an_organisation("Stowarzyszenie Brzeg"))
    a_position(proposal, against, Stance.AGAINST, "Małe organizacje zapłacą więcej.")
    a_position(proposal, an_actor(an_organisation("Klub Kładka")))
    resident = acting(a_user("Zofia Nieznana"))
    a_comment(proposal, resident, kind=CommentKind.QUESTION, body="Kto policzy stawkę?")
    answered = a_comment(proposal, against, kind=CommentKind.QUESTION, body="Od kiedy?")
    a_comment(proposal, maker, parent_id=answered.id, body="Od stycznia.")
    place = a_place("Dom Zegara", accessibility="Winda od podwórza.")
    agenda = (Point("Powitanie"), Point("Jaka stawka?", proposal.id))
    by = acting(a_user("Ewa Pełna", role=Role.PLENIPOTENTIARY))
    return a_meeting("Czynsze przy stole", by=by, place=place, agenda=agenda, forum=forum)


def opened(client: FlaskClient, meeting: Meeting, language: str = "pl") -> Any:
    """The Word file, as a program reads it."""
    answer = client.get(f"/meetings/{meeting.id}/pack.docx?language={language}")
    assert answer.status_code == 200
    return docx.Document(io.BytesIO(answer.data))


def told(file: Any) -> str:
    return " ".join(" ".join(each.text for each in file.paragraphs).replace("\xa0", " ").split())


def test_it_says_what_is_on_the_agenda(meeting: Meeting, client: FlaskClient) -> None:
    said = told(opened(client, meeting))
    for words in (
        "Czynsze przy stole",
        "Winda od podwórza.",
        f"P{meeting.agenda[1].proposal_id} Jedna stawka",
        "jest przeciw: Stowarzyszenie Brzeg",
        "Stowarzyszenie Brzeg: Małe organizacje zapłacą więcej.",
        "Kto policzy stawkę?",
        "Jaka stawka?",
    ):
        assert words in said
    assert "Od kiedy?" not in said, "the makers have answered it"
    assert "Zofia" not in said, "a person stands in no pack"
    assert "**" not in said
    assert "[…]" in said
    assert len(said) < 4000


def test_its_tables_have_a_head_and_ids_to_be_read_back(meeting: Meeting, client: FlaskClient) -> None:
    minutes, attendance = opened(client, meeting).tables
    assert [cell.text for cell in minutes.rows[0].cells][1:] == [
        "Co powiedziano",
        "Czyje to słowa",
        "Co to jest",
    ]
    ids = [row.cells[0].text.strip() for row in minutes.rows[1:]]
    assert ids == [f"M{meeting.id}-W{number}" for number in range(1, ROWS + 1)]
    assert minutes.rows[0]._tr.xpath(".//w:tblHeader")
    assert not any(cell.text for row in minutes.rows[1:] for cell in row.cells[1:])
    asked = [[cell.text.strip() for cell in row.cells] for row in attendance.rows[1:3]]
    assert asked == [
        [f"M{meeting.id}-C0", "Osoby, wszystkie razem", ""],
        [f"M{meeting.id}-C1", "Organizacja 1", ""],
    ]


def test_a_pdf_is_tagged_and_has_both_tables(meeting: Meeting, client: FlaskClient) -> None:
    made = client.get(f"/meetings/{meeting.id}/pack.pdf")
    assert made.mimetype == "application/pdf"
    with pikepdf.open(io.BytesIO(made.data)) as pdf, pdf.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"
        assert str(pdf.Root.Lang) == "pl"
        kinds = [str(each.S) for each in pdf.objects if isinstance(each, pikepdf.Dictionary) and "/S" in each]
        assert kinds.count("/Table") == 2
        assert "/TH" in kinds
    pages = pypdfium2.PdfDocument(made.data)
    assert "Jedna stawka" in " ".join(each.get_textpage().get_text_bounded() for each in pages)


@pytest.mark.parametrize("format", ["docx", "pdf"])
def test_the_same_pack_is_the_same_file(meeting: Meeting, client: FlaskClient, format: str) -> None:
    address = f"/meetings/{meeting.id}/pack.{format}"
    first = client.get(address)
    for path in (web.settings().data_dir / "files" / "packs").glob("[!.l]*"):
        path.unlink()
    assert client.get(address).data == first.data
    assert client.get(address, headers={"If-None-Match": first.headers["ETag"]}).status_code == 304


def test_in_english_the_words_of_people_stay(meeting: Meeting, client: FlaskClient) -> None:
    said = told(opened(client, meeting, "en"))
    assert "How to get in" in said
    assert "Jedna stawka" in said


@pytest.mark.parametrize("title", [LONG[:200].strip(), '#panic("x") $1+1$ <a> & "', "\u202e\u200bx"])
def test_any_title_is_printed(app: Flask, client: FlaskClient, title: str) -> None:
    meeting = a_meeting(title)
    assert client.get(f"/meetings/{meeting.id}/pack.pdf").status_code == 200
    assert len(opened(client, meeting).tables) == 2


def test_a_proposal_that_is_hidden_stands_there_by_its_number_alone(
    meeting: Meeting, client: FlaskClient
) -> None:
    proposal = meeting.agenda[1].proposal
    assert proposal is not None
    with unit_of_work():
        proposal.hidden_at = clock.now()
    said = told(opened(client, meeting))
    assert "Jedna stawka" not in said
    assert "Stowarzyszenie Brzeg" not in said


def test_the_meeting_page_leads_there(meeting: Meeting, client: FlaskClient) -> None:
    assert f"/meetings/{meeting.id}/pack.docx" in client.get(f"/meetings/{meeting.id}").text


def test_there_is_no_pack_of_no_meeting(client: FlaskClient) -> None:
    assert client.get("/meetings/99/pack.pdf").status_code == 404
    assert client.get("/meetings/99/pack.exe").status_code == 404
