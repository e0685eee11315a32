"""Appeals, second signatures, and the reviewer."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

GROUNDS = (
    *("obrazliwe", "dane_osobowe", "reklama", "nie_na_temat", "niezgodne_z_prawem", "powtorzenie"),
    *("spam", "zgodne", "pomylka"),
)
SUBJECTS = ("organisation", "proposal", "comment", "conversation", "merge")
UNDECIDED, UNANSWERED = sa.text("decided_at IS NULL"), sa.text("answered_at IS NULL")


def _enum(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, length=40, create_constraint=True)


def _moment(name: str, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _ids(table: str, **columns: tuple[str, bool]) -> list[sa.Column | sa.ForeignKeyConstraint]:
    """Columns that lead to rows of other tables: name → (table, nullable)."""
    return [
        *(sa.Column(name, sa.Integer(), nullable=nullable) for name, (_other, nullable) in columns.items()),
        *(
            sa.ForeignKeyConstraint([name], [f"{other}.id"], name=op.f(f"fk_{table}_{name}_{other}"))
            for name, (other, _nullable) in columns.items()
        ),
    ]


def upgrade() -> None:
    """Apply."""
    _appeals()
    _second_signatures()
    with op.batch_alter_table("standings") as batch_op:
        batch_op.add_column(sa.Column("confirmed_by_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_standings_confirmed_by_id_users"), "users", ["confirmed_by_id"], ["id"]
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_standings_another_person"), "confirmed_by_id <> by_id"
        )


def _appeals() -> None:
    op.create_table(
        "appeals",
        sa.Column("id", sa.Integer(), nullable=False),
        *_ids(
            "appeals",
            decision_id=("decisions", False),
            first_by_id=("users", False),
            person_id=("users", True),
            organisation_id=("organisations", True),
            decided_by_id=("users", True),
            result_id=("decisions", True),
            report_id=("reports", True),
        ),
        sa.Column("text", sa.Text(), nullable=False),
        _moment("at"),
        _moment("decided_at", nullable=True),
        sa.Column("outcome", _enum("outcome", "upheld", "overturned"), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "person_id IS NOT NULL OR report_id IS NOT NULL", name=op.f("ck_appeals_somebody")
        ),
        sa.CheckConstraint(
            "(decided_at IS NULL) = (decided_by_id IS NULL) AND (decided_at IS NULL) = (outcome IS NULL)"
            " AND (decided_at IS NULL) = (reason = '')",
            name=op.f("ck_appeals_decided"),
        ),
        sa.CheckConstraint(
            "(result_id IS NOT NULL) = (outcome = 'overturned')", name=op.f("ck_appeals_result")
        ),
        sa.CheckConstraint("decided_by_id <> first_by_id", name=op.f("ck_appeals_another_person")),
        sa.CheckConstraint("decided_by_id <> person_id", name=op.f("ck_appeals_not_ones_own")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appeals")),
        sa.UniqueConstraint("decision_id", "person_id", name=op.f("uq_appeals_decision_id")),
        sa.UniqueConstraint("decision_id", "report_id", name="uq_appeals_report"),
    )
    op.create_index(op.f("ix_appeals_person_id"), "appeals", ["person_id"])
    op.create_index(op.f("ix_appeals_at"), "appeals", ["at"])
    op.create_index(
        "ix_appeals_waiting", "appeals", ["at"], sqlite_where=UNDECIDED, postgresql_where=UNDECIDED
    )


def _second_signatures() -> None:
    op.create_table(
        "second_signatures",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("deed", _enum("deed", "suspend_organisation", "hide", "undo_merge"), nullable=False),
        *_ids(
            "second_signatures",
            **{f"{name}_id": (f"{name}s", True) for name in SUBJECTS},
            asked_by_id=("users", False),
            answered_by_id=("users", True),
        ),
        sa.Column("ground", _enum("ground", *GROUNDS), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        _moment("at"),
        _moment("answered_at", nullable=True),
        sa.Column("given", sa.Boolean(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "(answered_at IS NULL) = (answered_by_id IS NULL) AND (answered_at IS NULL) = (given IS NULL)",
            name=op.f("ck_second_signatures_answered"),
        ),
        sa.CheckConstraint("answered_by_id <> asked_by_id", name=op.f("ck_second_signatures_another_person")),
        sa.CheckConstraint(
            "given OR answered_at IS NULL OR answer <> ''", name=op.f("ck_second_signatures_reasoned")
        ),
        sa.CheckConstraint(
            " + ".join(f"CASE WHEN {name}_id IS NULL THEN 0 ELSE 1 END" for name in SUBJECTS) + " = 1",
            name=op.f("ck_second_signatures_one_subject"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_second_signatures")),
    )
    for name in SUBJECTS:
        op.create_index(op.f(f"ix_second_signatures_{name}_id"), "second_signatures", [f"{name}_id"])
        op.create_index(
            f"uq_second_signatures_{name}",
            "second_signatures",
            [f"{name}_id"],
            unique=True,
            sqlite_where=UNANSWERED,
            postgresql_where=UNANSWERED,
        )


def downgrade() -> None:
    """Undo."""
    with op.batch_alter_table("standings") as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_standings_another_person"), type_="check")
        batch_op.drop_constraint(batch_op.f("fk_standings_confirmed_by_id_users"), type_="foreignkey")
        batch_op.drop_column("confirmed_by_id")
    op.drop_table("second_signatures")
    op.drop_table("appeals")
