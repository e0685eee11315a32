"""The city's answers: units, commitments, chains, answers with their versions, steps, deadlines and reports, files, reminders."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "answer_templates",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer_templates")),
        sa.UniqueConstraint("name", name=op.f("uq_answer_templates_name")),
    )
    op.create_table(
        "answering_units",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answering_units")),
        sa.UniqueConstraint("name", name=op.f("uq_answering_units_name")),
        sa.UniqueConstraint("slug", name=op.f("uq_answering_units_slug")),
    )
    op.create_table(
        "answer_returns",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("rows", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_answer_returns_by_id_users")),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["answering_units.id"], name=op.f("fk_answer_returns_unit_id_answering_units")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer_returns")),
    )
    with op.batch_alter_table("answer_returns", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_answer_returns_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "answer_chains",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("forum_id", sa.Integer(), nullable=True),
        sa.Column("check_needed", sa.Boolean(), nullable=False),
        sa.Column("check_role", sa.String(length=20), nullable=False),
        sa.Column("check_person_id", sa.Integer(), nullable=True),
        sa.Column("approve_needed", sa.Boolean(), nullable=False),
        sa.Column("approve_role", sa.String(length=20), nullable=False),
        sa.Column("approve_person_id", sa.Integer(), nullable=True),
        sa.Column("publish_role", sa.String(length=20), nullable=False),
        sa.Column("publish_person_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "approve_role IN ('official', 'plenipotentiary')", name=op.f("ck_answer_chains_approve_role")
        ),
        sa.CheckConstraint(
            "check_role IN ('official', 'plenipotentiary')", name=op.f("ck_answer_chains_check_role")
        ),
        sa.CheckConstraint(
            "publish_role IN ('official', 'plenipotentiary')", name=op.f("ck_answer_chains_publish_role")
        ),
        sa.ForeignKeyConstraint(
            ["approve_person_id"], ["users.id"], name=op.f("fk_answer_chains_approve_person_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["check_person_id"], ["users.id"], name=op.f("fk_answer_chains_check_person_id_users")
        ),
        sa.ForeignKeyConstraint(["forum_id"], ["forums.id"], name=op.f("fk_answer_chains_forum_id_forums")),
        sa.ForeignKeyConstraint(
            ["publish_person_id"], ["users.id"], name=op.f("fk_answer_chains_publish_person_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer_chains")),
        sa.UniqueConstraint("forum_id", name=op.f("uq_answer_chains_forum_id")),
    )
    op.create_table(
        "answer_commitments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("forum_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("committed_by", sa.String(length=200), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("days BETWEEN 1 AND 730", name=op.f("ck_answer_commitments_days")),
        sa.ForeignKeyConstraint(
            ["forum_id"], ["forums.id"], name=op.f("fk_answer_commitments_forum_id_forums")
        ),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["users.id"], name=op.f("fk_answer_commitments_made_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["answering_units.id"], name=op.f("fk_answer_commitments_unit_id_answering_units")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer_commitments")),
    )
    with op.batch_alter_table("answer_commitments", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_answer_commitments_forum_id"), ["forum_id"], unique=False)

    op.create_table(
        "answer_reminders",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("issue_number", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("mark", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["issue_number"], ["issues.number"], name=op.f("fk_answer_reminders_issue_number_issues")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["answering_units.id"], name=op.f("fk_answer_reminders_unit_id_answering_units")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer_reminders")),
        sa.UniqueConstraint(
            "issue_number", "unit_id", "due_on", "mark", name=op.f("uq_answer_reminders_issue_number")
        ),
    )
    op.create_table(
        "answers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column(
            "stage",
            sa.Enum(
                "czeka",
                "opracowana",
                "sprawdzona",
                "zaakceptowana",
                "opublikowana",
                name="stage",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "status",
            sa.Enum(
                "przyjeta",
                "czesciowo",
                "odrzucona",
                "analiza",
                name="answerstatus",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("responsible", sa.String(length=200), nullable=False),
        sa.Column("carry_out_by", sa.Date(), nullable=True),
        sa.Column("drafted_by_id", sa.Integer(), nullable=True),
        sa.Column("published_no", sa.Integer(), nullable=False),
        sa.Column(
            "carried",
            sa.Enum(
                "planowane",
                "w_toku",
                "wykonane",
                "zaniechane",
                name="carried",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(stage = 'czeka') = (status IS NULL)", name=op.f("ck_answers_status")),
        sa.CheckConstraint("published_no > 0 OR stage <> 'opublikowana'", name=op.f("ck_answers_published")),
        sa.ForeignKeyConstraint(["drafted_by_id"], ["users.id"], name=op.f("fk_answers_drafted_by_id_users")),
        sa.ForeignKeyConstraint(["item_id"], ["issue_items.id"], name=op.f("fk_answers_item_id_issue_items")),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["answering_units.id"], name=op.f("fk_answers_unit_id_answering_units")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answers")),
        sa.UniqueConstraint("item_id", name=op.f("uq_answers_item_id")),
    )
    with op.batch_alter_table("answers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_answers_due_on"), ["due_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_answers_stage"), ["stage"], unique=False)
        batch_op.create_index(batch_op.f("ix_answers_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "answer_extensions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("answer_id", sa.Integer(), nullable=False),
        sa.Column("old_due_on", sa.Date(), nullable=False),
        sa.Column("new_due_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("new_due_on > old_due_on", name=op.f("ck_answer_extensions_later")),
        sa.ForeignKeyConstraint(
            ["answer_id"], ["answers.id"], name=op.f("fk_answer_extensions_answer_id_answers")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_answer_extensions_by_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer_extensions")),
    )
    with op.batch_alter_table("answer_extensions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_answer_extensions_answer_id"), ["answer_id"], unique=False)

    op.create_table(
        "answer_reports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("answer_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "planowane",
                "w_toku",
                "wykonane",
                "zaniechane",
                name="carried",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("link", sa.String(length=500), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["answer_id"], ["answers.id"], name=op.f("fk_answer_reports_answer_id_answers")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_answer_reports_by_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer_reports")),
    )
    with op.batch_alter_table("answer_reports", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_answer_reports_answer_id"), ["answer_id"], unique=False)

    op.create_table(
        "answer_steps",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("answer_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "opracowana",
                "sprawdzona",
                "zaakceptowana",
                "odeslana",
                "opublikowana",
                name="stepkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.CheckConstraint("kind <> 'odeslana' OR length(note) > 0", name=op.f("ck_answer_steps_note")),
        sa.ForeignKeyConstraint(
            ["answer_id"], ["answers.id"], name=op.f("fk_answer_steps_answer_id_answers")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_answer_steps_by_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer_steps")),
    )
    with op.batch_alter_table("answer_steps", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_answer_steps_answer_id"), ["answer_id"], unique=False)

    op.create_table(
        "answer_versions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("answer_id", sa.Integer(), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "przyjeta",
                "czesciowo",
                "odrzucona",
                "analiza",
                name="answerstatus",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("text_html", sa.Text(), nullable=False),
        sa.Column("unit", sa.String(length=200), nullable=False),
        sa.Column("responsible", sa.String(length=200), nullable=False),
        sa.Column("carry_out_by", sa.Date(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("length(text) > 0", name=op.f("ck_answer_versions_text")),
        sa.ForeignKeyConstraint(
            ["answer_id"], ["answers.id"], name=op.f("fk_answer_versions_answer_id_answers")
        ),
        sa.ForeignKeyConstraint(
            ["published_by_id"], ["users.id"], name=op.f("fk_answer_versions_published_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer_versions")),
        sa.UniqueConstraint("answer_id", "no", name=op.f("uq_answer_versions_answer_id")),
    )


def downgrade() -> None:
    """Take back."""

    op.drop_table("answer_versions")
    with op.batch_alter_table("answer_steps", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_answer_steps_answer_id"))

    op.drop_table("answer_steps")
    with op.batch_alter_table("answer_reports", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_answer_reports_answer_id"))

    op.drop_table("answer_reports")
    with op.batch_alter_table("answer_extensions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_answer_extensions_answer_id"))

    op.drop_table("answer_extensions")
    with op.batch_alter_table("answers", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_answers_unit_id"))
        batch_op.drop_index(batch_op.f("ix_answers_stage"))
        batch_op.drop_index(batch_op.f("ix_answers_due_on"))

    op.drop_table("answers")
    op.drop_table("answer_reminders")
    with op.batch_alter_table("answer_commitments", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_answer_commitments_forum_id"))

    op.drop_table("answer_commitments")
    op.drop_table("answer_chains")
    with op.batch_alter_table("answer_returns", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_answer_returns_unit_id"))

    op.drop_table("answer_returns")
    op.drop_table("answering_units")
    op.drop_table("answer_templates")
