"""What the office writes to many, answers that come by mail, and when a person last looked at the start page."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    with op.batch_alter_table("users") as batch_op:
        batch_op.add_column(sa.Column("start_seen_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("start_since", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "received_mails",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum("taken", "refused", name="outcome", native_enum=False, length=40, create_constraint=True),
            nullable=False,
        ),
        sa.Column("comment_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(outcome = 'taken') = (comment_id IS NOT NULL)", name=op.f("ck_received_mails_comment")
        ),
        sa.ForeignKeyConstraint(
            ["comment_id"], ["comments.id"], name=op.f("fk_received_mails_comment_id_comments")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["users.id"], name=op.f("fk_received_mails_person_id_users"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_received_mails")),
        sa.UniqueConstraint("digest", name=op.f("uq_received_mails_digest")),
    )
    for column in ("person_id", "comment_id"):
        op.create_index(op.f(f"ix_received_mails_{column}"), "received_mails", [column])


def downgrade() -> None:
    """Undo."""
    op.drop_table("received_mails")
    with op.batch_alter_table("users") as batch_op:
        batch_op.drop_column("start_since")
        batch_op.drop_column("start_seen_at")
