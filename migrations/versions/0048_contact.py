"""Private threads between organisations and the office."""

import sqlalchemy as sa
from alembic import op

revision = "0048"
down_revision = "0045"
branch_labels = None
depends_on = None

STATES = ("waits_for_office", "waits_for_organisation", "closed")


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "contact_threads",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(150), nullable=False),
        sa.Column(
            "state",
            sa.Enum(*STATES, name="contactstate", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("assigned_to_id", sa.Integer(), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(state = 'closed') = (closed_at IS NOT NULL)", name=op.f("ck_contact_threads_closed")
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"]),
        sa.ForeignKeyConstraint(["unit_id"], ["answering_units.id"]),
        sa.ForeignKeyConstraint(["assigned_to_id"], ["users.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_contact_threads_organisation_id"), "contact_threads", ["organisation_id"])
    op.create_index(op.f("ix_contact_threads_assigned_to_id"), "contact_threads", ["assigned_to_id"])
    op.create_index("ix_contact_threads_state", "contact_threads", ["state", "last_at"])
    op.create_table(
        "contact_messages",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("thread_id", sa.Integer(), nullable=False),
        sa.Column(
            "side",
            sa.Enum(
                "organisation", "office", name="side", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("signature", sa.String(300), nullable=False),
        sa.Column("capacity", sa.String(20), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("body_html", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closing", sa.Boolean(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["thread_id"], ["contact_threads.id"]),
        sa.ForeignKeyConstraint(["person_id"], ["users.id"]),
        sa.ForeignKeyConstraint(["file_id"], ["files.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    for column in ("thread_id", "person_id", "file_id"):
        op.create_index(op.f(f"ix_contact_messages_{column}"), "contact_messages", [column])
    op.create_table(
        "contact_notes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("thread_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("hands_over", sa.Boolean(), nullable=False),
        sa.Column("to_id", sa.Integer(), nullable=True),
        sa.Column("to_unit_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("hands_over OR body <> ''", name=op.f("ck_contact_notes_says_something")),
        sa.CheckConstraint(
            "hands_over OR (to_id IS NULL AND to_unit_id IS NULL)", name=op.f("ck_contact_notes_to")
        ),
        sa.ForeignKeyConstraint(["thread_id"], ["contact_threads.id"]),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"]),
        sa.ForeignKeyConstraint(["to_id"], ["users.id"]),
        sa.ForeignKeyConstraint(["to_unit_id"], ["answering_units.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_contact_notes_thread_id"), "contact_notes", ["thread_id"])


def downgrade() -> None:
    """Undo."""
    for table in ("contact_notes", "contact_messages", "contact_threads"):
        op.drop_table(table)
