"""How organisations are known, who speaks for them, claims and invitations."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Text
from sqlalchemy.dialects import postgresql

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "register_answers",
        sa.Column("number", sa.String(length=10), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "unchecked",
                "found",
                "struck_off",
                "not_found",
                "unreachable",
                name="registerstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "facts",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column("fetched_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_register_answers")),
    )
    op.create_table(
        "checks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column(
            "level",
            sa.Enum(
                "L0",
                "L1",
                "L2",
                "L3",
                name="verification",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "method",
            sa.Enum(
                "register",
                "code",
                "document",
                "in_person",
                "import",
                name="checkmethod",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("evidence_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_by_id", sa.Integer(), nullable=True),
        sa.Column("revoked_because", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_checks_by_id_users")),
        sa.ForeignKeyConstraint(["evidence_id"], ["files.id"], name=op.f("fk_checks_evidence_id_files")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_checks_organisation_id_organisations")
        ),
        sa.ForeignKeyConstraint(["revoked_by_id"], ["users.id"], name=op.f("fk_checks_revoked_by_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_checks")),
    )
    with op.batch_alter_table("checks", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_checks_organisation_id"), ["organisation_id"], unique=False)

    op.create_table(
        "standings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("suspended", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_standings_by_id_users")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_standings_organisation_id_organisations")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_standings")),
    )
    with op.batch_alter_table("standings", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_standings_organisation_id"), ["organisation_id"], unique=False)

    op.create_table(
        "claims",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "mandate",
                "second",
                "handover",
                name="claimkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "capacity",
            sa.Enum(
                "admin",
                "przedstawiciel",
                "zastepca",
                "czlonek",
                name="capacity",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("statement", sa.Text(), nullable=False),
        sa.Column("evidence_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("granted", sa.Boolean(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("objection", sa.Text(), nullable=False),
        sa.Column("objected_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("objected_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["objected_by_id"], ["users.id"], name=op.f("fk_claims_objected_by_id_users")
        ),
        sa.CheckConstraint("(decided_at IS NULL) = (granted IS NULL)", name=op.f("ck_claims_decided")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["users.id"], name=op.f("fk_claims_decided_by_id_users")),
        sa.ForeignKeyConstraint(["evidence_id"], ["files.id"], name=op.f("fk_claims_evidence_id_files")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_claims_organisation_id_organisations")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_claims_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claims")),
    )
    with op.batch_alter_table("claims", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_claims_organisation_id"), ["organisation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_claims_user_id"), ["user_id"], unique=False)
        batch_op.create_index(
            "uq_claims_open",
            ["organisation_id", "user_id", "kind"],
            unique=True,
            sqlite_where=sa.text("decided_at IS NULL"),
            postgresql_where=sa.text("decided_at IS NULL"),
        )

    op.create_table(
        "register_codes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_register_codes_organisation_id_organisations"),
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_register_codes_user_id_users"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_register_codes")),
    )
    with op.batch_alter_table("register_codes", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_register_codes_organisation_id"), ["organisation_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_register_codes_user_id"), ["user_id"], unique=False)

    op.create_table(
        "invitations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column(
            "capacity",
            sa.Enum(
                "admin",
                "przedstawiciel",
                "zastepca",
                "czlonek",
                name="capacity",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("membership_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(accepted_at IS NULL) = (membership_id IS NULL)", name=op.f("ck_invitations_accepted")
        ),
        sa.CheckConstraint(
            "accepted_at IS NULL OR withdrawn_at IS NULL", name=op.f("ck_invitations_one_end")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_invitations_by_id_users")),
        sa.ForeignKeyConstraint(
            ["membership_id"], ["memberships.id"], name=op.f("fk_invitations_membership_id_memberships")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_invitations_organisation_id_organisations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitations")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_invitations_token_hash")),
    )
    with op.batch_alter_table("invitations", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_invitations_organisation_id"), ["organisation_id"], unique=False)
        batch_op.create_index(
            "uq_invitations_waiting",
            ["organisation_id", "email"],
            unique=True,
            sqlite_where=sa.text("accepted_at IS NULL AND withdrawn_at IS NULL"),
            postgresql_where=sa.text("accepted_at IS NULL AND withdrawn_at IS NULL"),
        )

    with op.batch_alter_table("comments", schema=None) as batch_op:
        batch_op.add_column(sa.Column("claimed_organisation_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_comments_claimed_organisation_id_organisations"),
            "organisations",
            ["claimed_organisation_id"],
            ["id"],
        )

    with op.batch_alter_table("memberships", schema=None) as batch_op:
        batch_op.add_column(sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(
            sa.Column(
                "confirmed_by",
                sa.Enum(
                    "document",
                    "code",
                    "granted",
                    "city",
                    name="mandatesource",
                    native_enum=False,
                    create_constraint=True,
                    length=40,
                ),
                nullable=True,
            )
        )
        batch_op.add_column(sa.Column("granted_by_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("mandate_file_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("mandate_until", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("function", sa.String(length=120), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("check_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("ended_by_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_memberships_check_id_checks"), "checks", ["check_id"], ["id"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_memberships_ended_by_id_users"), "users", ["ended_by_id"], ["id"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_memberships_granted_by_id_users"), "users", ["granted_by_id"], ["id"]
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_memberships_confirmed"), "(confirmed_at IS NULL) = (confirmed_by IS NULL)"
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_memberships_mandate_file_id_files"), "files", ["mandate_file_id"], ["id"]
        )

    with op.batch_alter_table("organisations", schema=None) as batch_op:
        batch_op.add_column(sa.Column("register_key", sa.String(length=60), nullable=True))
        batch_op.add_column(
            sa.Column(
                "register_state",
                sa.Enum(
                    "unchecked",
                    "found",
                    "struck_off",
                    "not_found",
                    "unreachable",
                    name="registerstate",
                    native_enum=False,
                    create_constraint=True,
                    length=40,
                ),
                nullable=False,
                server_default="unchecked",
            )
        )
        batch_op.add_column(sa.Column("register_as_of", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("register_asked_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("register_next_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("register_attempts", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(
            sa.Column(
                "register_flags",
                sa.JSON().with_variant(postgresql.JSONB(astext_type=Text()), "postgresql"),
                nullable=False,
                server_default=sa.text("'[]'"),
            )
        )
        batch_op.add_column(sa.Column("representation", sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("register_email", sa.String(length=254), nullable=True))
        batch_op.add_column(sa.Column("contact_email", sa.String(length=254), nullable=True))
        batch_op.add_column(sa.Column("contact_phone", sa.String(length=40), nullable=True))
        batch_op.add_column(
            sa.Column("name_skeleton", sa.String(length=400), nullable=False, server_default="")
        )
        batch_op.add_column(sa.Column("offers", sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("needs", sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("code_confirmed_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("verified_until", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("suspended_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_index(batch_op.f("ix_organisations_name_skeleton"), ["name_skeleton"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_organisations_register_next_at"), ["register_next_at"], unique=False
        )
        batch_op.create_unique_constraint(batch_op.f("uq_organisations_register_key"), ["register_key"])

    with op.batch_alter_table("positions", schema=None) as batch_op:
        batch_op.add_column(sa.Column("claimed_organisation_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_positions_claimed_organisation_id_organisations"),
            "organisations",
            ["claimed_organisation_id"],
            ["id"],
        )

    with op.batch_alter_table("proposals", schema=None) as batch_op:
        batch_op.add_column(sa.Column("claimed_organisation_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_proposals_claimed_organisation_id_organisations"),
            "organisations",
            ["claimed_organisation_id"],
            ["id"],
        )

    # One organisation a number: of those that were entered twice, the first has it.
    op.execute(
        "UPDATE organisations SET register_key = 'krs:' || register_no WHERE id IN ("
        "SELECT min(id) FROM organisations WHERE register IN ('krs_s', 'krs_p') AND length(register_no) = 10 GROUP BY register_no)"
    )
    # A level stands on a check: what was entered so far was checked when it was entered.
    op.execute(
        "INSERT INTO checks (organisation_id, level, method, at, note, revoked_because) "
        "SELECT id, verification, 'import', created_at, '', '' FROM organisations WHERE verification <> 'L0'"
    )
    # The people of organisations whose mandate was checked speak for them as before.
    op.execute(
        "UPDATE memberships SET confirmed_at = CURRENT_TIMESTAMP, confirmed_by = 'city' "
        "WHERE organisation_id IN (SELECT id FROM organisations WHERE verification IN ('L2', 'L3'))"
    )


def downgrade() -> None:
    """Undo."""
    with op.batch_alter_table("proposals", schema=None) as batch_op:
        batch_op.drop_constraint(
            batch_op.f("fk_proposals_claimed_organisation_id_organisations"), type_="foreignkey"
        )
        batch_op.drop_column("claimed_organisation_id")

    with op.batch_alter_table("positions", schema=None) as batch_op:
        batch_op.drop_constraint(
            batch_op.f("fk_positions_claimed_organisation_id_organisations"), type_="foreignkey"
        )
        batch_op.drop_column("claimed_organisation_id")

    with op.batch_alter_table("organisations", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_organisations_register_key"), type_="unique")
        batch_op.drop_index(batch_op.f("ix_organisations_register_next_at"))
        batch_op.drop_index(batch_op.f("ix_organisations_name_skeleton"))
        batch_op.drop_constraint(batch_op.f("ck_organisations_registerstate"), type_="check")
        batch_op.drop_column("suspended_at")
        batch_op.drop_column("reminded_at")
        batch_op.drop_column("verified_until")
        batch_op.drop_column("code_confirmed_at")
        batch_op.drop_column("needs")
        batch_op.drop_column("offers")
        batch_op.drop_column("name_skeleton")
        batch_op.drop_column("contact_phone")
        batch_op.drop_column("contact_email")
        batch_op.drop_column("register_email")
        batch_op.drop_column("representation")
        batch_op.drop_column("register_flags")
        batch_op.drop_column("register_attempts")
        batch_op.drop_column("register_next_at")
        batch_op.drop_column("register_asked_at")
        batch_op.drop_column("register_as_of")
        batch_op.drop_column("register_state")
        batch_op.drop_column("register_key")

    with op.batch_alter_table("memberships", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_memberships_mandate_file_id_files"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("ck_memberships_confirmed"), type_="check")
        batch_op.drop_constraint(batch_op.f("ck_memberships_mandatesource"), type_="check")
        batch_op.drop_constraint(batch_op.f("fk_memberships_granted_by_id_users"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_memberships_ended_by_id_users"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_memberships_check_id_checks"), type_="foreignkey")
        batch_op.drop_column("ended_by_id")
        batch_op.drop_column("ended_at")
        batch_op.drop_column("check_id")
        batch_op.drop_column("function")
        batch_op.drop_column("mandate_until")
        batch_op.drop_column("mandate_file_id")
        batch_op.drop_column("granted_by_id")
        batch_op.drop_column("confirmed_by")
        batch_op.drop_column("confirmed_at")

    with op.batch_alter_table("comments", schema=None) as batch_op:
        batch_op.drop_constraint(
            batch_op.f("fk_comments_claimed_organisation_id_organisations"), type_="foreignkey"
        )
        batch_op.drop_column("claimed_organisation_id")

    with op.batch_alter_table("invitations", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_invitations_waiting",
            sqlite_where=sa.text("accepted_at IS NULL AND withdrawn_at IS NULL"),
            postgresql_where=sa.text("accepted_at IS NULL AND withdrawn_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_invitations_organisation_id"))

    op.drop_table("invitations")
    with op.batch_alter_table("register_codes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_register_codes_user_id"))
        batch_op.drop_index(batch_op.f("ix_register_codes_organisation_id"))

    op.drop_table("register_codes")
    with op.batch_alter_table("claims", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_claims_open",
            sqlite_where=sa.text("decided_at IS NULL"),
            postgresql_where=sa.text("decided_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_claims_user_id"))
        batch_op.drop_index(batch_op.f("ix_claims_organisation_id"))

    op.drop_table("claims")
    with op.batch_alter_table("standings", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_standings_organisation_id"))

    op.drop_table("standings")
    with op.batch_alter_table("checks", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_checks_organisation_id"))

    op.drop_table("checks")
    op.drop_table("register_answers")
