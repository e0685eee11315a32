"""The ledger as a page: how many contributions were set aside by one act."""

import json

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply; issues that are published already say it in their snapshots."""
    op.add_column("fates", sa.Column("together", sa.Integer(), server_default="0", nullable=False))
    with op.batch_alter_table("fates") as batch_op:
        batch_op.alter_column("together", server_default=None)
    fates = sa.table(
        "fates",
        *(sa.column(name) for name in ("issue_number", "proposal_id", "comment_id", "disposition")),
        sa.column("together"),
    )
    issues = sa.table("issues", sa.column("number"), sa.column("snapshot"))
    bind = op.get_bind()
    for number in bind.execute(sa.select(issues.c.number)).scalars().all():
        snapshot = bind.execute(sa.select(issues.c.snapshot).where(issues.c.number == number)).scalar()
        mine = (fates.c.issue_number == number, fates.c.disposition == "aside")
        bind.execute(sa.update(fates).where(*mine).values(together=1))
        for aside in json.loads(snapshot or "{}").get("asides", ()):
            if aside["together"] > 1:
                one = fates.c.comment_id if aside["kind"] == "comment" else fates.c.proposal_id
                bind.execute(
                    sa.update(fates).where(*mine, one == aside["id"]).values(together=aside["together"])
                )


def downgrade() -> None:
    """Undo."""
    with op.batch_alter_table("fates") as batch_op:
        batch_op.drop_column("together")
