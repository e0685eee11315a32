"""What is kept beside the chain: which events name which thing, the head of each day, and when the chain was checked last."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, Date, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from civic.kernel.db import DERIVED, Base, Moment

#: Numbers of events outgrow 32 bits, and on SQLite only this type is the row's own number.
Number = BigInteger().with_variant(Integer(), "sqlite")


class EventMention(Base):
    """An event names a thing („proposal:12”), as its subject or beside it."""

    __tablename__ = "event_mentions"
    thing: Mapped[str] = mapped_column(String(80), primary_key=True)
    seq: Mapped[int] = mapped_column(Number, primary_key=True, autoincrement=False)
    # The key is the whole row, so that the table is one index and not two.
    __table_args__ = ({"info": {DERIVED: True}, "sqlite_with_rowid": False},)


class MentionState(Base):
    """How far the mentions follow the log."""

    __tablename__ = "event_mention_state"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    seq: Mapped[int] = mapped_column(BigInteger)
    __table_args__ = (CheckConstraint("id = 1", name="only_one"), {"info": {DERIVED: True}})


class LogHead(Base):
    """The head of the log as it was published on a day (in Warsaw); never changed, never deleted."""

    __tablename__ = "log_heads"
    day: Mapped[date] = mapped_column(Date, primary_key=True)
    seq: Mapped[int] = mapped_column(BigInteger)
    hash: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(Moment)
    __table_args__ = (CheckConstraint("length(hash) = 64", name="hash_length"),)


class LogCheck(Base):
    """The last time that the whole chain was gone through: until which event, and the first fault, if there was one."""

    __tablename__ = "log_checks"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(Moment)
    seq: Mapped[int] = mapped_column(BigInteger)
    fault: Mapped[str] = mapped_column(String(500), default="")
    __table_args__ = (CheckConstraint("id = 1", name="only_one"),)
