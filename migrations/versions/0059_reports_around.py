"""Needs, notices, calls and comments on a draft can be reported; moderators hide them by a decision that can be taken back."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0059"
down_revision = "0058"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
BEFORE = ("proposal", "comment", "conversation")
AROUND = {
    "need": "needs",
    "notice": "notices",
    "grant_call": "grant_calls",
    "review_comment": "review_comments",
}
#: Comments on a draft have these columns already.
HIDDEN = ("needs", "notices", "grant_calls")
WAITING = sa.text("decided_at IS NULL")
COLUMNS = ("id", "undoes_id", *(f"{noun}_id" for noun in AROUND))


def _one_of(*nouns: str) -> str:
    return " + ".join(f"CASE WHEN {noun}_id IS NULL THEN 0 ELSE 1 END" for noun in nouns) + " = 1"


def upgrade() -> None:
    """Apply."""
    for table in HIDDEN:
        with op.batch_alter_table(table) as batch_op:
            batch_op.add_column(sa.Column("hidden_at", MOMENT, nullable=True))
            batch_op.add_column(sa.Column("hidden_reason", sa.Text(), server_default="", nullable=False))
            batch_op.create_check_constraint(
                batch_op.f(f"ck_{table}_hidden_reason"), "(hidden_at IS NULL) = (hidden_reason = '')"
            )
        with op.batch_alter_table(table) as batch_op:
            batch_op.alter_column("hidden_reason", server_default=None)
    with op.batch_alter_table("reports") as batch_op:
        batch_op.alter_column("forum_id", existing_type=sa.Integer(), nullable=True)
        _name(batch_op, "reports")
        batch_op.drop_constraint(batch_op.f("ck_reports_one_thing"), type_="check")
        batch_op.create_check_constraint(batch_op.f("ck_reports_one_thing"), _one_of(*BEFORE, *AROUND))
    for noun in AROUND:
        op.create_index(
            f"uq_reports_{noun}_person",
            "reports",
            [f"{noun}_id", "person_id"],
            unique=True,
            sqlite_where=WAITING,
            postgresql_where=WAITING,
        )
    with op.batch_alter_table("decisions") as batch_op:
        _name(batch_op, "decisions")
        for noun in AROUND:
            batch_op.create_index(batch_op.f(f"ix_decisions_{noun}_id"), [f"{noun}_id"])
        batch_op.drop_constraint(batch_op.f("ck_decisions_one_subject"), type_="check")
        batch_op.create_check_constraint(
            batch_op.f("ck_decisions_one_subject"), _one_of(*BEFORE, *AROUND, "person")
        )


def _name(batch_op: Any, table: str) -> None:
    for noun, others in AROUND.items():
        batch_op.add_column(sa.Column(f"{noun}_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f(f"fk_{table}_{noun}_id_{others}"), others, [f"{noun}_id"], ["id"]
        )


def downgrade() -> None:
    """Undo; what was reported and decided about these things is lost, and they can be read again."""
    decisions, reports = (sa.table(name, *map(sa.column, COLUMNS)) for name in ("decisions", "reports"))
    named = sa.or_(*(decisions.c[f"{noun}_id"].is_not(None) for noun in AROUND))
    gone = sa.select(decisions.c.id).where(named).scalar_subquery()
    for name in ("appeals", "cases"):
        table = sa.table(name, sa.column("decision_id"))
        op.execute(sa.delete(table).where(table.c.decision_id.in_(gone)))
    op.execute(sa.delete(reports).where(sa.or_(*(reports.c[f"{noun}_id"].is_not(None) for noun in AROUND))))
    op.execute(sa.delete(decisions).where(named, decisions.c.undoes_id.is_not(None)))
    op.execute(sa.delete(decisions).where(named))
    with op.batch_alter_table("decisions") as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_decisions_one_subject"), type_="check")
        for noun in AROUND:
            batch_op.drop_index(batch_op.f(f"ix_decisions_{noun}_id"))
        _forget(batch_op, "decisions")
        batch_op.create_check_constraint(batch_op.f("ck_decisions_one_subject"), _one_of(*BEFORE, "person"))
    for noun in AROUND:
        op.drop_index(f"uq_reports_{noun}_person", table_name="reports")
    with op.batch_alter_table("reports") as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_reports_one_thing"), type_="check")
        _forget(batch_op, "reports")
        batch_op.create_check_constraint(batch_op.f("ck_reports_one_thing"), _one_of(*BEFORE))
        batch_op.alter_column("forum_id", existing_type=sa.Integer(), nullable=False)
    for table in HIDDEN:
        with op.batch_alter_table(table) as batch_op:
            batch_op.drop_constraint(batch_op.f(f"ck_{table}_hidden_reason"), type_="check")
            batch_op.drop_column("hidden_reason")
            batch_op.drop_column("hidden_at")


def _forget(batch_op: Any, table: str) -> None:
    for noun, others in AROUND.items():
        batch_op.drop_constraint(batch_op.f(f"fk_{table}_{noun}_id_{others}"), type_="foreignkey")
        batch_op.drop_column(f"{noun}_id")
