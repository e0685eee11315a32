"""Suggested relations, and contributions that came another way."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
RELATIONS = ("podobna", "duplikat", "sprzeczna", "uzupelniajaca")
ORIGINS = ("online", "meeting", "paper", "telefon", "email", "media_spolecznosciowe", "rozmowa")
KINDS = (
    *("report", "first", "suspicion", "appeal", "objection", "pair", "organisation", "claim"),
    *("mandate", "second"),
)


def _one_of(column: str, values: tuple[str, ...]) -> str:
    return f"{column} IN ({', '.join(repr(value) for value in values)})"


def _kinds(values: tuple[str, ...]) -> None:
    with op.batch_alter_table("cases") as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_cases_casekind"), type_="check")
        batch_op.create_check_constraint(batch_op.f("ck_cases_casekind"), _one_of("kind", values))


def _keys(table: str, *keys: tuple[str, str]) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}_{to}"))
        for column, to in keys
    ]


def upgrade() -> None:
    """Apply."""
    _kinds((*KINDS, "entry"))
    with op.batch_alter_table("proposal_words") as batch_op:
        batch_op.add_column(sa.Column("compared", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("proposal_words") as batch_op:
        batch_op.alter_column("compared", server_default=None)
    op.create_index(
        "ix_proposal_words_new",
        "proposal_words",
        ["proposal_id"],
        sqlite_where=sa.text("compared IS FALSE"),
        postgresql_where=sa.text("compared IS FALSE"),
    )
    with op.batch_alter_table("proposals") as batch_op:
        batch_op.add_column(sa.Column("received_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("late", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("proposals") as batch_op:
        batch_op.alter_column("late", server_default=None)
    with op.batch_alter_table("comments") as batch_op:
        batch_op.add_column(sa.Column("origin", sa.String(40), nullable=False, server_default="online"))
        batch_op.add_column(sa.Column("meeting", sa.String(80), nullable=True))
        batch_op.add_column(sa.Column("received_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("late", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.create_check_constraint(batch_op.f("ck_comments_origin"), _one_of("origin", ORIGINS))
    with op.batch_alter_table("comments") as batch_op:
        batch_op.alter_column("origin", server_default=None)
        batch_op.alter_column("late", server_default=None)
    _suggestions()
    _recorded_conflicts()
    _entries()


def _suggestions() -> None:
    op.create_table(
        "suggestions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("first_id", sa.Integer(), nullable=False),
        sa.Column("second_id", sa.Integer(), nullable=False),
        sa.Column("score", sa.Double(), nullable=False),
        sa.Column("shared", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("answered_at", MOMENT, nullable=True),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column(
            "kind",
            sa.Enum(*RELATIONS, name="relationkind", native_enum=False, length=40, create_constraint=True),
            nullable=True,
        ),
        sa.CheckConstraint("first_id < second_id", name=op.f("ck_suggestions_older_first")),
        sa.CheckConstraint(
            "answered_by_id IS NULL OR answered_at IS NOT NULL", name=op.f("ck_suggestions_answered")
        ),
        sa.CheckConstraint(
            "kind IS NULL OR answered_at IS NOT NULL", name=op.f("ck_suggestions_kind_answered")
        ),
        *_keys(
            "suggestions",
            ("first_id", "proposals"),
            ("second_id", "proposals"),
            ("answered_by_id", "users"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suggestions")),
        sa.UniqueConstraint("first_id", "second_id", name=op.f("uq_suggestions_first_id")),
    )
    op.create_index(op.f("ix_suggestions_second_id"), "suggestions", ["second_id"])
    op.create_index(op.f("ix_suggestions_answered_by_id"), "suggestions", ["answered_by_id"])
    op.create_index(
        "ix_suggestions_waiting",
        "suggestions",
        ["at"],
        sqlite_where=sa.text("answered_at IS NULL"),
        postgresql_where=sa.text("answered_at IS NULL"),
    )


def _recorded_conflicts() -> None:
    op.create_table(
        "recorded_conflicts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recommendation_id", sa.Integer(), nullable=False),
        sa.Column("first_id", sa.Integer(), nullable=False),
        sa.Column("second_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.CheckConstraint("first_id < second_id", name=op.f("ck_recorded_conflicts_older_first")),
        *_keys(
            "recorded_conflicts",
            ("recommendation_id", "recommendations"),
            ("first_id", "proposals"),
            ("second_id", "proposals"),
            ("by_id", "users"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recorded_conflicts")),
        sa.UniqueConstraint(
            "recommendation_id",
            "first_id",
            "second_id",
            name=op.f("uq_recorded_conflicts_recommendation_id"),
        ),
    )
    op.create_index(op.f("ix_recorded_conflicts_first_id"), "recorded_conflicts", ["first_id"])
    op.create_index(op.f("ix_recorded_conflicts_second_id"), "recorded_conflicts", ["second_id"])


def _entries() -> None:
    waits = sa.text("ours IS FALSE AND settled_at IS NULL AND withdrawn_at IS NULL")
    op.create_table(
        "entries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=True),
        sa.Column("comment_id", sa.Integer(), nullable=True),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.Column("entered_by_id", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("withdrawn_at", MOMENT, nullable=True),
        sa.Column("withdrawn_by_id", sa.Integer(), nullable=True),
        sa.Column("withdrawn_reason", sa.Text(), nullable=False),
        sa.Column("answered_at", MOMENT, nullable=True),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("ours", sa.Boolean(), nullable=True),
        sa.Column("objection", sa.Text(), nullable=False),
        sa.Column("settled_at", MOMENT, nullable=True),
        sa.CheckConstraint(
            "(proposal_id IS NULL) <> (comment_id IS NULL)", name=op.f("ck_entries_one_thing")
        ),
        sa.CheckConstraint(
            "(withdrawn_at IS NULL) = (withdrawn_by_id IS NULL)", name=op.f("ck_entries_withdrawn")
        ),
        sa.CheckConstraint("(answered_at IS NULL) = (ours IS NULL)", name=op.f("ck_entries_answered")),
        *_keys(
            "entries",
            ("proposal_id", "proposals"),
            ("comment_id", "comments"),
            ("organisation_id", "organisations"),
            ("file_id", "files"),
            ("entered_by_id", "users"),
            ("withdrawn_by_id", "users"),
            ("answered_by_id", "users"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entries")),
        *(
            sa.UniqueConstraint(column, name=op.f(f"uq_entries_{column}"))
            for column in ("proposal_id", "comment_id", "file_id")
        ),
    )
    for column in ("organisation_id", "withdrawn_by_id", "answered_by_id"):
        op.create_index(op.f(f"ix_entries_{column}"), "entries", [column])
    op.create_index("ix_entries_by_at", "entries", ["entered_by_id", "at"])
    op.create_index(
        "ix_entries_objected", "entries", ["answered_at"], sqlite_where=waits, postgresql_where=waits
    )


def downgrade() -> None:
    """Undo."""
    for table in ("entries", "recorded_conflicts", "suggestions"):
        op.drop_table(table)
    with op.batch_alter_table("comments") as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_comments_origin"), type_="check")
        for column in ("late", "received_on", "meeting", "origin"):
            batch_op.drop_column(column)
    with op.batch_alter_table("proposals") as batch_op:
        batch_op.drop_column("late")
        batch_op.drop_column("received_on")
    op.drop_index("ix_proposal_words_new", "proposal_words")
    with op.batch_alter_table("proposal_words") as batch_op:
        batch_op.drop_column("compared")
    op.execute("DELETE FROM cases WHERE kind = 'entry'")
    _kinds(KINDS)
