"""Pairs of proposals that the machine takes for close, and what a person said of each."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from civic.kernel.db import Base, Moment, code
from civic.proposals.models.proposals import Proposal, RelationKind


class Suggestion(Base):
    """That two proposals of a forum may say the same: shown to moderators alone, until a person says how they stand.

    There is one a pair for ever, so that what was refused once is not asked again, whatever either text becomes.
    """

    __tablename__ = "suggestions"
    id: Mapped[int] = mapped_column(primary_key=True)
    #: The older of the two.
    first_id: Mapped[int] = mapped_column(ForeignKey("proposals.id"))
    second_id: Mapped[int] = mapped_column(ForeignKey("proposals.id"), index=True)
    #: From 0, nothing shared, to 1, the same words.
    score: Mapped[float] = mapped_column()
    #: The folded lemmas that both have, the rarest first.
    shared: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Moment)
    answered_at: Mapped[datetime | None] = mapped_column(Moment)
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    #: What the person said; nothing where the two have nothing to do with each other.
    kind: Mapped[RelationKind | None] = mapped_column(code(RelationKind))
    first: Mapped[Proposal] = relationship(foreign_keys=[first_id])
    second: Mapped[Proposal] = relationship(foreign_keys=[second_id])
    __table_args__ = (
        UniqueConstraint("first_id", "second_id"),
        CheckConstraint("first_id < second_id", name="older_first"),
        CheckConstraint("answered_by_id IS NULL OR answered_at IS NOT NULL", name="answered"),
        CheckConstraint("kind IS NULL OR answered_at IS NOT NULL", name="kind_answered"),
        Index(
            "ix_suggestions_waiting",
            "at",
            sqlite_where=text("answered_at IS NULL"),
            postgresql_where=text("answered_at IS NULL"),
        ),
    )

    @property
    def words(self) -> tuple[str, ...]:
        """The lemmas that both have."""
        return tuple(self.shared.split())
