"""Files of issues: the file itself, made once, whole or not at all."""

from __future__ import annotations

import io
import json
import threading
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from civic.documents import digest, render
from civic.documents.registry import FORMATS
from civic.forums.models import Forum
from civic.kernel.access import SYSTEM
from civic.kernel.db import db, unit_of_work
from civic.kernel.errors import NotFound, Refused
from civic.recommendations import commands, files, queries
from civic.recommendations.models import Issue
from tests.factories import a_forum, a_proposal
from tests.fixtures.forms import in_english


@pytest.fixture
def forum(app: Flask) -> Forum:
    return a_forum()


@pytest.fixture
def issue(forum: Forum) -> Issue:
    a_proposal(forum, title=f"Stawka dla forum {forum.slug}")
    with unit_of_work():
        return commands.publish(forum, by=SYSTEM)


@pytest.mark.parametrize("format", ["docx", "md", "csv"])
def test_a_file_is_what_the_renderer_makes_of_the_frozen_document(issue: Issue, format: str) -> None:
    path = files.issue_file(issue, format)
    assert path.read_bytes() == render(files.document_of(issue), format)


def test_the_json_file_is_the_frozen_document_to_the_byte(issue: Issue) -> None:
    assert files.issue_file(issue, "json").read_text() == issue.document
    assert digest(replace(files.document_of(issue), edition=None)) == issue.sha256


def test_a_file_that_is_there_is_not_made_again(issue: Issue) -> None:
    path = files.issue_file(issue, "md")
    made = path.stat().st_mtime_ns
    assert files.issue_file(issue, "md") == path
    assert path.stat().st_mtime_ns == made


def test_two_who_ask_at_once_get_one_whole_file(app: Flask, issue: Issue) -> None:
    number = issue.number
    db.session.rollback()
    got: list[bytes] = []

    def ask() -> None:
        with app.app_context():
            got.append(files.issue_file(queries.get_issue(number), "html").read_bytes())
            db.session.remove()

    threads = [threading.Thread(target=ask) for _number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(got) == 2
    assert got[0] == got[1]
    assert got[0].rstrip().endswith(b"</html>")


def test_an_unknown_format_is_not_found(issue: Issue) -> None:
    with pytest.raises(NotFound):
        files.issue_file(issue, "exe")


def test_a_file_that_cannot_be_made_leaves_a_sentence_and_no_half_of_it(
    issue: Issue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "SECONDS", 0)
    with pytest.raises(Refused) as caught:
        files.issue_file(issue, "odt")
    assert caught.value.code == "file.slow"
    folder = files.issue_file(issue, "json").parent
    assert {path.name for path in folder.iterdir()} <= {"document.json", "lock"}


def test_a_child_out_of_memory_is_refused(issue: Issue, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "MEMORY", 1)
    with pytest.raises(Refused) as caught:
        files.issue_file(issue, "docx")
    assert caught.value.code == "file.failed"


def test_a_document_too_long_for_a_pdf_says_so_at_once_and_the_zip_holds_the_rest(
    issue: Issue, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def child(_source: Path, format: str, target: Path) -> None:
        asked.append(format)
        if format == "pdf":
            raise Refused(files.TOO_LONG, files.FAULTS[files.TOO_LONG])
        target.write_text(format)

    monkeypatch.setattr(files, "_render", child)
    for _turn in range(2):
        answer = in_english(client).get(f"/issues/{issue.number}.pdf")
        assert answer.status_code == 422
        assert "Take the Word, ODT or HTML file" in answer.text
    with (
        client.get(f"/issues/{issue.number}.zip") as packed,
        zipfile.ZipFile(io.BytesIO(packed.data)) as archive,
    ):
        endings = {Path(name).suffix for name in archive.namelist()}
    assert endings == {".docx", ".odt", ".html", ".md", ".json", ".xlsx", ".csv", ".txt"}
    assert asked.count("pdf") == 1


def test_a_draft_is_marked_as_one_and_old_drafts_are_thrown_away(
    forum: Forum, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_proposal(forum)
    first = files.document_file(queries.compile_draft(forum), "json")
    assert json.loads(first.read_text())["status"] == "draft"
    monkeypatch.setattr(files, "DRAFTS_KEPT", -60)
    a_proposal(forum, title="Druga")
    second = files.document_file(queries.compile_draft(forum), "json")
    assert second.exists()
    assert not first.exists()


def test_every_format_is_offered(app: Flask) -> None:
    assert set(FORMATS) == {"docx", "odt", "pdf", "html", "md", "json", "xlsx", "csv"}
    assert isinstance(files._folder(), Path)
