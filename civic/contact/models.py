"""Private threads of organisations with the office, their messages, and what the office notes beside them."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from civic.accounts.models import User
from civic.answers.models import AnsweringUnit
from civic.kernel.db import Base, Moment, code
from civic.kernel.errors import Refused
from civic.kernel.files import StoredFile
from civic.kernel.words import N_
from civic.organisations.models import Organisation

#: For so long after its end a new message opens a thread again.
REOPENS_WITHIN = timedelta(days=30)


class Side(StrEnum):
    """The two who write."""

    ORGANISATION = "organisation"
    OFFICE = "office"

    @property
    def other(self) -> Side:
        """The one who reads what this one writes."""
        return Side.OFFICE if self is Side.ORGANISATION else Side.ORGANISATION


class ContactState(StrEnum):
    """For whose word a thread waits, or that it has ended."""

    WAITS_FOR_OFFICE = "waits_for_office"
    WAITS_FOR_ORGANISATION = "waits_for_organisation"
    CLOSED = "closed"


TRANSITIONS = {state: set(ContactState) - {ContactState.CLOSED} for state in ContactState}
TRANSITIONS[ContactState.WAITS_FOR_OFFICE] |= {ContactState.CLOSED}
TRANSITIONS[ContactState.WAITS_FOR_ORGANISATION] |= {ContactState.CLOSED}


class ContactThread(Base):
    """One matter between an organisation and the office."""

    __tablename__ = "contact_threads"
    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    subject: Mapped[str] = mapped_column(String(150))
    state: Mapped[ContactState] = mapped_column(code(ContactState), default=ContactState.WAITS_FOR_OFFICE)
    #: The unit that has it; the plenipotentiary's office where none is named.
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("answering_units.id"))
    #: Who answers it; nobody until somebody takes it.
    assigned_to_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    opened_at: Mapped[datetime] = mapped_column(Moment)
    #: When somebody of either side wrote last.
    last_at: Mapped[datetime] = mapped_column(Moment)
    closed_at: Mapped[datetime | None] = mapped_column(Moment)
    organisation: Mapped[Organisation] = relationship()
    unit: Mapped[AnsweringUnit | None] = relationship()
    assigned_to: Mapped[User | None] = relationship()
    __table_args__ = (
        CheckConstraint("(state = 'closed') = (closed_at IS NOT NULL)", name="closed"),
        Index("ix_contact_threads_state", "state", "last_at"),
    )

    @property
    def path(self) -> str:
        """Where it is read."""
        return f"/correspondence/{self.id}"

    def takes_messages(self, now: datetime) -> bool:
        """Whether a message can be added: it goes on, or ended not long ago."""
        return self.closed_at is None or now - self.closed_at <= REOPENS_WITHIN

    def move_to(self, state: ContactState, at: datetime) -> None:
        """Take the next state.

        Raises:
            Refused: when there is no way from here to there.
        """
        if state not in TRANSITIONS[self.state]:
            raise Refused("closed", N_("This matter is closed already."))
        self.state = state
        self.closed_at = at if state is ContactState.CLOSED else None


class ContactMessage(Base):
    """What one side wrote; the closing one says why the thread ends."""

    __tablename__ = "contact_messages"
    id: Mapped[int] = mapped_column(primary_key=True)
    thread_id: Mapped[int] = mapped_column(ForeignKey("contact_threads.id"), index=True)
    side: Mapped[Side] = mapped_column(code(Side))
    person_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    #: The organisation or the unit of the city, and what the person was in it, as that was on the day.
    signature: Mapped[str] = mapped_column(String(300), default="")
    capacity: Mapped[str] = mapped_column(String(20), default="")
    body: Mapped[str] = mapped_column(Text)
    body_html: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Moment)
    closing: Mapped[bool] = mapped_column(default=False)
    file_id: Mapped[int | None] = mapped_column(ForeignKey("files.id"), index=True)
    #: When somebody of the other side first had it before their eyes.
    seen_at: Mapped[datetime | None] = mapped_column(Moment)
    thread: Mapped[ContactThread] = relationship()
    person: Mapped[User] = relationship()
    file: Mapped[StoredFile | None] = relationship()


class StaffNote(Base):
    """What the office notes for itself: a remark, or to whom a thread was handed; no organisation ever sees it."""

    __tablename__ = "contact_notes"
    id: Mapped[int] = mapped_column(primary_key=True)
    thread_id: Mapped[int] = mapped_column(ForeignKey("contact_threads.id"), index=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime] = mapped_column(Moment)
    body: Mapped[str] = mapped_column(Text, default="")
    hands_over: Mapped[bool] = mapped_column(default=False)
    #: To whom it was handed: a person, a unit, both, or neither, which is the plenipotentiary's office.
    to_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    to_unit_id: Mapped[int | None] = mapped_column(ForeignKey("answering_units.id"))
    by: Mapped[User] = relationship(foreign_keys=[by_id])
    to: Mapped[User | None] = relationship(foreign_keys=[to_id])
    to_unit: Mapped[AnsweringUnit | None] = relationship()
    __table_args__ = (
        CheckConstraint("hands_over OR body <> ''", name="says_something"),
        CheckConstraint("hands_over OR (to_id IS NULL AND to_unit_id IS NULL)", name="to"),
    )
