"""Agreeing on recommendations: reading copies, reviews, ballots, minority opinions, objections to being left out."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
MAKERS = (
    ("person_id", "users.id"),
    ("organisation_id", "organisations.id"),
    ("claimed_organisation_id", "organisations.id"),
)


def _whole(name: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=nullable)


def _makers() -> list[sa.Column]:  # type: ignore[type-arg]
    return [
        _whole("person_id"),
        _whole("organisation_id", nullable=True),
        sa.Column("organisation_name", sa.String(length=300), nullable=False),
        sa.Column("capacity", sa.String(length=20), nullable=False),
        _whole("claimed_organisation_id", nullable=True),
    ]


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False)


def _at(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, MOMENT, nullable=nullable)


def _code(name: str, kind: str, values: Sequence[str], *, nullable: bool = False) -> sa.Column[str]:
    allowed = sa.Enum(*values, name=kind, native_enum=False, create_constraint=True, length=40)
    return sa.Column(name, allowed, nullable=nullable)


def _table(
    name: str,
    columns: Sequence[sa.Column],  # type: ignore[type-arg]
    keys: Sequence[tuple[str, str]],
    *rules: sa.Constraint,
    indexes: Sequence[str] = (),
) -> None:
    op.create_table(
        name,
        _whole("id"),
        *columns,
        *(
            sa.ForeignKeyConstraint([column], [to], name=op.f(f"fk_{name}_{column}_{to.partition('.')[0]}"))
            for column, to in keys
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
        *rules,
    )
    for column in indexes:
        op.create_index(op.f(f"ix_{name}_{column}"), name, [column])


def upgrade() -> None:
    """Apply."""
    with op.batch_alter_table("forums") as batch_op:
        batch_op.add_column(
            sa.Column("votes_before_issue", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    with op.batch_alter_table("forums") as batch_op:
        batch_op.alter_column("votes_before_issue", server_default=None)
    _table(
        "reading_copies",
        (
            _whole("forum_id"),
            _whole("number"),
            sa.Column("digest", sa.String(length=64), nullable=False),
            _text("document"),
            sa.Column("left_out", JSON, nullable=False),
            _at("made_at"),
            _whole("made_by_id", nullable=True),
        ),
        (("forum_id", "forums.id"), ("made_by_id", "users.id")),
        sa.UniqueConstraint("forum_id", "number", name=op.f("uq_reading_copies_forum_id")),
        sa.CheckConstraint("length(digest) = 64", name=op.f("ck_reading_copies_digest_length")),
    )
    _reviews()
    _ballots()
    _objections()


def _reviews() -> None:
    _table(
        "reviews",
        (
            _whole("copy_id"),
            sa.Column("opens_on", sa.Date(), nullable=False),
            sa.Column("closes_on", sa.Date(), nullable=False),
            sa.Column("everyone", sa.Boolean(), nullable=False),
            _at("opened_at"),
            _whole("opened_by_id", nullable=True),
        ),
        (("copy_id", "reading_copies.id"), ("opened_by_id", "users.id")),
        sa.CheckConstraint("closes_on >= opens_on", name=op.f("ck_reviews_order")),
        indexes=("copy_id",),
    )
    _table(
        "review_comments",
        (
            _whole("review_id"),
            sa.Column("paragraph", sa.String(length=60), nullable=False),
            _text("text"),
            _at("at"),
            _code("answered", "answered", ("uwzgledniona", "nieuwzgledniona"), nullable=True),
            _text("answer"),
            _at("answered_at", nullable=True),
            _whole("answered_by_id", nullable=True),
            _at("hidden_at", nullable=True),
            _whole("hidden_by_id", nullable=True),
            _text("hidden_reason"),
            *_makers(),
        ),
        (
            ("review_id", "reviews.id"),
            ("answered_by_id", "users.id"),
            ("hidden_by_id", "users.id"),
            *MAKERS,
        ),
        sa.CheckConstraint(
            "(answered IS NULL) = (answered_at IS NULL)", name=op.f("ck_review_comments_answered_at")
        ),
        sa.CheckConstraint(
            "(hidden_at IS NULL) = (hidden_reason = '')", name=op.f("ck_review_comments_hidden_reason")
        ),
        indexes=("review_id", "person_id", "organisation_id"),
    )


def _ballots() -> None:
    _table(
        "ballots",
        (
            _whole("forum_id"),
            _whole("copy_id"),
            _at("opened_at"),
            _whole("opened_by_id", nullable=True),
            sa.Column("closes_on", sa.Date(), nullable=False),
            _whole("quorum"),
            sa.Column("questions", JSON, nullable=False),
            _at("closed_at", nullable=True),
            _whole("issue_number", nullable=True),
        ),
        (
            ("forum_id", "forums.id"),
            ("copy_id", "reading_copies.id"),
            ("opened_by_id", "users.id"),
            ("issue_number", "issues.number"),
        ),
        sa.CheckConstraint("quorum > 0", name=op.f("ck_ballots_quorum")),
        indexes=("forum_id", "issue_number"),
    )
    name = sa.String(length=300)
    _table(
        "ballot_seats",
        (
            _whole("ballot_id"),
            _whole("organisation_id"),
            sa.Column("organisation_name", name, nullable=False),
        ),
        (("ballot_id", "ballots.id"), ("organisation_id", "organisations.id")),
        sa.UniqueConstraint("ballot_id", "organisation_id", name=op.f("uq_ballot_seats_ballot_id")),
    )
    _table(
        "ballot_sheets",
        (
            _whole("ballot_id"),
            _whole("organisation_id"),
            _whole("person_id"),
            sa.Column("as_deputy", sa.Boolean(), nullable=False),
            _at("at"),
            sa.Column("votes", JSON, nullable=False),
        ),
        (("ballot_id", "ballots.id"), ("organisation_id", "organisations.id"), ("person_id", "users.id")),
        indexes=("ballot_id", "person_id"),
    )
    _table(
        "minority_opinions",
        (
            _whole("ballot_id"),
            _whole("organisation_id"),
            sa.Column("organisation_name", name, nullable=False),
            sa.Column("question", sa.String(length=40), nullable=False),
            _text("text"),
            _whole("person_id"),
            _at("at"),
        ),
        (("ballot_id", "ballots.id"), ("organisation_id", "organisations.id"), ("person_id", "users.id")),
        sa.UniqueConstraint(
            "ballot_id", "organisation_id", "question", name=op.f("uq_minority_opinions_ballot_id")
        ),
        indexes=("person_id",),
    )


def _objections() -> None:
    _table(
        "aside_objections",
        (
            _whole("forum_id"),
            _whole("proposal_id", nullable=True),
            _whole("comment_id", nullable=True),
            _at("aside_at"),
            _text("text"),
            _at("at"),
            _code("stand", "objectionstand", ("czeka", "uznany", "oddalony")),
            _text("answer"),
            _at("answered_at", nullable=True),
            _whole("answered_by_id", nullable=True),
            *_makers(),
        ),
        (
            ("forum_id", "forums.id"),
            ("proposal_id", "proposals.id"),
            ("comment_id", "comments.id"),
            ("answered_by_id", "users.id"),
            *MAKERS,
        ),
        sa.CheckConstraint(
            "(proposal_id IS NULL) <> (comment_id IS NULL)", name=op.f("ck_aside_objections_one_source")
        ),
        sa.CheckConstraint(
            "(stand = 'czeka') = (answered_at IS NULL)", name=op.f("ck_aside_objections_answered")
        ),
        indexes=("forum_id", "person_id", "organisation_id"),
    )
    for noun in ("proposal", "comment"):
        op.create_index(
            f"uq_aside_objections_{noun}", "aside_objections", [f"{noun}_id", "aside_at"], unique=True
        )


def downgrade() -> None:
    """Undo."""
    for table in (
        *("aside_objections", "minority_opinions", "ballot_sheets", "ballot_seats", "ballots"),
        *("review_comments", "reviews", "reading_copies"),
    ):
        op.drop_table(table)
    with op.batch_alter_table("forums") as batch_op:
        batch_op.drop_column("votes_before_issue")
