"""Organisations, memberships, and the attribution that contributions carry."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from civic.accounts.models import User
from civic.kernel.db import Base, Moment, code, json_type


class Register(StrEnum):
    """Where an organisation is on record."""

    KRS_ASSOCIATIONS = "krs_s"
    KRS_BUSINESSES = "krs_p"
    ORDINARY_ASSOCIATIONS = "ewidencja_zwykle"
    SPORTS_CLUBS = "ewidencja_sport"
    CHURCH = "koscielna"
    NONE = "brak"


class Verification(StrEnum):
    """What was verified: L0 nothing, L1 the e-mail address, L2 register and mandate, L3 in person."""

    NOTHING = "L0"
    ADDRESS = "L1"
    MANDATE = "L2"
    IN_PERSON = "L3"


class Capacity(StrEnum):
    """What a person is in an organisation."""

    ADMIN = "admin"
    REPRESENTATIVE = "przedstawiciel"
    DEPUTY = "zastepca"
    MEMBER = "czlonek"


#: Who may speak in the organisation's name.
SPEAKERS = frozenset({Capacity.ADMIN, Capacity.REPRESENTATIVE, Capacity.DEPUTY})


class Organisation(Base):
    """An NGO or another body that takes part."""

    __tablename__ = "organisations"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(300), index=True)
    kind: Mapped[str] = mapped_column(String(60))
    register: Mapped[Register] = mapped_column(code(Register))
    register_no: Mapped[str | None] = mapped_column(String(40))
    nip: Mapped[str | None] = mapped_column(String(10))
    regon: Mapped[str | None] = mapped_column(String(14))
    opp: Mapped[bool] = mapped_column(default=False)
    seat: Mapped[str] = mapped_column(String(120))
    district: Mapped[str | None] = mapped_column(String(120))
    about: Mapped[str] = mapped_column(Text, default="")
    website: Mapped[str | None] = mapped_column(String(300))
    topics: Mapped[list[str]] = mapped_column(json_type, default=list)
    verification: Mapped[Verification] = mapped_column(code(Verification), default=Verification.NOTHING)
    created_at: Mapped[datetime] = mapped_column(Moment)
    memberships: Mapped[list[Membership]] = relationship(
        back_populates="organisation", order_by="Membership.id"
    )

    @property
    def is_verified(self) -> bool:
        """Whether register and mandate were checked."""
        return self.verification in {Verification.MANDATE, Verification.IN_PERSON}


class Membership(Base):
    """A person's place in an organisation for a time; both dates are inclusive Warsaw dates."""

    __tablename__ = "memberships"
    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    capacity: Mapped[Capacity] = mapped_column(code(Capacity))
    starts_on: Mapped[date] = mapped_column()
    ends_on: Mapped[date | None] = mapped_column()
    organisation: Mapped[Organisation] = relationship(back_populates="memberships")
    user: Mapped[User] = relationship()
    __table_args__ = (
        UniqueConstraint("organisation_id", "user_id", "capacity", "starts_on"),
        CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="order"),
    )

    def holds_on(self, day: date) -> bool:
        """Whether the membership holds on that date."""
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)


class Attributed:
    """What every contribution keeps of who made it: the person, and the organisation as it was that day."""

    person_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"), index=True)
    organisation_name: Mapped[str] = mapped_column(String(300), default="")
    capacity: Mapped[str] = mapped_column(String(20), default="")

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
