"""Date polls: what is to be planned, its dates, what volunteers answered and marked."""

import sqlalchemy as sa
from alembic import op

revision = "0054"
down_revision = "0052"
branch_labels = None
depends_on = None


def _choice() -> sa.Enum:
    return sa.Enum(
        "yes",
        "if_need_be",
        "no",
        name="choice",
        native_enum=False,
        create_constraint=True,
        length=40,
    )


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "polls",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("room", sa.String(length=300), nullable=False),
        sa.Column("forum_id", sa.Integer(), nullable=True),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("meeting_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(closed_at IS NULL) = (meeting_id IS NULL)", name=op.f("ck_polls_decided")),
        sa.ForeignKeyConstraint(["forum_id"], ["forums.id"], name=op.f("fk_polls_forum_id_forums")),
        sa.ForeignKeyConstraint(["created_by_id"], ["users.id"], name=op.f("fk_polls_created_by_id_users")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name=op.f("fk_polls_meeting_id_meetings")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_polls")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_polls_token_hash")),
        sa.UniqueConstraint("meeting_id", name=op.f("uq_polls_meeting_id")),
    )
    op.create_index(op.f("ix_polls_forum_id"), "polls", ["forum_id"])
    op.create_index(op.f("ix_polls_created_by_id"), "polls", ["created_by_id"])
    op.create_table(
        "poll_dates",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("poll_id", sa.Integer(), nullable=False),
        sa.Column("starts", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("ends > starts", name=op.f("ck_poll_dates_ends_after_start")),
        sa.ForeignKeyConstraint(["poll_id"], ["polls.id"], name=op.f("fk_poll_dates_poll_id_polls")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_poll_dates")),
        sa.UniqueConstraint("poll_id", "starts", "ends", name=op.f("uq_poll_dates_poll_id")),
    )
    op.create_table(
        "poll_answers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("poll_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["poll_id"], ["polls.id"], name=op.f("fk_poll_answers_poll_id_polls")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_poll_answers")),
        sa.UniqueConstraint("poll_id", "token_hash", name=op.f("uq_poll_answers_poll_id")),
    )
    op.create_index(op.f("ix_poll_answers_poll_id"), "poll_answers", ["poll_id"])
    op.create_index(op.f("ix_poll_answers_email"), "poll_answers", ["email"])
    op.create_table(
        "poll_marks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("answer_id", sa.Integer(), nullable=False),
        sa.Column("date_id", sa.Integer(), nullable=False),
        sa.Column("choice", _choice(), nullable=False),
        sa.ForeignKeyConstraint(
            ["answer_id"], ["poll_answers.id"], name=op.f("fk_poll_marks_answer_id_poll_answers")
        ),
        sa.ForeignKeyConstraint(
            ["date_id"], ["poll_dates.id"], name=op.f("fk_poll_marks_date_id_poll_dates")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_poll_marks")),
        sa.UniqueConstraint("answer_id", "date_id", name=op.f("uq_poll_marks_answer_id")),
    )
    op.create_index(op.f("ix_poll_marks_date_id"), "poll_marks", ["date_id"])


def downgrade() -> None:
    """Undo."""
    op.drop_index(op.f("ix_poll_marks_date_id"), "poll_marks")
    op.drop_table("poll_marks")
    op.drop_index(op.f("ix_poll_answers_email"), "poll_answers")
    op.drop_index(op.f("ix_poll_answers_poll_id"), "poll_answers")
    op.drop_table("poll_answers")
    op.drop_table("poll_dates")
    op.drop_index(op.f("ix_polls_created_by_id"), "polls")
    op.drop_index(op.f("ix_polls_forum_id"), "polls")
    op.drop_table("polls")
