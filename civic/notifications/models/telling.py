"""What people were told: notifications, the letters that brought them, and how far the log has been read."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    Integer,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from civic.kernel.db import Base, Moment, code
from civic.notifications.models.codes import Concern, Frequency, Why

_UNREAD, _DUE = text("read_at IS NULL"), text("due_at IS NOT NULL")


class ToldUntil(Base):
    """The one row that says which event was the last of which everybody was told; whoever tells locks it."""

    __tablename__ = "told_until"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    seq: Mapped[int] = mapped_column(BigInteger)
    __table_args__ = (CheckConstraint("id = 1", name="only_one"),)


class Delivery(Base):
    """One letter of notifications to one person for one period: „daily:2026-03-29”."""

    __tablename__ = "deliveries"
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    period: Mapped[str] = mapped_column(String(40))
    at: Mapped[datetime] = mapped_column(Moment)
    __table_args__ = (UniqueConstraint("person_id", "period"),)


class Notification(Base):
    """One event for one person: what it is about and why it is told, in ids alone."""

    __tablename__ = "notifications"
    id: Mapped[int] = mapped_column(primary_key=True)
    #: The number of the event in the log, and its name.
    seq: Mapped[int] = mapped_column(BigInteger)
    name: Mapped[str] = mapped_column(String(80))
    person_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    concern: Mapped[Concern] = mapped_column(code(Concern))
    why: Mapped[Why] = mapped_column(code(Why))
    #: Under what it stands in the inbox: „proposal:12”.
    subject: Mapped[str] = mapped_column(String(80))
    at: Mapped[datetime] = mapped_column(Moment)
    read_at: Mapped[datetime | None] = mapped_column(Moment)
    frequency: Mapped[Frequency] = mapped_column(code(Frequency))
    #: When a letter is to bring it; nothing where none does or one has.
    due_at: Mapped[datetime | None] = mapped_column(Moment)
    delivery_id: Mapped[int | None] = mapped_column(
        ForeignKey("deliveries.id", ondelete="SET NULL"), index=True
    )
    __table_args__ = (
        UniqueConstraint("seq", "person_id"),
        Index("ix_notifications_person_subject", "person_id", "subject", "seq"),
        Index("ix_notifications_unread", "person_id", sqlite_where=_UNREAD, postgresql_where=_UNREAD),
        Index("ix_notifications_due", "due_at", "person_id", sqlite_where=_DUE, postgresql_where=_DUE),
    )
