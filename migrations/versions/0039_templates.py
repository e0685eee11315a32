"""The office's Word templates."""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "word_templates",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("forum_id", sa.Integer(), nullable=True),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        *(
            sa.ForeignKeyConstraint(
                [column], [f"{table}.id"], name=op.f(f"fk_word_templates_{column}_{table}")
            )
            for column, table in (("forum_id", "forums"), ("file_id", "files"), ("by_id", "users"))
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_word_templates")),
    )
    op.create_index(op.f("ix_word_templates_forum_id"), "word_templates", ["forum_id"])
    op.create_index(op.f("ix_word_templates_file_id"), "word_templates", ["file_id"])


def downgrade() -> None:
    """Undo."""
    op.drop_table("word_templates")
