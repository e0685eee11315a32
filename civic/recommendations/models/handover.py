"""The hand-over of one edition: to the council for its opinion, to the unit of the city; each step a row, corrected by another row."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from civic.accounts.models import User
from civic.kernel.db import Base, Moment, code
from civic.kernel.files import StoredFile
from civic.recommendations.models.issues import Issue

#: Days that the council has for its opinion from the day it was given the text; silence is a waiver (art. 41i ust. 2).
DAYS_FOR_OPINION = 14
_IS_FIRST = text("corrects_id IS NULL")


class StepKind(StrEnum):
    """What was done with the edition."""

    ASKED = "do_opinii"
    OPINION = "opinia"
    WAIVED = "rezygnacja"
    PASSED = "do_wydzialu"
    TAKEN = "przyjecie"


class HandoverStep(Base):
    """One dated step: by whom, to whom, with which edition. A row is never changed: a correction is a row that names it."""

    __tablename__ = "handover_steps"
    id: Mapped[int] = mapped_column(primary_key=True)
    issue_number: Mapped[int] = mapped_column(ForeignKey("issues.number"), index=True)
    #: The fingerprint of the edition as it was handed over.
    sha256: Mapped[str] = mapped_column(String(64))
    kind: Mapped[StepKind] = mapped_column(code(StepKind))
    #: The Warsaw day on which it was done.
    done_on: Mapped[date] = mapped_column()
    sender: Mapped[str] = mapped_column(String(200), default="")
    receiver: Mapped[str] = mapped_column(String(200), default="")
    #: The opinion itself, or a note.
    text: Mapped[str] = mapped_column(Text, default="")
    link: Mapped[str] = mapped_column(String(500), default="")
    #: The opinion as the council sent it.
    file_id: Mapped[int | None] = mapped_column(ForeignKey("files.id"), index=True)
    #: „OS-01.511.12.2026”: the sign of the case at the office.
    case_number: Mapped[str] = mapped_column(String(60), default="")
    corrects_id: Mapped[int | None] = mapped_column(ForeignKey("handover_steps.id"))
    by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime] = mapped_column(Moment)
    #: How many days before the end the last reminder went; 0 where none did.
    reminded: Mapped[int] = mapped_column(default=0)
    issue: Mapped[Issue] = relationship()
    by: Mapped[User] = relationship()
    file: Mapped[StoredFile | None] = relationship()
    __table_args__ = (
        CheckConstraint("length(sha256) = 64", name="sha256_length"),
        UniqueConstraint("corrects_id"),
        Index(
            "uq_handover_steps_first",
            "issue_number",
            "kind",
            unique=True,
            sqlite_where=_IS_FIRST,
            postgresql_where=_IS_FIRST,
        ),
    )

    @property
    def due(self) -> date:
        """The last day for the opinion that this step asks for."""
        return self.done_on + timedelta(days=DAYS_FOR_OPINION)


class Redaction(Base):
    """Words that the law demands to be removed from an edition: asked for by one person, done or refused by another.

    The words themselves stand here only while the second person has not answered.
    """

    __tablename__ = "redactions"
    id: Mapped[int] = mapped_column(primary_key=True)
    issue_number: Mapped[int] = mapped_column(ForeignKey("issues.number"), index=True)
    #: „art. 17 ust. 1 RODO”: printed in place of the words.
    ground: Mapped[str] = mapped_column(String(300))
    words: Mapped[str] = mapped_column(Text)
    #: In how many places they stood.
    places: Mapped[int] = mapped_column(default=0)
    old_sha256: Mapped[str] = mapped_column(String(64), default="")
    new_sha256: Mapped[str] = mapped_column(String(64), default="")
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    asked_at: Mapped[datetime] = mapped_column(Moment)
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    answered_at: Mapped[datetime | None] = mapped_column(Moment)
    #: Why the second person refused; nothing where it was done.
    refusal: Mapped[str] = mapped_column(Text, default="")
    issue: Mapped[Issue] = relationship()
    asked_by: Mapped[User] = relationship(foreign_keys=[asked_by_id])
    answered_by: Mapped[User | None] = relationship(foreign_keys=[answered_by_id])
    __table_args__ = (
        CheckConstraint("(answered_at IS NULL) = (answered_by_id IS NULL)", name="answered"),
        CheckConstraint("answered_at IS NULL OR words = ''", name="words_forgotten"),
        CheckConstraint("answered_by_id IS NULL OR answered_by_id <> asked_by_id", name="two_persons"),
    )

    @property
    def waits(self) -> bool:
        """Whether the second person has not answered yet."""
        return self.answered_at is None

    @property
    def done(self) -> bool:
        """Whether the words were removed."""
        return bool(self.new_sha256)
