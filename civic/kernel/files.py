"""Files that people bring: what they are by their content, kept under names of our own, given back as downloads."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from civic.kernel.db import Base, Moment


class StoredFile(Base):
    """One file that somebody brought; its bytes lie in the data folder under their digest."""

    __tablename__ = "files"
    id: Mapped[int] = mapped_column(primary_key=True)
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    #: As the person called it, made harmless; for showing and for the download's name only.
    name: Mapped[str] = mapped_column(String(200))
    mime: Mapped[str] = mapped_column(String(120))
    size: Mapped[int] = mapped_column()
    #: An id without a foreign key: the kernel knows no users.
    owner_id: Mapped[int | None] = mapped_column()
    at: Mapped[datetime] = mapped_column(Moment)
    #: When the bytes were deleted (retention); the row says what there was.
    deleted_at: Mapped[datetime | None] = mapped_column(Moment)
