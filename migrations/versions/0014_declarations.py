"""Declarations of participation and categories of seats."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "seat_categories",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("forum_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.CheckConstraint("seats > 0", name=op.f("ck_seat_categories_seats")),
        sa.ForeignKeyConstraint(["forum_id"], ["forums.id"], name=op.f("fk_seat_categories_forum_id_forums")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seat_categories")),
        sa.UniqueConstraint("forum_id", "title", name=op.f("uq_seat_categories_forum_id")),
    )
    with op.batch_alter_table("seat_categories", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_seat_categories_forum_id"), ["forum_id"], unique=False)

    op.create_table(
        "declarations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("forum_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("representative_id", sa.Integer(), nullable=False),
        sa.Column("deputy_id", sa.Integer(), nullable=True),
        sa.Column("category_id", sa.Integer(), nullable=True),
        sa.Column("statement", sa.Text(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "accepted",
                "refused",
                "withdrawn",
                name="declarationstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("assessed_by_id", sa.Integer(), nullable=True),
        sa.Column("assessed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("seat_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(state IN ('accepted', 'refused')) = (assessed_at IS NOT NULL)",
            name=op.f("ck_declarations_assessed"),
        ),
        sa.CheckConstraint(
            "deputy_id IS NULL OR deputy_id <> representative_id", name=op.f("ck_declarations_two_people")
        ),
        sa.ForeignKeyConstraint(
            ["assessed_by_id"], ["users.id"], name=op.f("fk_declarations_assessed_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["category_id"], ["seat_categories.id"], name=op.f("fk_declarations_category_id_seat_categories")
        ),
        sa.ForeignKeyConstraint(["deputy_id"], ["users.id"], name=op.f("fk_declarations_deputy_id_users")),
        sa.ForeignKeyConstraint(["file_id"], ["files.id"], name=op.f("fk_declarations_file_id_files")),
        sa.ForeignKeyConstraint(["forum_id"], ["forums.id"], name=op.f("fk_declarations_forum_id_forums")),
        sa.ForeignKeyConstraint(["made_by_id"], ["users.id"], name=op.f("fk_declarations_made_by_id_users")),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_declarations_organisation_id_organisations"),
        ),
        sa.ForeignKeyConstraint(
            ["representative_id"], ["users.id"], name=op.f("fk_declarations_representative_id_users")
        ),
        sa.ForeignKeyConstraint(["seat_id"], ["seats.id"], name=op.f("fk_declarations_seat_id_seats")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_declarations")),
    )
    with op.batch_alter_table("declarations", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_declarations_forum_id"), ["forum_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_declarations_organisation_id"), ["organisation_id"], unique=False
        )
        batch_op.create_index(
            "uq_declarations_open",
            ["forum_id", "organisation_id"],
            unique=True,
            sqlite_where=sa.text("state = 'waiting'"),
            postgresql_where=sa.text("state = 'waiting'"),
        )

    with op.batch_alter_table("forums", schema=None) as batch_op:
        batch_op.add_column(sa.Column("declarations_until", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("term_until", sa.Date(), nullable=True))

    with op.batch_alter_table("seats", schema=None) as batch_op:
        batch_op.add_column(sa.Column("category_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_seats_category_id_seat_categories"), "seat_categories", ["category_id"], ["id"]
        )

    with op.batch_alter_table("comments", schema=None) as batch_op:
        batch_op.create_index(
            "ix_comments_persons",
            ["thread_id", "person_id", "at", "id"],
            unique=False,
            sqlite_where=sa.text("organisation_name = ''"),
            postgresql_where=sa.text("organisation_name = ''"),
        )


def downgrade() -> None:
    """Undo."""
    with op.batch_alter_table("comments", schema=None) as batch_op:
        batch_op.drop_index("ix_comments_persons")

    with op.batch_alter_table("seats", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_seats_category_id_seat_categories"), type_="foreignkey")
        batch_op.drop_column("category_id")

    with op.batch_alter_table("forums", schema=None) as batch_op:
        batch_op.drop_column("term_until")
        batch_op.drop_column("declarations_until")

    with op.batch_alter_table("declarations", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_declarations_open",
            sqlite_where=sa.text("state = 'waiting'"),
            postgresql_where=sa.text("state = 'waiting'"),
        )
        batch_op.drop_index(batch_op.f("ix_declarations_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_declarations_forum_id"))

    op.drop_table("declarations")
    with op.batch_alter_table("seat_categories", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_seat_categories_forum_id"))

    op.drop_table("seat_categories")
