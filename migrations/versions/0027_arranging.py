"""Objections to merges, proposals split off and moved."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
STATES = ("waiting", "undone", "stands")


def _number(name: str, *, empty: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=empty)


def _leads(table: str, **columns: str) -> tuple[sa.ForeignKeyConstraint, ...]:
    return tuple(
        sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}_{to}"))
        for column, to in columns.items()
    )


def _objections() -> None:
    op.create_table(
        "objections",
        _number("id"),
        _number("merge_id"),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column(
            "state",
            sa.Enum(*STATES, name="objectionstate", native_enum=False, length=40, create_constraint=True),
            nullable=False,
        ),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_at", MOMENT, nullable=True),
        _number("answered_by_id", empty=True),
        _number("person_id"),
        _number("organisation_id", empty=True),
        sa.Column("organisation_name", sa.String(length=300), nullable=False),
        sa.Column("capacity", sa.String(length=20), nullable=False),
        _number("claimed_organisation_id", empty=True),
        sa.CheckConstraint(
            "(state = 'waiting') = (answered_at IS NULL)", name=op.f("ck_objections_answered")
        ),
        sa.CheckConstraint("state = 'waiting' OR answer <> ''", name=op.f("ck_objections_reasoned")),
        *_leads(
            "objections",
            merge_id="merges",
            answered_by_id="users",
            person_id="users",
            organisation_id="organisations",
            claimed_organisation_id="organisations",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_objections")),
    )
    for column in ("merge_id", "person_id", "organisation_id"):
        op.create_index(op.f(f"ix_objections_{column}"), "objections", [column])
    op.create_index("uq_objections_organisation", "objections", ["merge_id", "organisation_id"], unique=True)
    op.create_index(
        "uq_objections_person",
        "objections",
        ["merge_id", "person_id"],
        unique=True,
        sqlite_where=sa.text("organisation_id IS NULL"),
        postgresql_where=sa.text("organisation_id IS NULL"),
    )


def _splits() -> None:
    op.create_table(
        "splits",
        _number("id"),
        _number("comment_id"),
        _number("proposal_id"),
        sa.Column("reason", sa.Text(), nullable=False),
        _number("by_id"),
        sa.Column("at", MOMENT, nullable=False),
        _number("undone_by_id", empty=True),
        sa.Column("undone_at", MOMENT, nullable=True),
        sa.Column("undone_reason", sa.Text(), nullable=False),
        sa.CheckConstraint("(undone_at IS NULL) = (undone_by_id IS NULL)", name=op.f("ck_splits_undone")),
        *_leads(
            "splits", comment_id="comments", proposal_id="proposals", by_id="users", undone_by_id="users"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_splits")),
    )
    op.create_index(op.f("ix_splits_proposal_id"), "splits", ["proposal_id"])
    op.create_index(
        "uq_splits_in_force",
        "splits",
        ["comment_id"],
        unique=True,
        sqlite_where=sa.text("undone_at IS NULL"),
        postgresql_where=sa.text("undone_at IS NULL"),
    )
    op.add_column("comments", _number("split_into_id", empty=True))


def _moves() -> None:
    op.create_table(
        "moves",
        _number("id"),
        _number("decision_id"),
        _number("proposal_id", empty=True),
        _number("conversation_id", empty=True),
        _number("from_forum_id"),
        _number("to_forum_id"),
        _number("from_chapter_id", empty=True),
        sa.CheckConstraint(
            "(proposal_id IS NULL) <> (conversation_id IS NULL)", name=op.f("ck_moves_one_thing")
        ),
        sa.CheckConstraint("from_forum_id <> to_forum_id", name=op.f("ck_moves_two_forums")),
        *_leads(
            "moves",
            decision_id="decisions",
            proposal_id="proposals",
            conversation_id="conversations",
            from_forum_id="forums",
            to_forum_id="forums",
            from_chapter_id="chapters",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_moves")),
    )
    for column in ("decision_id", "proposal_id", "conversation_id"):
        op.create_index(op.f(f"ix_moves_{column}"), "moves", [column])


def _moved() -> None:
    for table in ("proposals", "conversations"):
        with op.batch_alter_table(table) as batch_op:
            batch_op.add_column(sa.Column("moved", sa.Boolean(), nullable=False, server_default=sa.false()))
        with op.batch_alter_table(table) as batch_op:
            batch_op.alter_column("moved", server_default=None)


def upgrade() -> None:
    """Apply."""
    _objections()
    _splits()
    _moves()
    _moved()


def downgrade() -> None:
    """Undo."""
    for table in ("conversations", "proposals"):
        with op.batch_alter_table(table) as batch_op:
            batch_op.drop_column("moved")
    op.drop_table("moves")
    with op.batch_alter_table("comments") as batch_op:
        batch_op.drop_column("split_into_id")
    op.drop_table("splits")
    op.drop_table("objections")
