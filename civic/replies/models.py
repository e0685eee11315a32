"""The mails that were taken or refused: no text, only that one was there and what came of it."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from civic.kernel.db import Base, Moment, code


class Outcome(StrEnum):
    """What came of a mail."""

    TAKEN = "taken"
    REFUSED = "refused"


class ReceivedMail(Base):
    """A mail from a person to an address of theirs; its digest is there once, so that the mail counts once."""

    __tablename__ = "received_mails"
    id: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime] = mapped_column(Moment)
    outcome: Mapped[Outcome] = mapped_column(code(Outcome))
    #: The comment that it became: of this one it is known that it came by mail.
    comment_id: Mapped[int | None] = mapped_column(ForeignKey("comments.id"), index=True)
    __table_args__ = (CheckConstraint("(outcome = 'taken') = (comment_id IS NOT NULL)", name="comment"),)
