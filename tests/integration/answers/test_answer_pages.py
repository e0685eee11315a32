"""The register, the page of an answer, the office's list of work: what each person reads and does there."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import html as markup

from civic.accounts.models import User
from civic.answers import commands
from civic.answers.commands import Wording
from civic.answers.models import AnswerStatus
from civic.answers.queries import chain_of
from civic.kernel import clock
from civic.kernel.access import Actor, Role
from civic.kernel.db import db, unit_of_work
from civic.recommendations.files import as_published
from tests.factories import come_in
from tests.fixtures.answers import ACCEPTED, Office, an_issue, an_office
from tests.fixtures.forms import post_form
from tests.fixtures.queries import CountQueries
from tests.fixtures.text import plain

SECRET = "Tego jeszcze nikt nie czyta."


@pytest.fixture
def office(app: Flask) -> Office:
    return an_office()


def published(office: Office, number: int = 0, wording: Wording = ACCEPTED) -> int:
    """The id of an answer that everybody reads."""
    with unit_of_work():
        answer = commands.draft(office.answers[number], wording, by=office.official)
        commands.publish_answer(answer, by=office.official)
    return answer.id


def sign_in(client: FlaskClient, actor: Actor) -> FlaskClient:
    """The client as that person."""
    come_in(client, db.session.get_one(User, actor.id))
    return client


def read(client: FlaskClient, address: str) -> str:
    """The words of a page."""
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return " ".join(plain(markup.fromstring(answer.text).text_content()).split())


def test_everybody_reads_the_register_and_nobody_a_draft(client: FlaskClient, office: Office) -> None:
    with unit_of_work():
        commands.draft(office.answers[1], Wording(AnswerStatus.REJECTED, SECRET, "radca"), by=office.official)
    answer_id = published(office)
    register = read(client, "/answers")
    assert "1 z 2 rekomendacji ma odpowiedź" in register
    assert "Przyjęta" in register
    assert "Odrzucona 0" in register, register
    page = read(client, f"/answers/{answer_id}")
    assert "Wprowadzimy jedną stawkę." in page
    assert "kierownik referatu lokali" in page
    waiting = read(client, f"/answers/{office.answers[1].id}")
    assert "Odpowiedzi jeszcze nie ma." in waiting
    issue = client.get(f"/issues/{office.issue.number}").text
    assert "Wprowadzimy jedną stawkę." in issue
    for text in (register, waiting, issue, client.get("/answers.csv").text):
        assert SECRET not in text
    assert client.get(f"/answers/{office.answers[1].id}/draft").status_code == 302


def test_the_issue_says_what_was_promised(client: FlaskClient, office: Office) -> None:
    said = read(client, f"/issues/{office.issue.number}")
    assert "Odpowiedzi w ciągu 30 dni od przekazania" in said
    assert "dyrektor jednostki" in said


def test_without_a_promise_the_pages_say_so(client: FlaskClient, app: Flask) -> None:
    office = an_office(days=None)
    assert "Miasto nie zobowiązało się do terminu odpowiedzi." in read(
        client, f"/issues/{office.issue.number}"
    )
    assert "miasto nie zobowiązało się do terminu" in read(client, "/answers")


def test_what_is_late_is_seen_by_everybody(client: FlaskClient, office: Office) -> None:
    yesterday = clock.today(clock.now()) - timedelta(days=1)
    published(office, 0, Wording(AnswerStatus.ACCEPTED, "Zrobimy.", carry_out_by=yesterday))
    with unit_of_work():
        office.answers[1].due_on = yesterday
    late = read(client, "/answers?late=1")
    assert "1 odpowiedź po terminie" in late
    assert "1 niewykonana w terminie" in late
    assert "Po terminie" in late
    assert "Niewykonane w terminie" in late


def test_the_register_is_filtered(client: FlaskClient, office: Office) -> None:
    published(office)
    first, second = (answer.item.title for answer in office.answers)
    for address, there, not_there in [
        ("/answers?status=przyjeta", first, second),
        ("/answers?status=czeka", second, first),
        (f"/answers?unit={office.unit.slug}&status=czeka", second, first),
        (f"/answers?forum={office.forum.slug}&status=przyjeta", first, second),
    ]:
        said = read(client, address)
        assert there in said, address
        assert not_there not in said, address
    for nothing in ("/answers?unit=inna", "/answers?late=1", "/answers?issue=9", "/answers?status=odrzucona"):
        assert "Nic nie pasuje do tych filtrów." in read(client, nothing)
    assert client.get("/answers?page=2").status_code == 404
    assert client.get("/answers?status=xx&issue=99999999999999999999").status_code == 200


def test_the_table_opens_in_a_spreadsheet_and_runs_nothing(client: FlaskClient, office: Office) -> None:
    published(office, 0, Wording(AnswerStatus.PARTLY, "=1+1"))
    answer = client.get("/answers.csv")
    assert answer.data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig")), delimiter=";"))
    assert [len(row) for row in rows] == [16, 16, 16]
    assert rows[1][5:7] == ["Przyjęta częściowo", "'=1+1"]
    assert (
        len(list(csv.reader(io.StringIO(client.get("/answers.csv?status=czeka").text), delimiter=";"))) == 2
    )


def test_long_lists_ask_as_much_as_short_ones(client: FlaskClient, app: Flask, queries: CountQueries) -> None:
    office = an_office(25)
    for number in range(20):
        published(office, number)
    with queries() as asked:
        assert client.get("/answers").status_code == 200
    assert len(asked) <= 12
    with queries() as asked:
        assert client.get("/answers.csv").status_code == 200
    assert len(asked) <= 12
    sign_in(client, office.official)
    with queries() as asked:
        assert client.get("/answers/work").status_code == 200
    assert len(asked) <= 12


def test_an_official_writes_and_publishes(client: FlaskClient, office: Office) -> None:
    answer = office.answers[0]
    sign_in(client, office.official)
    assert "czeka na Ciebie" in read(client, "/answers/work")
    address = f"/answers/{answer.id}/draft"
    wrong = post_form(client, address, {"text": "Zrobimy to.", "version": answer.version})
    assert wrong.status_code in {200, 422}
    assert "Wybierz, co odpowiada miasto." in wrong.text
    assert "Zrobimy to." in wrong.text, "nothing that was typed is lost"
    post_form(
        client,
        address,
        {"status": "przyjeta", "text": "Zrobimy to.", "responsible": "dyrekcja", "version": answer.version},
    )
    assert "Zrobimy to." in read(client, f"/answers/{answer.id}")
    post_form(client, f"/answers/{answer.id}", action="publish")
    assert "Zrobimy to." in read(client.application.test_client(), f"/answers/{answer.id}")


def test_what_was_said_before_stays_to_be_read(client: FlaskClient, office: Office) -> None:
    answer_id = published(office)
    published(office, 0, Wording(AnswerStatus.REJECTED, "Jednak nie."))
    said = read(client, f"/answers/{answer_id}")
    assert "Jednak nie." in said
    assert "Wprowadzimy jedną stawkę." in said
    assert "Wcześniejsze wersje odpowiedzi" in said


def test_a_later_edition_shows_the_answer_of_the_earlier(client: FlaskClient, office: Office) -> None:
    published(office)
    later = an_issue(office.forum, 1)
    said = read(client, f"/issues/{later.number}")
    assert "Wprowadzimy jedną stawkę." in said
    assert f"odpowiedź na rekomendacje nr {office.issue.number}" in said


def test_the_plenipotentiary_sets_who_answers(client: FlaskClient, office: Office) -> None:
    sign_in(client, office.plenipotentiary)
    post_form(client, "/answers/units", {"name": "Wydział Kultury"})
    assert "Wydział Kultury" in read(client, "/answers/units")
    slug = office.forum.slug
    post_form(
        client,
        f"/answers/forums/{slug}/commitment",
        {"unit": office.unit.id, "days": 60, "committed_by": "dyrekcja wydziału", "starts_on": "2026-01-01"},
    )
    assert "w ciągu 60 dni" in read(client, f"/answers/forums/{slug}/commitment")
    post_form(
        client,
        f"/answers/forums/{slug}/chain",
        {
            "check_needed": "y",
            "check_role": "official",
            "check_person": 0,
            "approve_role": "official",
            "approve_person": 0,
            "publish_role": "plenipotentiary",
            "publish_person": 0,
        },
    )
    assert chain_of(office.forum.id).check_needed
    assert chain_of(office.forum.id).publish_role == Role.PLENIPOTENTIARY


def test_how_many_have_an_answer_is_told_without_a_promise_too(client: FlaskClient, app: Flask) -> None:
    office = an_office(days=None)
    published(office)
    assert "1 z 2, miasto nie zobowiązało się do terminu" in read(client, f"/issues/{office.issue.number}")


def test_who_writes_an_answer_reads_the_recommendation_beside_it(client: FlaskClient, office: Office) -> None:
    answer = office.answers[0]
    words = "\n".join(passage.text for passage in as_published(answer.item).passages)
    assert words
    assert plain(words) in read(sign_in(client, office.official), f"/answers/{answer.id}/draft")
    assert plain(words) in read(client, f"/answers/{answer.id}")
