"""Forums, their phases and the history of their dates, chapters, seats."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from civic.accounts.models import User
from civic.kernel.db import Base, Moment, code, json_type
from civic.kernel.files import StoredFile
from civic.organisations.models import Organisation


class Ability(StrEnum):
    """What a phase may open."""

    PROPOSE = "propose"
    COMMENT = "comment"
    POSITION = "position"
    DRAFT = "draft"
    VOTE = "vote"
    ANSWER = "answer"


class Publishing(StrEnum):
    """What may be read at once, and what waits for a moderator's first look."""

    EVERYTHING_AT_ONCE = "everything_at_once"
    #: Verified organisations at once; persons and others once something of theirs was let through.
    KNOWN_AT_ONCE = "known_at_once"
    #: All but what moderators and the city say.
    NOTHING_AT_ONCE = "nothing_at_once"


class ForumState(StrEnum):
    """Whether a forum works; an open one follows its phases."""

    OPEN = "open"
    CLOSED = "closed"


TRANSITIONS = {ForumState.OPEN: {ForumState.CLOSED}, ForumState.CLOSED: {ForumState.OPEN}}


class Forum(Base):
    """A standing or dated room of discussion that ends in recommendations."""

    __tablename__ = "forums"
    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    title: Mapped[str] = mapped_column(String(200))
    summary: Mapped[str] = mapped_column(Text)
    topic: Mapped[str] = mapped_column(String(120), default="")
    body: Mapped[str] = mapped_column(String(300), default="")
    seats_max: Mapped[int | None] = mapped_column()
    #: The last day of the call for declarations of participation; nothing while there is no call.
    declarations_until: Mapped[date | None] = mapped_column()
    #: The last day of the term for which seats are given.
    term_until: Mapped[date | None] = mapped_column()
    editor_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    addressee: Mapped[str] = mapped_column(String(200), default="")
    #: Whether an organisation and its branches have one voice among the positions: the newest of theirs.
    branches_count_once: Mapped[bool] = mapped_column(default=False)
    #: Before or after: what waits for a moderator's first look.
    publishing: Mapped[Publishing] = mapped_column(code(Publishing), default=Publishing.EVERYTHING_AT_ONCE)
    #: Whether recommendations are published only after the table has voted for them.
    votes_before_issue: Mapped[bool] = mapped_column(default=False)
    state: Mapped[ForumState] = mapped_column(code(ForumState), default=ForumState.OPEN)
    closed_at: Mapped[datetime | None] = mapped_column(Moment)
    closed_reason: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime] = mapped_column(Moment)
    version: Mapped[int] = mapped_column(default=1)
    editor: Mapped[User | None] = relationship()
    phases: Mapped[list[Phase]] = relationship(
        back_populates="forum", order_by="Phase.opens, Phase.id", cascade="all, delete-orphan"
    )
    chapters: Mapped[list[Chapter]] = relationship(
        back_populates="forum", order_by="Chapter.position", cascade="all, delete-orphan"
    )
    seats: Mapped[list[Seat]] = relationship(
        back_populates="forum", order_by="Seat.id", cascade="all, delete-orphan"
    )
    categories: Mapped[list[SeatCategory]] = relationship(
        order_by="SeatCategory.position", cascade="all, delete-orphan"
    )
    changes: Mapped[list[ForumChange]] = relationship(
        order_by="ForumChange.at, ForumChange.id", cascade="all, delete-orphan"
    )
    __table_args__ = (
        CheckConstraint("(state = 'closed') = (closed_at IS NOT NULL)", name="closed_at"),
        CheckConstraint("seats_max IS NULL OR seats_max > 0", name="seats_max"),
    )
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    def move_to(self, state: ForumState) -> None:
        """Take the next state, if the table of transitions has it."""
        if state not in TRANSITIONS[self.state]:
            raise ValueError(f"a forum does not go from {self.state} to {state}")
        self.state = state

    def phase_at(self, now: datetime) -> Phase | None:
        """The phase that runs now; where two overlap, the later one."""
        running = [phase for phase in self.phases if phase.runs_at(now)]
        return running[-1] if running else None

    def phase_after(self, now: datetime) -> Phase | None:
        """The first phase that has not begun."""
        return next((phase for phase in self.phases if phase.opens > now), None)

    def phases_with(self, ability: Ability) -> list[Phase]:
        """The phases that open an ability, in the order of time."""
        return [phase for phase in self.phases if ability in phase.abilities]

    def allows(self, ability: Ability, now: datetime) -> bool:
        """Whether somebody may do that in the forum now."""
        return self.state is ForumState.OPEN and any(
            phase.runs_at(now) for phase in self.phases_with(ability)
        )

    def takes_declarations(self, day: date) -> bool:
        """Whether organisations may declare on that date that they want to take part."""
        return (
            self.state is ForumState.OPEN
            and self.declarations_until is not None
            and day <= self.declarations_until
        )

    def seats_on(self, day: date) -> list[Seat]:
        """The seats in force on that date."""
        return [seat for seat in self.seats if seat.holds_on(day)]


class ForumChange(Base):
    """A closing or reopening by hand, with the reason that stays visible."""

    __tablename__ = "forum_changes"
    id: Mapped[int] = mapped_column(primary_key=True)
    forum_id: Mapped[int] = mapped_column(ForeignKey("forums.id"), index=True)
    at: Mapped[datetime] = mapped_column(Moment)
    by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    state: Mapped[ForumState] = mapped_column(code(ForumState))
    reason: Mapped[str] = mapped_column(Text)
    by: Mapped[User] = relationship()


class Phase(Base):
    """A dated stage of a forum and the abilities it opens; `closes` is its last moment."""

    __tablename__ = "phases"
    id: Mapped[int] = mapped_column(primary_key=True)
    forum_id: Mapped[int] = mapped_column(ForeignKey("forums.id"), index=True)
    key: Mapped[str] = mapped_column(String(60))
    title: Mapped[str] = mapped_column(String(120))
    opens: Mapped[datetime] = mapped_column(Moment)
    closes: Mapped[datetime] = mapped_column(Moment)
    abilities: Mapped[list[str]] = mapped_column(json_type, default=list)
    forum: Mapped[Forum] = relationship(back_populates="phases")
    changes: Mapped[list[PhaseChange]] = relationship(order_by="PhaseChange.at", cascade="all, delete-orphan")
    __table_args__ = (UniqueConstraint("forum_id", "key"), CheckConstraint("closes > opens", name="order"))

    def runs_at(self, now: datetime) -> bool:
        """Whether the phase is running; its last second counts to its end."""
        return self.opens <= now and now.replace(microsecond=0) <= self.closes


class PhaseChange(Base):
    """A date of a phase that was moved, with the reason that stays visible."""

    __tablename__ = "phase_changes"
    id: Mapped[int] = mapped_column(primary_key=True)
    phase_id: Mapped[int] = mapped_column(ForeignKey("phases.id"), index=True)
    at: Mapped[datetime] = mapped_column(Moment)
    by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    old_opens: Mapped[datetime] = mapped_column(Moment)
    old_closes: Mapped[datetime] = mapped_column(Moment)
    new_opens: Mapped[datetime] = mapped_column(Moment)
    new_closes: Mapped[datetime] = mapped_column(Moment)
    reason: Mapped[str] = mapped_column(Text)
    by: Mapped[User] = relationship()


class Chapter(Base):
    """A chapter of the document that the forum works on."""

    __tablename__ = "chapters"
    id: Mapped[int] = mapped_column(primary_key=True)
    forum_id: Mapped[int] = mapped_column(ForeignKey("forums.id"), index=True)
    code: Mapped[str] = mapped_column(String(60))
    title: Mapped[str] = mapped_column(String(300))
    position: Mapped[int] = mapped_column()
    forum: Mapped[Forum] = relationship(back_populates="chapters")
    __table_args__ = (UniqueConstraint("forum_id", "code"),)


class SeatCategory(Base):
    """A part of the table kept for one sort of organisations, with its number of seats."""

    __tablename__ = "seat_categories"
    id: Mapped[int] = mapped_column(primary_key=True)
    forum_id: Mapped[int] = mapped_column(ForeignKey("forums.id"), index=True)
    title: Mapped[str] = mapped_column(String(120))
    seats: Mapped[int] = mapped_column()
    position: Mapped[int] = mapped_column(default=0)
    __table_args__ = (
        UniqueConstraint("forum_id", "title"),
        CheckConstraint("seats > 0", name="seats"),
    )


class DeclarationState(StrEnum):
    """Where a declaration of participation stands."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class Declaration(Base):
    """An organisation's declaration of participation (deklaracja uczestnictwa): whom it would send, and what was decided."""

    __tablename__ = "declarations"
    id: Mapped[int] = mapped_column(primary_key=True)
    forum_id: Mapped[int] = mapped_column(ForeignKey("forums.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    representative_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    deputy_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    category_id: Mapped[int | None] = mapped_column(ForeignKey("seat_categories.id"))
    statement: Mapped[str] = mapped_column(Text, default="")
    file_id: Mapped[int | None] = mapped_column(ForeignKey("files.id"))
    state: Mapped[DeclarationState] = mapped_column(code(DeclarationState), default=DeclarationState.WAITING)
    made_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    made_at: Mapped[datetime] = mapped_column(Moment)
    assessed_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    assessed_at: Mapped[datetime | None] = mapped_column(Moment)
    reason: Mapped[str] = mapped_column(Text, default="")
    seat_id: Mapped[int | None] = mapped_column(ForeignKey("seats.id"))
    forum: Mapped[Forum] = relationship()
    organisation: Mapped[Organisation] = relationship()
    representative: Mapped[User] = relationship(foreign_keys=[representative_id])
    deputy: Mapped[User | None] = relationship(foreign_keys=[deputy_id])
    made_by: Mapped[User] = relationship(foreign_keys=[made_by_id])
    category: Mapped[SeatCategory | None] = relationship()
    file: Mapped[StoredFile | None] = relationship()
    assessed_by: Mapped[User | None] = relationship(foreign_keys=[assessed_by_id])
    __table_args__ = (
        CheckConstraint("(state IN ('accepted', 'refused')) = (assessed_at IS NOT NULL)", name="assessed"),
        CheckConstraint("deputy_id IS NULL OR deputy_id <> representative_id", name="two_people"),
        Index(
            "uq_declarations_open",
            "forum_id",
            "organisation_id",
            unique=True,
            sqlite_where=text("state = 'waiting'"),
            postgresql_where=text("state = 'waiting'"),
        ),
    )


class Seat(Base):
    """An organisation's place at the table: its representative, its deputy, its term (Warsaw dates, inclusive)."""

    __tablename__ = "seats"
    id: Mapped[int] = mapped_column(primary_key=True)
    forum_id: Mapped[int] = mapped_column(ForeignKey("forums.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    representative_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    deputy_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    starts_on: Mapped[date] = mapped_column()
    ends_on: Mapped[date | None] = mapped_column()
    category_id: Mapped[int | None] = mapped_column(ForeignKey("seat_categories.id"))
    forum: Mapped[Forum] = relationship(back_populates="seats")
    organisation: Mapped[Organisation] = relationship()
    representative: Mapped[User] = relationship(foreign_keys=[representative_id])
    deputy: Mapped[User | None] = relationship(foreign_keys=[deputy_id])
    category: Mapped[SeatCategory | None] = relationship()
    __table_args__ = (
        UniqueConstraint("forum_id", "organisation_id", "starts_on"),
        CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="order"),
    )

    def holds_on(self, day: date) -> bool:
        """Whether the seat is in force on that date."""
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)
