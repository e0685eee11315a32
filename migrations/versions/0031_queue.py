"""How a moderator works the queue."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.execute("UPDATE cases SET assigned_to_id = NULL")
    with op.batch_alter_table("cases") as batch_op:
        batch_op.add_column(sa.Column("assigned_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_check_constraint(
            batch_op.f("ck_cases_assigned"), "(assigned_to_id IS NULL) = (assigned_at IS NULL)"
        )
    op.create_table(
        "cases_kept",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_cases_kept_only_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cases_kept")),
    )
    op.create_table(
        "key_habits",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("keys_on", sa.Boolean(), nullable=False),
        sa.Column("chosen", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["users.id"], name=op.f("fk_key_habits_person_id_users"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_key_habits")),
    )


def downgrade() -> None:
    """Undo."""
    op.drop_table("key_habits")
    op.drop_table("cases_kept")
    with op.batch_alter_table("cases") as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_cases_assigned"), type_="check")
        batch_op.drop_column("assigned_at")
