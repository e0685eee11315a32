"""Users, what they prove themselves with, and their sessions."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any, cast

from flask_login import UserMixin
from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from civic.kernel.access import Restraint, Restriction, Role
from civic.kernel.db import Base, Moment, code, json_type


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
    #: When the person last showed that letters to the address arrive.
    address_confirmed_at: Mapped[datetime | None] = mapped_column(Moment)
    #: Whether public pages name the person beside the organisation; whoever holds a seat is named while holding it.
    name_shown: Mapped[bool] = mapped_column(default=False)
    #: The secret of the authenticator app, encrypted with a key derived from the instance's secret.
    totp_secret: Mapped[str | None] = mapped_column(String(255))
    totp_confirmed_at: Mapped[datetime | None] = mapped_column(Moment)
    #: The time step of the last code that was taken, so that none is taken twice.
    totp_step: Mapped[int | None] = mapped_column(BigInteger)
    #: "issuer|sub" of the OpenID provider by which the person comes.
    oidc_subject: Mapped[str | None] = mapped_column(String(300), unique=True)
    #: When the person last looked at the start page, and since when it tells what is new: the visit before that one.
    start_seen_at: Mapped[datetime | None] = mapped_column(Moment)
    start_since: Mapped[datetime | None] = mapped_column(Moment)
    #: When the person was taken out; name and address are gone, what was said for organisations stays.
    erased_at: Mapped[datetime | None] = mapped_column(Moment)
    #: What moderators imposed on what the account may contribute, until when, and by which decision (an id: decisions stand above).
    #: Not `suspended_at`, which bars signing in.
    restrained: Mapped[Restraint | None] = mapped_column(code(Restraint))
    restrained_until: Mapped[datetime | None] = mapped_column(Moment)
    restrained_by: Mapped[int | None] = mapped_column()
    __table_args__ = (
        CheckConstraint("(restrained IS NULL) = (restrained_by IS NULL)", name="restrained_by"),
    )

    @property
    def restriction(self) -> Restriction | None:
        """What a decision of moderators imposed on the account; perhaps its time is over."""
        if self.restrained is None or self.restrained_by is None:
            return None
        return Restriction(self.restrained, self.restrained_until, self.restrained_by)

    def restrain(self, restriction: Restriction | None) -> None:
        """Put a restriction in the place of what was there, or nothing."""
        self.restrained = restriction.kind if restriction else None
        self.restrained_until = restriction.until if restriction else None
        self.restrained_by = restriction.decision if restriction else None

    @property
    def is_active(self) -> bool:
        """Whether the person may sign in."""
        return self.suspended_at is None and self.erased_at is None

    @property
    def has_second_factor(self) -> bool:
        """Whether an authenticator app was confirmed (a passkey is a factor of its own)."""
        return self.totp_confirmed_at is not None

    def get_id(self) -> str:
        """What the signed cookie holds: the session's random id, set at sign-in."""
        return self.sid

    #: The random id of the session by which this user came; set at sign-in and by the loader, never stored.
    sid = ""
    #: The organisation chosen in that session.
    acting_for = cast("int | None", None)
    #: When that session was last seen, to the minute.
    seen_at = cast("datetime | None", None)
    #: Whether that session came in by a second factor, a passkey or the city's own provider.
    strong = False
    #: When the person last proved in that session who they are: asked again before sensitive acts.
    proven_at = cast("datetime | None", None)


class Session(Base):
    """One place where a user is signed in."""

    __tablename__ = "sessions"
    sid_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[datetime] = mapped_column(Moment)
    last_seen: Mapped[datetime] = mapped_column(Moment)
    # An id without a foreign key: organisations stand above accounts.
    organisation_id: Mapped[int | None] = mapped_column()
    #: "Firefox, Linux": coarse on purpose, for the owner to know the places where they are signed in.
    device: Mapped[str] = mapped_column(String(80), default="")
    strong: Mapped[bool] = mapped_column(default=False)
    proven_at: Mapped[datetime] = mapped_column(Moment)
    user: Mapped[User] = relationship(lazy="joined")


class Passkey(Base):
    """A key in a person's device that signs in without a password (WebAuthn)."""

    __tablename__ = "passkeys"
    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    #: Both in base64url without padding.
    credential_id: Mapped[str] = mapped_column(String(1400), unique=True)
    public_key: Mapped[str] = mapped_column(Text)
    sign_count: Mapped[int] = mapped_column(BigInteger, default=0)
    name: Mapped[str] = mapped_column(String(80))
    created_at: Mapped[datetime] = mapped_column(Moment)
    used_at: Mapped[datetime | None] = mapped_column(Moment)


class SpentChallenge(Base):
    """A passkey's challenge that was answered, until it would have expired anyway: so that no answer counts twice."""

    __tablename__ = "spent_challenges"
    challenge_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    expires_at: Mapped[datetime] = mapped_column(Moment, index=True)


class RecoveryCode(Base):
    """One of the codes that open an account once when the second factor is lost."""

    __tablename__ = "recovery_codes"
    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    code_hash: Mapped[str] = mapped_column(String(64))
    used_at: Mapped[datetime | None] = mapped_column(Moment)


class Purpose(StrEnum):
    """What a one-time token opens."""

    REGISTER = "register"
    SIGN_IN = "sign_in"
    RESET = "reset"
    OLD_ADDRESS = "old_address"
    NEW_ADDRESS = "new_address"


class Token(Base):
    """A one-time link: random, bound to an address and a purpose, expiring; the table holds its hash."""

    __tablename__ = "tokens"
    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    purpose: Mapped[Purpose] = mapped_column(code(Purpose))
    email: Mapped[str] = mapped_column(String(254), index=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    facts: Mapped[dict[str, Any]] = mapped_column(json_type, default=dict)
    created_at: Mapped[datetime] = mapped_column(Moment)
    expires_at: Mapped[datetime] = mapped_column(Moment)
    used_at: Mapped[datetime | None] = mapped_column(Moment)


class UnsentText(Base):
    """What a person has typed into the form at an address and not sent yet; one a person and address."""

    __tablename__ = "unsent_texts"
    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    #: The address of the form: by it the text is found again.
    place: Mapped[str] = mapped_column(String(300))
    fields: Mapped[dict[str, list[str]]] = mapped_column(json_type)
    saved_at: Mapped[datetime] = mapped_column(Moment)
    __table_args__ = (UniqueConstraint("user_id", "place"),)


class LeftText(Base):
    """What was typed into a form whose session had ended: found for a day by whoever has its token, after signing in."""

    __tablename__ = "left_texts"
    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    place: Mapped[str] = mapped_column(String(300))
    fields: Mapped[dict[str, list[str]]] = mapped_column(json_type)
    at: Mapped[datetime] = mapped_column(Moment, index=True)


class AddressRequest(Base):
    """Somebody typed an address to register, to come in or to reset: answered by a job, so that a page never shows whether it is known."""

    __tablename__ = "address_requests"
    id: Mapped[int] = mapped_column(primary_key=True)
    purpose: Mapped[Purpose] = mapped_column(code(Purpose))
    email: Mapped[str] = mapped_column(String(254))
    language: Mapped[str] = mapped_column(String(2))
    #: Where to go on afterwards: a path of ours.
    goal: Mapped[str] = mapped_column(String(300), default="")
    at: Mapped[datetime] = mapped_column(Moment)


class AddressChange(Base):
    """A wish for another address, in force once both the old and the new one have agreed."""

    __tablename__ = "address_changes"
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    email: Mapped[str] = mapped_column(String(254))
    old_agreed_at: Mapped[datetime | None] = mapped_column(Moment)
    new_agreed_at: Mapped[datetime | None] = mapped_column(Moment)
    created_at: Mapped[datetime] = mapped_column(Moment)


class Act(StrEnum):
    """What an administrator may do to an account."""

    ROLE = "role"
    SUSPEND = "suspend"
    REINSTATE = "reinstate"
    RESET_FACTORS = "reset_factors"
    ERASE = "erase"


class AccountAct(Base):
    """An administrator's act on an account, with its reason; the event log names it by its id."""

    __tablename__ = "account_acts"
    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    act: Mapped[Act] = mapped_column(code(Act))
    old: Mapped[str] = mapped_column(String(40), default="")
    new: Mapped[str] = mapped_column(String(40), default="")
    reason: Mapped[str] = mapped_column(Text)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime] = mapped_column(Moment)
    by: Mapped[User | None] = relationship(foreign_keys=[by_id])
    __table_args__ = (CheckConstraint("act <> 'role' OR old <> new", name="change"),)
