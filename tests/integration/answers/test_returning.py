"""A unit without accounts gets its recommendations as a file, and what it filled in is read back, row by row."""

from __future__ import annotations

import io
from typing import Any

import docx
import openpyxl
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from civic.accounts.models import User
from civic.answers import commands
from civic.answers.models import Answer, AnswerStatus, Return, Stage
from civic.answers.sheets import COLUMNS
from civic.kernel.db import db, unit_of_work
from tests.factories import come_in
from tests.fixtures.answers import ACCEPTED, Office, an_office
from tests.fixtures.forms import send
from tests.fixtures.text import plain
from tests.integration.answers.test_answer_pages import read


@pytest.fixture
def office(app: Flask) -> Office:
    return an_office()


@pytest.fixture
def clerk(client: FlaskClient, office: Office) -> FlaskClient:
    """The official of the unit, signed in."""
    come_in(client, db.session.get_one(User, office.official.id))
    return client


def sheet_of(clerk: FlaskClient, office: Office) -> openpyxl.Workbook:
    """The unit's file, as Excel opens it."""
    answer = clerk.get(f"/answers/units/{office.unit.slug}.xlsx")
    assert answer.status_code == 200
    return openpyxl.load_workbook(io.BytesIO(answer.data))


def fill(book: openpyxl.Workbook, row: int, **cells: Any) -> None:
    """Type into the cells of a row."""
    for name, value in cells.items():
        book.worksheets[0].cell(row, COLUMNS.index(name) + 1).value = value


def bring(clerk: FlaskClient, office: Office, content: bytes, name: str = "odpowiedzi.xlsx") -> str:
    """Send a file back; what the next page says."""
    address = f"/answers/units/{office.unit.slug}/return"
    answer = send(clerk, address, {"file": (io.BytesIO(content), name)})
    if answer.status_code in {302, 303}:
        return read(clerk, answer.headers["Location"])
    return plain(answer.text)


def saved(book: Any) -> bytes:
    """The bytes of a workbook or a document."""
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def answers() -> list[Answer]:
    """The answers as they stand."""
    db.session.expire_all()
    return list(db.session.scalars(select(Answer).order_by(Answer.id)))


def test_the_sheet_comes_back_and_becomes_drafts(clerk: FlaskClient, office: Office) -> None:
    book = sheet_of(clerk, office)
    sheet = book.worksheets[0]
    assert sheet.max_row == 3
    assert "Proponujemy jedną" in str(sheet.cell(2, 5).value), "the unit reads the recommendation itself"
    fill(book, 2, status="Przyjęta", text="Zrobimy to.", responsible="dyrekcja", carry_out_by="31.03.2027")
    fill(book, 3, status="odrzucona", text="Nie ma środków.")
    said = bring(clerk, office, saved(book))
    assert "2 wiersze zmienią odpowiedzi" in said
    assert {answer.stage for answer in answers()} == {Stage.WAITING}, "nothing is changed before one agrees"
    number = db.session.scalars(select(Return.id)).one()
    send(clerk, f"/answers/returns/{number}/take", {}, page=f"/answers/returns/{number}")
    one, other = answers()
    assert (one.status, one.text, one.responsible) == (AnswerStatus.ACCEPTED, "Zrobimy to.", "dyrekcja")
    assert one.carry_out_by is not None
    assert one.carry_out_by.isoformat() == "2027-03-31"
    assert (other.status, other.stage) == (AnswerStatus.REJECTED, Stage.DRAFTED)
    assert "Ten plik przejęto" in read(clerk, f"/answers/returns/{number}")


def test_the_document_of_word_comes_back_too(clerk: FlaskClient, office: Office) -> None:
    given = clerk.get(f"/answers/units/{office.unit.slug}.docx")
    document = docx.Document(io.BytesIO(given.data))
    cells = document.tables[0].columns[1].cells
    cells[6].text, cells[7].text, cells[9].text = (
        "Przyjęta częściowo",
        "W części.\nResztę później.",
        "2027-06-30",
    )
    assert "1 wiersz zmieni odpowiedź" in bring(clerk, office, saved(document), "odpowiedzi.docx")
    returned = db.session.scalars(select(Return)).one()
    with unit_of_work():
        commands.take_over(returned, by=office.official)
    assert [answer.text for answer in answers()] == ["W części.\nResztę później.", ""]


def test_each_faulty_row_says_what_is_wrong_and_is_left_out(clerk: FlaskClient, office: Office) -> None:
    book = sheet_of(clerk, office)
    fill(book, 2, status="może", text="Zobaczymy.", carry_out_by="kiedyś")
    fill(book, 3, status="Przyjęta", text='=HYPERLINK("http://zlo.example")')
    fill(book, 4, id="O-999999/abcdef", status="Przyjęta", text="Obca.")
    said = bring(clerk, office, saved(book))
    for sentence in (
        "Wiersz 2",
        "Takiego statusu nie ma na liście.",
        "Nie da się odczytać daty.",
        "W komórce jest formuła.",
        "Nie znamy tego ID.",
    ):
        assert sentence in said, sentence
    assert "Utwórz projekt" not in said


def test_what_was_changed_meanwhile_is_not_written_over(clerk: FlaskClient, office: Office) -> None:
    book = sheet_of(clerk, office)
    fill(book, 2, status="Odrzucona", text="Nie.")
    with unit_of_work():
        commands.draft(office.answers[0], ACCEPTED, by=office.other)
    assert "zmieniono po pobraniu pliku" in bring(clerk, office, saved(book))


def test_a_file_returned_unfilled_changes_nothing(clerk: FlaskClient, office: Office) -> None:
    assert "Żaden wiersz tego pliku niczego nie zmienia." in bring(
        clerk, office, saved(sheet_of(clerk, office))
    )


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"", "", "Wybierz plik"),
        (b"PK\x03\x04 nic", "odpowiedzi.xlsx", ""),
        (b"=cmd|' /C calc'!A0", "odpowiedzi.xlsx", ""),
        (b"%PDF-1.7", "odpowiedzi.pdf", ""),
    ],
)
def test_other_files_are_refused_with_a_sentence(
    clerk: FlaskClient, office: Office, content: bytes, name: str, sentence: str
) -> None:
    said = bring(clerk, office, content, name)
    assert 'class="err"' in said or "alert" in said
    assert sentence in said
    assert not db.session.scalars(select(Return)).all()


def test_a_sheet_of_somebody_else_is_told_by_its_columns(clerk: FlaskClient, office: Office) -> None:
    book = openpyxl.Workbook()
    book.worksheets[0].append(["Imię", "Nazwisko"])
    assert "To nie jest plik pobrany z tej strony" in bring(clerk, office, saved(book))
    assert "To nie jest plik pobrany z tej strony" in bring(
        clerk, office, saved(docx.Document()), "odpowiedzi.docx"
    )


def test_another_units_rows_are_not_taken(client: FlaskClient, office: Office) -> None:
    come_in(client, db.session.get_one(User, office.official.id))
    book = sheet_of(client, office)
    fill(book, 2, status="Przyjęta", text="Zrobimy.")
    with unit_of_work():
        other = commands.add_unit("Wydział Kultury", by=office.plenipotentiary)
        slug = other.slug
    answer = send(
        client, f"/answers/units/{slug}/return", {"file": (io.BytesIO(saved(book)), "odpowiedzi.xlsx")}
    )
    assert "Na tę rekomendację odpowiada inna jednostka." in read(client, answer.headers["Location"])
