"""Gatherings with their topics and tables, and what the room asks."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from civic.kernel.db import Base, Moment, code
from civic.kernel.errors import Refused
from civic.kernel.words import N_
from civic.meetings.models import Meeting

#: How long after the meeting's end an open gathering still takes questions: rooms run late, and nobody is to forget it open.
RUNS_LATE = timedelta(hours=3)
#: How long after the room was closed its questions may be merged: while it is still known which browser supports what.
MERGES = timedelta(days=1)


class Looking(StrEnum):
    """When a moderator looks at a question: before the room sees it, or after."""

    BEFORE = "before"
    AFTER = "after"


class GatheringState(StrEnum):
    """Whether the room may ask."""

    PREPARED = "prepared"
    OPEN = "open"
    CLOSED = "closed"


class QuestionState(StrEnum):
    """Where a question of the room stands."""

    WAITING = "waiting"
    SHOWN = "shown"
    LIVE = "live"
    ANSWERED = "answered"
    MERGED = "merged"
    HIDDEN = "hidden"


TRANSITIONS = {
    GatheringState.PREPARED: {GatheringState.OPEN},
    GatheringState.OPEN: {GatheringState.CLOSED},
    GatheringState.CLOSED: {GatheringState.OPEN},
}
_ASIDE = {QuestionState.SHOWN, QuestionState.HIDDEN}
QUESTION_TRANSITIONS = {
    QuestionState.WAITING: {
        QuestionState.SHOWN,
        QuestionState.LIVE,
        QuestionState.ANSWERED,
        QuestionState.MERGED,
        QuestionState.HIDDEN,
    },
    QuestionState.SHOWN: {
        QuestionState.LIVE,
        QuestionState.ANSWERED,
        QuestionState.MERGED,
        QuestionState.HIDDEN,
    },
    QuestionState.LIVE: _ASIDE | {QuestionState.ANSWERED},
    QuestionState.ANSWERED: _ASIDE | {QuestionState.LIVE, QuestionState.ANSWERED},
    QuestionState.MERGED: _ASIDE,
    QuestionState.HIDDEN: {QuestionState.SHOWN},
}
_IS_LIVE = text("state = 'live'")
#: What the room and everybody else sees.
SEEN = frozenset({QuestionState.SHOWN, QuestionState.LIVE, QuestionState.ANSWERED})


def is_open_at(state: GatheringState, ends: datetime, now: datetime) -> bool:
    """Whether a room in that state, of a meeting that ends then, may ask: an open one shuts by itself."""
    return state is GatheringState.OPEN and now < ends + RUNS_LATE


class Gathering(Base):
    """What a meeting of many people needs beside its agenda."""

    __tablename__ = "gatherings"
    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"), unique=True)
    #: What people in the room type; no secret, as the meeting's page leads there too.
    short_code: Mapped[str] = mapped_column(String(8), unique=True)
    looking: Mapped[Looking] = mapped_column(code(Looking))
    state: Mapped[GatheringState] = mapped_column(code(GatheringState), default=GatheringState.PREPARED)
    closed_at: Mapped[datetime | None] = mapped_column(Moment)
    prepared_at: Mapped[datetime] = mapped_column(Moment)
    prepared_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    #: Counts whatever a screen would show differently, so that screens ask one cheap question.
    changes: Mapped[int] = mapped_column(default=0)
    meeting: Mapped[Meeting] = relationship()
    topics: Mapped[list[Topic]] = relationship(
        back_populates="gathering", order_by="Topic.position", cascade="all, delete-orphan"
    )
    __table_args__ = (CheckConstraint("(state = 'closed') = (closed_at IS NOT NULL)", name="closed"),)

    def takes_questions_at(self, now: datetime) -> bool:
        """Whether the room may ask and support."""
        return is_open_at(self.state, self.meeting.ends, now)

    def move_to(self, state: GatheringState) -> None:
        """Take the next state.

        Raises:
            Refused: when there is no way from here to there.
        """
        if state not in TRANSITIONS[self.state]:
            raise Refused("state", N_("Somebody did this already. Look at the page again."))
        self.state = state


class Topic(Base):
    """What some of the tables talk about."""

    __tablename__ = "gathering_topics"
    id: Mapped[int] = mapped_column(primary_key=True)
    gathering_id: Mapped[int] = mapped_column(ForeignKey("gatherings.id"), index=True)
    position: Mapped[int] = mapped_column()
    title: Mapped[str] = mapped_column(String(150))
    gathering: Mapped[Gathering] = relationship(back_populates="topics")
    tables: Mapped[list[Table]] = relationship(
        back_populates="topic", order_by="Table.number", cascade="all, delete-orphan"
    )
    __table_args__ = (UniqueConstraint("gathering_id", "position"),)


class Table(Base):
    """One table in the room, with its number over all topics and who is host and takes the notes."""

    __tablename__ = "gathering_tables"
    id: Mapped[int] = mapped_column(primary_key=True)
    gathering_id: Mapped[int] = mapped_column(ForeignKey("gatherings.id"), index=True)
    topic_id: Mapped[int] = mapped_column(ForeignKey("gathering_topics.id"), index=True)
    number: Mapped[int] = mapped_column()
    #: An organisation or an office rather than a person; may be empty.
    host: Mapped[str] = mapped_column(String(150), default="")
    topic: Mapped[Topic] = relationship(back_populates="tables")
    __table_args__ = (UniqueConstraint("gathering_id", "number"),)


class RoomQuestion(Base):
    """A question that somebody in the room asked."""

    __tablename__ = "room_questions"
    id: Mapped[int] = mapped_column(primary_key=True)
    gathering_id: Mapped[int] = mapped_column(ForeignKey("gatherings.id"), index=True)
    #: Made by the form that was sent: what comes again under it is the same question.
    key: Mapped[str] = mapped_column(String(36))
    topic_id: Mapped[int | None] = mapped_column(ForeignKey("gathering_topics.id"), index=True)
    table_id: Mapped[int | None] = mapped_column(ForeignKey("gathering_tables.id"), index=True)
    text: Mapped[str] = mapped_column(String(300))
    state: Mapped[QuestionState] = mapped_column(code(QuestionState))
    #: A digest by which the asker's browser finds its own questions; emptied after a while.
    browser: Mapped[str] = mapped_column(String(40), default="")
    asked_at: Mapped[datetime] = mapped_column(Moment)
    supports: Mapped[int] = mapped_column(default=0)
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("room_questions.id"), index=True)
    #: What was answered; empty where it was answered in the room alone.
    answer: Mapped[str] = mapped_column(Text, default="")
    answer_html: Mapped[str] = mapped_column(Text, default="")
    #: The office or organisation in whose name it was answered, as it was called then.
    answered_as: Mapped[str] = mapped_column(String(200), default="")
    answered_at: Mapped[datetime | None] = mapped_column(Moment)
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    #: Raised with each answer, so that of two who write at once none is overwritten.
    version: Mapped[int] = mapped_column(default=1)
    gathering: Mapped[Gathering] = relationship()
    topic: Mapped[Topic | None] = relationship()
    table: Mapped[Table | None] = relationship()
    merged_into: Mapped[RoomQuestion | None] = relationship(remote_side=[id])
    __table_args__ = (
        UniqueConstraint("gathering_id", "key"),
        CheckConstraint("(state = 'merged') = (merged_into_id IS NOT NULL)", name="merged"),
        CheckConstraint("(state = 'answered') = (answered_at IS NOT NULL)", name="answered"),
        CheckConstraint("supports >= 0", name="supports"),
        # One question at a time is answered now.
        Index(
            "uq_room_questions_live",
            "gathering_id",
            unique=True,
            sqlite_where=_IS_LIVE,
            postgresql_where=_IS_LIVE,
        ),
    )

    @property
    def about(self) -> str:
        """The topic's title, whether the question names it or only a table; empty for the whole room."""
        return self.topic.title if self.topic else ""

    def move_to(self, state: QuestionState) -> None:
        """Take the next state.

        Raises:
            Refused: when there is no way from here to there.
        """
        if state not in QUESTION_TRANSITIONS[self.state]:
            raise Refused("state", N_("Somebody did this already. Look at the page again."))
        self.state = state


class Support(Base):
    """That one browser supports a question: a digest, deleted after a while; the number stays with the question."""

    __tablename__ = "room_supports"
    question_id: Mapped[int] = mapped_column(ForeignKey("room_questions.id"), primary_key=True)
    browser: Mapped[str] = mapped_column(String(40), primary_key=True)
