"""The migrations make the very tables that the models describe, on both databases, and can go back."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import MetaData, func, select

from civic import create_app
from civic.config import Config
from civic.kernel.db import db, is_modelled
from tests.fixtures.sources import modules


@pytest.fixture(scope="module", autouse=True)
def every_model() -> None:
    """Load what describes a table, also where the web process itself has no need of it."""
    for module in modules():
        if "__tablename__" in module.text:
            importlib.import_module(module.name)


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_app(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    """The application on a database without a table."""
    url = f"sqlite:///{tmp_path / 'empty.db'}"
    if request.param == "postgresql":
        url = request.getfixturevalue("fresh_postgres_url")
    application = create_app(Config(secret_key="x" * 40, database_url=url, data_dir=tmp_path, testing=True))
    with application.app_context():
        yield application
        db.session.remove()
        db.engine.dispose()


def test_migrations_match_the_models(empty_app: Flask) -> None:
    upgrade()
    with db.engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "include_name": is_modelled}
        )
        differences = compare_metadata(context, db.metadata)
    assert not differences, f"Write a migration for what the models have and the tables do not: {differences}"


def test_migrations_go_down_to_nothing_and_up_again(empty_app: Flask) -> None:
    upgrade()
    downgrade(revision="base")
    with db.engine.connect() as connection:
        left = set(db.inspect(connection).get_table_names()) - {"alembic_version"}
    assert not left, f"downgrade() leaves tables behind: {sorted(left)}"
    upgrade()


def test_a_table_to_which_rows_point_can_be_changed(empty_app: Flask) -> None:
    """An instance whose meetings have an agenda goes on to the next version."""
    upgrade(revision="0056")
    starts = datetime(2026, 10, 1, 12, tzinfo=UTC)
    meeting = dict.fromkeys(("title", "room", "about", "host", "cancelled_reason"), "") | {
        "id": 1,
        "uid": "x",
        "kind": "warsztat",
        "state": "planned",
        "registration": False,
        "starts": starts,
        "ends": starts + timedelta(hours=2),
        "sequence": 0,
        "version": 1,
        "created_at": starts,
        "changed_at": starts,
    }
    item = {"id": 1, "meeting_id": 1, "position": 1, "title": "Powitanie"}
    with db.engine.begin() as connection:
        tables = MetaData()
        tables.reflect(connection, only=["meetings", "agenda_items"])
        meetings, items = tables.tables["meetings"], tables.tables["agenda_items"]
        connection.execute(meetings.insert().values(**meeting))
        connection.execute(items.insert().values(**item))
    upgrade()
    with db.engine.connect() as connection:
        kept = select(func.count()).select_from(items.join(meetings, meetings.c.id == items.c.meeting_id))
        assert connection.scalar(kept) == 1
