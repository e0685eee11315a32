"""What each act at the desk changed, who is at the desk, notes of editors, and what the machine proposed."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

KINDS = (
    *(
        "add",
        "adopt",
        "join",
        "place",
        "free",
        "write",
        "move",
        "rank",
        "remove",
        "cite",
        "renew",
        "uncite",
        "dissent",
        "dissent_out",
    ),
    *("conflict", "conflict_out", "aside", "take_back", "propose", "accept", "discard", "undo"),
)
SIDES = ("za", "przeciw")
MOMENT = sa.DateTime(timezone=True)
JSON = sa.JSON().with_variant(JSONB(), "postgresql")


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "desk_acts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(*KINDS, name="actkind", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("changes", JSON, nullable=False),
        sa.Column("undone", sa.Boolean(), nullable=False),
        sa.Column("undoes_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["draft_id"], ["drafts.id"], name=op.f("fk_desk_acts_draft_id_drafts")),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_desk_acts_by_id_users")),
        sa.ForeignKeyConstraint(
            ["undoes_id"], ["desk_acts.id"], name=op.f("fk_desk_acts_undoes_id_desk_acts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_desk_acts")),
    )
    op.create_index("ix_desk_acts_draft_id", "desk_acts", ["draft_id", "id"])
    op.create_table(
        "desk_presences",
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("recommendation_id", sa.Integer(), nullable=True),
        sa.Column("seen_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["draft_id"], ["drafts.id"], name=op.f("fk_desk_presences_draft_id_drafts")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_desk_presences_user_id_users")),
        sa.PrimaryKeyConstraint("draft_id", "user_id", name=op.f("pk_desk_presences")),
    )
    op.create_table(
        "wording_locks",
        sa.Column("recommendation_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("taken_at", MOMENT, nullable=False),
        sa.Column("seen_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["draft_id"], ["drafts.id"], name=op.f("fk_wording_locks_draft_id_drafts")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_wording_locks_user_id_users")),
        sa.PrimaryKeyConstraint("recommendation_id", name=op.f("pk_wording_locks")),
    )
    op.create_index(op.f("ix_wording_locks_draft_id"), "wording_locks", ["draft_id"])
    op.create_table(
        "desk_notes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("recommendation_id", sa.Integer(), nullable=True),
        sa.Column("proposal_id", sa.Integer(), nullable=True),
        sa.Column("comment_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("resolved_at", MOMENT, nullable=True),
        sa.Column("resolved_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(resolved_at IS NULL) = (resolved_by_id IS NULL)", name=op.f("ck_desk_notes_resolved")
        ),
        sa.ForeignKeyConstraint(["draft_id"], ["drafts.id"], name=op.f("fk_desk_notes_draft_id_drafts")),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposals.id"], name=op.f("fk_desk_notes_proposal_id_proposals")
        ),
        sa.ForeignKeyConstraint(
            ["comment_id"], ["comments.id"], name=op.f("fk_desk_notes_comment_id_comments")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_desk_notes_by_id_users")),
        sa.ForeignKeyConstraint(
            ["resolved_by_id"], ["users.id"], name=op.f("fk_desk_notes_resolved_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_desk_notes")),
    )
    op.create_index(op.f("ix_desk_notes_draft_id"), "desk_notes", ["draft_id"])
    op.create_index(op.f("ix_desk_notes_by_id"), "desk_notes", ["by_id"])
    for table in ("recommendations", "sources", "quotes"):
        # What stands there was put there by persons.
        op.add_column(table, sa.Column("proposed", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("quotes", sa.Column("side", sa.String(length=40), nullable=True))
    with op.batch_alter_table("quotes") as batch:
        batch.create_check_constraint("side", "side IN ('za', 'przeciw')")


def downgrade() -> None:
    """Take back."""
    with op.batch_alter_table("quotes") as batch:
        batch.drop_constraint(op.f("ck_quotes_side"), type_="check")
        batch.drop_column("side")
        batch.drop_column("proposed")
    for table in ("sources", "recommendations"):
        # Not by a copy of the table, which would give ids anew that published documents cite.
        op.drop_column(table, "proposed")
    for table in ("desk_notes", "wording_locks", "desk_presences", "desk_acts"):
        op.drop_table(table)
