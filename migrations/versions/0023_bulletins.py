"""What the office writes to many, answers that come by mail, and when a person last looked at the start page."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    with op.batch_alter_table("users") as batch_op:
        batch_op.add_column(sa.Column("start_seen_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("start_since", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    """Undo."""
    with op.batch_alter_table("users") as batch_op:
        batch_op.drop_column("start_since")
        batch_op.drop_column("start_seen_at")
