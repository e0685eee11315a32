"""Users and their sessions."""

from __future__ import annotations

from datetime import datetime
from typing import cast

from flask_login import UserMixin
from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from civic.kernel.access import Role
from civic.kernel.db import Base, Moment, code


class User(UserMixin, Base):
    """An account of one person."""

    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    #: Stored in small letters, so that one person has one account.
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    role: Mapped[Role | None] = mapped_column(code(Role))
    unit: Mapped[str] = mapped_column(String(200), default="")
    password_hash: Mapped[str | None] = mapped_column(String(200))
    language: Mapped[str] = mapped_column(String(2), default="pl")
    suspended_at: Mapped[datetime | None] = mapped_column(Moment)
    created_at: Mapped[datetime] = mapped_column(Moment)

    @property
    def is_active(self) -> bool:
        """Whether the person may sign in."""
        return self.suspended_at is None

    def get_id(self) -> str:
        """What the signed cookie holds: the session's random id, set at sign-in."""
        return self.sid

    #: The random id of the session by which this user came; set at sign-in and by the loader, never stored.
    sid = ""
    #: The organisation chosen in that session.
    acting_for = cast("int | None", None)
    #: When that session was last seen, to the minute.
    seen_at = cast("datetime | None", None)


class Session(Base):
    """One place where a user is signed in."""

    __tablename__ = "sessions"
    sid_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[datetime] = mapped_column(Moment)
    last_seen: Mapped[datetime] = mapped_column(Moment)
    # An id without a foreign key: organisations stand above accounts.
    organisation_id: Mapped[int | None] = mapped_column()
    user: Mapped[User] = relationship(lazy="joined")
