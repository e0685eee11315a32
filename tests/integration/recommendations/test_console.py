"""Compile, publish and explain on the command line, on the demonstration and on real data."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask import Flask

from civic import cli
from civic.answers.console import explain
from civic.discussions.models import CommentKind
from civic.kernel.access import SYSTEM, Role
from civic.kernel.db import db, unit_of_work
from civic.moderation.commands import hide
from civic.moderation.models import Ground
from civic.open_data.commands import import_bundle
from civic.open_data.demonstration import FOLDER
from civic.recommendations import console
from tests.factories import a_comment, a_forum, a_proposal, a_user, acting

Run = Callable[..., Result]


@pytest.fixture
def run(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command in the application of the test; refusals come out as they do on a terminal."""

    @contextmanager
    def reading() -> Iterator[Flask]:
        yield app
        db.session.rollback()

    @contextmanager
    def writing() -> Iterator[Flask]:
        with unit_of_work():
            yield app

    monkeypatch.setattr(cli, "reading", reading)
    monkeypatch.setattr(cli, "writing", writing)
    return lambda command, *words: CliRunner().invoke(command, [str(word) for word in words])


def last_line(result: Result) -> str:
    assert result.exit_code == 0, result.output
    return result.output.strip().splitlines()[-1]


def test_the_last_line_of_compile_is_the_ledger(run: Run, tmp_path: Path) -> None:
    forum = a_forum()
    a_comment(a_proposal(forum), kind=CommentKind.AMENDMENT)
    out = tmp_path / "draft.json"
    result = run(console.compile_forum, forum.slug, "--out", out)
    assert last_line(result) == "ledger total=2 cited=1 merged=0 aside=0 open=1"
    assert json.loads(out.read_text())["status"] == "draft"


def test_publish_prints_the_number_and_the_digest(run: Run) -> None:
    forum = a_forum()
    a_proposal(forum)
    number, digest = run(console.publish, forum.slug).output.strip().splitlines()
    assert number == "issue 1"
    assert len(digest.removeprefix("sha256 ")) == 64


def test_an_unknown_forum_and_an_unwritable_file_are_one_sentence(run: Run, tmp_path: Path) -> None:
    assert "There is no forum called 'nie-ma'." in run(console.compile_forum, "nie-ma").output
    forum = a_forum()
    result = run(console.compile_forum, forum.slug, "--out", tmp_path / "no" / "such.json")
    assert result.exit_code == 1
    assert "cannot be written" in result.output


def test_explain_takes_labels_and_addresses_and_nothing_hidden(run: Run) -> None:
    proposal = a_proposal(title="Jedna stawka")
    voice = a_comment(proposal)
    forms = (
        f"P{proposal.id}",
        f"/p/{proposal.id}",
        f"https://forum.example.org/proposals/{proposal.id}?page=2#k",
    )
    for form in (*forms, f"K{voice.id}", f"/c/{voice.id}"):
        assert "Jedna stawka" in run(explain, form).output
    for form in ("P999999", "/c/0", "nie ma", "P" + "9" * 17):
        assert run(explain, form).exit_code == 1
    with unit_of_work():
        hide(proposal, ground=Ground.OFF_TOPIC, reason="Nie tu.", by=acting(a_user(role=Role.MODERATOR)))
    for form in (*forms, f"K{voice.id}"):
        assert run(explain, form).exit_code == 1


def test_the_demonstration_compiles_without_an_editor(run: Run) -> None:
    with unit_of_work():
        import_bundle(FOLDER, by=SYSTEM)
    expected = {
        "program-wspolpracy-2027": "ledger total=29 cited=14 merged=1 aside=0 open=14",
        "forum-lokalowe": "ledger total=29 cited=12 merged=3 aside=0 open=14",
        "ekonomia-spoleczna": "ledger total=20 cited=10 merged=0 aside=0 open=10",
    }
    for slug, line in expected.items():
        assert last_line(run(console.compile_forum, slug)) == line
    assert "Rezygnacja z wymogu finansowego wkładu własnego" in run(explain, "W05").output


def test_real_proposals_of_another_city_compile_and_publish(run: Run) -> None:
    samples = os.environ.get("CIVIC_SAMPLES")
    if not samples:
        pytest.skip("CIVIC_SAMPLES is not set: the folder with the sample bundle madrid/")
    with unit_of_work():
        import_bundle(Path(samples) / "madrid", by=SYSTEM)
    assert (
        last_line(run(console.compile_forum, "decide-madrid"))
        == "ledger total=50 cited=50 merged=0 aside=0 open=0"
    )
    assert run(console.publish, "decide-madrid").exit_code == 0
    assert "R-01" in run(explain, "7").output
