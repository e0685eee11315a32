"""What the program writes down of itself: one event one line, and nothing that people wrote or keep secret."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterator

import pytest
import structlog
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from civic.kernel import log
from tests.factories import a_user, db

CANARY = "kanarek-5f1c"


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """What the program writes to standard error."""
    before, written = structlog.get_config(), io.StringIO()
    with monkeypatch.context() as patch:
        patch.setattr(sys, "stderr", written)
        log.configure()
    yield written
    structlog.configure(**before)


def test_one_fault_is_one_line_whatever_stands_in_the_address(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch, written: io.StringIO
) -> None:
    def fail(slug: str) -> str:
        raise RuntimeError(slug)

    monkeypatch.setitem(app.view_functions, "forums.show", fail)
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    client.get('/forums/%C2%85{"event":"forged"}%E2%80%A8%C2%9B31m%0D%0A%1B[31m')
    lines = written.getvalue().splitlines()
    assert [json.loads(line)["event"] for line in lines] == ["fault"]
    assert not any(ord(char) < 32 or 126 < ord(char) < 160 for line in lines for char in line)


def test_an_error_of_the_database_does_not_repeat_what_it_was_given(app: Flask) -> None:
    user = a_user(name=CANARY)
    with pytest.raises(IntegrityError) as caught:
        db.session.execute(
            text("INSERT INTO users (id, name) VALUES (:id, :name)"), {"id": user.id, "name": CANARY}
        )
    assert f"'{CANARY}'" not in str(caught.value).partition("DETAIL")[0]
    assert "parameters" in str(caught.value)
