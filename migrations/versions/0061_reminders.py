"""Of which marks of a term the units that answer needs and questions were reminded."""

import sqlalchemy as sa
from alembic import op

revision = "0061"
down_revision = "0060"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "need_reminders",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("need_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("mark", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["need_id"], ["needs.id"], name=op.f("fk_need_reminders_need_id_needs")),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["answering_units.id"], name=op.f("fk_need_reminders_unit_id_answering_units")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_need_reminders")),
        sa.UniqueConstraint("need_id", "unit_id", "due_on", "mark", name=op.f("uq_need_reminders_need_id")),
    )
    op.create_table(
        "minutes_reminders",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("line_id", sa.Integer(), nullable=False),
        sa.Column("unit", sa.String(length=200), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("mark", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["line_id"], ["minutes_lines.id"], name=op.f("fk_minutes_reminders_line_id_minutes_lines")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_minutes_reminders")),
        sa.UniqueConstraint("line_id", "unit", "due_on", "mark", name=op.f("uq_minutes_reminders_line_id")),
    )


def downgrade() -> None:
    """Undo."""
    op.drop_table("minutes_reminders")
    op.drop_table("need_reminders")
