"""Large gatherings: topics, tables, the questions of the room and who supports them."""

import sqlalchemy as sa
from alembic import op

revision = "0050"
down_revision = "0047"
branch_labels = None
depends_on = None


def _code(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "gatherings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("short_code", sa.String(length=8), nullable=False),
        sa.Column("looking", _code("looking", "before", "after"), nullable=False),
        sa.Column("state", _code("gatheringstate", "prepared", "open", "closed"), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("prepared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("prepared_by_id", sa.Integer(), nullable=True),
        sa.Column("changes", sa.Integer(), nullable=False),
        sa.CheckConstraint("(state = 'closed') = (closed_at IS NOT NULL)", name=op.f("ck_gatherings_closed")),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meetings.id"], name=op.f("fk_gatherings_meeting_id_meetings")
        ),
        sa.ForeignKeyConstraint(
            ["prepared_by_id"], ["users.id"], name=op.f("fk_gatherings_prepared_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gatherings")),
        sa.UniqueConstraint("short_code", name=op.f("uq_gatherings_short_code")),
        sa.UniqueConstraint("meeting_id", name=op.f("uq_gatherings_meeting_id")),
    )
    op.create_index(op.f("ix_gatherings_prepared_by_id"), "gatherings", ["prepared_by_id"])
    op.create_table(
        "gathering_topics",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("gathering_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=150), nullable=False),
        sa.ForeignKeyConstraint(
            ["gathering_id"], ["gatherings.id"], name=op.f("fk_gathering_topics_gathering_id_gatherings")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gathering_topics")),
        sa.UniqueConstraint("gathering_id", "position", name=op.f("uq_gathering_topics_gathering_id")),
    )
    op.create_index(op.f("ix_gathering_topics_gathering_id"), "gathering_topics", ["gathering_id"])
    op.create_table(
        "gathering_tables",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("gathering_id", sa.Integer(), nullable=False),
        sa.Column("topic_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("host", sa.String(length=150), nullable=False),
        sa.ForeignKeyConstraint(
            ["gathering_id"], ["gatherings.id"], name=op.f("fk_gathering_tables_gathering_id_gatherings")
        ),
        sa.ForeignKeyConstraint(
            ["topic_id"], ["gathering_topics.id"], name=op.f("fk_gathering_tables_topic_id_gathering_topics")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gathering_tables")),
        sa.UniqueConstraint("gathering_id", "number", name=op.f("uq_gathering_tables_gathering_id")),
    )
    op.create_index(op.f("ix_gathering_tables_gathering_id"), "gathering_tables", ["gathering_id"])
    op.create_index(op.f("ix_gathering_tables_topic_id"), "gathering_tables", ["topic_id"])
    _questions()
    op.create_table(
        "room_supports",
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("browser", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["question_id"], ["room_questions.id"], name=op.f("fk_room_supports_question_id_room_questions")
        ),
        sa.PrimaryKeyConstraint("question_id", "browser", name=op.f("pk_room_supports")),
    )


def _questions() -> None:
    states = ("waiting", "shown", "live", "answered", "merged", "hidden")
    op.create_table(
        "room_questions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("gathering_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=36), nullable=False),
        sa.Column("topic_id", sa.Integer(), nullable=True),
        sa.Column("table_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.String(length=300), nullable=False),
        sa.Column("state", _code("questionstate", *states), nullable=False),
        sa.Column("browser", sa.String(length=40), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("supports", sa.Integer(), nullable=False),
        sa.Column("merged_into_id", sa.Integer(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answer_html", sa.Text(), nullable=False),
        sa.Column("answered_as", sa.String(length=200), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(state = 'merged') = (merged_into_id IS NOT NULL)", name=op.f("ck_room_questions_merged")
        ),
        sa.CheckConstraint(
            "(state = 'answered') = (answered_at IS NOT NULL)", name=op.f("ck_room_questions_answered")
        ),
        sa.CheckConstraint("supports >= 0", name=op.f("ck_room_questions_supports")),
        *(
            sa.ForeignKeyConstraint(
                [column], [f"{table}.id"], name=op.f(f"fk_room_questions_{column}_{table}")
            )
            for column, table in (
                ("gathering_id", "gatherings"),
                ("topic_id", "gathering_topics"),
                ("table_id", "gathering_tables"),
                ("merged_into_id", "room_questions"),
                ("answered_by_id", "users"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_room_questions")),
        sa.UniqueConstraint("gathering_id", "key", name=op.f("uq_room_questions_gathering_id")),
    )
    for column in ("gathering_id", "topic_id", "table_id", "merged_into_id", "answered_by_id"):
        op.create_index(op.f(f"ix_room_questions_{column}"), "room_questions", [column])
    live = sa.text("state = 'live'")
    op.create_index(
        "uq_room_questions_live",
        "room_questions",
        ["gathering_id"],
        unique=True,
        sqlite_where=live,
        postgresql_where=live,
    )


def downgrade() -> None:
    """Undo."""
    for table in ("room_supports", "room_questions", "gathering_tables", "gathering_topics", "gatherings"):
        op.drop_table(table)
