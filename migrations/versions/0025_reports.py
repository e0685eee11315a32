"""Notices of breaches."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
BREACHES = (
    *("obrazliwe", "dane_osobowe", "reklama", "nie_na_temat", "niezgodne_z_prawem", "powtorzenie", "spam"),
    *("zagrozenie", "wykorzystanie_dziecka"),
)
ONE_OF_THREE = (
    "CASE WHEN proposal_id IS NULL THEN 0 ELSE 1 END + CASE WHEN comment_id IS NULL THEN 0 ELSE 1 END"
    " + CASE WHEN conversation_id IS NULL THEN 0 ELSE 1 END = 1"
)


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "reports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=True),
        sa.Column("comment_id", sa.Integer(), nullable=True),
        sa.Column("conversation_id", sa.Integer(), nullable=True),
        sa.Column("forum_id", sa.Integer(), nullable=False),
        sa.Column(
            "breach",
            sa.Enum(*BREACHES, name="breach", native_enum=False, length=40, create_constraint=True),
            nullable=False,
        ),
        sa.Column("law", sa.String(length=300), nullable=False),
        sa.Column("explanation", sa.Text(), nullable=False),
        sa.Column("quote", sa.Text(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("key", sa.String(length=32), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("decided_at", MOMENT, nullable=True),
        sa.Column("decision_id", sa.Integer(), nullable=True),
        sa.Column("outcome", sa.String(length=40), nullable=False),
        sa.CheckConstraint(ONE_OF_THREE, name=op.f("ck_reports_one_thing")),
        sa.CheckConstraint(
            "(decided_at IS NULL AND decision_id IS NULL AND outcome = '')"
            " OR (decided_at IS NOT NULL AND outcome <> '')",
            name=op.f("ck_reports_decided"),
        ),
        *(
            sa.ForeignKeyConstraint([column], [f"{table}.id"], name=op.f(f"fk_reports_{column}_{table}"))
            for column, table in (
                ("proposal_id", "proposals"),
                ("comment_id", "comments"),
                ("conversation_id", "conversations"),
                ("forum_id", "forums"),
                ("person_id", "users"),
                ("decision_id", "decisions"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reports")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_reports_token_hash")),
    )
    for noun in ("proposal", "comment", "conversation"):
        op.create_index(
            f"uq_reports_{noun}_person",
            "reports",
            [f"{noun}_id", "person_id"],
            unique=True,
            sqlite_where=sa.text("decided_at IS NULL"),
            postgresql_where=sa.text("decided_at IS NULL"),
        )
    for column in ("email", "decided_at", "decision_id"):
        op.create_index(op.f(f"ix_reports_{column}"), "reports", [column])
    op.create_index("ix_reports_person_id", "reports", ["person_id", "id"])
    op.create_index("ix_reports_at", "reports", ["at"])


def downgrade() -> None:
    """Undo."""
    op.drop_table("reports")
