"""Third places."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    json_type = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
    op.create_table(
        "places",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=80), nullable=False),
        sa.Column("address", sa.String(length=300), nullable=False),
        sa.Column("district", sa.String(length=80), nullable=False),
        sa.Column("lat", sa.Double(), nullable=True),
        sa.Column("lon", sa.Double(), nullable=True),
        sa.Column("accessibility", sa.Text(), nullable=False),
        sa.Column("access", json_type, nullable=False),
        sa.Column("offers", json_type, nullable=False),
        sa.Column("opening_hours", sa.String(length=300), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("website", sa.String(length=300), nullable=False),
        sa.Column("host", sa.String(length=200), nullable=False),
        sa.Column("host_id", sa.Integer(), nullable=True),
        sa.Column("photo_id", sa.Integer(), nullable=True),
        sa.Column("photo_text", sa.String(length=300), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "open", "closed", name="placestate", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_reason", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(photo_id IS NULL) OR (photo_text <> '')", name=op.f("ck_places_photo_told")),
        sa.CheckConstraint("(state = 'closed') = (closed_at IS NOT NULL)", name=op.f("ck_places_closed")),
        sa.CheckConstraint("(lat IS NULL) = (lon IS NULL)", name=op.f("ck_places_both_coordinates")),
        sa.CheckConstraint(
            "lat IS NULL OR (lat BETWEEN 49 AND 55 AND lon BETWEEN 14 AND 25)",
            name=op.f("ck_places_in_poland"),
        ),
        sa.ForeignKeyConstraint(
            ["host_id"], ["organisations.id"], name=op.f("fk_places_host_id_organisations")
        ),
        sa.ForeignKeyConstraint(["photo_id"], ["files.id"], name=op.f("fk_places_photo_id_files")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_places")),
        sa.UniqueConstraint("slug", name=op.f("uq_places_slug")),
    )
    with op.batch_alter_table("places") as batch_op:
        batch_op.create_index(op.f("ix_places_host_id"), ["host_id"])
        batch_op.create_index(op.f("ix_places_photo_id"), ["photo_id"])


def downgrade() -> None:
    """Undo."""
    op.drop_table("places")
