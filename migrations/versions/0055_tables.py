"""Lines of minutes say at which table of the meeting they were said."""

import sqlalchemy as sa
from alembic import op

revision = "0055"
down_revision = "0054"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.add_column("minutes_lines", sa.Column("table_no", sa.Integer(), nullable=True))


def downgrade() -> None:
    """Undo."""
    op.drop_column("minutes_lines", "table_no")
