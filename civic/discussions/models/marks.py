"""What people leave on comments and threads beside words: that they agree, whom they mention, when they were here."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from civic.discussions.models.threads import Comment
from civic.kernel.db import Base, Moment
from civic.organisations.models import Organisation


class Agreement(Base):
    """That a person agrees with a comment: once, for nobody but themselves; it is counted and ranks nothing."""

    __tablename__ = "agreements"
    person_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    comment_id: Mapped[int] = mapped_column(ForeignKey("comments.id"), primary_key=True, index=True)
    at: Mapped[datetime] = mapped_column(Moment)


class Visit(Base):
    """When a person was last in a thread, and when that visit's predecessor ended: what came since is new."""

    __tablename__ = "visits"
    person_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    thread_id: Mapped[int] = mapped_column(ForeignKey("threads.id"), primary_key=True, index=True)
    at: Mapped[datetime] = mapped_column(Moment)
    before: Mapped[datetime | None] = mapped_column(Moment)


class Mention(Base):
    """A comment that asks an organisation, or a unit of the city, to say something; due until it does or puts it aside."""

    __tablename__ = "mentions"
    id: Mapped[int] = mapped_column(primary_key=True)
    comment_id: Mapped[int] = mapped_column(ForeignKey("comments.id"))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"))
    unit: Mapped[str] = mapped_column(String(200), default="")
    at: Mapped[datetime] = mapped_column(Moment)
    answered_at: Mapped[datetime | None] = mapped_column(Moment)
    #: The comment by which it was answered; nothing while it waits or where it was put aside.
    answer_id: Mapped[int | None] = mapped_column(ForeignKey("comments.id"))
    aside_at: Mapped[datetime | None] = mapped_column(Moment)
    comment: Mapped[Comment] = relationship(foreign_keys=[comment_id])
    organisation: Mapped[Organisation | None] = relationship()
    __table_args__ = (
        CheckConstraint("(organisation_id IS NULL) <> (unit = '')", name="one_addressee"),
        CheckConstraint("answer_id IS NULL OR answered_at IS NOT NULL", name="answered"),
        Index("uq_mentions_addressee", "comment_id", "organisation_id", "unit", unique=True),
        Index(
            "ix_mentions_organisation",
            "organisation_id",
            sqlite_where=text("answered_at IS NULL AND aside_at IS NULL"),
            postgresql_where=text("answered_at IS NULL AND aside_at IS NULL"),
        ),
        Index(
            "ix_mentions_unit",
            "unit",
            sqlite_where=text("answered_at IS NULL AND aside_at IS NULL AND unit <> ''"),
            postgresql_where=text("answered_at IS NULL AND aside_at IS NULL AND unit <> ''"),
        ),
    )

    @property
    def waits(self) -> bool:
        """Whether its addressee neither answered nor put it aside."""
        return self.answered_at is None and self.aside_at is None
