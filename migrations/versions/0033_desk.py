"""How pressing a recommendation is."""

from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply. The column comes with its check, so that SQLite need not write the table anew and lose its never-repeating ids."""
    op.execute(
        "ALTER TABLE recommendations ADD COLUMN priority VARCHAR(40) "
        "CONSTRAINT ck_recommendations_priority CHECK (priority IN ('pilna', 'wazna', 'zwykla'))"
    )


def downgrade() -> None:
    """Undo."""
    op.execute("ALTER TABLE recommendations DROP COLUMN priority")
