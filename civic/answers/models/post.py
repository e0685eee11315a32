"""What goes out to units and comes back: files that they filled in, and reminders that were given."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from civic.answers.models.settings import AnsweringUnit
from civic.kernel.db import Base, Moment, json_type


class Return(Base):
    """A file that a unit filled in, as it was read; it changes nothing until somebody takes it over."""

    __tablename__ = "answer_returns"
    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("answering_units.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    sha256: Mapped[str] = mapped_column(String(64))
    #: [{"id", "status", "text", "responsible", "carry_out_by", "row"}]: cells as they were typed.
    rows: Mapped[list[dict[str, Any]]] = mapped_column(json_type)
    at: Mapped[datetime] = mapped_column(Moment)
    by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    taken_at: Mapped[datetime | None] = mapped_column(Moment)
    unit: Mapped[AnsweringUnit] = relationship()


class Reminder(Base):
    """That those who answer were reminded of a deadline: once at each mark."""

    __tablename__ = "answer_reminders"
    id: Mapped[int] = mapped_column(primary_key=True)
    issue_number: Mapped[int] = mapped_column(ForeignKey("issues.number"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("answering_units.id"))
    due_on: Mapped[date] = mapped_column()
    #: 14, 7 or 1 days before; 0 when it has passed.
    mark: Mapped[int] = mapped_column()
    at: Mapped[datetime] = mapped_column(Moment)
    __table_args__ = (UniqueConstraint("issue_number", "unit_id", "due_on", "mark"),)
