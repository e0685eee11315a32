"""Each step of a need's way keeps what was said with it, so that a later decision takes no answer from sight."""

import sqlalchemy as sa
from alembic import op

revision = "0058"
down_revision = "0057"
branch_labels = None
depends_on = None


def _table(name: str) -> sa.TableClause:
    """What is read or written of it."""
    return sa.table(
        name,
        *(sa.column(each, sa.Integer) for each in ("id", "need_id")),
        *(sa.column(each, sa.Text) for each in ("answer", "answer_html")),
    )


def upgrade() -> None:
    """Apply; what a need says now belongs to its last step."""
    with op.batch_alter_table("need_sortings") as batch_op:
        batch_op.add_column(sa.Column("answer", sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("answer_html", sa.Text(), nullable=False, server_default=""))
    needs, steps = _table("needs"), _table("need_sortings")
    newest = sa.select(sa.func.max(steps.c.id)).group_by(steps.c.need_id)
    for name in ("answer", "answer_html"):
        said = sa.select(needs.c[name]).where(needs.c.id == steps.c.need_id).scalar_subquery()
        op.execute(steps.update().where(steps.c.id.in_(newest)).values({name: said}))
    with op.batch_alter_table("need_sortings") as batch_op:
        batch_op.alter_column("answer", server_default=None)
        batch_op.alter_column("answer_html", server_default=None)


def downgrade() -> None:
    """Undo."""
    with op.batch_alter_table("need_sortings") as batch_op:
        batch_op.drop_column("answer_html")
        batch_op.drop_column("answer")
