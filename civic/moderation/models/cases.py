"""What waits for a moderator: one row for each thing, from when it began to wait until somebody settled it."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from civic.accounts.models import User
from civic.forums.models import Forum
from civic.kernel.db import Base, Moment, code
from civic.moderation.models.decisions import Decision


class CaseKind(StrEnum):
    """Why something waits; each kind has its own table, whose row a case names."""

    REPORT = "report"
    FIRST = "first"
    SUSPICION = "suspicion"
    APPEAL = "appeal"
    OBJECTION = "objection"
    PAIR = "pair"
    ORGANISATION = "organisation"
    CLAIM = "claim"
    MANDATE = "mandate"
    SECOND = "second"
    #: An organisation says that what was entered in its name is not its own.
    ENTRY = "entry"


class Case(Base):
    """One thing that waits, or waited, for a person's decision.

    Cases follow from what waits in the tables of their kinds (`commands.keep_cases`): they hold nothing that is not to be
    found there but who took them on, until when they are put off, and how they were settled.
    """

    __tablename__ = "cases"
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[CaseKind] = mapped_column(code(CaseKind))
    #: The row in the kind's own table.
    subject_id: Mapped[int] = mapped_column()
    forum_id: Mapped[int | None] = mapped_column(ForeignKey("forums.id"))
    #: Whose act it is about: who never decides it.
    person_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    #: Since when it waits.
    opened_at: Mapped[datetime] = mapped_column(Moment)
    #: 0 comes first: what the law or a day presses; 1 is usual; 2 can wait.
    rank: Mapped[int] = mapped_column(default=1)
    #: Whether somebody outside the office decides: it is about the office, or the office has nobody else.
    for_reviewer: Mapped[bool] = mapped_column(default=False)
    assigned_to_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    #: Since when that person has it.
    assigned_at: Mapped[datetime | None] = mapped_column(Moment)
    put_off_until: Mapped[datetime | None] = mapped_column(Moment)
    settled_at: Mapped[datetime | None] = mapped_column(Moment)
    #: Nobody where it was settled outside the queue.
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    #: A word for how it ended, of the kind's own choice; "" while it waits.
    outcome: Mapped[str] = mapped_column(String(40), default="")
    decision_id: Mapped[int | None] = mapped_column(ForeignKey("decisions.id"), index=True)
    forum: Mapped[Forum | None] = relationship()
    assigned_to: Mapped[User | None] = relationship(foreign_keys=[assigned_to_id])
    settled_by: Mapped[User | None] = relationship(foreign_keys=[settled_by_id])
    decision: Mapped[Decision | None] = relationship()
    __table_args__ = (
        CheckConstraint(
            "settled_at IS NOT NULL OR (settled_by_id IS NULL AND decision_id IS NULL AND outcome = '')",
            name="settled",
        ),
        CheckConstraint("(assigned_to_id IS NULL) = (assigned_at IS NULL)", name="assigned"),
        Index(
            "uq_cases_waiting",
            "kind",
            "subject_id",
            unique=True,
            sqlite_where=text("settled_at IS NULL"),
            postgresql_where=text("settled_at IS NULL"),
        ),
        Index(
            "ix_cases_queue",
            "rank",
            "opened_at",
            "id",
            sqlite_where=text("settled_at IS NULL"),
            postgresql_where=text("settled_at IS NULL"),
        ),
        Index("ix_cases_settled_at", "settled_at"),
        Index("ix_cases_kind_subject", "kind", "subject_id"),
    )
