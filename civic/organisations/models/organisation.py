"""Organisations, and how we know them: the register's answer, checks, codes."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, event
from sqlalchemy.orm import Mapped, mapped_column, relationship

from civic.accounts.models import User
from civic.kernel.db import Base, Moment, code, json_type
from civic.kernel.files import StoredFile
from civic.organisations import finding, names
from civic.organisations.models.codes import CheckMethod, Register, RegisterState, Verification

if TYPE_CHECKING:
    from sqlalchemy.engine.default import DefaultExecutionContext

    from civic.organisations.models.people import Membership


def _search_text(context: DefaultExecutionContext) -> str:
    return finding.search_text(context.get_current_parameters())  # type: ignore[no-untyped-call]


def _sort_text(context: DefaultExecutionContext) -> str:
    return finding.place_of(context.get_current_parameters()["name"])  # type: ignore[no-untyped-call]


def _skeleton(context: DefaultExecutionContext) -> str:
    return names.skeleton(context.get_current_parameters()["name"])  # type: ignore[no-untyped-call]


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
    #: "krs:0000123456": one organisation a number, whichever of the registers it stands in.
    register_key: Mapped[str | None] = mapped_column(String(60), unique=True)
    register_state: Mapped[RegisterState] = mapped_column(
        code(RegisterState), default=RegisterState.UNCHECKED
    )
    #: The day whose state the register told, and when it was asked.
    register_as_of: Mapped[date | None] = mapped_column()
    register_asked_at: Mapped[datetime | None] = mapped_column(Moment)
    #: When to ask again; nothing where there is nothing to ask.
    register_next_at: Mapped[datetime | None] = mapped_column(Moment, index=True)
    register_attempts: Mapped[int] = mapped_column(default=0)
    #: What a moderator should look at: "liquidation", "not_in_krakow" and so on.
    register_flags: Mapped[list[str]] = mapped_column(json_type, default=list)
    #: How the organisation is represented, in the words of the register.
    representation: Mapped[str] = mapped_column(Text, default="")
    #: The address in the register, to which the code goes. Contact data are never public.
    register_email: Mapped[str | None] = mapped_column(String(254))
    contact_email: Mapped[str | None] = mapped_column(String(254))
    contact_phone: Mapped[str | None] = mapped_column(String(40))
    #: What the name looks like, whatever letters it is written with (UTS 39), for finding names that look alike.
    name_skeleton: Mapped[str] = mapped_column(String(400), default=_skeleton, index=True)
    offers: Mapped[str] = mapped_column(Text, default="")
    needs: Mapped[str] = mapped_column(Text, default="")
    #: When somebody typed in the code that went to the address in the register.
    code_confirmed_at: Mapped[datetime | None] = mapped_column(Moment)
    #: The last day of what was verified; afterwards the level falls to 1.
    verified_until: Mapped[date | None] = mapped_column()
    reminded_at: Mapped[datetime | None] = mapped_column(Moment)
    suspended_at: Mapped[datetime | None] = mapped_column(Moment)
    #: How often its people changed what it says of itself: an edit made from an older state is shown both texts.
    text_version: Mapped[int] = mapped_column(default=1)
    #: The organisation of which this one is a branch (oddział), as the moderators found it.
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"), index=True)
    #: What the directory searches and sorts by, made of the facts above whenever they are written.
    search_text: Mapped[str] = mapped_column(Text, default=_search_text)
    sort_text: Mapped[str] = mapped_column(String(finding.LONGEST_SORT), default=_sort_text, index=True)
    checks: Mapped[list[Check]] = relationship(back_populates="organisation", order_by="Check.id")
    memberships: Mapped[list[Membership]] = relationship(
        back_populates="organisation", order_by="Membership.id"
    )

    parent: Mapped[Organisation | None] = relationship(remote_side=[id])
    __table_args__ = (CheckConstraint("parent_id IS NULL OR parent_id <> id", name="own_branch"),)

    @property
    def is_verified(self) -> bool:
        """Whether register and mandate were checked."""
        return self.verification in {Verification.MANDATE, Verification.IN_PERSON}

    @property
    def has_confirmed_voice(self) -> bool:
        """Whether its own words (description, offers, needs) may stand in public."""
        return finding.has_confirmed_voice(finding.facts_of(self))

    @property
    def vouched(self) -> bool:
        """Whether anything may be said in its name: a mandate was seen, or the code to its address in the register came back."""
        return self.is_verified or self.code_confirmed_at is not None

    @property
    def barred(self) -> str:
        """Why it starts nothing new: "struck_off", "suspended", or nothing."""
        if self.suspended_at is not None:
            return "suspended"
        return "struck_off" if self.register_state is RegisterState.STRUCK_OFF else ""


@event.listens_for(Organisation, "before_update")
def _find_again(_mapper: object, _connection: object, organisation: Organisation) -> None:
    """What it is found by follows every change of what it is."""
    organisation.search_text = finding.search_text(finding.facts_of(organisation))
    organisation.sort_text = finding.place_of(organisation.name)
    organisation.name_skeleton = names.skeleton(organisation.name)


class Check(Base):
    """One act of verification: who, when, by what evidence, until when."""

    __tablename__ = "checks"
    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    level: Mapped[Verification] = mapped_column(code(Verification))
    method: Mapped[CheckMethod] = mapped_column(code(CheckMethod))
    #: Nobody, where the register or a code said it.
    by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime] = mapped_column(Moment)
    evidence_id: Mapped[int | None] = mapped_column(ForeignKey("files.id"))
    note: Mapped[str] = mapped_column(Text, default="")
    expires_on: Mapped[date | None] = mapped_column()
    revoked_at: Mapped[datetime | None] = mapped_column(Moment)
    revoked_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    revoked_because: Mapped[str] = mapped_column(Text, default="")
    organisation: Mapped[Organisation] = relationship(back_populates="checks")
    by: Mapped[User | None] = relationship(foreign_keys=[by_id])
    evidence: Mapped[StoredFile | None] = relationship()

    def stands_on(self, day: date) -> bool:
        """Whether what it found still counts on that date."""
        return self.revoked_at is None and (self.expires_on is None or day <= self.expires_on)


class Standing(Base):
    """That an organisation was suspended or reinstated, by whom and why; the event log names it by its id."""

    __tablename__ = "standings"
    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    suspended: Mapped[bool] = mapped_column()
    reason: Mapped[str] = mapped_column(Text)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    #: Who gave the second signature to a suspension.
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime] = mapped_column(Moment)
    by: Mapped[User | None] = relationship(foreign_keys=[by_id])
    confirmed_by: Mapped[User | None] = relationship(foreign_keys=[confirmed_by_id])
    __table_args__ = (CheckConstraint("confirmed_by_id <> by_id", name="another_person"),)


class RegisterCode(Base):
    """A code that was sent to the address in the register, for one person to type in."""

    __tablename__ = "register_codes"
    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    code_hash: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(Moment)
    expires_at: Mapped[datetime] = mapped_column(Moment)
    #: Wrong tries so far; a code dies of five.
    attempts: Mapped[int] = mapped_column(default=0)
    used_at: Mapped[datetime | None] = mapped_column(Moment)


class RegisterAnswer(Base):
    """What the court register said of a number, kept so that it is not asked again within a day."""

    __tablename__ = "register_answers"
    number: Mapped[str] = mapped_column(String(10), primary_key=True)
    state: Mapped[RegisterState] = mapped_column(code(RegisterState))
    facts: Mapped[dict[str, Any]] = mapped_column(json_type, default=dict)
    fetched_at: Mapped[datetime] = mapped_column(Moment)
