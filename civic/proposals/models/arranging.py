"""What moderators do to how proposals lie beside each other: merged ones that somebody objects to, and comments split off."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from civic.accounts.models import User
from civic.discussions.models import Comment
from civic.kernel.db import Base, Moment, code
from civic.organisations.models import Attributed
from civic.proposals.models.proposals import Merge, Proposal


class ObjectionState(StrEnum):
    """What became of an objection."""

    WAITING = "waiting"
    #: The merge was undone, for this objection or for another reason.
    UNDONE = "undone"
    #: The merge stands; the answer says why.
    STANDS = "stands"


class Objection(Attributed, Base):
    """Somebody behind one of two merged proposals says that they are not the same; a moderator answers."""

    __tablename__ = "objections"
    id: Mapped[int] = mapped_column(primary_key=True)
    merge_id: Mapped[int] = mapped_column(ForeignKey("merges.id"), index=True)
    reason: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Moment)
    state: Mapped[ObjectionState] = mapped_column(code(ObjectionState), default=ObjectionState.WAITING)
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_at: Mapped[datetime | None] = mapped_column(Moment)
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    merge: Mapped[Merge] = relationship(back_populates="objections")
    __table_args__ = (
        CheckConstraint("(state = 'waiting') = (answered_at IS NULL)", name="answered"),
        CheckConstraint("state = 'waiting' OR answer <> ''", name="reasoned"),
        # One each: of an organisation, whoever speaks for it; of a person, where no organisation stands behind the words.
        Index("uq_objections_organisation", "merge_id", "organisation_id", unique=True),
        Index(
            "uq_objections_person",
            "merge_id",
            "person_id",
            unique=True,
            sqlite_where=text("organisation_id IS NULL"),
            postgresql_where=text("organisation_id IS NULL"),
        ),
    )

    @property
    def waits(self) -> bool:
        """Whether nobody has answered yet."""
        return self.state is ObjectionState.WAITING


class Split(Base):
    """A moderator's act of making a comment a proposal of its own, with the answers to it, and of putting it back.

    The comment keeps its place and its text. A proposal that was put back is hidden; splitting the comment off again gives
    that very one back, so that its number means one thing for ever.
    """

    __tablename__ = "splits"
    id: Mapped[int] = mapped_column(primary_key=True)
    comment_id: Mapped[int] = mapped_column(ForeignKey("comments.id"))
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposals.id"), index=True)
    reason: Mapped[str] = mapped_column(Text)
    by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime] = mapped_column(Moment)
    undone_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    undone_at: Mapped[datetime | None] = mapped_column(Moment)
    undone_reason: Mapped[str] = mapped_column(Text, default="")
    comment: Mapped[Comment] = relationship()
    proposal: Mapped[Proposal] = relationship()
    by: Mapped[User] = relationship(foreign_keys=[by_id])
    __table_args__ = (
        CheckConstraint("(undone_at IS NULL) = (undone_by_id IS NULL)", name="undone"),
        Index(
            "uq_splits_in_force",
            "comment_id",
            unique=True,
            sqlite_where=text("undone_at IS NULL"),
            postgresql_where=text("undone_at IS NULL"),
        ),
    )
