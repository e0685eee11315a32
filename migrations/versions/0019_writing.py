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


def downgrade() -> None:
    """Undo."""
    with op.batch_alter_table("proposals") as batch_op:
        batch_op.drop_column("district")
    with op.batch_alter_table("revisions") as batch_op:
        for name in PARTS:
            batch_op.drop_column(name)
    op.drop_table("left_texts")
    op.drop_table("unsent_texts")
