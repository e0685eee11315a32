"""Statements of reasons and what decisions change: labels, requests for a change, closed discussions, covered words."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
LABELS = ("poza_tematem", "nieaktualne", "bez_zrodla", "nie_stanowisko")
PLACES = ("proposal", "comment", "conversation", "amendment")
ONE_PLACE = " + ".join(f"CASE WHEN {place}_id IS NULL THEN 0 ELSE 1 END" for place in PLACES) + " = 1"


def upgrade() -> None:
    """Apply."""
    for table in ("comments", "conversations", "proposals"):
        op.add_column(table, sa.Column("labels", sa.String(length=100), server_default="", nullable=False))
        with op.batch_alter_table(table) as batch_op:
            batch_op.alter_column("labels", server_default=None)
    for table in ("comments", "proposals"):
        op.add_column(table, sa.Column("asked_until", MOMENT, nullable=True))
    with op.batch_alter_table("threads") as batch_op:
        batch_op.add_column(sa.Column("locked_at", MOMENT, nullable=True))
        batch_op.add_column(sa.Column("locked_by_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("locked_reason", sa.Text(), server_default="", nullable=False))
        batch_op.create_foreign_key(
            batch_op.f("fk_threads_locked_by_id_users"), "users", ["locked_by_id"], ["id"]
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_threads_locked"), "(locked_at IS NULL) = (locked_by_id IS NULL)"
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_threads_locked_reason"), "locked_at IS NOT NULL OR locked_reason = ''"
        )
    with op.batch_alter_table("threads") as batch_op:
        batch_op.alter_column("locked_reason", server_default=None)
    with op.batch_alter_table("decisions") as batch_op:
        batch_op.add_column(sa.Column("label", sa.String(length=40), nullable=True))
        batch_op.add_column(sa.Column("rules_no", sa.Integer(), nullable=True))
        batch_op.create_check_constraint(
            batch_op.f("ck_decisions_label"), f"label IN ({', '.join(map(repr, LABELS))})"
        )
    _covers()


def _covers() -> None:
    op.create_table(
        "covers",
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("fragment", sa.Text(), nullable=False),
        sa.Column("mark", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decisions.id"], name=op.f("fk_covers_decision_id_decisions")
        ),
        sa.PrimaryKeyConstraint("decision_id", name=op.f("pk_covers")),
    )
    op.create_table(
        "covered_texts",
        sa.Column("id", sa.Integer(), nullable=False),
        *(sa.Column(f"{place}_id", sa.Integer(), nullable=True) for place in PLACES),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("field", sa.String(length=20), nullable=False),
        sa.Column("original", sa.Text(), nullable=False),
        sa.Column("shown", sa.Text(), nullable=False),
        sa.CheckConstraint(ONE_PLACE, name=op.f("ck_covered_texts_one_place")),
        *(
            sa.ForeignKeyConstraint(
                [f"{place}_id"], [f"{place}s.id"], name=op.f(f"fk_covered_texts_{place}_id_{place}s")
            )
            for place in PLACES
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_covered_texts")),
        *(
            sa.UniqueConstraint(f"{place}_id", "number", "field", name=op.f(f"uq_covered_texts_{place}_id"))
            for place in PLACES
        ),
    )
    op.create_table(
        "cover_marks",
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("text_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["covers.decision_id"], name=op.f("fk_cover_marks_decision_id_covers")
        ),
        sa.ForeignKeyConstraint(
            ["text_id"], ["covered_texts.id"], name=op.f("fk_cover_marks_text_id_covered_texts")
        ),
        sa.PrimaryKeyConstraint("decision_id", "text_id", name=op.f("pk_cover_marks")),
    )
    op.create_index(op.f("ix_cover_marks_text_id"), "cover_marks", ["text_id"])


def downgrade() -> None:
    """Undo. Covered words stay covered: what stood there must not come back by a change of the program."""
    for table in ("cover_marks", "covered_texts", "covers"):
        op.drop_table(table)
    with op.batch_alter_table("decisions") as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_decisions_label"), type_="check")
        batch_op.drop_column("rules_no")
        batch_op.drop_column("label")
    with op.batch_alter_table("threads") as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_threads_locked_reason"), type_="check")
        batch_op.drop_constraint(batch_op.f("ck_threads_locked"), type_="check")
        batch_op.drop_constraint(batch_op.f("fk_threads_locked_by_id_users"), type_="foreignkey")
        for column in ("locked_reason", "locked_by_id", "locked_at"):
            batch_op.drop_column(column)
    for table in ("comments", "proposals"):
        op.drop_column(table, "asked_until")
    for table in ("comments", "conversations", "proposals"):
        op.drop_column(table, "labels")
