"""Which event was the last that may have changed how somebody is called."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    with op.batch_alter_table("event_head") as batch_op:
        batch_op.add_column(sa.Column("naming", sa.BigInteger(), nullable=False, server_default="0"))
    head = sa.table("event_head", sa.column("seq"), sa.column("naming"))
    op.execute(sa.update(head).values(naming=head.c.seq))


def downgrade() -> None:
    """Undo."""
    with op.batch_alter_table("event_head") as batch_op:
        batch_op.drop_column("naming")
