"""The desk, issues, and what became of each contribution."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "drafts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("forum_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["forum_id"], ["forums.id"], name=op.f("fk_drafts_forum_id_forums")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_drafts")),
        sa.UniqueConstraint("forum_id", name=op.f("uq_drafts_forum_id")),
    )
    op.create_table(
        "issues",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("forum_id", sa.Integer(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("snapshot", sa.Text(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("cited", sa.Integer(), nullable=False),
        sa.Column("merged", sa.Integer(), nullable=False),
        sa.Column("aside", sa.Integer(), nullable=False),
        sa.Column("aside_common", sa.Integer(), nullable=False),
        sa.Column("comments", sa.Integer(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("aside_common <= aside", name=op.f("ck_issues_aside_common")),
        sa.CheckConstraint("length(sha256) = 64", name=op.f("ck_issues_sha256_length")),
        sa.CheckConstraint("total = cited + merged + aside", name=op.f("ck_issues_complete")),
        sa.ForeignKeyConstraint(["forum_id"], ["forums.id"], name=op.f("fk_issues_forum_id_forums")),
        sa.ForeignKeyConstraint(
            ["published_by_id"], ["users.id"], name=op.f("fk_issues_published_by_id_users")
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_issues")),
        sa.UniqueConstraint("forum_id", "edition", name=op.f("uq_issues_forum_id")),
    )
    with op.batch_alter_table("issues", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_issues_forum_id"), ["forum_id"], unique=False)

    op.create_table(
        "issue_items",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("issue_number", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(
            ["issue_number"], ["issues.number"], name=op.f("fk_issue_items_issue_number_issues")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_issue_items")),
        sa.UniqueConstraint("issue_number", "key", name=op.f("uq_issue_items_issue_number")),
    )
    with op.batch_alter_table("issue_items", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_issue_items_key"), ["key"], unique=False)

    op.create_table(
        "recommendations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("chapter_id", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("justification", sa.Text(), nullable=False),
        sa.Column("addressee", sa.String(length=200), nullable=False),
        sa.Column("edited_by_id", sa.Integer(), nullable=False),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["chapter_id"], ["chapters.id"], name=op.f("fk_recommendations_chapter_id_chapters")
        ),
        sa.ForeignKeyConstraint(["draft_id"], ["drafts.id"], name=op.f("fk_recommendations_draft_id_drafts")),
        sa.ForeignKeyConstraint(
            ["edited_by_id"], ["users.id"], name=op.f("fk_recommendations_edited_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recommendations")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("recommendations", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_recommendations_draft_id"), ["draft_id"], unique=False)

    op.create_table(
        "dissents",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recommendation_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_dissents_organisation_id_organisations")
        ),
        sa.ForeignKeyConstraint(
            ["recommendation_id"],
            ["recommendations.id"],
            name=op.f("fk_dissents_recommendation_id_recommendations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dissents")),
        sa.UniqueConstraint(
            "recommendation_id", "organisation_id", name=op.f("uq_dissents_recommendation_id")
        ),
    )
    with op.batch_alter_table("dissents", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_dissents_recommendation_id"), ["recommendation_id"], unique=False
        )

    op.create_table(
        "fates",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("issue_number", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=True),
        sa.Column("comment_id", sa.Integer(), nullable=True),
        sa.Column(
            "disposition",
            sa.Enum(
                "cited",
                "merged",
                "aside",
                "open",
                name="disposition",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("recommendation", sa.String(length=20), nullable=False),
        sa.Column("into_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.CheckConstraint("(proposal_id IS NULL) <> (comment_id IS NULL)", name=op.f("ck_fates_one_source")),
        sa.ForeignKeyConstraint(["comment_id"], ["comments.id"], name=op.f("fk_fates_comment_id_comments")),
        sa.ForeignKeyConstraint(
            ["issue_number"], ["issues.number"], name=op.f("fk_fates_issue_number_issues")
        ),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposals.id"], name=op.f("fk_fates_proposal_id_proposals")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fates")),
    )
    with op.batch_alter_table("fates", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_fates_comment_id"), ["comment_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_fates_issue_number"), ["issue_number"], unique=False)
        batch_op.create_index(batch_op.f("ix_fates_proposal_id"), ["proposal_id"], unique=False)

    op.create_table(
        "quotes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recommendation_id", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=True),
        sa.Column("comment_id", sa.Integer(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(proposal_id IS NULL) <> (comment_id IS NULL)", name=op.f("ck_quotes_one_source")
        ),
        sa.ForeignKeyConstraint(["comment_id"], ["comments.id"], name=op.f("fk_quotes_comment_id_comments")),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposals.id"], name=op.f("fk_quotes_proposal_id_proposals")
        ),
        sa.ForeignKeyConstraint(
            ["recommendation_id"],
            ["recommendations.id"],
            name=op.f("fk_quotes_recommendation_id_recommendations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quotes")),
    )
    with op.batch_alter_table("quotes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_quotes_comment_id"), ["comment_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_quotes_proposal_id"), ["proposal_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_quotes_recommendation_id"), ["recommendation_id"], unique=False)

    op.create_table(
        "set_aside",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=True),
        sa.Column("comment_id", sa.Integer(), nullable=True),
        sa.Column(
            "reason",
            sa.Enum(
                "poza_zakresem",
                "juz_obowiazuje",
                "brak_zgody",
                "uwzgledniona_w_tresci",
                "przekazana_dalej",
                "inny",
                name="asidereason",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("explanation", sa.Text(), nullable=False),
        sa.Column("together", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(proposal_id IS NULL) <> (comment_id IS NULL)", name=op.f("ck_set_aside_one_source")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_set_aside_by_id_users")),
        sa.ForeignKeyConstraint(
            ["comment_id"], ["comments.id"], name=op.f("fk_set_aside_comment_id_comments")
        ),
        sa.ForeignKeyConstraint(["draft_id"], ["drafts.id"], name=op.f("fk_set_aside_draft_id_drafts")),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposals.id"], name=op.f("fk_set_aside_proposal_id_proposals")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_set_aside")),
        sa.UniqueConstraint("draft_id", "comment_id", name="uq_set_aside_comment"),
        sa.UniqueConstraint("draft_id", "proposal_id", name=op.f("uq_set_aside_draft_id")),
    )
    with op.batch_alter_table("set_aside", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_set_aside_draft_id"), ["draft_id"], unique=False)

    op.create_table(
        "sources",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("recommendation_id", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["draft_id"], ["drafts.id"], name=op.f("fk_sources_draft_id_drafts")),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposals.id"], name=op.f("fk_sources_proposal_id_proposals")
        ),
        sa.ForeignKeyConstraint(
            ["recommendation_id"],
            ["recommendations.id"],
            name=op.f("fk_sources_recommendation_id_recommendations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sources")),
        sa.UniqueConstraint("draft_id", "proposal_id", name=op.f("uq_sources_draft_id")),
    )
    with op.batch_alter_table("sources", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sources_recommendation_id"), ["recommendation_id"], unique=False)


def downgrade() -> None:
    """Undo."""
    with op.batch_alter_table("sources", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sources_recommendation_id"))

    op.drop_table("sources")
    with op.batch_alter_table("set_aside", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_set_aside_draft_id"))

    op.drop_table("set_aside")
    with op.batch_alter_table("quotes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_quotes_recommendation_id"))
        batch_op.drop_index(batch_op.f("ix_quotes_proposal_id"))
        batch_op.drop_index(batch_op.f("ix_quotes_comment_id"))

    op.drop_table("quotes")
    with op.batch_alter_table("fates", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_fates_proposal_id"))
        batch_op.drop_index(batch_op.f("ix_fates_issue_number"))
        batch_op.drop_index(batch_op.f("ix_fates_comment_id"))

    op.drop_table("fates")
    with op.batch_alter_table("dissents", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_dissents_recommendation_id"))

    op.drop_table("dissents")
    with op.batch_alter_table("recommendations", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_recommendations_draft_id"))

    op.drop_table("recommendations")
    with op.batch_alter_table("issue_items", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_issue_items_key"))

    op.drop_table("issue_items")
    with op.batch_alter_table("issues", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_issues_forum_id"))

    op.drop_table("issues")
    op.drop_table("drafts")
