"""Runs the migrations inside the application, so that they use its settings and its models."""

from __future__ import annotations

from alembic import context
from flask import current_app

from civic.kernel.db import is_modelled

database = current_app.extensions["migrate"].db


def render_item(kind: str, item: object, _context: object) -> str | bool:
    """Own column types are written as what the database knows, so that a migration never depends on today's code."""
    if kind == "type" and type(item).__name__ == "Moment":
        return "sa.DateTime(timezone=True)"
    return False


def run() -> None:
    """Migrate in one transaction."""
    with database.engine.connect() as connection:
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
