"""Who speaks for an organisation: memberships, invitations, claims, and the attribution that contributions carry."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from civic.accounts.models import User
from civic.kernel import clock
from civic.kernel.db import Base, Moment, code
from civic.kernel.files import StoredFile
from civic.organisations.models.codes import SPEAKERS, Capacity, ClaimKind, MandateSource
from civic.organisations.models.organisation import Organisation


class Membership(Base):
    """A person's place in an organisation for a time; both dates are inclusive Warsaw dates."""

    __tablename__ = "memberships"
    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    capacity: Mapped[Capacity] = mapped_column(code(Capacity))
    starts_on: Mapped[date] = mapped_column()
    ends_on: Mapped[date | None] = mapped_column()
    #: What the person is in it, in their own words („prezeska zarządu”); nobody has checked that.
    function: Mapped[str] = mapped_column(String(120), default="")
    #: When and how it became known that the person speaks for the organisation; until then they speak for themselves.
    confirmed_at: Mapped[datetime | None] = mapped_column(Moment)
    confirmed_by: Mapped[MandateSource | None] = mapped_column(code(MandateSource))
    granted_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    mandate_file_id: Mapped[int | None] = mapped_column(ForeignKey("files.id"))
    #: The last day of the mandate, where it has one; the membership may last longer.
    mandate_until: Mapped[date | None] = mapped_column()
    #: The act of verification that confirmed it; when that is taken back, so is the confirmation.
    check_id: Mapped[int | None] = mapped_column(ForeignKey("checks.id"))
    #: When somebody ended it: at once, not at the end of the day.
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    organisation: Mapped[Organisation] = relationship(back_populates="memberships")
    user: Mapped[User] = relationship(foreign_keys=[user_id])
    granted_by: Mapped[User | None] = relationship(foreign_keys=[granted_by_id])
    __table_args__ = (
        UniqueConstraint("organisation_id", "user_id", "capacity", "starts_on"),
        CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="order"),
        CheckConstraint("(confirmed_at IS NULL) = (confirmed_by IS NULL)", name="confirmed"),
    )

    def holds_on(self, day: date) -> bool:
        """Whether the membership holds on that date."""
        over = self.ended_at is not None and clock.today(self.ended_at) <= day
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on) and not over

    def confirmed_on(self, day: date) -> bool:
        """Whether it is known on that date that the organisation gave the person this place."""
        return self.confirmed_at is not None and (self.mandate_until is None or day <= self.mandate_until)

    def speaks_on(self, day: date) -> bool:
        """Whether what the person says on that date is said in the organisation's name."""
        return (
            self.holds_on(day)
            and self.capacity in SPEAKERS
            and self.confirmed_on(day)
            and self.organisation.vouched
        )


class Invitation(Base):
    """A place in an organisation that waits for the owner of one address."""

    __tablename__ = "invitations"
    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    email: Mapped[str] = mapped_column(String(254))
    capacity: Mapped[Capacity] = mapped_column(code(Capacity))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime] = mapped_column(Moment)
    expires_at: Mapped[datetime] = mapped_column(Moment)
    accepted_at: Mapped[datetime | None] = mapped_column(Moment)
    withdrawn_at: Mapped[datetime | None] = mapped_column(Moment)
    membership_id: Mapped[int | None] = mapped_column(ForeignKey("memberships.id"))
    organisation: Mapped[Organisation] = relationship()
    by: Mapped[User | None] = relationship(foreign_keys=[by_id])
    __table_args__ = (
        CheckConstraint("(accepted_at IS NULL) = (membership_id IS NULL)", name="accepted"),
        CheckConstraint("accepted_at IS NULL OR withdrawn_at IS NULL", name="one_end"),
        # One invitation waits for one address; another is the same, sent again.
        Index(
            "uq_invitations_waiting",
            "organisation_id",
            "email",
            unique=True,
            sqlite_where=text("accepted_at IS NULL AND withdrawn_at IS NULL"),
            postgresql_where=text("accepted_at IS NULL AND withdrawn_at IS NULL"),
        ),
    )

    def waits_at(self, moment: datetime) -> bool:
        """Whether it may still be accepted."""
        return self.accepted_at is None and self.withdrawn_at is None and moment < self.expires_at


class Claim(Base):
    """A person asks to be confirmed: by a mandate, as a second one for a number already claimed, or in place of a lost administrator."""

    __tablename__ = "claims"
    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    kind: Mapped[ClaimKind] = mapped_column(code(ClaimKind))
    capacity: Mapped[Capacity] = mapped_column(code(Capacity))
    statement: Mapped[str] = mapped_column(Text, default="")
    evidence_id: Mapped[int | None] = mapped_column(ForeignKey("files.id"))
    at: Mapped[datetime] = mapped_column(Moment)
    decided_at: Mapped[datetime | None] = mapped_column(Moment)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    granted: Mapped[bool | None] = mapped_column()
    reason: Mapped[str] = mapped_column(Text, default="")
    #: What somebody who looks after the organisation said against it; the moderators decide.
    objection: Mapped[str] = mapped_column(Text, default="")
    objected_at: Mapped[datetime | None] = mapped_column(Moment)
    objected_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    organisation: Mapped[Organisation] = relationship()
    user: Mapped[User] = relationship(foreign_keys=[user_id])
    decided_by: Mapped[User | None] = relationship(foreign_keys=[decided_by_id])
    objected_by: Mapped[User | None] = relationship(foreign_keys=[objected_by_id])
    evidence: Mapped[StoredFile | None] = relationship()
    __table_args__ = (
        CheckConstraint("(decided_at IS NULL) = (granted IS NULL)", name="decided"),
        Index(
            "uq_claims_open",
            "organisation_id",
            "user_id",
            "kind",
            unique=True,
            sqlite_where=text("decided_at IS NULL"),
            postgresql_where=text("decided_at IS NULL"),
        ),
    )


class Attributed:
    """What every contribution keeps of who made it: the person, and the organisation as it was that day."""

    person_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"), index=True)
    organisation_name: Mapped[str] = mapped_column(String(300), default="")
    capacity: Mapped[str] = mapped_column(String(20), default="")
    #: The organisation that the person said to speak for while nobody had confirmed it: „mandat niepotwierdzony”.
    claimed_organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"))

    @declared_attr
    @classmethod
    def person(cls) -> Mapped[User]:
        """The person who wrote it."""
        return relationship(User, foreign_keys=f"{cls.__name__}.person_id")

    @declared_attr
    @classmethod
    def organisation(cls) -> Mapped[Organisation | None]:
        """The organisation in whose name it was written, if in any."""
        return relationship(Organisation, foreign_keys=f"{cls.__name__}.organisation_id")

    @declared_attr
    @classmethod
    def claimed_organisation(cls) -> Mapped[Organisation | None]:
        """The organisation that was named without a confirmed mandate, for the few who may know."""
        return relationship(Organisation, foreign_keys=f"{cls.__name__}.claimed_organisation_id")
