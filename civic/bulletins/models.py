"""Bulletins with their audience and how far the sending has come."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from civic.accounts.models import User
from civic.forums.models import Forum
from civic.kernel.db import Base, Moment, code, json_type
from civic.kernel.errors import Refused
from civic.kernel.words import N_


class Audience(StrEnum):
    """To whom a bulletin goes."""

    FOLLOWERS = "followers"
    SEATS = "seats"
    ORGANISATIONS = "organisations"


class BulletinState(StrEnum):
    """Where a bulletin stands."""

    DRAFT = "draft"
    SCHEDULED = "scheduled"
    SENDING = "sending"
    SENT = "sent"


TRANSITIONS = {
    BulletinState.DRAFT: {BulletinState.SCHEDULED},
    BulletinState.SCHEDULED: {BulletinState.DRAFT, BulletinState.SENDING},
    BulletinState.SENDING: {BulletinState.SENT},
    BulletinState.SENT: set(),
}


class Bulletin(Base):
    """One message of the office to many."""

    __tablename__ = "bulletins"
    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(150))
    body: Mapped[str] = mapped_column(Text)
    body_html: Mapped[str] = mapped_column(Text)
    audience: Mapped[Audience] = mapped_column(code(Audience))
    forum_id: Mapped[int | None] = mapped_column(ForeignKey("forums.id"), index=True)
    #: Of organisations: those that work on one of these, and in one of these districts; all where none is named.
    topics: Mapped[list[str]] = mapped_column(json_type, default=list)
    districts: Mapped[list[str]] = mapped_column(json_type, default=list)
    state: Mapped[BulletinState] = mapped_column(code(BulletinState), default=BulletinState.DRAFT)
    written_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    written_at: Mapped[datetime] = mapped_column(Moment)
    send_at: Mapped[datetime | None] = mapped_column(Moment, index=True)
    sent_at: Mapped[datetime | None] = mapped_column(Moment)
    #: The last person to whom a letter was written: the sending goes through them by their number, and never back.
    reached_id: Mapped[int] = mapped_column(default=0)
    organisations: Mapped[int] = mapped_column(default=0)
    persons: Mapped[int] = mapped_column(default=0)
    declined: Mapped[int] = mapped_column(default=0)
    version: Mapped[int] = mapped_column(default=1)
    forum: Mapped[Forum | None] = relationship()
    written_by: Mapped[User] = relationship()
    __table_args__ = (
        CheckConstraint("(audience = 'organisations') = (forum_id IS NULL)", name="audience_forum"),
        CheckConstraint("(state = 'draft') = (send_at IS NULL)", name="send_at"),
        CheckConstraint("(state = 'sent') = (sent_at IS NOT NULL)", name="sent_at"),
    )
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    @property
    def public(self) -> bool:
        """Whether everybody may read it: from the moment its sending began."""
        return self.state in {BulletinState.SENDING, BulletinState.SENT}

    def move_to(self, state: BulletinState) -> None:
        """Take the next state.

        Raises:
            Refused: when there is no way from here to there.
        """
        if state not in TRANSITIONS[self.state]:
            raise Refused("state", N_("This message is no longer a draft. Look at the page again."))
        self.state = state
