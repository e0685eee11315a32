"""What the office writes to many, answers that come by mail, and when a person last looked at the start page."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

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
    _bulletins()


def _bulletins() -> None:
    op.create_table(
        "bulletins",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=150), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("body_html", sa.Text(), nullable=False),
        sa.Column(
            "audience",
            sa.Enum(
                "followers",
                "seats",
                "organisations",
                name="audience",
                native_enum=False,
                length=40,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column("forum_id", sa.Integer(), nullable=True),
        sa.Column("topics", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("districts", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "scheduled",
                "sending",
                "sent",
                name="bulletinstate",
                native_enum=False,
                length=40,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column("written_by_id", sa.Integer(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("send_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reached_id", sa.Integer(), nullable=False),
        sa.Column("organisations", sa.Integer(), nullable=False),
        sa.Column("persons", sa.Integer(), nullable=False),
        sa.Column("declined", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(audience = 'organisations') = (forum_id IS NULL)", name=op.f("ck_bulletins_audience_forum")
        ),
        sa.CheckConstraint("(state = 'draft') = (send_at IS NULL)", name=op.f("ck_bulletins_send_at")),
        sa.CheckConstraint("(state = 'sent') = (sent_at IS NOT NULL)", name=op.f("ck_bulletins_sent_at")),
        sa.ForeignKeyConstraint(["forum_id"], ["forums.id"], name=op.f("fk_bulletins_forum_id_forums")),
        sa.ForeignKeyConstraint(
            ["written_by_id"], ["users.id"], name=op.f("fk_bulletins_written_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bulletins")),
    )
    for column in ("forum_id", "send_at"):
        op.create_index(op.f(f"ix_bulletins_{column}"), "bulletins", [column])


def downgrade() -> None:
    """Undo."""
    op.drop_table("bulletins")
    op.drop_table("received_mails")
    with op.batch_alter_table("users") as batch_op:
        batch_op.drop_column("start_since")
        batch_op.drop_column("start_seen_at")
