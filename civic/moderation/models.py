"""The moderators' reasoned acts."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from civic.accounts.models import User
from civic.discussions.models import Comment, Conversation
from civic.kernel.db import Base, Moment, code
from civic.proposals.models import Proposal


class Act(StrEnum):
    """What a moderator did."""

    HIDE = "hide"
    RESTORE = "restore"


class Ground(StrEnum):
    """The point of the published rules that a decision rests on."""

    INSULT = "obrazliwe"
    PERSONAL_DATA = "dane_osobowe"
    ADVERTISEMENT = "reklama"
    OFF_TOPIC = "nie_na_temat"
    UNLAWFUL = "niezgodne_z_prawem"
    MISTAKE = "pomylka"


class Decision(Base):
    """One act with its ground and its reason; append-only."""

    __tablename__ = "decisions"
    id: Mapped[int] = mapped_column(primary_key=True)
    proposal_id: Mapped[int | None] = mapped_column(ForeignKey("proposals.id"), index=True)
    comment_id: Mapped[int | None] = mapped_column(ForeignKey("comments.id"), index=True)
    conversation_id: Mapped[int | None] = mapped_column(ForeignKey("conversations.id"), index=True)
    act: Mapped[Act] = mapped_column(code(Act))
    ground: Mapped[Ground] = mapped_column(code(Ground))
    reason: Mapped[str] = mapped_column(Text)
    by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime] = mapped_column(Moment)
    proposal: Mapped[Proposal | None] = relationship()
    comment: Mapped[Comment | None] = relationship()
    conversation: Mapped[Conversation | None] = relationship()
    by: Mapped[User] = relationship()
    __table_args__ = (
        CheckConstraint(
            "CASE WHEN proposal_id IS NULL THEN 0 ELSE 1 END + CASE WHEN comment_id IS NULL THEN 0 ELSE 1 END"
            " + CASE WHEN conversation_id IS NULL THEN 0 ELSE 1 END = 1",
            name="one_subject",
        ),
    )
