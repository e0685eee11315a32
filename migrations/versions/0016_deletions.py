"""The report of what was deleted because its period was over."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "deletions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deletions")),
    )
    with op.batch_alter_table("deletions") as batch_op:
        batch_op.create_index(batch_op.f("ix_deletions_at"), ["at"])


def downgrade() -> None:
    """Undo."""
    with op.batch_alter_table("deletions") as batch_op:
        batch_op.drop_index(batch_op.f("ix_deletions_at"))
    op.drop_table("deletions")
