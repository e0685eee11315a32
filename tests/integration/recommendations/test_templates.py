"""The office's Word template: tried out, set, remembered by the issues that were published with it."""

from __future__ import annotations

import io
import json
from typing import Any

import docx
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from civic.documents import Document, render
from civic.forums.models import Forum
from civic.kernel import files as brought
from civic.kernel.access import SYSTEM, Role
from civic.kernel.db import db, unit_of_work
from civic.kernel.errors import Forbidden, Refused
from civic.kernel.events import EventRow
from civic.recommendations import commands, files, queries
from civic.recommendations.models import Issue, WordTemplate
from tests.factories import a_forum, a_proposal, a_user, acting, come_in
from tests.fixtures.queries import counting
from tests.fixtures.uploads import docx_with, multipart, upload

LETTERHEAD = "Urząd Miasta, Wydział Spraw Ważnych"


def a_template(letterhead: str = LETTERHEAD) -> bytes:
    template = docx.Document()
    template.sections[0].header.paragraphs[0].add_run(letterhead)
    file = io.BytesIO()
    template.save(file)
    return file.getvalue()


def set_for(forum: Forum | None, content: bytes | None = None) -> WordTemplate:
    accepted = brought.accept(upload("papier.docx", content or a_template()), frozenset({"docx"}))
    with unit_of_work():
        return commands.set_template(forum, file=accepted, by=SYSTEM)


def letterhead_of(path: Any) -> str:
    return str(docx.Document(str(path)).sections[0].header.paragraphs[-1].text)


def publish(forum: Forum) -> Issue:
    with unit_of_work():
        return commands.publish(forum, by=SYSTEM)


@pytest.fixture
def forum(app: Flask) -> Forum:
    forum = a_forum()
    a_proposal(forum)
    return forum


def test_an_issue_remembers_the_template_it_was_published_with(forum: Forum) -> None:
    template = set_for(forum)
    issue = publish(forum)
    assert template.file
    assert json.loads(issue.document)["template"] == template.file.sha256
    first = files.issue_file(issue, "docx")
    assert letterhead_of(first) == LETTERHEAD
    content = first.read_bytes()
    set_for(forum, a_template("Inny papier"))
    first.unlink()
    assert files.issue_file(issue, "docx").read_bytes() == content
    draft: Document = queries.compile_draft(forum)
    assert letterhead_of(files.document_file(draft, "docx")) == "Inny papier"


def test_issues_from_before_have_the_house_s_own_look(forum: Forum) -> None:
    issue = publish(forum)
    set_for(None)
    assert "template" not in json.loads(issue.document)
    assert files.issue_file(issue, "docx").read_bytes() == render(files.document_of(issue), "docx")


def test_a_forum_s_own_template_goes_before_the_one_of_all(forum: Forum) -> None:
    for_all = set_for(None)
    own = set_for(forum, a_template("Papier forum"))
    digests = [each.file.sha256 for each in (for_all, own) if each.file]
    assert queries.compile_draft(forum).template == digests[1]
    assert queries.compile_draft(a_forum("Inne")).template == digests[0]
    with unit_of_work():
        commands.end_template(own, by=SYSTEM)
    assert queries.compile_draft(forum).template == digests[0]
    with unit_of_work():
        commands.end_template(for_all, by=SYSTEM)
    assert queries.compile_draft(forum).template == ""


def test_what_was_done_stands_in_the_log(forum: Forum) -> None:
    template = set_for(forum)
    with unit_of_work():
        commands.end_template(template, by=SYSTEM)
    told = select(EventRow.name).where(EventRow.subject == f"word_template:{template.id}")
    assert list(db.session.scalars(told.order_by(EventRow.seq))) == ["WordTemplateSet", "WordTemplateEnded"]


def test_the_same_file_again_changes_nothing(forum: Forum) -> None:
    content = a_template()  # once: the library writes the time of day into each
    first = set_for(forum, content)
    assert set_for(forum, content).id == first.id


def test_a_template_that_ended_cannot_end_again(forum: Forum) -> None:
    template = set_for(forum)
    with unit_of_work():
        commands.end_template(template, by=SYSTEM)
    with pytest.raises(Refused), unit_of_work():
        commands.end_template(template, by=SYSTEM)


def test_who_drafts_sets_no_template(forum: Forum) -> None:
    accepted = brought.accept(upload("papier.docx", a_template()), frozenset({"docx"}))
    editor = acting(a_user(role=Role.EDITOR))
    with pytest.raises(Forbidden), unit_of_work():
        commands.set_template(forum, file=accepted, by=editor)


@pytest.fixture
def steering(forum: Forum, client: FlaskClient) -> FlaskClient:
    come_in(client, a_user(role=Role.PLENIPOTENTIARY))
    return client


def send(client: FlaskClient, slug: str, name: str, content: bytes) -> Any:
    page = client.get("/admin/templates").text
    token = page.partition('name="csrf_token" type="hidden" value="')[2].partition('"')[0]
    return client.post(
        "/admin/templates",
        **multipart({"csrf_token": token, "forum": slug}, name, content),
        follow_redirects=True,
    )


def test_the_page_tries_the_template_out_and_sets_it(forum: Forum, steering: FlaskClient) -> None:
    slug, title, content = forum.slug, forum.title, a_template()
    answer = send(steering, slug, "papier firmowy.docx", content)
    assert answer.status_code == 200
    assert "Szablon wprowadzony" in answer.text
    assert "papier firmowy.docx" in answer.text
    assert title in answer.text
    template = db.session.scalars(select(WordTemplate)).one()
    with steering.get(f"/admin/templates/{template.id}/sample.docx") as sample:
        document = docx.Document(io.BytesIO(sample.data))
        assert document.sections[0].header.paragraphs[-1].text == LETTERHEAD
    with steering.get(f"/admin/templates/{template.id}.docx") as own:
        assert own.data == content


def test_the_house_s_own_template_can_be_sent_back(forum: Forum, steering: FlaskClient) -> None:
    with steering.get("/admin/templates/house.docx") as house:
        content = house.data
    assert "Szablon wprowadzony" in send(steering, "", "szablon.docx", content).text


def harmful() -> bytes:
    template = docx.Document()
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"
    template.part.relate_to("http://zly.example/a.dotm", kind, is_external=True)
    file = io.BytesIO()
    template.save(file)
    return file.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("papier.docx", harmful(), "pobiera obraz albo plik"),
        ("papier.docx", docx_with({"word/vbaProject.bin": b"MZ"}), "makra"),
        ("papier.docx", b"PK nie dokument", "uszkodzony"),
        ("papier.pdf", b"%PDF-1.7", "Word"),
        ("papier.docx", docx_with({"word/zero.bin": b"\0" * 70_000_000}), "uszkodzony"),
    ],
)
def test_a_harmful_or_broken_file_is_refused_with_a_sentence(
    forum: Forum, steering: FlaskClient, name: str, content: bytes, sentence: str
) -> None:
    answer = send(steering, forum.slug, name, content)
    assert sentence in answer.text
    assert db.session.scalars(select(WordTemplate)).all() == []


def test_a_forum_that_is_not_there_is_not_all_forums(steering: FlaskClient) -> None:
    answer = send(steering, "nie-ma", "papier.docx", a_template())
    assert "Szablon wprowadzony" not in answer.text
    assert db.session.scalars(select(WordTemplate)).all() == []


def test_the_list_asks_the_same_number_of_questions_however_long_it_is(steering: FlaskClient) -> None:
    counts = []
    for number in range(2):
        for each in range(3):
            set_for(a_forum(f"Forum {number} {each}"), a_template(f"Papier {number} {each}"))
        with counting() as statements:
            assert steering.get("/admin/templates").status_code == 200
        counts.append(len(statements))
    assert counts[0] == counts[1] <= 12
