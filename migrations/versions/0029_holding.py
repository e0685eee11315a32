"""What waits for a first look, and what an account may do meanwhile."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
CONTRIBUTIONS = ("proposals", "comments", "conversations")


def _one_of(name: str, *codes: str) -> sa.Enum:
    return sa.Enum(*codes, name=name, native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:
    """Apply."""
    # A forum that works already goes on as it did; what a new one does is chosen as it is opened.
    with op.batch_alter_table("forums") as batch_op:
        batch_op.add_column(
            sa.Column("publishing", sa.String(length=40), nullable=False, server_default="everything_at_once")
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_forums_publishing"),
            "publishing IN ('everything_at_once', 'known_at_once', 'nothing_at_once')",
        )
    for table in CONTRIBUTIONS:
        with op.batch_alter_table(table) as batch_op:
            batch_op.add_column(sa.Column("held", sa.Boolean(), nullable=False, server_default=sa.false()))
            batch_op.create_check_constraint(
                batch_op.f(f"ck_{table}_held"), "NOT held OR hidden_at IS NOT NULL"
            )
    with op.batch_alter_table("users") as batch_op:
        batch_op.add_column(sa.Column("restrained", sa.String(length=40), nullable=True))
        batch_op.add_column(sa.Column("restrained_until", MOMENT, nullable=True))
        batch_op.add_column(sa.Column("restrained_by", sa.Integer(), nullable=True))
        batch_op.create_check_constraint(
            batch_op.f("ck_users_restraint"), "restrained IN ('limit', 'suspend')"
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_users_restrained_by"), "(restrained IS NULL) = (restrained_by IS NULL)"
        )
    _looks()


def _looks() -> None:
    op.create_table(
        "looks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("thread_id", sa.Integer(), nullable=False),
        sa.Column("comment_id", sa.Integer(), nullable=True),
        sa.Column("forum_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "cause",
            _one_of("cause", "newcomer", "everything", "limited", "automatic", "signal"),
            nullable=False,
        ),
        sa.Column(
            "signals",
            sa.JSON().with_variant(postgresql.JSONB(), "postgresql"),
            nullable=False,
        ),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        *(
            sa.ForeignKeyConstraint([column], [f"{table}.id"], name=op.f(f"fk_looks_{column}_{table}"))
            for column, table in (
                ("thread_id", "threads"),
                ("comment_id", "comments"),
                ("forum_id", "forums"),
                ("person_id", "users"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_looks")),
    )
    op.create_index(op.f("ix_looks_comment_id"), "looks", ["comment_id"])
    op.create_index(op.f("ix_looks_person_id"), "looks", ["person_id"])
    op.create_index("ix_looks_thread", "looks", ["thread_id", "comment_id"])
    op.create_index(
        "ix_looks_waiting",
        "looks",
        ["cause", "at"],
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )


def downgrade() -> None:
    """Undo."""
    op.drop_table("looks")
    with op.batch_alter_table("users") as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_users_restrained_by"), type_="check")
        batch_op.drop_constraint(batch_op.f("ck_users_restraint"), type_="check")
        for column in ("restrained", "restrained_until", "restrained_by"):
            batch_op.drop_column(column)
    for table in CONTRIBUTIONS:
        with op.batch_alter_table(table) as batch_op:
            batch_op.drop_constraint(batch_op.f(f"ck_{table}_held"), type_="check")
            batch_op.drop_column("held")
    with op.batch_alter_table("forums") as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_forums_publishing"), type_="check")
        batch_op.drop_column("publishing")
