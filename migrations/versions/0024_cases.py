"""The moderators' queue of cases, what decisions say beside their reason, and the reviewer's role."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
ROLES = ("moderator", "editor", "official", "plenipotentiary", "council", "administrator")
ACTS = ("hide", "restore")
NEW_ACTS = (
    *ACTS,
    *("keep", "approve", "cover", "uncover", "ask", "label", "unlabel", "lock", "unlock", "move"),
    *("limit", "suspend", "lift"),
)
GROUNDS = ("obrazliwe", "dane_osobowe", "reklama", "nie_na_temat", "niezgodne_z_prawem", "pomylka")
NEW_GROUNDS = (*GROUNDS, "powtorzenie", "spam", "zgodne")
ONE_OF_THREE = (
    "CASE WHEN proposal_id IS NULL THEN 0 ELSE 1 END + CASE WHEN comment_id IS NULL THEN 0 ELSE 1 END"
    " + CASE WHEN conversation_id IS NULL THEN 0 ELSE 1 END = 1"
)
ONE_OF_FOUR = ONE_OF_THREE.removesuffix(" = 1") + " + CASE WHEN person_id IS NULL THEN 0 ELSE 1 END = 1"
KINDS = (
    *("report", "first", "suspicion", "appeal", "objection", "pair", "organisation", "claim"),
    *("mandate", "second"),
)


def _one_of(column: str, values: tuple[str, ...]) -> str:
    return f"{column} IN ({', '.join(repr(value) for value in values)})"


def _enum(name: str, values: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, length=40, create_constraint=True)


def _choices(table: str, name: str, column: str, values: tuple[str, ...]) -> None:
    """Let a column hold these values and no others."""
    with op.batch_alter_table(table) as batch_op:
        batch_op.drop_constraint(batch_op.f(f"ck_{table}_{name}"), type_="check")
        batch_op.create_check_constraint(batch_op.f(f"ck_{table}_{name}"), _one_of(column, values))


def upgrade() -> None:
    """Apply."""
    _choices("users", "role", "role", (*ROLES, "reviewer"))
    _choices("decisions", "act", "act", NEW_ACTS)
    _choices("decisions", "ground", "ground", NEW_GROUNDS)
    with op.batch_alter_table("decisions") as batch_op:
        batch_op.add_column(sa.Column("person_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("until", MOMENT, nullable=True))
        batch_op.add_column(sa.Column("source", sa.String(length=40), server_default="own", nullable=False))
        batch_op.add_column(sa.Column("undoes_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("batch", sa.String(length=32), server_default="", nullable=False))
        batch_op.create_foreign_key(
            batch_op.f("fk_decisions_person_id_users"), "users", ["person_id"], ["id"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_decisions_undoes_id_decisions"), "decisions", ["undoes_id"], ["id"]
        )
        batch_op.create_index(batch_op.f("ix_decisions_person_id"), ["person_id"])
        batch_op.create_index(batch_op.f("ix_decisions_batch"), ["batch"])
        batch_op.create_unique_constraint(batch_op.f("uq_decisions_undoes_id"), ["undoes_id"])
        batch_op.drop_constraint(batch_op.f("ck_decisions_one_subject"), type_="check")
        batch_op.create_check_constraint(batch_op.f("ck_decisions_one_subject"), ONE_OF_FOUR)
        batch_op.create_check_constraint(
            batch_op.f("ck_decisions_source"), _one_of("source", ("own", "report", "signal", "appeal"))
        )
    with op.batch_alter_table("decisions") as batch_op:
        batch_op.alter_column("source", server_default=None)
        batch_op.alter_column("batch", server_default=None)
    _cases()


def _cases() -> None:
    op.create_table(
        "cases",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", _enum("casekind", KINDS), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("forum_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("opened_at", MOMENT, nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("for_reviewer", sa.Boolean(), nullable=False),
        sa.Column("assigned_to_id", sa.Integer(), nullable=True),
        sa.Column("put_off_until", MOMENT, nullable=True),
        sa.Column("settled_at", MOMENT, nullable=True),
        sa.Column("settled_by_id", sa.Integer(), nullable=True),
        sa.Column("outcome", sa.String(length=40), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "settled_at IS NOT NULL OR (settled_by_id IS NULL AND decision_id IS NULL AND outcome = '')",
            name=op.f("ck_cases_settled"),
        ),
        *(
            sa.ForeignKeyConstraint([column], [f"{table}.id"], name=op.f(f"fk_cases_{column}_{table}"))
            for column, table in (
                ("forum_id", "forums"),
                ("person_id", "users"),
                ("assigned_to_id", "users"),
                ("settled_by_id", "users"),
                ("decision_id", "decisions"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cases")),
    )
    op.create_index(
        "uq_cases_waiting",
        "cases",
        ["kind", "subject_id"],
        unique=True,
        sqlite_where=sa.text("settled_at IS NULL"),
        postgresql_where=sa.text("settled_at IS NULL"),
    )
    op.create_index(
        "ix_cases_queue",
        "cases",
        ["rank", "opened_at", "id"],
        sqlite_where=sa.text("settled_at IS NULL"),
        postgresql_where=sa.text("settled_at IS NULL"),
    )
    op.create_index("ix_cases_settled_at", "cases", ["settled_at"])
    op.create_index("ix_cases_kind_subject", "cases", ["kind", "subject_id"])
    for column in ("person_id", "settled_by_id", "decision_id"):
        op.create_index(op.f(f"ix_cases_{column}"), "cases", [column])


def downgrade() -> None:
    """Undo."""
    op.drop_table("cases")
    decisions = sa.table("decisions", sa.column("person_id"), sa.column("act"), sa.column("ground"))
    op.execute(
        decisions.delete().where(
            decisions.c.person_id.is_not(None)
            | decisions.c.act.not_in(ACTS)
            | decisions.c.ground.not_in(GROUNDS)
        )
    )
    with op.batch_alter_table("decisions") as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_decisions_source"), type_="check")
        batch_op.drop_constraint(batch_op.f("ck_decisions_one_subject"), type_="check")
        batch_op.drop_constraint(batch_op.f("uq_decisions_undoes_id"), type_="unique")
        batch_op.drop_constraint(batch_op.f("fk_decisions_person_id_users"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_decisions_undoes_id_decisions"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_decisions_person_id"))
        batch_op.drop_index(batch_op.f("ix_decisions_batch"))
        for column in ("person_id", "until", "source", "undoes_id", "batch"):
            batch_op.drop_column(column)
        batch_op.create_check_constraint(batch_op.f("ck_decisions_one_subject"), ONE_OF_THREE)
    _choices("decisions", "act", "act", ACTS)
    _choices("decisions", "ground", "ground", GROUNDS)
    op.execute("UPDATE users SET role = NULL WHERE role = 'reviewer'")
    _choices("users", "role", "role", ROLES)
