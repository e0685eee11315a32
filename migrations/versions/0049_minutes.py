"""Minutes of meetings: what belongs to all lines, the lines, and what became of them."""

import sqlalchemy as sa
from alembic import op

revision = "0049"
down_revision = "0046"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "minutes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("attendance", sa.Integer(), nullable=True),
        sa.Column("present", sa.Text(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(published_at IS NOT NULL) OR (published_by_id IS NULL)", name=op.f("ck_minutes_published")
        ),
        sa.CheckConstraint(
            "attendance IS NULL OR attendance BETWEEN 0 AND 100000", name=op.f("ck_minutes_attendance")
        ),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name=op.f("fk_minutes_meeting_id_meetings")),
        sa.ForeignKeyConstraint(
            ["published_by_id"], ["users.id"], name=op.f("fk_minutes_published_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_minutes")),
        sa.UniqueConstraint("meeting_id", name=op.f("uq_minutes_meeting_id")),
    )
    with op.batch_alter_table("minutes") as batch_op:
        batch_op.create_index(op.f("ix_minutes_published_by_id"), ["published_by_id"])

    op.create_table(
        "minutes_lines",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.String(length=60), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "remark",
                "need",
                "question",
                "proposal",
                "decision",
                name="linekind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "speaker",
            sa.Enum(
                "nobody",
                "resident",
                "organisation",
                name="speaker",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("organisation_name", sa.String(length=200), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column(
            "consent",
            sa.Enum(
                "free",
                "asked",
                "agreed",
                "withdrawn",
                name="consent",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("secret", sa.String(length=32), nullable=False),
        sa.Column("consented_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("struck_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("checked_by_id", sa.Integer(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reworded", sa.Boolean(), nullable=False),
        sa.Column("corrected_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("correction", sa.Text(), nullable=False),
        sa.Column("ours", sa.Boolean(), nullable=True),
        sa.Column("ours_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ours_by_id", sa.Integer(), nullable=True),
        sa.Column("unit", sa.String(length=200), nullable=False),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answer_html", sa.Text(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(answer = '') = (answered_at IS NULL)", name=op.f("ck_minutes_lines_answered")),
        sa.CheckConstraint(
            "(consent IN ('agreed', 'withdrawn')) = (consented_at IS NOT NULL)",
            name=op.f("ck_minutes_lines_consented"),
        ),
        sa.CheckConstraint(
            "(speaker = 'organisation') = (organisation_id IS NOT NULL OR organisation_name <> '')",
            name=op.f("ck_minutes_lines_organisation"),
        ),
        sa.CheckConstraint("(unit = '') = (due IS NULL)", name=op.f("ck_minutes_lines_assigned")),
        sa.CheckConstraint("consent <> 'withdrawn' OR text = ''", name=op.f("ck_minutes_lines_withdrawn")),
        sa.CheckConstraint(
            "(number IS NULL) = (published_at IS NULL)", name=op.f("ck_minutes_lines_published")
        ),
        sa.CheckConstraint("number IS NOT NULL OR NOT reworded", name=op.f("ck_minutes_lines_reworded")),
        sa.CheckConstraint("(ours IS NULL) = (ours_at IS NULL)", name=op.f("ck_minutes_lines_ours")),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["users.id"], name=op.f("fk_minutes_lines_answered_by_id_users")
        ),
        sa.ForeignKeyConstraint(["author_id"], ["users.id"], name=op.f("fk_minutes_lines_author_id_users")),
        sa.ForeignKeyConstraint(
            ["checked_by_id"], ["users.id"], name=op.f("fk_minutes_lines_checked_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meetings.id"], name=op.f("fk_minutes_lines_meeting_id_meetings")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_minutes_lines_organisation_id_organisations"),
        ),
        sa.ForeignKeyConstraint(["ours_by_id"], ["users.id"], name=op.f("fk_minutes_lines_ours_by_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_minutes_lines")),
        sa.UniqueConstraint("meeting_id", "client_id", name=op.f("uq_minutes_lines_meeting_id")),
        sa.UniqueConstraint("meeting_id", "number", name="uq_minutes_lines_number"),
    )
    with op.batch_alter_table("minutes_lines") as batch_op:
        batch_op.create_index(op.f("ix_minutes_lines_answered_by_id"), ["answered_by_id"])
        batch_op.create_index(op.f("ix_minutes_lines_author_id"), ["author_id"])
        batch_op.create_index(op.f("ix_minutes_lines_checked_by_id"), ["checked_by_id"])
        batch_op.create_index("ix_minutes_lines_meeting_said", ["meeting_id", "said_at", "id"])
        batch_op.create_index(op.f("ix_minutes_lines_organisation_id"), ["organisation_id"])
        batch_op.create_index(op.f("ix_minutes_lines_ours_by_id"), ["ours_by_id"])

    op.create_table(
        "minutes_outcomes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("line_id", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=True),
        sa.Column("comment_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(proposal_id IS NULL) <> (comment_id IS NULL)", name=op.f("ck_minutes_outcomes_one_thing")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_minutes_outcomes_by_id_users")),
        sa.ForeignKeyConstraint(
            ["comment_id"], ["comments.id"], name=op.f("fk_minutes_outcomes_comment_id_comments")
        ),
        sa.ForeignKeyConstraint(
            ["line_id"], ["minutes_lines.id"], name=op.f("fk_minutes_outcomes_line_id_minutes_lines")
        ),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposals.id"], name=op.f("fk_minutes_outcomes_proposal_id_proposals")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_minutes_outcomes")),
        sa.UniqueConstraint("line_id", "comment_id", name="uq_minutes_outcomes_comment"),
        sa.UniqueConstraint("line_id", "proposal_id", name=op.f("uq_minutes_outcomes_line_id")),
    )
    with op.batch_alter_table("minutes_outcomes") as batch_op:
        batch_op.create_index(op.f("ix_minutes_outcomes_by_id"), ["by_id"])
        batch_op.create_index(op.f("ix_minutes_outcomes_comment_id"), ["comment_id"])
        batch_op.create_index(op.f("ix_minutes_outcomes_proposal_id"), ["proposal_id"])


def downgrade() -> None:
    """Undo."""
    op.drop_table("minutes_outcomes")
    op.drop_table("minutes_lines")
    op.drop_table("minutes")
