"""Polls, their dates, and what volunteers answered."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from civic.accounts.models import User
from civic.forums.models import Forum
from civic.kernel.db import Base, Moment, code
from civic.meetings.models import Meeting


class Choice(StrEnum):
    """How a date suits one volunteer."""

    YES = "yes"
    IF_NEED_BE = "if_need_be"
    NO = "no"


class Poll(Base):
    """Which of several dates suits those who are to meet."""

    __tablename__ = "polls"
    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(200))
    about: Mapped[str] = mapped_column(Text, default="")
    #: Where they would meet: a room, an address.
    room: Mapped[str] = mapped_column(String(300), default="")
    forum_id: Mapped[int | None] = mapped_column(ForeignKey("forums.id"), index=True)
    #: From which the private link follows, and the digest of its secret part.
    key: Mapped[str] = mapped_column(String(64))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(Moment)
    #: When its last date begins; from then on nobody answers.
    last_at: Mapped[datetime] = mapped_column(Moment)
    closed_at: Mapped[datetime | None] = mapped_column(Moment)
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meetings.id"), unique=True)
    version: Mapped[int] = mapped_column(default=1)
    forum: Mapped[Forum | None] = relationship()
    created_by: Mapped[User | None] = relationship()
    meeting: Mapped[Meeting | None] = relationship()
    dates: Mapped[list[PollDate]] = relationship(
        order_by="PollDate.starts, PollDate.ends", cascade="all, delete-orphan"
    )
    answers: Mapped[list[PollAnswer]] = relationship(
        order_by="PollAnswer.id", cascade="all, delete-orphan", back_populates="poll"
    )
    __table_args__ = (CheckConstraint("(closed_at IS NULL) = (meeting_id IS NULL)", name="decided"),)
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    def is_open_at(self, now: datetime) -> bool:
        """Whether one can still answer, and a date can still be chosen."""
        return self.closed_at is None and now < self.last_at


class PollDate(Base):
    """From one moment to another: a meeting that may be."""

    __tablename__ = "poll_dates"
    id: Mapped[int] = mapped_column(primary_key=True)
    poll_id: Mapped[int] = mapped_column(ForeignKey("polls.id"))
    starts: Mapped[datetime] = mapped_column(Moment)
    ends: Mapped[datetime] = mapped_column(Moment)
    __table_args__ = (
        UniqueConstraint("poll_id", "starts", "ends"),
        CheckConstraint("ends > starts", name="ends_after_start"),
    )


class PollAnswer(Base):
    """What one volunteer answered; the name and the address are emptied some time after the end."""

    __tablename__ = "poll_answers"
    id: Mapped[int] = mapped_column(primary_key=True)
    poll_id: Mapped[int] = mapped_column(ForeignKey("polls.id"), index=True)
    #: The digest of what the volunteer's own link holds.
    token_hash: Mapped[str] = mapped_column(String(64))
    name: Mapped[str] = mapped_column(String(80))
    #: Told once which date was chosen, then emptied.
    email: Mapped[str] = mapped_column(String(254), default="", index=True)
    language: Mapped[str] = mapped_column(String(2))
    at: Mapped[datetime] = mapped_column(Moment)
    poll: Mapped[Poll] = relationship(back_populates="answers")
    marks: Mapped[list[Mark]] = relationship(cascade="all, delete-orphan")
    __table_args__ = (UniqueConstraint("poll_id", "token_hash"),)

    @property
    def choices(self) -> dict[int, Choice]:
        """How each date, by its id, suits this volunteer."""
        return {mark.date_id: mark.choice for mark in self.marks}


class Mark(Base):
    """How one date suits one volunteer."""

    __tablename__ = "poll_marks"
    id: Mapped[int] = mapped_column(primary_key=True)
    answer_id: Mapped[int] = mapped_column(ForeignKey("poll_answers.id"))
    date_id: Mapped[int] = mapped_column(ForeignKey("poll_dates.id"), index=True)
    choice: Mapped[Choice] = mapped_column(code(Choice))
    __table_args__ = (UniqueConstraint("answer_id", "date_id"),)
