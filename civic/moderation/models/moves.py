"""Where something stood before a decision moved it, so that undoing restores exactly."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from civic.discussions.models import Conversation
from civic.forums.models import Forum
from civic.kernel.db import Base
from civic.moderation.models.decisions import Decision
from civic.proposals.models import Proposal


class Move(Base):
    """One proposal or conversation that a decision moved; what was merged into a proposal has a row of its own."""

    __tablename__ = "moves"
    id: Mapped[int] = mapped_column(primary_key=True)
    decision_id: Mapped[int] = mapped_column(ForeignKey("decisions.id"), index=True)
    proposal_id: Mapped[int | None] = mapped_column(ForeignKey("proposals.id"), index=True)
    conversation_id: Mapped[int | None] = mapped_column(ForeignKey("conversations.id"), index=True)
    from_forum_id: Mapped[int] = mapped_column(ForeignKey("forums.id"))
    to_forum_id: Mapped[int] = mapped_column(ForeignKey("forums.id"))
    from_chapter_id: Mapped[int | None] = mapped_column(ForeignKey("chapters.id"))
    decision: Mapped[Decision] = relationship(back_populates="moves")
    proposal: Mapped[Proposal | None] = relationship()
    conversation: Mapped[Conversation | None] = relationship()
    from_forum: Mapped[Forum] = relationship(foreign_keys=[from_forum_id])
    to_forum: Mapped[Forum] = relationship(foreign_keys=[to_forum_id])
    __table_args__ = (
        CheckConstraint("(proposal_id IS NULL) <> (conversation_id IS NULL)", name="one_thing"),
        CheckConstraint("from_forum_id <> to_forum_id", name="two_forums"),
    )
