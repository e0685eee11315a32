"""Meetings remember what calendars and followers last heard of their place; photos of places say how large they are."""

import sqlalchemy as sa
from alembic import op

revision = "0057"
down_revision = "0056"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply; what stands now was told."""
    with op.batch_alter_table("meetings") as batch_op:
        batch_op.add_column(
            sa.Column("place_told", sa.String(length=520), nullable=False, server_default=""),
        )
    meetings = sa.table("meetings", sa.column("place_id", sa.Integer), sa.column("place_told", sa.String))
    places = sa.table(
        "places",
        *(sa.column(name, sa.String) for name in ("state", "name", "address")),
        sa.column("id", sa.Integer),
    )
    told = places.c.state + "\n" + places.c.name + "\n" + places.c.address
    op.execute(
        meetings.update()
        .where(meetings.c.place_id.is_not(None))
        .values(place_told=sa.select(told).where(places.c.id == meetings.c.place_id).scalar_subquery())
    )
    with op.batch_alter_table("meetings") as batch_op:
        batch_op.alter_column("place_told", server_default=None)
    with op.batch_alter_table("places") as batch_op:
        batch_op.add_column(sa.Column("photo_wide", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("photo_high", sa.Integer(), nullable=True))


def downgrade() -> None:
    """Undo."""
    with op.batch_alter_table("places") as batch_op:
        batch_op.drop_column("photo_high")
        batch_op.drop_column("photo_wide")
    with op.batch_alter_table("meetings") as batch_op:
        batch_op.drop_column("place_told")
