"""What a person has to look at, before anybody else reads it or afterwards."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from civic.accounts.models import User
from civic.discussions.models.threads import Comment, Thread
from civic.forums.models import Forum
from civic.kernel.db import Base, Moment, code, json_type


class Cause(StrEnum):
    """Why a person has to look."""

    #: The forum lets new people wait, and this is one.
    NEWCOMER = "newcomer"
    #: In the forum everything waits.
    EVERYTHING = "everything"
    #: Its account was limited by a moderator.
    LIMITED = "limited"
    #: It looked sent by a machine, and its author sent it all the same.
    AUTOMATIC = "automatic"
    #: Something in the text is worth a look; it is readable meanwhile.
    SIGNAL = "signal"


#: What nobody else reads before somebody looked.
HOLDING = frozenset(Cause) - {Cause.SIGNAL}


class Look(Base):
    """One contribution that waits, or waited, for a person's look; of a proposal or a conversation the thread is named alone."""

    __tablename__ = "looks"
    id: Mapped[int] = mapped_column(primary_key=True)
    thread_id: Mapped[int] = mapped_column(ForeignKey("threads.id"))
    comment_id: Mapped[int | None] = mapped_column(ForeignKey("comments.id"), index=True)
    forum_id: Mapped[int] = mapped_column(ForeignKey("forums.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    cause: Mapped[Cause] = mapped_column(code(Cause))
    #: What the machine noticed, by name; never the words themselves, which are the contribution's.
    signals: Mapped[list[Any]] = mapped_column(json_type, default=list)
    at: Mapped[datetime] = mapped_column(Moment)
    #: When somebody looked, or there was nothing left to look at.
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    thread: Mapped[Thread] = relationship()
    comment: Mapped[Comment | None] = relationship()
    forum: Mapped[Forum] = relationship()
    person: Mapped[User] = relationship()
    __table_args__ = (
        Index("ix_looks_thread", "thread_id", "comment_id"),
        Index(
            "ix_looks_waiting",
            "cause",
            "at",
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )
