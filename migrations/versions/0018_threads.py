"""Conversations of a forum, mentions, agreement and histories of comments."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
ONE_OF_TWO = "(proposal_id IS NULL) <> (comment_id IS NULL)"
ONE_OF_THREE = (
    "CASE WHEN proposal_id IS NULL THEN 0 ELSE 1 END + CASE WHEN comment_id IS NULL THEN 0 ELSE 1 END"
    " + CASE WHEN conversation_id IS NULL THEN 0 ELSE 1 END = 1"
)


def _conversations() -> None:
    op.create_table(
        "conversations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("forum_id", sa.Integer(), nullable=False),
        sa.Column("thread_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("body_html", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("summary_html", sa.Text(), nullable=False),
        sa.Column("summary_at", MOMENT, nullable=True),
        sa.Column("summary_by_id", sa.Integer(), nullable=True),
        sa.Column("closed_at", MOMENT, nullable=True),
        sa.Column("conclusions", sa.Text(), nullable=False),
        sa.Column("conclusions_html", sa.Text(), nullable=False),
        sa.Column("hidden_at", MOMENT, nullable=True),
        sa.Column("hidden_reason", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("organisation_name", sa.String(length=300), nullable=False),
        sa.Column("capacity", sa.String(length=20), nullable=False),
        sa.Column("claimed_organisation_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "summary = '' OR summary_at IS NOT NULL", name=op.f("ck_conversations_summary_at")
        ),
        sa.CheckConstraint(
            "conclusions = '' OR closed_at IS NOT NULL", name=op.f("ck_conversations_conclusions")
        ),
        sa.ForeignKeyConstraint(
            ["claimed_organisation_id"],
            ["organisations.id"],
            name=op.f("fk_conversations_claimed_organisation_id_organisations"),
        ),
        sa.ForeignKeyConstraint(["forum_id"], ["forums.id"], name=op.f("fk_conversations_forum_id_forums")),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_conversations_organisation_id_organisations"),
        ),
        sa.ForeignKeyConstraint(["person_id"], ["users.id"], name=op.f("fk_conversations_person_id_users")),
        sa.ForeignKeyConstraint(
            ["summary_by_id"], ["users.id"], name=op.f("fk_conversations_summary_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["thread_id"], ["threads.id"], name=op.f("fk_conversations_thread_id_threads")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conversations")),
        sa.UniqueConstraint("thread_id", name=op.f("uq_conversations_thread_id")),
    )
    op.create_index("ix_conversations_forum_at", "conversations", ["forum_id", "at"])
    for column in ("person_id", "organisation_id"):
        op.create_index(op.f(f"ix_conversations_{column}"), "conversations", [column])


def _marks() -> None:
    op.create_table(
        "comment_versions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("comment_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("body_html", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["comment_id"], ["comments.id"], name=op.f("fk_comment_versions_comment_id_comments")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment_versions")),
        sa.UniqueConstraint("comment_id", "number", name=op.f("uq_comment_versions_comment_id")),
    )
    op.create_table(
        "agreements",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("comment_id", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["comment_id"], ["comments.id"], name=op.f("fk_agreements_comment_id_comments")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["users.id"], name=op.f("fk_agreements_person_id_users")),
        sa.PrimaryKeyConstraint("person_id", "comment_id", name=op.f("pk_agreements")),
    )
    op.create_index(op.f("ix_agreements_comment_id"), "agreements", ["comment_id"])
    op.create_table(
        "visits",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("thread_id", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("before", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["users.id"], name=op.f("fk_visits_person_id_users")),
        sa.ForeignKeyConstraint(["thread_id"], ["threads.id"], name=op.f("fk_visits_thread_id_threads")),
        sa.PrimaryKeyConstraint("person_id", "thread_id", name=op.f("pk_visits")),
    )
    op.create_index(op.f("ix_visits_thread_id"), "visits", ["thread_id"])


def _mentions() -> None:
    op.create_table(
        "mentions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("comment_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("unit", sa.String(length=200), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("answered_at", MOMENT, nullable=True),
        sa.Column("answer_id", sa.Integer(), nullable=True),
        sa.Column("aside_at", MOMENT, nullable=True),
        sa.CheckConstraint(
            "(organisation_id IS NULL) <> (unit = '')", name=op.f("ck_mentions_one_addressee")
        ),
        sa.CheckConstraint("answer_id IS NULL OR answered_at IS NOT NULL", name=op.f("ck_mentions_answered")),
        sa.ForeignKeyConstraint(["answer_id"], ["comments.id"], name=op.f("fk_mentions_answer_id_comments")),
        sa.ForeignKeyConstraint(
            ["comment_id"], ["comments.id"], name=op.f("fk_mentions_comment_id_comments")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_mentions_organisation_id_organisations")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mentions")),
    )
    op.create_index(
        "uq_mentions_addressee", "mentions", ["comment_id", "organisation_id", "unit"], unique=True
    )
    waits = "answered_at IS NULL AND aside_at IS NULL"
    for name, column, where in (
        ("ix_mentions_organisation", "organisation_id", waits),
        ("ix_mentions_unit", "unit", f"{waits} AND unit <> ''"),
    ):
        op.create_index(
            name, "mentions", [column], sqlite_where=sa.text(where), postgresql_where=sa.text(where)
        )


def upgrade() -> None:
    """Apply."""
    _conversations()
    with op.batch_alter_table("comments") as batch_op:
        batch_op.add_column(sa.Column("edits", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("edited_at", MOMENT, nullable=True))
        batch_op.add_column(sa.Column("deleted_at", MOMENT, nullable=True))
        batch_op.add_column(sa.Column("agreements", sa.Integer(), nullable=False, server_default="0"))
        batch_op.create_check_constraint(
            batch_op.f("ck_comments_deleted_at"), "deleted_at IS NULL OR hidden_at IS NOT NULL"
        )
    _marks()
    _mentions()
    with op.batch_alter_table("proposals") as batch_op:
        batch_op.add_column(sa.Column("conversation_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_proposals_conversation_id_conversations"),
            "conversations",
            ["conversation_id"],
            ["id"],
        )
        batch_op.create_index(batch_op.f("ix_proposals_conversation_id"), ["conversation_id"])
    with op.batch_alter_table("decisions") as batch_op:
        batch_op.add_column(sa.Column("conversation_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_decisions_conversation_id_conversations"),
            "conversations",
            ["conversation_id"],
            ["id"],
        )
        batch_op.create_index(batch_op.f("ix_decisions_conversation_id"), ["conversation_id"])
        batch_op.drop_constraint(batch_op.f("ck_decisions_one_subject"), type_="check")
        batch_op.create_check_constraint(batch_op.f("ck_decisions_one_subject"), ONE_OF_THREE)


def downgrade() -> None:
    """Undo."""
    op.execute("DELETE FROM decisions WHERE conversation_id IS NOT NULL")
    with op.batch_alter_table("decisions") as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_decisions_one_subject"), type_="check")
        batch_op.drop_index(batch_op.f("ix_decisions_conversation_id"))
        batch_op.drop_constraint(batch_op.f("fk_decisions_conversation_id_conversations"), type_="foreignkey")
        batch_op.drop_column("conversation_id")
        batch_op.create_check_constraint(batch_op.f("ck_decisions_one_subject"), ONE_OF_TWO)
    with op.batch_alter_table("proposals") as batch_op:
        batch_op.drop_index(batch_op.f("ix_proposals_conversation_id"))
        batch_op.drop_constraint(batch_op.f("fk_proposals_conversation_id_conversations"), type_="foreignkey")
        batch_op.drop_column("conversation_id")
    for table in ("mentions", "visits", "agreements", "comment_versions"):
        op.drop_table(table)
    with op.batch_alter_table("comments") as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_comments_deleted_at"), type_="check")
        for column in ("agreements", "deleted_at", "edited_at", "edits"):
            batch_op.drop_column(column)
    op.drop_table("conversations")
