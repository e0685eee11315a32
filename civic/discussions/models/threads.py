"""Threads, their comments, and the earlier texts of those that were changed."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from civic.accounts.models import User
from civic.discussions.models.labels import Labelled
from civic.discussions.models.received import Received
from civic.kernel.db import Base, Moment, code
from civic.organisations.models import Attributed


class CommentKind(StrEnum):
    """What a comment does."""

    VOICE = "glos"
    FOR = "za"
    AGAINST = "przeciw"
    QUESTION = "pytanie"
    AMENDMENT = "poprawka"


class Thread(Base):
    """An owned discussion; `version` rises with every change, so finished pages know when they are stale."""

    __tablename__ = "threads"
    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(default=1)
    visible: Mapped[int] = mapped_column(default=0)
    #: Since when nobody speaks here, by a moderator's decision, and why: the ground and the reason in one text.
    locked_at: Mapped[datetime | None] = mapped_column(Moment)
    locked_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    locked_reason: Mapped[str] = mapped_column(Text, default="")
    locked_by: Mapped[User | None] = relationship()
    __table_args__ = (
        CheckConstraint("(locked_at IS NULL) = (locked_by_id IS NULL)", name="locked"),
        CheckConstraint("locked_at IS NOT NULL OR locked_reason = ''", name="locked_reason"),
    )

    def changed(self, visible: int = 0) -> None:
        """Raise the version, as everything does that a page of the thread would show otherwise.

        `visible` is by how much the number of readable comments moves. Counted by the database, so that of two writers at
        once neither is lost.
        """
        self.version = Thread.version + 1
        if visible:
            self.visible = Thread.visible + visible


class Comment(Attributed, Labelled, Received, Base):
    """One contribution to a thread: its Markdown and the HTML made of it."""

    __tablename__ = "comments"
    id: Mapped[int] = mapped_column(primary_key=True)
    thread_id: Mapped[int] = mapped_column(ForeignKey("threads.id"))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("comments.id"), index=True)
    kind: Mapped[CommentKind] = mapped_column(code(CommentKind))
    body: Mapped[str] = mapped_column(Text)
    body_html: Mapped[str] = mapped_column(Text)
    new_argument: Mapped[bool] = mapped_column(default=False)
    at: Mapped[datetime] = mapped_column(Moment)
    hidden_at: Mapped[datetime | None] = mapped_column(Moment)
    #: What stands in its place for readers: the ground and the reason of the moderators' decision.
    hidden_reason: Mapped[str] = mapped_column(Text, default="")
    #: Nobody has read it yet: it waits for a moderator's first look, or was refused at it.
    held: Mapped[bool] = mapped_column(default=False)
    #: How often its author changed it; the earlier texts are its versions.
    edits: Mapped[int] = mapped_column(default=0)
    edited_at: Mapped[datetime | None] = mapped_column(Moment)
    #: Taken back by its author: the text is gone for good, its place and the answers stay.
    deleted_at: Mapped[datetime | None] = mapped_column(Moment)
    #: Until when its writer may change it because a moderator asked for it.
    asked_until: Mapped[datetime | None] = mapped_column(Moment)
    #: How many persons said that they agree; counted by the database as they do.
    agreements: Mapped[int] = mapped_column(default=0)
    #: The proposal that moderators made of it, to which its answers went: a number, as proposals are above comments.
    split_into_id: Mapped[int | None] = mapped_column()
    thread: Mapped[Thread] = relationship()
    parent: Mapped[Comment | None] = relationship(remote_side=[id])
    __table_args__ = (
        # What is deleted is hidden too, so that whatever leaves out the one leaves out the other.
        CheckConstraint("deleted_at IS NULL OR hidden_at IS NOT NULL", name="deleted_at"),
        CheckConstraint("NOT held OR hidden_at IS NOT NULL", name="held"),
        Index("ix_comments_thread_at", "thread_id", "at", "id"),
        # Persons without an organisation are numbered through a forum: few rows, found without reading the others.
        Index(
            "ix_comments_persons",
            "thread_id",
            "person_id",
            "at",
            "id",
            sqlite_where=text("organisation_name = ''"),
            postgresql_where=text("organisation_name = ''"),
        ),
    )

    @property
    def visible(self) -> bool:
        """Whether readers see its text."""
        return self.hidden_at is None

    @property
    def waits(self) -> bool:
        """Whether it waits for a first look."""
        return self.held and not self.hidden_reason and self.deleted_at is None

    @property
    def label(self) -> str:
        """„K231”: what documents call it."""
        return f"K{self.id}"

    @property
    def needs_disposition(self) -> bool:
        """Whether the ledger asks for it by itself: amendments and new arguments do, others follow their proposal."""
        return self.new_argument or self.kind is CommentKind.AMENDMENT


class CommentVersion(Base):
    """A text that a comment had before its author changed it; number 1 is the first."""

    __tablename__ = "comment_versions"
    id: Mapped[int] = mapped_column(primary_key=True)
    comment_id: Mapped[int] = mapped_column(ForeignKey("comments.id"))
    number: Mapped[int] = mapped_column()
    body: Mapped[str] = mapped_column(Text)
    body_html: Mapped[str] = mapped_column(Text)
    #: When this text was written.
    at: Mapped[datetime] = mapped_column(Moment)
    __table_args__ = (UniqueConstraint("comment_id", "number"),)
