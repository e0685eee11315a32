"""Versions of the instance's own texts."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from civic.accounts.models import User
from civic.kernel.db import Base, Moment


class TextVersion(Base):
    """One immutable version of one text in one language."""

    __tablename__ = "text_versions"
    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(60))
    language: Mapped[str] = mapped_column(String(2))
    number: Mapped[int] = mapped_column()
    body: Mapped[str] = mapped_column(Text)
    #: Why it was changed, for those who look after the texts.
    reason: Mapped[str] = mapped_column(Text, default="")
    by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime] = mapped_column(Moment)
    by: Mapped[User] = relationship()
    __table_args__ = (UniqueConstraint("key", "language", "number"),)
