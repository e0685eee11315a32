"""A database that does not answer: a page that says so, nothing typed lost, and all is well when it is back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from flask import Flask
from flask.testing import FlaskClient
from psycopg import sql
from sqlalchemy import URL, make_url

from civic import create_app
from civic.config import Config
from civic.kernel.db import db
from tests.conftest import SECRET, Visitor, migrate
from tests.factories import a_proposal, a_speaker, an_organisation, come_in
from tests.fixtures.forms import token_on
from tests.fixtures.text import seen

BUSY = "Serwis jest w tej chwili zajęty. Spróbuj za minutę"


class Server:
    """The database server's side: it stops letting anybody in, and lets them in again."""

    def __init__(self, url: URL) -> None:
        self._name = sql.Identifier(str(url.database))
        self._literal = sql.Literal(str(url.database))
        self._address = f"host={url.query['host']} user={url.username} dbname=postgres"

    def _let_in(self, *, yes: bool) -> None:
        with psycopg.connect(self._address, autocommit=True) as connection:
            allow = sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS {}")
            connection.execute(allow.format(self._name, sql.Literal(yes)))
            if not yes:
                end = sql.SQL("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = {}")
                connection.execute(end.format(self._literal))

    @contextmanager
    def gone(self) -> Iterator[None]:
        """While the block runs nobody gets in, and who was in is thrown out."""
        self._let_in(yes=False)
        try:
            yield
        finally:
            self._let_in(yes=True)


@pytest.fixture
def own_app(fresh_postgres_url: str, tmp_path: Path) -> Iterator[Flask]:
    """An application with a database of its own, which may be taken away."""
    config = Config(
        secret_key=SECRET,
        database_url=fresh_postgres_url,
        data_dir=tmp_path,
        port=80,
        base_url="http://localhost",
        testing=True,
    )
    application = create_app(config)
    application.test_client_class = Visitor
    migrate(application)
    with application.app_context():
        yield application
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def server(fresh_postgres_url: str, own_app: Flask) -> Server:
    return Server(make_url(fresh_postgres_url))


@pytest.fixture
def reader(own_app: Flask) -> FlaskClient:
    return own_app.test_client()


@pytest.mark.parametrize("path", ["/", "/forums"])
def test_a_page_says_so_and_the_next_is_whole(reader: FlaskClient, server: Server, path: str) -> None:
    assert reader.get(path).status_code == 200
    db.session.remove()
    with server.gone():
        answer = reader.get(path)
        assert answer.status_code == 503
        assert BUSY in seen(answer)
        assert "Traceback" not in answer.text
        health = reader.get("/healthz")
        assert (health.status_code, health.json) == (503, {"status": "database unavailable"})
    assert reader.get(path).status_code == 200
    assert reader.get("/healthz").status_code == 200


def test_what_was_typed_comes_back_with_the_page(reader: FlaskClient, server: Server) -> None:
    organisation = an_organisation("Skwer")
    page = f"/proposals/{a_proposal().id}/comments/new"
    come_in(reader, a_speaker(organisation), organisation.id)
    typed = {"kind": "glos", "body": "Długi głos, który ktoś pisał przez całe popołudnie."}
    typed["csrf_token"] = token_on(reader.get(page).text)
    db.session.remove()
    with server.gone():
        answer = reader.post(page, data=typed)
        assert answer.status_code == 503
        assert BUSY in seen(answer)
        # A line comes back in a field of a line's size, where a reader may copy it.
        assert f'value="{typed["body"]}"' in answer.text
        assert reader.get("/forums").status_code == 503
    sent = reader.post(page, data=typed)
    assert sent.status_code == 303
    assert typed["body"] in reader.get(page.removesuffix("/comments/new")).text
