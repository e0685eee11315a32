"""Amendments to a proposal's text, and positions that a board looks at first."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "amendments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("comment_id", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("revision_no", sa.Integer(), nullable=False),
        sa.Column("part", _one_of("part", "title", "body", "justification"), nullable=False),
        sa.Column("old_digest", sa.String(length=64), nullable=False),
        sa.Column("new_text", sa.Text(), nullable=False),
        sa.Column(
            "state",
            _one_of("amendmentstate", "open", "forum", "accepted", "rejected", "outdated"),
            nullable=False,
        ),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("resulting_no", sa.Integer(), nullable=True),
        sa.CheckConstraint("(state = 'open') = (decided_at IS NULL)", name=op.f("ck_amendments_decided")),
        sa.CheckConstraint("state <> 'rejected' OR reason <> ''", name=op.f("ck_amendments_reasoned")),
        sa.CheckConstraint(
            "(state IN ('accepted', 'outdated')) = (resulting_no IS NOT NULL)",
            name=op.f("ck_amendments_resulting_no"),
        ),
        sa.ForeignKeyConstraint(
            ["comment_id"], ["comments.id"], name=op.f("fk_amendments_comment_id_comments")
        ),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposals.id"], name=op.f("fk_amendments_proposal_id_proposals")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["users.id"], name=op.f("fk_amendments_decided_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_amendments")),
        sa.UniqueConstraint("comment_id", name=op.f("uq_amendments_comment_id")),
    )
    op.create_index(op.f("ix_amendments_proposal_id"), "amendments", ["proposal_id"])
    op.create_index("ix_amendments_resulting", "amendments", ["proposal_id", "resulting_no"])

    op.create_table(
        "resident_agreements",
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposals.id"], name=op.f("fk_resident_agreements_proposal_id_proposals")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["users.id"], name=op.f("fk_resident_agreements_person_id_users")
        ),
        sa.PrimaryKeyConstraint("proposal_id", "person_id", name=op.f("pk_resident_agreements")),
    )
    op.create_index(op.f("ix_resident_agreements_person_id"), "resident_agreements", ["person_id"])

    op.create_table(
        "planned_positions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "stance", _one_of("stance", "popiera", "z_zastrzezeniem", "przeciw", "wstrzymuje"), nullable=False
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("link_no", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=True),
        sa.Column("link_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("position_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(token_hash IS NULL) = (link_until IS NULL)", name=op.f("ck_planned_positions_link")
        ),
        sa.CheckConstraint(
            "position_id IS NULL OR closed_at IS NOT NULL", name=op.f("ck_planned_positions_sent")
        ),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposals.id"], name=op.f("fk_planned_positions_proposal_id_proposals")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_planned_positions_organisation_id_organisations"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["users.id"], name=op.f("fk_planned_positions_person_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["position_id"], ["positions.id"], name=op.f("fk_planned_positions_position_id_positions")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_planned_positions")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_planned_positions_token_hash")),
    )
    for column in ("proposal_id", "organisation_id", "person_id"):
        op.create_index(op.f(f"ix_planned_positions_{column}"), "planned_positions", [column])
    op.create_index(
        "uq_planned_positions_open",
        "planned_positions",
        ["proposal_id", "organisation_id"],
        unique=True,
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )

    op.create_table(
        "board_notes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("planned_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("agrees", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["planned_id"],
            ["planned_positions.id"],
            name=op.f("fk_board_notes_planned_id_planned_positions"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_board_notes")),
    )
    op.create_index(op.f("ix_board_notes_planned_id"), "board_notes", ["planned_id"])

    with op.batch_alter_table("forums", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("branches_count_once", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    with op.batch_alter_table("organisations", schema=None) as batch_op:
        batch_op.add_column(sa.Column("parent_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_organisations_parent_id_organisations"), "organisations", ["parent_id"], ["id"]
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_organisations_own_branch"), "parent_id IS NULL OR parent_id <> id"
        )
        batch_op.create_index(batch_op.f("ix_organisations_parent_id"), ["parent_id"], unique=False)


def downgrade() -> None:
    """Undo."""
    with op.batch_alter_table("organisations", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_organisations_parent_id"))
        batch_op.drop_constraint(batch_op.f("ck_organisations_own_branch"), type_="check")
        batch_op.drop_constraint(batch_op.f("fk_organisations_parent_id_organisations"), type_="foreignkey")
        batch_op.drop_column("parent_id")
    with op.batch_alter_table("forums", schema=None) as batch_op:
        batch_op.drop_column("branches_count_once")
    for table in ("board_notes", "planned_positions", "resident_agreements", "amendments"):
        op.drop_table(table)


def _one_of(name: str, *codes: str) -> sa.Enum:
    return sa.Enum(*codes, name=name, native_enum=False, create_constraint=True, length=40)
