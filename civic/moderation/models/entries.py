"""What came on paper, by mail, by telephone or at a meeting, and was entered by the office for whoever said it."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from civic.accounts.models import User
from civic.discussions.models import Comment
from civic.kernel.db import Base, Moment
from civic.kernel.files import StoredFile
from civic.organisations.models import Organisation
from civic.proposals.models import Proposal


class Entry(Base):
    """That the office entered a contribution: who did and when, the scan, and what the organisation says of it.

    How it came and on which day is the contribution's own, for its page shows it. The contribution belongs to the account that
    stands for what was entered, never to whoever typed it in.
    """

    __tablename__ = "entries"
    id: Mapped[int] = mapped_column(primary_key=True)
    proposal_id: Mapped[int | None] = mapped_column(ForeignKey("proposals.id"), unique=True)
    comment_id: Mapped[int | None] = mapped_column(ForeignKey("comments.id"), unique=True)
    #: In whose name, if it is in the directory: its people are asked whether they said so.
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"), index=True)
    received_on: Mapped[date] = mapped_column()
    #: For moderators' eyes: it may show names, signatures and addresses.
    file_id: Mapped[int | None] = mapped_column(ForeignKey("files.id"), unique=True)
    entered_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime] = mapped_column(Moment)
    #: Taken back because it was entered by mistake; the contribution is hidden then.
    withdrawn_at: Mapped[datetime | None] = mapped_column(Moment)
    withdrawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    withdrawn_reason: Mapped[str] = mapped_column(Text, default="")
    #: What the organisation said: that it is theirs, or that it is not and why.
    answered_at: Mapped[datetime | None] = mapped_column(Moment)
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    ours: Mapped[bool | None] = mapped_column()
    objection: Mapped[str] = mapped_column(Text, default="")
    #: When a moderator decided about the objection.
    settled_at: Mapped[datetime | None] = mapped_column(Moment)
    proposal: Mapped[Proposal | None] = relationship()
    comment: Mapped[Comment | None] = relationship()
    organisation: Mapped[Organisation | None] = relationship()
    file: Mapped[StoredFile | None] = relationship()
    entered_by: Mapped[User] = relationship(foreign_keys=[entered_by_id])
    answered_by: Mapped[User | None] = relationship(foreign_keys=[answered_by_id])
    __table_args__ = (
        CheckConstraint("(proposal_id IS NULL) <> (comment_id IS NULL)", name="one_thing"),
        CheckConstraint("(withdrawn_at IS NULL) = (withdrawn_by_id IS NULL)", name="withdrawn"),
        CheckConstraint("(answered_at IS NULL) = (ours IS NULL)", name="answered"),
        Index("ix_entries_by_at", "entered_by_id", "at"),
        Index(
            "ix_entries_objected",
            "answered_at",
            sqlite_where=text("ours IS FALSE AND settled_at IS NULL AND withdrawn_at IS NULL"),
            postgresql_where=text("ours IS FALSE AND settled_at IS NULL AND withdrawn_at IS NULL"),
        ),
    )

    @property
    def thing(self) -> Proposal | Comment:
        """The contribution itself."""
        found = self.proposal or self.comment
        if found is None:
            raise AssertionError("an entry is about a proposal or a comment")
        return found

    @property
    def address(self) -> str:
        """Where the contribution is read."""
        return f"/p/{self.proposal_id}" if self.proposal_id else f"/c/{self.comment_id}"

    @property
    def disputed(self) -> bool:
        """Whether an objection waits for a moderator."""
        return self.ours is False and self.settled_at is None and self.withdrawn_at is None
