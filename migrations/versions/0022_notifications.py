"""What people follow, what they are told and how."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

CONCERNS = ("replies", "own", "followed", "dates", "published", "decisions", "bulletins", "office")
FREQUENCIES = ("now", "daily", "weekly", "none")
WHYS = (
    *("replied", "mentioned", "author", "position", "follows", "follows_author", "seated", "invited"),
    "on_duty",
)


def _code(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def _person(table: str) -> list[sa.Column | sa.ForeignKeyConstraint]:
    return [
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["users.id"], name=op.f(f"fk_{table}_person_id_users"), ondelete="CASCADE"
        ),
    ]


def _moment(name: str, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "failing_addresses",
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("fault", sa.Text(), nullable=False),
        _moment("last_at"),
        sa.PrimaryKeyConstraint("address", name=op.f("pk_failing_addresses")),
    )
    with op.batch_alter_table("letters", schema=None) as batch_op:
        batch_op.add_column(sa.Column("reply_to", sa.String(length=254), nullable=False, server_default=""))
    _following()
    _telling()


def _following() -> None:
    op.create_table(
        "subscriptions",
        sa.Column("id", sa.Integer(), nullable=False),
        *_person("subscriptions"),
        sa.Column("subject", sa.String(length=80), nullable=False),
        sa.Column("stand", _code("stand", "following", "muted"), nullable=False),
        sa.Column("bond", _code("bond", "chosen", "automatic"), nullable=False),
        _moment("at"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subscriptions")),
        sa.UniqueConstraint("person_id", "subject", name=op.f("uq_subscriptions_person_id")),
    )
    op.create_index("ix_subscriptions_subject", "subscriptions", ["subject", "stand"])
    op.create_table(
        "preferences",
        *_person("preferences"),
        sa.Column("concern", _code("concern", *CONCERNS), nullable=False),
        sa.Column("frequency", _code("frequency", *FREQUENCIES), nullable=False),
        sa.PrimaryKeyConstraint("person_id", "concern", name=op.f("pk_preferences")),
    )
    op.create_table(
        "habits",
        *_person("habits"),
        sa.Column("quiet", sa.Boolean(), nullable=False),
        sa.Column("quiet_from", sa.Integer(), nullable=False),
        sa.Column("quiet_until", sa.Integer(), nullable=False),
        sa.Column("paused", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "quiet_from BETWEEN 0 AND 23 AND quiet_until BETWEEN 0 AND 23", name=op.f("ck_habits_hours")
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_habits")),
    )
    op.create_table(
        "followers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column("subject", sa.String(length=80), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("frequency", _code("frequency", *FREQUENCIES), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        _moment("asked_at"),
        _moment("confirmed_at", nullable=True),
        sa.Column("told_seq", sa.BigInteger(), nullable=False),
        _moment("due_at", nullable=True),
        sa.Column("told_period", sa.String(length=40), nullable=False),
        sa.CheckConstraint("confirmed_at IS NOT NULL OR due_at IS NULL", name=op.f("ck_followers_confirmed")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_followers")),
        sa.UniqueConstraint("address", "subject", name=op.f("uq_followers_address")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_followers_token_hash")),
    )
    op.create_index(op.f("ix_followers_address"), "followers", ["address"])
    op.create_index(op.f("ix_followers_due_at"), "followers", ["due_at"])


def _telling() -> None:
    op.create_table(
        "told_until",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_told_until_only_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_told_until")),
    )
    # Nobody is told today of what happened before.
    op.execute("INSERT INTO told_until (id, seq) SELECT 1, seq FROM event_head")
    op.create_table(
        "deliveries",
        sa.Column("id", sa.Integer(), nullable=False),
        *_person("deliveries"),
        sa.Column("period", sa.String(length=40), nullable=False),
        _moment("at"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deliveries")),
        sa.UniqueConstraint("person_id", "period", name=op.f("uq_deliveries_person_id")),
    )
    op.create_table(
        "notifications",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        *_person("notifications"),
        sa.Column("concern", _code("concern", *CONCERNS), nullable=False),
        sa.Column("why", _code("why", *WHYS), nullable=False),
        sa.Column("subject", sa.String(length=80), nullable=False),
        _moment("at"),
        _moment("read_at", nullable=True),
        sa.Column("frequency", _code("frequency", *FREQUENCIES), nullable=False),
        _moment("due_at", nullable=True),
        sa.Column("delivery_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["delivery_id"],
            ["deliveries.id"],
            name=op.f("fk_notifications_delivery_id_deliveries"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notifications")),
        sa.UniqueConstraint("seq", "person_id", name=op.f("uq_notifications_seq")),
    )
    op.create_index(op.f("ix_notifications_delivery_id"), "notifications", ["delivery_id"])
    op.create_index("ix_notifications_person_subject", "notifications", ["person_id", "subject", "seq"])
    for name, columns, rows in (
        ("ix_notifications_unread", ["person_id"], "read_at IS NULL"),
        ("ix_notifications_due", ["due_at", "person_id"], "due_at IS NOT NULL"),
    ):
        op.create_index(
            name, "notifications", columns, sqlite_where=sa.text(rows), postgresql_where=sa.text(rows)
        )


def downgrade() -> None:
    """Undo."""
    tables = (
        "notifications",
        "deliveries",
        "told_until",
        "followers",
        "habits",
        "preferences",
        "subscriptions",
    )
    for table in tables:
        op.drop_table(table)
    with op.batch_alter_table("letters", schema=None) as batch_op:
        batch_op.drop_column("reply_to")
    op.drop_table("failing_addresses")
