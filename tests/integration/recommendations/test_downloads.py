"""Many who ask for the same file of an issue at the same moment: it is made once, and everybody gets it whole."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from flask import Flask

from civic.kernel.access import SYSTEM
from civic.kernel.db import db, unit_of_work
from civic.recommendations import commands, files
from tests.factories import a_forum, a_proposal

READERS = 4


@pytest.fixture
def number(app: Flask) -> int:
    """A published issue of which nobody has downloaded a file yet."""
    forum = a_forum()
    a_proposal(forum, title=f"Stawka dla forum {forum.slug}")
    with unit_of_work():
        number = commands.publish(forum, by=SYSTEM).number
    db.session.remove()
    return number


@pytest.mark.parametrize("format", ["html", "md", "csv"])
def test_a_text_says_its_encoding_once(app: Flask, number: int, format: str) -> None:
    with app.test_client().get(f"/issues/{number}.{format}") as answer:
        assert answer.headers["Content-Type"].count("charset=utf-8") == 1


@pytest.mark.parametrize("format", ["docx", "pdf"])
def test_first_downloads_at_the_same_moment_make_one_file(
    app: Flask, number: int, format: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[Path] = []
    ready = threading.Barrier(READERS)
    render = files._render

    def counted(source: Path, format: str, target: Path) -> None:
        made.append(target)
        render(source, format, target)

    def download(_reader: int) -> bytes:
        with app.app_context():
            ready.wait()
            with app.test_client().get(f"/issues/{number}.{format}") as answer:
                assert answer.status_code == 200
                whole: bytes = answer.data
        return whole

    monkeypatch.setattr(files, "_render", counted)
    with ThreadPoolExecutor(READERS) as threads:
        got = list(threads.map(download, range(READERS)))
    assert len(made) == 1
    assert len(set(got)) == 1
    assert got[0]
