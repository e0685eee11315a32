"""Needs that anybody raises, and each step of their way."""

import sqlalchemy as sa
from alembic import op

revision = "0046"
down_revision = "0048"
branch_labels = None
depends_on = None

STATES = (
    "przyjeta",
    "skierowana",
    "z_odpowiedzia",
    "juz_dziala",
    "poza_zadaniami",
    "do_forum",
    "niepublikowana",
)


def _state() -> sa.Enum:
    return sa.Enum(*STATES, name="needstate", native_enum=False, length=40, create_constraint=True)


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "needs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("place", sa.String(300), nullable=False),
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("email_confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("came_on", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", _state(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("title", sa.String(150), nullable=False),
        sa.Column("public_text", sa.Text(), nullable=False),
        sa.Column("public_html", sa.Text(), nullable=False),
        sa.Column("public_place", sa.String(300), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("owner", sa.String(200), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answer_html", sa.Text(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("conversation_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(published_at IS NULL) = (public_text = '')", name=op.f("ck_needs_published")),
        sa.CheckConstraint("state <> 'przyjeta' OR closed_at IS NULL", name=op.f("ck_needs_received")),
        sa.CheckConstraint("state = 'przyjeta' OR decided_at IS NOT NULL", name=op.f("ck_needs_decided")),
        sa.CheckConstraint(
            "state <> 'skierowana' OR (unit_id IS NOT NULL AND due_on IS NOT NULL AND closed_at IS NULL)",
            name=op.f("ck_needs_directed"),
        ),
        sa.CheckConstraint("(answered_at IS NULL) = (answer = '')", name=op.f("ck_needs_answered")),
        sa.CheckConstraint(
            "email <> '' OR email_confirmed_at IS NULL", name=op.f("ck_needs_email_confirmed_at")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["users.id"], name=op.f("fk_needs_person_id_users")),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["answering_units.id"], name=op.f("fk_needs_unit_id_answering_units")
        ),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversations.id"], name=op.f("fk_needs_conversation_id_conversations")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_needs")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_needs_token_hash")),
        sa.UniqueConstraint("digest", "came_on", name=op.f("uq_needs_digest")),
        sa.UniqueConstraint("conversation_id", name=op.f("uq_needs_conversation_id")),
    )
    for column in ("email", "person_id", "at", "closed_at", "unit_id"):
        op.create_index(op.f(f"ix_needs_{column}"), "needs", [column])
    op.create_index("ix_needs_state_published", "needs", ["state", "published_at"])
    op.create_table(
        "need_sortings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("need_id", sa.Integer(), nullable=False),
        sa.Column("state", _state(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["need_id"], ["needs.id"], name=op.f("fk_need_sortings_need_id_needs")),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["answering_units.id"], name=op.f("fk_need_sortings_unit_id_answering_units")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_need_sortings_by_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_need_sortings")),
    )
    op.create_index(op.f("ix_need_sortings_need_id"), "need_sortings", ["need_id"])


def downgrade() -> None:
    """Undo."""
    op.drop_index(op.f("ix_need_sortings_need_id"), "need_sortings")
    op.drop_table("need_sortings")
    op.drop_index("ix_needs_state_published", "needs")
    for column in ("unit_id", "closed_at", "at", "person_id", "email"):
        op.drop_index(op.f(f"ix_needs_{column}"), "needs")
    op.drop_table("needs")
