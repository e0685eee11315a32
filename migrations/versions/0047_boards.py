"""The boards: notices of organisations with their wordings, and grant calls."""

import sqlalchemy as sa
from alembic import op

revision = "0047"
down_revision = "0049"
branch_labels = None
depends_on = None

STATES = ("waiting", "returned", "shown", "refused", "replaced")
KINDS = ("konkurs", "maly_grant", "komisja", "inny")


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "notices",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_notices_organisation_id_organisations")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notices")),
    )
    op.create_index(op.f("ix_notices_organisation_id"), "notices", ["organisation_id"])
    op.create_table(
        "notice_wordings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("notice_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=150), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("body_html", sa.Text(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("starts_at", sa.Time(), nullable=True),
        sa.Column("ends_at", sa.Time(), nullable=True),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("district", sa.String(length=120), nullable=False),
        sa.Column("topic", sa.String(length=60), nullable=False),
        sa.Column("audience", sa.String(length=200), nullable=False),
        sa.Column("accessibility", sa.String(length=300), nullable=False),
        sa.Column("link", sa.String(length=500), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "state",
            sa.Enum(*STATES, name="wordingstate", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_notice_wordings_days")),
        sa.CheckConstraint("ends_at IS NULL OR starts_at IS NOT NULL", name=op.f("ck_notice_wordings_hours")),
        sa.CheckConstraint(
            "state NOT IN ('returned', 'refused') OR note <> ''", name=op.f("ck_notice_wordings_reason")
        ),
        sa.CheckConstraint(
            "state <> 'waiting' OR decided_at IS NULL", name=op.f("ck_notice_wordings_waiting")
        ),
        sa.CheckConstraint(
            "state NOT IN ('shown', 'returned', 'refused') OR decided_at IS NOT NULL",
            name=op.f("ck_notice_wordings_decided"),
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["users.id"], name=op.f("fk_notice_wordings_decided_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["notice_id"],
            ["notices.id"],
            name=op.f("fk_notice_wordings_notice_id_notices"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["person_id"], ["users.id"], name=op.f("fk_notice_wordings_person_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_wordings")),
        sa.UniqueConstraint("notice_id", "number", name=op.f("uq_notice_wordings_notice_id")),
    )
    op.create_index(op.f("ix_notice_wordings_ends_on"), "notice_wordings", ["ends_on"])
    op.create_index(op.f("ix_notice_wordings_person_id"), "notice_wordings", ["person_id"])
    op.create_index("ix_notice_wordings_state", "notice_wordings", ["state", "ends_on"])
    for name, rule in (
        ("uq_notice_wordings_shown", "state = 'shown'"),
        ("uq_notice_wordings_undecided", "state IN ('waiting', 'returned')"),
    ):
        op.create_index(
            name,
            "notice_wordings",
            ["notice_id"],
            unique=True,
            sqlite_where=sa.text(rule),
            postgresql_where=sa.text(rule),
        )
    op.create_table(
        "grant_calls",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(*KINDS, name="callkind", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("summary_html", sa.Text(), nullable=False),
        sa.Column("amount", sa.String(length=120), nullable=False),
        sa.Column("opens_on", sa.Date(), nullable=False),
        sa.Column("deadline", sa.DateTime(timezone=True), nullable=False),
        sa.Column("timed", sa.Boolean(), nullable=False),
        sa.Column("link", sa.String(length=500), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancelled_because", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(cancelled_at IS NULL) = (cancelled_because = '')", name=op.f("ck_grant_calls_cancelled_because")
        ),
        sa.ForeignKeyConstraint(["made_by_id"], ["users.id"], name=op.f("fk_grant_calls_made_by_id_users")),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["answering_units.id"], name=op.f("fk_grant_calls_unit_id_answering_units")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_grant_calls")),
    )
    op.create_index(op.f("ix_grant_calls_deadline"), "grant_calls", ["deadline"])
    op.create_index(op.f("ix_grant_calls_unit_id"), "grant_calls", ["unit_id"])


def downgrade() -> None:
    """Undo."""
    op.drop_table("grant_calls")
    op.drop_table("notice_wordings")
    op.drop_table("notices")
