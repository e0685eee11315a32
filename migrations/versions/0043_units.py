"""The council's opinion as a file, and the address to which letters for a unit go."""

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.add_column("answering_units", sa.Column("email", sa.String(254), server_default="", nullable=False))
    with op.batch_alter_table("answering_units") as batch_op:
        batch_op.alter_column("email", server_default=None)
    with op.batch_alter_table("handover_steps") as batch_op:
        batch_op.add_column(sa.Column("file_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(op.f("fk_handover_steps_file_id_files"), "files", ["file_id"], ["id"])
        batch_op.create_index(op.f("ix_handover_steps_file_id"), ["file_id"])


def downgrade() -> None:
    """Undo."""
    with op.batch_alter_table("handover_steps") as batch_op:
        batch_op.drop_index(op.f("ix_handover_steps_file_id"))
        batch_op.drop_constraint(op.f("fk_handover_steps_file_id_files"), type_="foreignkey")
        batch_op.drop_column("file_id")
    with op.batch_alter_table("answering_units") as batch_op:
        batch_op.drop_column("email")
