"""Series, meetings and what they are about."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from civic.accounts.models import User
from civic.forums.models import Forum
from civic.kernel.db import Base, Moment, code
from civic.organisations.models import Organisation
from civic.places.models import Place
from civic.proposals.models import Proposal


class MeetingKind(StrEnum):
    """Which kind of meeting: the codes of the bundle."""

    THIRD_PLACE = "3miejsce"
    FORUM = "forum"
    DIALOGUE_COMMISSION = "kdo"
    COUNCIL = "krdpp"
    CONSULTATION = "konsultacyjne"
    WORKSHOP = "warsztat"
    GATHERING = "spotkanie"
    MEDIATION = "mediacja"


class MeetingState(StrEnum):
    """Whether it takes place."""

    PLANNED = "planned"
    CANCELLED = "cancelled"


TRANSITIONS = {MeetingState.PLANNED: {MeetingState.CANCELLED}, MeetingState.CANCELLED: {MeetingState.PLANNED}}


class Series(Base):
    """Meetings that belong together, each at a date and in a place of its own."""

    __tablename__ = "meeting_series"
    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    title: Mapped[str] = mapped_column(String(200))
    about: Mapped[str] = mapped_column(Text, default="")
    kind: Mapped[MeetingKind] = mapped_column(code(MeetingKind))
    created_at: Mapped[datetime] = mapped_column(Moment)
    version: Mapped[int] = mapped_column(default=1)


class Meeting(Base):
    """People at one table, from one moment to another."""

    __tablename__ = "meetings"
    id: Mapped[int] = mapped_column(primary_key=True)
    #: What calendars know it by, without the host; given once.
    uid: Mapped[str] = mapped_column(String(36), unique=True)
    series_id: Mapped[int | None] = mapped_column(ForeignKey("meeting_series.id"), index=True)
    forum_id: Mapped[int | None] = mapped_column(ForeignKey("forums.id"), index=True)
    title: Mapped[str] = mapped_column(String(200))
    kind: Mapped[MeetingKind] = mapped_column(code(MeetingKind))
    place_id: Mapped[int | None] = mapped_column(ForeignKey("places.id"), index=True)
    #: The state, the name and the address of its place, a line each, as calendars and followers last heard of them.
    place_told: Mapped[str] = mapped_column(String(520), default="")
    #: A room, an entrance, a link to join; or where it is, when it is in no place of the directory.
    room: Mapped[str] = mapped_column(String(300), default="")
    starts: Mapped[datetime] = mapped_column(Moment)
    ends: Mapped[datetime] = mapped_column(Moment)
    about: Mapped[str] = mapped_column(Text, default="")
    #: Who invites, as it is said; `host_id` where the host has a page here.
    host: Mapped[str] = mapped_column(String(200), default="")
    host_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"), index=True)
    #: Whether one signs up; without it everyone is welcome.
    registration: Mapped[bool] = mapped_column(default=False)
    #: How many may sign up; nothing where there is no limit.
    seats: Mapped[int | None] = mapped_column()
    registration_until: Mapped[datetime | None] = mapped_column(Moment)
    state: Mapped[MeetingState] = mapped_column(code(MeetingState), default=MeetingState.PLANNED)
    cancelled_at: Mapped[datetime | None] = mapped_column(Moment)
    cancelled_reason: Mapped[str] = mapped_column(Text, default="")
    #: RFC 5545: how often what a calendar shows has changed.
    sequence: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(Moment)
    changed_at: Mapped[datetime] = mapped_column(Moment)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    #: When it was last said that it is tomorrow; nothing again once it has another day.
    reminded_at: Mapped[datetime | None] = mapped_column(Moment)
    version: Mapped[int] = mapped_column(default=1)
    series: Mapped[Series | None] = relationship()
    forum: Mapped[Forum | None] = relationship()
    place: Mapped[Place | None] = relationship()
    organisation: Mapped[Organisation | None] = relationship()
    created_by: Mapped[User | None] = relationship()
    agenda: Mapped[list[AgendaItem]] = relationship(
        back_populates="meeting", order_by="AgendaItem.position", cascade="all, delete-orphan"
    )
    __table_args__ = (
        CheckConstraint("ends > starts", name="ends_after_start"),
        CheckConstraint("(state = 'cancelled') = (cancelled_at IS NOT NULL)", name="cancelled"),
        CheckConstraint("seats IS NULL OR (registration AND seats > 0)", name="seats"),
        Index("ix_meetings_starts_id", "starts", "id"),
    )

    @property
    def needs_place(self) -> bool:
        """Whether it is to be held in a place that is closed."""
        closed_at = self.place.closed_at if self.place else None
        return self.state is MeetingState.PLANNED and closed_at is not None and closed_at < self.ends

    def takes_registrations(self, now: datetime) -> bool:
        """Whether one can sign up now: until the last moment for it, at the latest until it begins."""
        until = self.registration_until
        ends = self.starts if until is None else min(until, self.starts)
        return self.registration and self.state is MeetingState.PLANNED and now < ends


class AgendaItem(Base):
    """One point of an agenda: words, or a proposal that is talked over."""

    __tablename__ = "agenda_items"
    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"), index=True)
    #: From 1, without gaps.
    position: Mapped[int] = mapped_column()
    title: Mapped[str] = mapped_column(String(200))
    proposal_id: Mapped[int | None] = mapped_column(ForeignKey("proposals.id"), index=True)
    meeting: Mapped[Meeting] = relationship(back_populates="agenda")
    proposal: Mapped[Proposal | None] = relationship()
    __table_args__ = (UniqueConstraint("meeting_id", "position"),)


class Registration(Base):
    """Somebody means to come to a meeting; deleted with all it says a week after it."""

    __tablename__ = "registrations"
    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"))
    #: Nothing for whoever signed up without an account.
    person_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    email: Mapped[str] = mapped_column(String(254), index=True)
    #: What somebody needs so as to take part, in their words.
    needs: Mapped[str] = mapped_column(Text, default="")
    language: Mapped[str] = mapped_column(String(2))
    #: Of what the private link is made, and the hash of the link.
    key: Mapped[str] = mapped_column(String(32))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    asked_at: Mapped[datetime] = mapped_column(Moment)
    confirmed_at: Mapped[datetime | None] = mapped_column(Moment)
    #: Whether a seat is kept; who confirmed and has none waits.
    seated: Mapped[bool] = mapped_column(default=False)
    __table_args__ = (
        UniqueConstraint("meeting_id", "email"),
        CheckConstraint("NOT seated OR confirmed_at IS NOT NULL", name="seated"),
    )
