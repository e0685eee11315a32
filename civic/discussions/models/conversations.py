"""Conversations of a forum that are about no proposal, or not yet."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from civic.accounts.models import User
from civic.discussions.models.labels import Labelled
from civic.discussions.models.threads import Thread
from civic.forums.models import Forum
from civic.kernel.db import Base, Moment
from civic.kernel.errors import CivicError, Refused
from civic.kernel.words import N_
from civic.organisations.models import Attributed


class Conversation(Attributed, Labelled, Base):
    """A question laid before a forum, the thread of what is said on it, and what came of it."""

    __tablename__ = "conversations"
    id: Mapped[int] = mapped_column(primary_key=True)
    forum_id: Mapped[int] = mapped_column(ForeignKey("forums.id"))
    thread_id: Mapped[int] = mapped_column(ForeignKey("threads.id"), unique=True)
    title: Mapped[str] = mapped_column(String(300))
    body: Mapped[str] = mapped_column(Text)
    body_html: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Moment)
    #: Where the talk stands, kept by a person; always with its day and its writer.
    summary: Mapped[str] = mapped_column(Text, default="")
    summary_html: Mapped[str] = mapped_column(Text, default="")
    summary_at: Mapped[datetime | None] = mapped_column(Moment)
    summary_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    closed_at: Mapped[datetime | None] = mapped_column(Moment)
    conclusions: Mapped[str] = mapped_column(Text, default="")
    conclusions_html: Mapped[str] = mapped_column(Text, default="")
    hidden_at: Mapped[datetime | None] = mapped_column(Moment)
    #: What stands in its place for its author: the ground and the reason of the moderators' decision.
    hidden_reason: Mapped[str] = mapped_column(Text, default="")
    #: Whether a decision in force moved it here from another forum: only then its page asks which.
    moved: Mapped[bool] = mapped_column(default=False)
    #: Nobody has read it yet: it waits for a moderator's first look, or was refused at it.
    held: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1)
    forum: Mapped[Forum] = relationship()
    thread: Mapped[Thread] = relationship()
    summary_by: Mapped[User | None] = relationship(foreign_keys=[summary_by_id])
    __table_args__ = (
        CheckConstraint("summary = '' OR summary_at IS NOT NULL", name="summary_at"),
        CheckConstraint("conclusions = '' OR closed_at IS NOT NULL", name="conclusions"),
        CheckConstraint("NOT held OR hidden_at IS NOT NULL", name="held"),
        Index("ix_conversations_forum_at", "forum_id", "at"),
    )
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    @property
    def label(self) -> str:
        """„W12”: what pages call it."""
        return f"W{self.id}"

    @property
    def path(self) -> str:
        """Where it is read."""
        return f"/threads/{self.id}"

    @property
    def visible(self) -> bool:
        """Whether readers see it."""
        return self.hidden_at is None

    @property
    def waits(self) -> bool:
        """Whether it waits for a first look."""
        return self.held and not self.hidden_reason

    @property
    def stands(self) -> bool:
        """Whether it goes on: neither closed nor hidden."""
        return self.visible and self.closed_at is None

    @property
    def in_ledger(self) -> bool:
        """Its comments are the way to proposals; the ledger asks for those of proposals alone."""
        return False

    def takes_comments(self, now: datetime) -> bool:
        """Phases are for proposals: people talk before, between and after them, as long as the forum is open."""
        return self.forum.closed_at is None

    def why_gone(self) -> CivicError:
        """Why nobody speaks here any more."""
        if self.closed_at is not None and self.visible:
            return Refused(
                "conversation_closed", N_("This conversation is closed. Its conclusions stand above.")
            )
        if self.waits:
            return Refused(
                "waits", N_("This waits for a moderator's first look. Until then nobody else reads it.")
            )
        return Refused("hidden", N_("This conversation was hidden by a moderator."))
