"""The published heads of the event log, which events name which thing, and indices by which the log is filtered."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
#: Filtered by these, each with the number, so that the newest are found without sorting.
COLUMNS = ("name", "actor", "subject", "at")


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "event_mentions",
        sa.Column("thing", sa.String(length=80), nullable=False),
        sa.Column("seq", NUMBER, nullable=False, autoincrement=False),
        sa.PrimaryKeyConstraint("thing", "seq", name=op.f("pk_event_mentions")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "event_mention_state",
        sa.Column("id", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_event_mention_state_only_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_mention_state")),
    )
    op.create_table(
        "log_heads",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.CheckConstraint("length(hash) = 64", name=op.f("ck_log_heads_hash_length")),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_log_heads")),
    )
    op.create_table(
        "log_checks",
        sa.Column("id", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("fault", sa.String(length=500), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_log_checks_only_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_log_checks")),
    )
    op.drop_index(op.f("ix_events_name"), "events")
    op.drop_index(op.f("ix_events_subject"), "events")
    for column in COLUMNS:
        op.create_index(f"ix_events_{column}", "events", [column, "seq"])


def downgrade() -> None:
    """Undo."""
    for column in COLUMNS:
        op.drop_index(f"ix_events_{column}", "events")
    for column in ("name", "subject"):
        op.create_index(op.f(f"ix_events_{column}"), "events", [column])
    for table in ("log_checks", "log_heads", "event_mention_state", "event_mentions"):
        op.drop_table(table)
