"""Editions: an older one says what replaced it, and a page shows what changed word by word; everything comes in one ZIP."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile

import pytest
from flask import Flask
from flask.testing import FlaskClient

from civic.forums.models import Forum
from civic.kernel import db as kernel_db
from civic.kernel.access import SYSTEM, Role
from civic.kernel.db import db, unit_of_work
from civic.recommendations import commands
from civic.recommendations import compile as compiling
from civic.recommendations.models import Issue
from tests.factories import a_forum, a_proposal, a_user, acting, come_in
from tests.fixtures.forms import in_english, post_form
from tests.fixtures.queries import CountQueries


@pytest.fixture
def forum(app: Flask) -> Forum:
    return a_forum(chapters=[("czynsz", "Czynsz")])


def published(forum: Forum) -> Issue:
    with unit_of_work():
        return commands.publish(forum, by=SYSTEM)


def two_editions(forum: Forum, client: FlaskClient) -> None:
    """One edition, then a second with other words and one recommendation more."""
    proposal = a_proposal(forum, title="Niższa stawka")
    editor = acting(a_user("Natalia Głąb", role=Role.EDITOR))
    with unit_of_work():
        draft = commands.open_draft(forum, by=editor)
        made = commands.adopt(draft, proposal_ids=[proposal.id], by=editor)
    published(forum)
    a_proposal(forum, title="Wspólna sala")
    with unit_of_work():
        commands.write_recommendation(
            made,
            title="Niższa stawka dla wszystkich",
            text="Miasto obniża stawkę.",
            justification="",
            addressee="",
            chapter_id=None,
            version=made.version,
            by=editor,
        )
    come_in(in_english(client), a_user(role=Role.EDITOR))
    page = f"/desk/{forum.slug}/publish"
    assert post_form(client, page).status_code == 422
    assert post_form(client, page, {"what_changed": "Doszła wspólna sala."}).location == "/issues/2"


def test_an_older_edition_says_what_replaced_it_and_why(forum: Forum, client: FlaskClient) -> None:
    two_editions(forum, client)
    old, new = client.get("/issues/1").text, client.get("/issues/2").text
    assert "Replaced by recommendations no. 2" in old
    assert "Doszła wspólna sala." in old
    assert "Doszła wspólna sala." in new
    assert "Replaced by" not in new
    assert "Replaced by no. 2" in client.get(f"/recommendations/{forum.slug}").text


def test_what_changed_is_shown_word_by_word(forum: Forum, client: FlaskClient) -> None:
    two_editions(forum, client)
    page = client.get("/issues/2/changes")
    assert page.status_code == 200
    assert "1 new recommendation" in page.text
    assert "1 recommendation reads otherwise" in page.text
    assert "<ins>" in page.text
    assert "Doszła wspólna sala." in page.text
    assert client.get("/issues/1/changes?from=2").status_code == 200


@pytest.mark.parametrize(
    "address", ["/issues/1/changes", "/issues/2/changes?from=9", "/issues/2/changes?from=2"]
)
def test_there_is_nothing_to_compare_with(forum: Forum, client: FlaskClient, address: str) -> None:
    two_editions(forum, client)
    assert client.get(address).status_code == 404


def test_an_edition_of_another_forum_is_none_to_compare_with(forum: Forum, client: FlaskClient) -> None:
    two_editions(forum, client)
    other = a_forum("Inne forum")
    a_proposal(other)
    number = published(other).number
    assert client.get(f"/issues/2/changes?from={number}").status_code == 404


def test_the_comparison_costs_few_questions(forum: Forum, client: FlaskClient, queries: CountQueries) -> None:
    two_editions(forum, client)
    client.get("/issues/2/changes")
    with queries() as said:
        client.get("/issues/2/changes")
    assert len(said) <= 14


def test_everything_comes_in_one_zip_with_its_sums(forum: Forum, client: FlaskClient) -> None:
    a_proposal(forum)
    issue = published(forum)
    sha256 = issue.sha256
    with client.get("/issues/1.zip") as answer, client.get("/issues/1.zip") as again:
        assert (answer.status_code, answer.mimetype) == (200, "application/zip")
        assert answer.data == again.data
        archive = zipfile.ZipFile(io.BytesIO(answer.data))
    assert archive.testzip() is None
    manifest = json.loads(archive.read("rekomendacje-1/manifest.json"))
    assert (manifest["numer"], manifest["wydanie"], manifest["sha256"]) == (1, 1, sha256)
    assert manifest["funkcja_autora"] == "platforma, bez udziału osoby"
    assert len(manifest["pliki"]) == 8
    for each in manifest["pliki"]:
        content = archive.read(f"rekomendacje-1/{each['nazwa']}")
        assert (hashlib.sha256(content).hexdigest(), len(content)) == (each["sha256"], each["bajty"])
        with client.get(f"/issues/1.{each['nazwa'].rsplit('.', 1)[1]}") as alone:
            assert alone.data == content
    assert sha256 in archive.read("rekomendacje-1/manifest.txt").decode()


@pytest.mark.parametrize(("role", "status"), [(Role.OFFICIAL, 200), (None, 403)])
def test_the_zip_of_a_draft_is_for_those_who_may_read_it(
    forum: Forum, client: FlaskClient, role: Role | None, status: int
) -> None:
    a_proposal(forum)
    come_in(client, a_user(role=role))
    with client.get(f"/desk/{forum.slug}/preview.zip") as answer:
        assert answer.status_code == status


def test_each_download_of_a_draft_asks_for_the_right_again(forum: Forum, client: FlaskClient) -> None:
    """The file lies on disk already; whoever lost the role does not get it any more."""
    a_proposal(forum)
    user = a_user(role=Role.OFFICIAL)
    come_in(client, user)
    page = f"/desk/{forum.slug}/preview.md"
    with client.get(page) as answer:
        assert answer.status_code == 200
    user.role = None
    db.session.commit()
    with client.get(page) as answer:
        assert answer.status_code == 403


def test_compiling_keeps_no_writer_waiting(forum: Forum, monkeypatch: pytest.MonkeyPatch) -> None:
    a_proposal(forum)
    writing: list[bool] = []
    compiled = compiling.compiled

    def watched(snapshot: object) -> object:
        writing.append(kernel_db._writing.get())
        return compiled(snapshot)  # type: ignore[arg-type]

    monkeypatch.setattr(compiling, "compiled", watched)
    with unit_of_work():
        commands.publish(forum, by=SYSTEM)
    assert writing == [False]


def test_what_changed_while_it_was_compiled_is_in_the_issue(
    forum: Forum, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_proposal(forum, title="Jedna")
    compiled = compiling.compiled
    late: list[str] = ["Druga"]

    def meanwhile(snapshot: object) -> object:
        made = compiled(snapshot)  # type: ignore[arg-type]
        if late:
            a_proposal(forum, title=late.pop())
        return made

    monkeypatch.setattr(compiling, "compiled", meanwhile)
    with unit_of_work():
        issue = commands.publish(forum, by=SYSTEM)
    assert {item.title for item in issue.items} == {"Jedna", "Druga"}
