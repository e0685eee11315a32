"""Lines of minutes say when they came; who came to a meeting is known by itself and needs no version."""

import sqlalchemy as sa
from alembic import op

revision = "0060"
down_revision = "0059"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply: of lines that are there, nobody knows that they were late."""
    op.add_column("minutes_lines", sa.Column("arrived_at", sa.DateTime(timezone=True), nullable=True))
    op.execute("UPDATE minutes_lines SET arrived_at = said_at")
    with op.batch_alter_table("minutes_lines") as table:
        table.alter_column("arrived_at", existing_type=sa.DateTime(timezone=True), nullable=False)
    op.drop_column("minutes", "version")


def downgrade() -> None:
    """Undo."""
    op.add_column("minutes", sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
    with op.batch_alter_table("minutes") as table:
        table.alter_column("version", server_default=None)
    op.drop_column("minutes_lines", "arrived_at")
