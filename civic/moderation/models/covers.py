"""What stands behind the notes in place of covered words: read by moderators alone, so that uncovering restores exactly."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from civic.kernel.db import Base


class Cover(Base):
    """The words that a decision covered, and the note that stands in their place."""

    __tablename__ = "covers"
    decision_id: Mapped[int] = mapped_column(ForeignKey("decisions.id"), primary_key=True)
    fragment: Mapped[str] = mapped_column(Text)
    mark: Mapped[str] = mapped_column(String(120))


class CoveredText(Base):
    """One stored text in which something is covered: what its author wrote, and what readers get.

    `number` is the revision of a proposal, the place of a comment's text among its versions, or 0.
    """

    __tablename__ = "covered_texts"
    id: Mapped[int] = mapped_column(primary_key=True)
    proposal_id: Mapped[int | None] = mapped_column(ForeignKey("proposals.id"))
    comment_id: Mapped[int | None] = mapped_column(ForeignKey("comments.id"))
    conversation_id: Mapped[int | None] = mapped_column(ForeignKey("conversations.id"))
    amendment_id: Mapped[int | None] = mapped_column(ForeignKey("amendments.id"))
    number: Mapped[int] = mapped_column()
    field: Mapped[str] = mapped_column(String(20))
    original: Mapped[str] = mapped_column(Text)
    shown: Mapped[str] = mapped_column(Text)
    __table_args__ = (
        CheckConstraint(
            "CASE WHEN proposal_id IS NULL THEN 0 ELSE 1 END + CASE WHEN comment_id IS NULL THEN 0 ELSE 1 END"
            " + CASE WHEN conversation_id IS NULL THEN 0 ELSE 1 END"
            " + CASE WHEN amendment_id IS NULL THEN 0 ELSE 1 END = 1",
            name="one_place",
        ),
        UniqueConstraint("proposal_id", "number", "field"),
        UniqueConstraint("comment_id", "number", "field"),
        UniqueConstraint("conversation_id", "number", "field"),
        UniqueConstraint("amendment_id", "number", "field"),
    )


class CoverMark(Base):
    """That a decision covered something in a text."""

    __tablename__ = "cover_marks"
    decision_id: Mapped[int] = mapped_column(ForeignKey("covers.decision_id"), primary_key=True)
    text_id: Mapped[int] = mapped_column(ForeignKey("covered_texts.id"), primary_key=True, index=True)
