"""Runs the migrations inside the application, so that they use its settings and its models."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from alembic import context
from flask import current_app
from sqlalchemy import Connection

from civic.kernel.db import is_modelled

database = current_app.extensions["migrate"].db


def render_item(kind: str, item: object, _context: object) -> str | bool:
    """Own column types are written as what the database knows, so that a migration never depends on today's code."""
    if kind == "type" and type(item).__name__ == "Moment":
        return "sa.DateTime(timezone=True)"
    return False


@contextmanager
def tables_may_be_made_anew(connection: Connection) -> Iterator[None]:
    """On SQLite what changes a table drops it for another one, which rows that point to it would forbid; they are looked at after."""
    if connection.dialect.name != "sqlite":
        yield
        return
    plain = connection.connection.driver_connection
    # Nothing has begun yet: within a transaction SQLite does not hear this.
    plain.execute("PRAGMA foreign_keys = OFF")
    try:
        yield
        if lost := plain.execute("PRAGMA foreign_key_check").fetchall():
            raise RuntimeError(f"Rows point to what is not there: {lost[:5]}")
    finally:
        plain.execute("PRAGMA foreign_keys = ON")


def run() -> None:
    """Migrate, each step in one transaction."""
    with database.engine.connect() as connection, tables_may_be_made_anew(connection):
        context.configure(
            connection=connection,
            target_metadata=database.metadata,
            render_as_batch=True,
            compare_type=True,
            render_item=render_item,
            include_name=is_modelled,
            transaction_per_migration=True,
        )
        with context.begin_transaction():
            context.run_migrations()


run()
