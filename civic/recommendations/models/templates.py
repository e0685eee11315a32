"""The office's Word templates, each from when it was set; none is ever taken away, for issues remember theirs."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from civic.accounts.models import User
from civic.forums.models import Forum
from civic.kernel.db import Base, Moment
from civic.kernel.files import StoredFile


class WordTemplate(Base):
    """What the Word files of a forum, or of all forums, look like from a moment on."""

    __tablename__ = "word_templates"
    id: Mapped[int] = mapped_column(primary_key=True)
    #: None where it holds for every forum that has none of its own.
    forum_id: Mapped[int | None] = mapped_column(ForeignKey("forums.id"), index=True)
    #: None where the one before ended: what holds for all, or the house's own look, holds again.
    file_id: Mapped[int | None] = mapped_column(ForeignKey("files.id"), index=True)
    at: Mapped[datetime] = mapped_column(Moment)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    forum: Mapped[Forum | None] = relationship()
    file: Mapped[StoredFile | None] = relationship()
    by: Mapped[User | None] = relationship()
