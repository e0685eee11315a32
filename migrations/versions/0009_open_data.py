"""Which bundle lines were imported."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "imported_lines",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("file", sa.String(length=40), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("object_id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_imported_lines")),
        sa.UniqueConstraint("file", "key", name=op.f("uq_imported_lines_file")),
    )


def downgrade() -> None:
    """Undo."""
    op.drop_table("imported_lines")
