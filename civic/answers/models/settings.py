"""Who answers, by when, through which hands: units, commitments of forums, chains of approval, templates."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from civic.accounts.models import User
from civic.forums.models import Forum
from civic.kernel.access import Role
from civic.kernel.db import Base, Moment


class AnsweringUnit(Base):
    """A unit of the city that answers; its people here are the officials with this unit's name, perhaps none."""

    __tablename__ = "answering_units"
    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    name: Mapped[str] = mapped_column(String(200), unique=True)
    #: The office's mailbox, to which letters go while nobody of the unit has an account; nothing where none is known.
    email: Mapped[str] = mapped_column(String(254), default="")


class Commitment(Base):
    """What a forum was promised: which unit answers, within how many days, by whose word. The newest row counts."""

    __tablename__ = "answer_commitments"
    id: Mapped[int] = mapped_column(primary_key=True)
    forum_id: Mapped[int] = mapped_column(ForeignKey("forums.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("answering_units.id"))
    days: Mapped[int] = mapped_column()
    #: The function of whoever committed, never a name.
    committed_by: Mapped[str] = mapped_column(String(200))
    #: The first day on which the promise holds; no answer is due for days before it.
    starts_on: Mapped[date] = mapped_column()
    made_at: Mapped[datetime] = mapped_column(Moment)
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    forum: Mapped[Forum] = relationship()
    unit: Mapped[AnsweringUnit] = relationship()
    made_by: Mapped[User | None] = relationship()
    __table_args__ = (CheckConstraint("days BETWEEN 1 AND 730", name="days"),)

    def deadline(self, start: date) -> date:
        """The last day (Warsaw) for answers to what was handed over on that day, or published where it was not."""
        return max(start, self.starts_on) + timedelta(days=self.days)


class Chain(Base):
    """Through which hands an answer goes: in one forum, or in all that have none of their own where no forum is named."""

    __tablename__ = "answer_chains"
    id: Mapped[int] = mapped_column(primary_key=True)
    forum_id: Mapped[int | None] = mapped_column(ForeignKey("forums.id"), unique=True)
    check_needed: Mapped[bool] = mapped_column(default=False)
    check_role: Mapped[str] = mapped_column(String(20), default=Role.OFFICIAL)
    check_person_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    approve_needed: Mapped[bool] = mapped_column(default=False)
    approve_role: Mapped[str] = mapped_column(String(20), default=Role.OFFICIAL)
    approve_person_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    publish_role: Mapped[str] = mapped_column(String(20), default=Role.OFFICIAL)
    publish_person_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    forum: Mapped[Forum | None] = relationship()
    check_person: Mapped[User | None] = relationship(foreign_keys=[check_person_id])
    approve_person: Mapped[User | None] = relationship(foreign_keys=[approve_person_id])
    publish_person: Mapped[User | None] = relationship(foreign_keys=[publish_person_id])
    __table_args__ = (
        CheckConstraint("check_role IN ('official', 'plenipotentiary')", name="check_role"),
        CheckConstraint("approve_role IN ('official', 'plenipotentiary')", name="approve_role"),
        CheckConstraint("publish_role IN ('official', 'plenipotentiary')", name="publish_role"),
    )


class AnswerTemplate(Base):
    """A text that answers begin with; its gaps stand in double brackets: „[[termin]]”."""

    __tablename__ = "answer_templates"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(120), unique=True)
    text: Mapped[str] = mapped_column(Text)
