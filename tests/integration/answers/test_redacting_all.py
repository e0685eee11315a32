"""Words removed by two persons stand nowhere any more: on no page, in no file and in no answer about the issue."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from civic.answers import commands as answering
from civic.answers.commands import Wording
from civic.answers.models import AnswerStatus, AnswerVersion, Carried, Return
from civic.discussions.models import CommentKind
from civic.documents import FORMATS
from civic.kernel import clock
from civic.kernel.access import SYSTEM, Role
from civic.kernel.db import db, unit_of_work
from civic.recommendations import commands
from civic.recommendations.commands import Said
from civic.recommendations.copying import document_of
from civic.recommendations.models import Answered, AsideReason, StepKind
from civic.recommendations.redacting import Removal
from civic.recommendations.substance import paragraphs, recommendations
from tests.factories import a_comment, a_proposal, a_user, acting, an_actor, come_in
from tests.fixtures.answers import Office, an_office
from tests.fixtures.forms import in_english, post_form

WORD = "Kowalczykowa"
GROUND = "art. 17 ust. 1 RODO"


@pytest.fixture
def office(app: Flask) -> Office:
    return an_office(1)


def addresses(app: Flask, number: int, answer: int) -> Iterator[str]:
    """Every public address of an issue, whoever adds another; its files, its ledger as data, and the answers to it."""
    for rule in app.url_map.iter_rules():
        of_issue = rule.rule.startswith("/issues/<int:number>") and rule.arguments == {"number"}
        if of_issue and "GET" in (rule.methods or ()):
            yield rule.rule.replace("<int:number>", str(number))
    for name in (*FORMATS, "zip"):
        yield f"/issues/{number}.{name}"
    yield f"/api/v1/issues/{number}/ledger"
    yield from ("/answers", "/answers.csv", f"/answers/{answer}", "/recommendations")


def text_of(client: FlaskClient, address: str) -> str:
    """What an address says; of an archive the parts of its parts."""
    with client.get(address) as answer:
        assert answer.status_code in {200, 302, 303, 401, 403, 404}, address
        return "".join(_parts(answer.data))


def _parts(data: bytes) -> Iterator[str]:
    if not data.startswith(b"PK"):
        yield data.decode("utf-8", "replace")
        return
    with zipfile.ZipFile(BytesIO(data)) as archive:
        for name in archive.namelist():
            yield from _parts(archive.read(name))


def test_the_words_are_nowhere(office: Office, app: Flask, client: FlaskClient) -> None:
    forum, editor = office.forum, acting(a_user("Natalia Głąb", Role.EDITOR))
    proposal = a_proposal(forum, title=f"Ławka {WORD}", body=f"{WORD} prosi o ławkę w cieniu.")
    amendment = a_comment(proposal, kind=CommentKind.AMENDMENT, body=f"Niech {WORD} ma dwie ławki.")
    left = a_proposal(forum, title=f"Huśtawka {WORD}")
    with unit_of_work():
        draft = commands.open_draft(forum, by=editor)
        commands.set_aside(
            draft,
            proposal_ids=[left.id],
            comment_ids=[amendment.id],
            reason=AsideReason.OTHER,
            explanation=f"{WORD} ma już huśtawkę.",
            by=editor,
        )
    with unit_of_work():
        second = commands.publish(forum, edition=2, what_changed=f"{WORD} doszła.", by=SYSTEM)
    with unit_of_work():
        third = commands.publish(forum, edition=3, what_changed="Nic.", by=SYSTEM)
    with unit_of_work():
        commands.record_step(
            second,
            Said(
                StepKind.PASSED,
                clock.today(clock.now()),
                sender="Forum",
                receiver="Wydział",
                text=WORD,
                link=f"https://example.org/{WORD}",
            ),
            by=office.plenipotentiary,
        )
        answers = answering.open_answers(second, by=office.plenipotentiary)
        answer = next(each for each in answers if WORD in each.item.title)
        answering.extend(
            [answer],
            until=clock.today(clock.now()) + timedelta(days=90),
            reason=f"{WORD} choruje.",
            by=office.official,
        )
        answering.draft(
            answer,
            Wording(AnswerStatus.ACCEPTED, f"Tak, {WORD}, postawimy.", f"{WORD}, kierowniczka"),
            by=office.official,
        )
    with unit_of_work():
        answering.publish_answer(answer, by=office.official)
    with unit_of_work():
        answering.report_carried(
            answer,
            state=Carried.DONE,
            on_day=clock.today(clock.now()),
            evidence=f"{WORD} siedzi.",
            link=f"https://example.org/{WORD}.pdf",
            by=office.official,
        )
    numbers, kept = (second.number, third.number), answer.id
    in_english(client)
    for number in numbers:
        for address in (f"/issues/{number}", f"/issues/{number}/ledger", f"/issues/{number}.html"):
            assert WORD in text_of(client, address)
    with unit_of_work():
        asked = commands.ask_redaction(second, words=WORD, ground=GROUND, by=office.plenipotentiary)
    come_in(client, a_user("Adam Wrona", Role.ADMINISTRATOR))
    done = post_form(client, f"/issues/{numbers[0]}/redactions/{asked.id}", {"answer": "remove"})
    assert done.status_code == 303
    assert db.session.scalars(select(AnswerVersion.text_html)).one().count(GROUND) == 1
    reader = app.test_client()
    for number in numbers:
        for address in addresses(app, number, kept):
            assert WORD not in text_of(reader, address), address
    assert "usunięto na" in text_of(reader, f"/issues/{numbers[0]}/ledger").replace("\N{NO-BREAK SPACE}", " ")
    assert "Nothing fits." in text_of(in_english(reader), f"/issues/{numbers[0]}/ledger?q={WORD}")
    assert f"{WORD} ma już huśtawkę" not in text_of(reader, f"/proposals/{left.id}/story")


def test_nor_in_what_was_said_on_the_way_to_the_text(office: Office, app: Flask) -> None:
    editor, today = acting(a_user("Natalia Głąb", Role.EDITOR)), clock.today(clock.now())
    author = an_actor()
    a_proposal(office.forum, author, title=f"Ławka {WORD}")
    with unit_of_work():
        issue = commands.publish(office.forum, edition=2, what_changed="Przybyła ławka.", by=SYSTEM)
        answering.bring_back(
            office.unit,
            name="odpowiedzi.xlsx",
            sha256="0" * 64,
            rows=[{"row": "2", "id": f"O-{office.answers[0].id}/abcdef", "text": f"Tak, {WORD}."}],
            by=office.official,
        )
        review = commands.open_review(office.forum, opens_on=today, closes_on=today, everyone=True, by=editor)
        first = next(p.key for each in recommendations(document_of(review.copy)) for p in paragraphs(each))
        said = commands.comment_on_paragraph(review, paragraph=first, text=f"{WORD} wie lepiej.", by=author)
        commands.answer_comment(said, answered=Answered.NOT_TAKEN, answer=f"{WORD} tak nie pisze.", by=editor)
    with unit_of_work():
        asked = commands.ask_redaction(issue, words=WORD, ground=GROUND, by=office.plenipotentiary)
    with unit_of_work():
        commands.redact(asked, by=acting(a_user("Adam Wrona", Role.ADMINISTRATOR)))
    assert WORD not in text_of(app.test_client(), f"/reviews/{review.id}")
    assert WORD not in f"{said.text} {said.answer}"
    (row,) = db.session.scalars(select(Return)).one().rows
    assert row["text"] == f"Tak, [usunięto na podstawie: {GROUND}]."
    assert row["id"].startswith("O-")


def test_a_link_in_which_they_stand_goes_whole() -> None:
    removal = Removal("Anna Nowak", GROUND)
    assert removal.from_link("https://example.org/opinia-Anna%20Nowak.pdf") == ""
    assert removal.from_link("https://example.org/opinia.pdf") == "https://example.org/opinia.pdf"
