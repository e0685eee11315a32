"""Editions: why each follows the last, words removed from one where the law demands it, and the steps of its hand-over."""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
KINDS = ("do_opinii", "opinia", "rezygnacja", "do_wydzialu", "przyjecie")


def _among(column: str, codes: tuple[str, ...]) -> str:
    return f"{column} IN ({', '.join(map(repr, codes))})"


def upgrade() -> None:
    """Apply."""
    for column in (
        sa.Column("what_changed", sa.Text(), server_default="", nullable=False),
        sa.Column("published_as", sa.String(length=40), server_default="", nullable=False),
    ):
        op.add_column("issues", column)
    with op.batch_alter_table("issues") as batch_op:
        batch_op.alter_column("what_changed", server_default=None)
        batch_op.alter_column("published_as", server_default=None)
    op.create_table(
        "handover_steps",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("issue_number", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=False),
        sa.Column("sender", sa.String(length=200), nullable=False),
        sa.Column("receiver", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("link", sa.String(length=500), nullable=False),
        sa.Column("case_number", sa.String(length=60), nullable=False),
        sa.Column("corrects_id", sa.Integer(), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("reminded", sa.Integer(), nullable=False),
        sa.CheckConstraint("length(sha256) = 64", name=op.f("ck_handover_steps_sha256_length")),
        sa.CheckConstraint(_among("kind", KINDS), name=op.f("ck_handover_steps_stepkind")),
        sa.ForeignKeyConstraint(
            ["issue_number"], ["issues.number"], name=op.f("fk_handover_steps_issue_number_issues")
        ),
        sa.ForeignKeyConstraint(
            ["corrects_id"], ["handover_steps.id"], name=op.f("fk_handover_steps_corrects_id_handover_steps")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_handover_steps_by_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover_steps")),
        sa.UniqueConstraint("corrects_id", name=op.f("uq_handover_steps_corrects_id")),
    )
    op.create_index(op.f("ix_handover_steps_issue_number"), "handover_steps", ["issue_number"])
    op.create_index(
        "uq_handover_steps_first",
        "handover_steps",
        ["issue_number", "kind"],
        unique=True,
        sqlite_where=sa.text("corrects_id IS NULL"),
        postgresql_where=sa.text("corrects_id IS NULL"),
    )
    op.create_table(
        "redactions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("issue_number", sa.Integer(), nullable=False),
        sa.Column("ground", sa.String(length=300), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("places", sa.Integer(), nullable=False),
        sa.Column("old_sha256", sa.String(length=64), nullable=False),
        sa.Column("new_sha256", sa.String(length=64), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("answered_at", MOMENT, nullable=True),
        sa.Column("refusal", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "(answered_at IS NULL) = (answered_by_id IS NULL)", name=op.f("ck_redactions_answered")
        ),
        sa.CheckConstraint("answered_at IS NULL OR words = ''", name=op.f("ck_redactions_words_forgotten")),
        sa.CheckConstraint(
            "answered_by_id IS NULL OR answered_by_id <> asked_by_id", name=op.f("ck_redactions_two_persons")
        ),
        sa.ForeignKeyConstraint(
            ["issue_number"], ["issues.number"], name=op.f("fk_redactions_issue_number_issues")
        ),
        sa.ForeignKeyConstraint(["asked_by_id"], ["users.id"], name=op.f("fk_redactions_asked_by_id_users")),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["users.id"], name=op.f("fk_redactions_answered_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_redactions")),
    )
    op.create_index(op.f("ix_redactions_issue_number"), "redactions", ["issue_number"])


def downgrade() -> None:
    """Undo. Words removed from an edition stay removed."""
    op.drop_table("redactions")
    op.drop_table("handover_steps")
    with op.batch_alter_table("issues") as batch_op:
        batch_op.drop_column("published_as")
        batch_op.drop_column("what_changed")
