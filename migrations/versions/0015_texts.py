"""Versions of the instance's own texts, and what the directory of organisations searches and sorts by."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from civic.organisations import finding

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "text_versions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_text_versions_by_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_text_versions")),
        sa.UniqueConstraint("key", "language", "number", name=op.f("uq_text_versions_key")),
    )
    with op.batch_alter_table("organisations") as batch_op:
        batch_op.add_column(sa.Column("text_version", sa.Integer(), nullable=False, server_default="1"))
        batch_op.add_column(sa.Column("search_text", sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("sort_text", sa.String(length=400), nullable=False, server_default=""))
        batch_op.create_index(batch_op.f("ix_organisations_sort_text"), ["sort_text"])
    find_those_who_are_there()


def find_those_who_are_there() -> None:
    """Fill both columns for organisations that were entered before there was a directory."""
    there = sa.table(
        "organisations",
        *(sa.column(name) for name in ("id", "name", "kind", "district", "seat", "register_no", "about")),
        *(sa.column(name) for name in ("verification", "search_text", "sort_text")),
        sa.column("topics", sa.JSON().with_variant(postgresql.JSONB(), "postgresql")),
    )
    connection = op.get_bind()
    for row in connection.execute(sa.select(there)).mappings().all():
        found = {"search_text": finding.search_text(row), "sort_text": finding.place_of(row["name"])}
        connection.execute(sa.update(there).where(there.c.id == row["id"]).values(**found))


def downgrade() -> None:
    """Undo."""
    with op.batch_alter_table("organisations") as batch_op:
        batch_op.drop_index(batch_op.f("ix_organisations_sort_text"))
        batch_op.drop_column("sort_text")
        batch_op.drop_column("search_text")
        batch_op.drop_column("text_version")
    op.drop_table("text_versions")
