"""How often something may be tried: counted in the database, so that a restart or a second process forgets nothing."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from civic.kernel.db import Base, Moment


class Hit(Base):
    """How many tries one key had in one window of time."""

    __tablename__ = "hits"
    key: Mapped[str] = mapped_column(String(200), primary_key=True)
    window: Mapped[int] = mapped_column(primary_key=True)
    count: Mapped[int] = mapped_column(default=0)
    expires_at: Mapped[datetime] = mapped_column(Moment, index=True)
