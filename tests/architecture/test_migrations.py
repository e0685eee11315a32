"""The migrations make the very tables that the models describe, on both databases, and can go back."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from flask_migrate import downgrade, upgrade

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
