"""Drafts, attachments, invitations to sign, and what a proposal says of cost and effect."""

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""


def downgrade() -> None:
    """Undo."""
