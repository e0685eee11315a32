"""How the queue is kept, and how a moderator works it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Integer, Text
from sqlalchemy.orm import Mapped, mapped_column

from civic.kernel.db import Base, Moment


class CasesKept(Base):
    """The one row that says up to which event, and when, the cases were last made to follow; whoever keeps them locks it."""

    __tablename__ = "cases_kept"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    seq: Mapped[int] = mapped_column(BigInteger)
    at: Mapped[datetime] = mapped_column(Moment)
    __table_args__ = (CheckConstraint("id = 1", name="only_one"),)


class KeyHabits(Base):
    """Whether a moderator wants single-key shortcuts, and which keys; who has no row has them off."""

    __tablename__ = "key_habits"
    person_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    on: Mapped[bool] = mapped_column("keys_on", default=False)
    #: „down=j up=k”: the keys by the acts of `keys.ACTS`; an act that is not named has its usual one.
    chosen: Mapped[str] = mapped_column(Text, default="")
