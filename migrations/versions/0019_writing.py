"""Drafts, attachments, invitations to sign, and what a proposal says of cost and effect."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")


PARTS = ("effect", "effect_html", "cost", "cost_html")


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "unsent_texts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(length=300), nullable=False),
        sa.Column("fields", JSON, nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_unsent_texts_user_id_users"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unsent_texts")),
        sa.UniqueConstraint("user_id", "place", name=op.f("uq_unsent_texts_user_id")),
    )
    op.create_table(
        "left_texts",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("place", sa.String(length=300), nullable=False),
        sa.Column("fields", JSON, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_left_texts")),
    )
    op.create_index(op.f("ix_left_texts_at"), "left_texts", ["at"])
    with op.batch_alter_table("revisions") as batch_op:
        for name in PARTS:
            batch_op.add_column(sa.Column(name, sa.Text(), nullable=False, server_default=""))
    with op.batch_alter_table("proposals") as batch_op:
        batch_op.add_column(sa.Column("district", sa.String(length=80), nullable=False, server_default=""))
    with op.batch_alter_table("cosigners") as batch_op:
        batch_op.add_column(sa.Column("revision_no", sa.Integer(), nullable=False, server_default="1"))
        batch_op.add_column(sa.Column("at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("by_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_cosigners_by_id_users"), "users", ["by_id"], ["id"])
    make_signings()
    make_attachments()
    op.create_table(
        "proposal_words",
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("revision_no", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["proposal_id"],
            ["proposals.id"],
            name=op.f("fk_proposal_words_proposal_id_proposals"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("proposal_id", name=op.f("pk_proposal_words")),
    )


def make_signings() -> None:
    """Wishes for a signature."""
    kinds = {"asked": ("by_author", "by_signer"), "signingstate": ("waiting", "accepted", "declined")}
    asked, state = (
        sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)
        for name, values in kinds.items()
    )
    op.create_table(
        "signings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("asked", asked, nullable=False),
        sa.Column("state", state, nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(state = 'waiting') = (answered_at IS NULL)", name=op.f("ck_signings_answered")),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposals.id"], name=op.f("fk_signings_proposal_id_proposals")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_signings_organisation_id_organisations")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_signings_by_id_users")),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["users.id"], name=op.f("fk_signings_answered_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signings")),
    )
    op.create_index(op.f("ix_signings_proposal_id"), "signings", ["proposal_id"])
    op.create_index(op.f("ix_signings_organisation_id"), "signings", ["organisation_id"])
    op.create_index(
        "uq_signings_waiting",
        "signings",
        ["proposal_id", "organisation_id"],
        unique=True,
        sqlite_where=sa.text("state = 'waiting'"),
        postgresql_where=sa.text("state = 'waiting'"),
    )


def make_attachments() -> None:
    """Files that belong to proposals."""
    op.create_table(
        "attachments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("alternative", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposals.id"], name=op.f("fk_attachments_proposal_id_proposals")
        ),
        sa.ForeignKeyConstraint(["file_id"], ["files.id"], name=op.f("fk_attachments_file_id_files")),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_attachments_by_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachments")),
        sa.UniqueConstraint("file_id", name=op.f("uq_attachments_file_id")),
        sa.UniqueConstraint("proposal_id", "position", name=op.f("uq_attachments_proposal_id")),
    )


def downgrade() -> None:
    """Undo."""
    for name in ("proposal_words", "attachments", "signings"):
        op.drop_table(name)
    with op.batch_alter_table("cosigners") as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_cosigners_by_id_users"), type_="foreignkey")
        for name in ("by_id", "at", "revision_no"):
            batch_op.drop_column(name)
    with op.batch_alter_table("proposals") as batch_op:
        batch_op.drop_column("district")
    with op.batch_alter_table("revisions") as batch_op:
        for name in PARTS:
            batch_op.drop_column(name)
    op.drop_table("left_texts")
    op.drop_table("unsent_texts")
