"""All recommendations in which a contribution stands, and what the ledger says of it where words were removed."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0042"
down_revision = "0039"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply; of issues that are published already only the first recommendation of each contribution is known."""
    json_type = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
    op.add_column("fates", sa.Column("also", json_type, server_default="[]", nullable=False))
    op.add_column("fates", sa.Column("title", sa.Text(), server_default="", nullable=False))
    op.add_column("fates", sa.Column("organisation", sa.Text(), server_default="", nullable=False))
    with op.batch_alter_table("fates") as batch_op:
        for name in ("also", "title", "organisation"):
            batch_op.alter_column(name, server_default=None)


def downgrade() -> None:
    """Undo."""
    with op.batch_alter_table("fates") as batch_op:
        for name in ("organisation", "title", "also"):
            batch_op.drop_column(name)
