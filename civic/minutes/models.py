"""The minutes of a meeting, their lines, and what became of them."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from civic.accounts.models import User
from civic.discussions.models import Comment
from civic.kernel.db import Base, Moment, code
from civic.meetings.models import Meeting
from civic.minutes.presence import Presence
from civic.organisations.models import Organisation
from civic.proposals.models import Proposal

#: So long a visitor may agree to, correct or withdraw what was written of their words, from the moment it is here.
VISITORS_TIME = timedelta(days=7)
#: The same for a line that waited longer than that on a device: whoever said it has to be found again.
LATE_TIME = timedelta(days=30)


class LineKind(StrEnum):
    """What a line is."""

    REMARK = "remark"
    NEED = "need"
    QUESTION = "question"
    PROPOSAL = "proposal"
    DECISION = "decision"


class Speaker(StrEnum):
    """Who said it."""

    NOBODY = "nobody"
    RESIDENT = "resident"
    ORGANISATION = "organisation"


class Consent(StrEnum):
    """Whether the visitor agreed that it is published."""

    #: Nobody has to be asked.
    FREE = "free"
    #: Still to be read back.
    ASKED = "asked"
    AGREED = "agreed"
    WITHDRAWN = "withdrawn"


class Minutes(Base):
    """What belongs to all lines of a meeting: how many came, and since when everybody reads them."""

    __tablename__ = "minutes"
    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"), unique=True)
    #: A number and organisations, never a list of persons.
    attendance: Mapped[int | None] = mapped_column()
    #: Organisations that came and said nothing, one a line.
    present: Mapped[str] = mapped_column(Text, default="")
    published_at: Mapped[datetime | None] = mapped_column(Moment)
    published_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    meeting: Mapped[Meeting] = relationship()
    __table_args__ = (
        CheckConstraint("attendance IS NULL OR attendance BETWEEN 0 AND 100000", name="attendance"),
        CheckConstraint("(published_at IS NOT NULL) OR (published_by_id IS NULL)", name="published"),
    )

    @property
    def presence(self) -> Presence:
        """Who came, as it stands."""
        return Presence(self.attendance, self.present)


class Line(Base):
    """One thing that was said."""

    __tablename__ = "minutes_lines"
    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"))
    #: Chosen by the device on which it was typed, so that a line sent again is known again.
    client_id: Mapped[str] = mapped_column(String(60))
    #: When it was typed, by the clock of the server: the order of the lines.
    said_at: Mapped[datetime] = mapped_column(Moment)
    #: When it came from the device: later than it was typed, where there was no connection.
    arrived_at: Mapped[datetime] = mapped_column(Moment)
    #: At which table of the meeting it was said: a number alone, for what stands on it is known elsewhere. None is no table.
    table_no: Mapped[int | None] = mapped_column()
    text: Mapped[str] = mapped_column(Text)
    kind: Mapped[LineKind] = mapped_column(code(LineKind), default=LineKind.REMARK)
    speaker: Mapped[Speaker] = mapped_column(code(Speaker), default=Speaker.NOBODY)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"), index=True)
    #: As it was typed, where it is none of the directory.
    organisation_name: Mapped[str] = mapped_column(String(200), default="")
    author_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    consent: Mapped[Consent] = mapped_column(code(Consent), default=Consent.FREE)
    #: A part of the private address by which the visitor comes back to it.
    secret: Mapped[str] = mapped_column(String(32))
    consented_at: Mapped[datetime | None] = mapped_column(Moment)
    struck_at: Mapped[datetime | None] = mapped_column(Moment)
    checked_at: Mapped[datetime | None] = mapped_column(Moment)
    checked_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    #: From 1 in each meeting, given when it is published and never to another line.
    number: Mapped[int | None] = mapped_column()
    published_at: Mapped[datetime | None] = mapped_column(Moment)
    #: Put in other words by the visitor since it was published: it waits for another look.
    reworded: Mapped[bool] = mapped_column(default=False)
    corrected_at: Mapped[datetime | None] = mapped_column(Moment)
    #: What was put right after publication, and why.
    correction: Mapped[str] = mapped_column(Text, default="")
    #: Whether the organisation says that it said so.
    ours: Mapped[bool | None] = mapped_column()
    ours_at: Mapped[datetime | None] = mapped_column(Moment)
    ours_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    #: Of a question: who answers, by which day.
    unit: Mapped[str] = mapped_column(String(200), default="")
    due: Mapped[date | None] = mapped_column()
    answer: Mapped[str] = mapped_column(Text, default="")
    answer_html: Mapped[str] = mapped_column(Text, default="")
    answered_at: Mapped[datetime | None] = mapped_column(Moment)
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    version: Mapped[int] = mapped_column(default=1)
    meeting: Mapped[Meeting] = relationship()
    organisation: Mapped[Organisation | None] = relationship()
    author: Mapped[User | None] = relationship(foreign_keys=[author_id])
    outcomes: Mapped[list[Outcome]] = relationship(back_populates="line", order_by="Outcome.id")
    __table_args__ = (
        UniqueConstraint("meeting_id", "client_id"),
        UniqueConstraint("meeting_id", "number", name="uq_minutes_lines_number"),
        CheckConstraint(
            "(speaker = 'organisation') = (organisation_id IS NOT NULL OR organisation_name <> '')",
            name="organisation",
        ),
        CheckConstraint(
            "(consent IN ('agreed', 'withdrawn')) = (consented_at IS NOT NULL)", name="consented"
        ),
        CheckConstraint("consent <> 'withdrawn' OR text = ''", name="withdrawn"),
        CheckConstraint("(number IS NULL) = (published_at IS NULL)", name="published"),
        CheckConstraint("number IS NOT NULL OR NOT reworded", name="reworded"),
        CheckConstraint("(ours IS NULL) = (ours_at IS NULL)", name="ours"),
        CheckConstraint("(unit = '') = (due IS NULL)", name="assigned"),
        CheckConstraint("(answer = '') = (answered_at IS NULL)", name="answered"),
        Index("ix_minutes_lines_meeting_said", "meeting_id", "said_at", "id"),
    )
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    @property
    def agreed(self) -> bool:
        """Whether nobody's consent is missing."""
        return self.consent in {Consent.FREE, Consent.AGREED}

    @property
    def public(self) -> bool:
        """Whether everybody reads its words."""
        return self.number is not None and not self.reworded and self.struck_at is None and self.agreed

    @property
    def path(self) -> str:
        """Where it stands once it is published."""
        return f"/meetings/{self.meeting_id}#line-{self.number}"

    @property
    def whose(self) -> str:
        """The organisation to which it is attributed; nothing where it said that this is not so, and for residents."""
        if self.ours is False:
            return ""
        return self.organisation.name if self.organisation else self.organisation_name

    @property
    def visitors_until(self) -> datetime:
        """Until when the visitor may change it by its private address; words to which they have not agreed by then are deleted."""
        return self.arrived_at + (LATE_TIME if self.is_late_arrival else VISITORS_TIME)

    @property
    def is_late_arrival(self) -> bool:
        """Whether it waited so long on a device that whoever said it could not be asked in the usual days."""
        return self.arrived_at - self.said_at >= VISITORS_TIME

    @property
    def days_underway(self) -> int:
        """Whole days between its typing and its arrival."""
        return (self.arrived_at - self.said_at).days

    def is_late(self, today: date) -> bool:
        """Whether a question's term is over and no answer is there."""
        return self.due is not None and self.answered_at is None and self.due < today


class LineReminder(Base):
    """That a unit was reminded of the term of a question: once at each mark."""

    __tablename__ = "minutes_reminders"
    id: Mapped[int] = mapped_column(primary_key=True)
    line_id: Mapped[int] = mapped_column(ForeignKey("minutes_lines.id"))
    #: As the line names it.
    unit: Mapped[str] = mapped_column(String(200))
    due_on: Mapped[date] = mapped_column()
    #: 7 or 1 days before; 0 when it has passed.
    mark: Mapped[int] = mapped_column()
    at: Mapped[datetime] = mapped_column(Moment)
    __table_args__ = (UniqueConstraint("line_id", "unit", "due_on", "mark"),)


class Outcome(Base):
    """What a line became: a proposal or a comment."""

    __tablename__ = "minutes_outcomes"
    id: Mapped[int] = mapped_column(primary_key=True)
    line_id: Mapped[int] = mapped_column(ForeignKey("minutes_lines.id"))
    proposal_id: Mapped[int | None] = mapped_column(ForeignKey("proposals.id"), index=True)
    comment_id: Mapped[int | None] = mapped_column(ForeignKey("comments.id"), index=True)
    at: Mapped[datetime] = mapped_column(Moment)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    line: Mapped[Line] = relationship(back_populates="outcomes")
    proposal: Mapped[Proposal | None] = relationship()
    comment: Mapped[Comment | None] = relationship()
    __table_args__ = (
        UniqueConstraint("line_id", "proposal_id"),
        UniqueConstraint("line_id", "comment_id", name="uq_minutes_outcomes_comment"),
        CheckConstraint("(proposal_id IS NULL) <> (comment_id IS NULL)", name="one_thing"),
    )

    @property
    def thing(self) -> Proposal | Comment:
        """The proposal or the comment itself."""
        found = self.proposal or self.comment
        if found is None:
            raise AssertionError("an outcome is a proposal or a comment")
        return found
