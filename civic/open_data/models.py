"""What was imported, so that loading twice is loading once, and the report of what was deleted."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from civic.kernel.db import Base, Moment


class ImportedLine(Base):
    """One line of one bundle file and the object that it became."""

    __tablename__ = "imported_lines"
    id: Mapped[int] = mapped_column(primary_key=True)
    file: Mapped[str] = mapped_column(String(40))
    key: Mapped[str] = mapped_column(String(200))
    digest: Mapped[str] = mapped_column(String(64))
    object_id: Mapped[int] = mapped_column()
    __table_args__ = (UniqueConstraint("file", "key"),)


class Deletion(Base):
    """How much of one kind of data was deleted at one time, because its period was over."""

    __tablename__ = "deletions"
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    #: What was older than this.
    before: Mapped[datetime] = mapped_column(Moment)
    count: Mapped[int] = mapped_column()
    at: Mapped[datetime] = mapped_column(Moment, index=True)
