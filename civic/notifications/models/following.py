"""What people follow and how they want to hear of it; addresses that follow without an account."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from civic.kernel.db import Base, Moment, code
from civic.notifications.models.codes import Bond, Concern, Frequency, Stand

#: The subject of whoever follows all forums.
EVERYTHING = "all"


class Subscription(Base):
    """A person follows a subject („proposal:12”, as the log names it), or wants to hear nothing of it."""

    __tablename__ = "subscriptions"
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    subject: Mapped[str] = mapped_column(String(80))
    stand: Mapped[Stand] = mapped_column(code(Stand), default=Stand.FOLLOWING)
    bond: Mapped[Bond] = mapped_column(code(Bond), default=Bond.CHOSEN)
    at: Mapped[datetime] = mapped_column(Moment)
    __table_args__ = (
        UniqueConstraint("person_id", "subject"),
        Index("ix_subscriptions_subject", "subject", "stand"),
    )


class Preference(Base):
    """How often letters bring a person one concern, where the person chose it."""

    __tablename__ = "preferences"
    person_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    concern: Mapped[Concern] = mapped_column(code(Concern), primary_key=True)
    frequency: Mapped[Frequency] = mapped_column(code(Frequency))


class Habits(Base):
    """When a person wants no letters: hours of the night in Warsaw, or none at all for a while."""

    __tablename__ = "habits"
    person_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    quiet: Mapped[bool] = mapped_column(default=True)
    quiet_from: Mapped[int] = mapped_column(default=21)
    quiet_until: Mapped[int] = mapped_column(default=7)
    paused: Mapped[bool] = mapped_column(default=False)

    @property
    def hours(self) -> tuple[int, int] | None:
        """The hours without letters, if there are any."""
        return (self.quiet_from, self.quiet_until) if self.quiet else None

    __table_args__ = (
        CheckConstraint("quiet_from BETWEEN 0 AND 23 AND quiet_until BETWEEN 0 AND 23", name="hours"),
    )


class Follower(Base):
    """An address that follows a forum or all of them without an account, once its owner has confirmed it."""

    __tablename__ = "followers"
    id: Mapped[int] = mapped_column(primary_key=True)
    address: Mapped[str] = mapped_column(String(254), index=True)
    #: „forum:3”, or „all”.
    subject: Mapped[str] = mapped_column(String(80))
    language: Mapped[str] = mapped_column(String(2))
    frequency: Mapped[Frequency] = mapped_column(code(Frequency), default=Frequency.WEEKLY)
    #: The hash of what the letter's link carries.
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    asked_at: Mapped[datetime] = mapped_column(Moment)
    confirmed_at: Mapped[datetime | None] = mapped_column(Moment)
    #: The last event that a letter has told, and when the next one is due; nothing until confirmed.
    told_seq: Mapped[int] = mapped_column(BigInteger, default=0)
    due_at: Mapped[datetime | None] = mapped_column(Moment, index=True)
    #: The period of the last letter, so that none is written twice.
    told_period: Mapped[str] = mapped_column(String(40), default="")
    __table_args__ = (
        UniqueConstraint("address", "subject"),
        CheckConstraint("confirmed_at IS NOT NULL OR due_at IS NULL", name="confirmed"),
    )
