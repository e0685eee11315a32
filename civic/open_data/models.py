"""What was imported, so that loading twice is loading once."""

from __future__ import annotations

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from civic.kernel.db import Base


class ImportedLine(Base):
    """One line of one bundle file and the object that it became."""

    __tablename__ = "imported_lines"
    id: Mapped[int] = mapped_column(primary_key=True)
    file: Mapped[str] = mapped_column(String(40))
    key: Mapped[str] = mapped_column(String(200))
    digest: Mapped[str] = mapped_column(String(64))
    object_id: Mapped[int] = mapped_column()
    __table_args__ = (UniqueConstraint("file", "key"),)
