"""Notices of organisations, each with its wordings: at most one that is shown, and one that waits."""

from __future__ import annotations

from datetime import date, datetime, time
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from civic.accounts.models import User
from civic.kernel.db import Base, Moment, code
from civic.kernel.errors import Conflict
from civic.kernel.words import N_
from civic.organisations.models import Organisation


class WordingState(StrEnum):
    """Where one wording of a notice stands."""

    WAITING = "waiting"
    RETURNED = "returned"
    SHOWN = "shown"
    REFUSED = "refused"
    REPLACED = "replaced"


TRANSITIONS = {
    WordingState.WAITING: {
        WordingState.SHOWN,
        WordingState.RETURNED,
        WordingState.REFUSED,
        WordingState.REPLACED,
    },
    WordingState.RETURNED: {WordingState.REPLACED},
    # What was let through by mistake can be taken from the board, with a reason.
    WordingState.SHOWN: {WordingState.REFUSED, WordingState.REPLACED},
    WordingState.REFUSED: set(),
    WordingState.REPLACED: set(),
}
#: The organisation or a moderator still has something to do about it.
UNDECIDED = (WordingState.WAITING, WordingState.RETURNED)


class Notice(Base):
    """Something that an organisation does for residents, announced on the board."""

    __tablename__ = "notices"
    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    made_at: Mapped[datetime] = mapped_column(Moment)
    withdrawn_at: Mapped[datetime | None] = mapped_column(Moment)
    #: By a decision of moderators, which can be taken back; what it says stays as it is.
    hidden_at: Mapped[datetime | None] = mapped_column(Moment)
    hidden_reason: Mapped[str] = mapped_column(Text, default="")
    organisation: Mapped[Organisation] = relationship()
    wordings: Mapped[list[NoticeWording]] = relationship(
        back_populates="notice", order_by="NoticeWording.number"
    )
    __table_args__ = (CheckConstraint("(hidden_at IS NULL) = (hidden_reason = '')", name="hidden_reason"),)

    @property
    def last(self) -> NoticeWording:
        """The wording that was written last, whatever became of it."""
        return self.wordings[-1]

    @property
    def shown(self) -> NoticeWording | None:
        """The wording that a moderator let through, if one stands."""
        return next((each for each in self.wordings if each.state is WordingState.SHOWN), None)

    @property
    def undecided(self) -> NoticeWording | None:
        """The wording that waits for a moderator, or for its organisation."""
        return next((each for each in self.wordings if each.state in UNDECIDED), None)

    @property
    def standing(self) -> NoticeWording:
        """The wording that a moderator let through, or else what was written last."""
        return self.shown or self.last

    @property
    def visible(self) -> bool:
        """Whether everybody may read it; also once its last day is over."""
        return self.withdrawn_at is None and self.hidden_at is None and self.shown is not None


class NoticeWording(Base):
    """What a notice says, as it was written once; a change is another wording."""

    __tablename__ = "notice_wordings"
    id: Mapped[int] = mapped_column(primary_key=True)
    notice_id: Mapped[int] = mapped_column(ForeignKey("notices.id", ondelete="CASCADE"))
    number: Mapped[int] = mapped_column(default=1)
    title: Mapped[str] = mapped_column(String(150))
    body: Mapped[str] = mapped_column(Text)
    body_html: Mapped[str] = mapped_column(Text)
    #: Days in Warsaw; the same day twice for what lasts one day.
    starts_on: Mapped[date] = mapped_column()
    ends_on: Mapped[date] = mapped_column(index=True)
    starts_at: Mapped[time | None] = mapped_column()
    ends_at: Mapped[time | None] = mapped_column()
    place: Mapped[str] = mapped_column(String(200), default="")
    #: One of the eighteen, or nothing where it concerns the whole city.
    district: Mapped[str] = mapped_column(String(120), default="")
    topic: Mapped[str] = mapped_column(String(60), default="")
    audience: Mapped[str] = mapped_column(String(200), default="")
    accessibility: Mapped[str] = mapped_column(String(300), default="")
    link: Mapped[str] = mapped_column(String(500), default="")
    person_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    at: Mapped[datetime] = mapped_column(Moment)
    state: Mapped[WordingState] = mapped_column(code(WordingState), default=WordingState.WAITING)
    decided_at: Mapped[datetime | None] = mapped_column(Moment)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    #: What the moderator wrote to the organisation.
    note: Mapped[str] = mapped_column(Text, default="")
    notice: Mapped[Notice] = relationship(back_populates="wordings")
    person: Mapped[User] = relationship(foreign_keys=[person_id])
    __table_args__ = (
        UniqueConstraint("notice_id", "number"),
        CheckConstraint("ends_on >= starts_on", name="days"),
        CheckConstraint("ends_at IS NULL OR starts_at IS NOT NULL", name="hours"),
        CheckConstraint("state NOT IN ('returned', 'refused') OR note <> ''", name="reason"),
        CheckConstraint("state <> 'waiting' OR decided_at IS NULL", name="waiting"),
        CheckConstraint(
            "state NOT IN ('shown', 'returned', 'refused') OR decided_at IS NOT NULL", name="decided"
        ),
        # Two people may write or decide at once; the database lets one wording stand and one wait.
        Index(
            "uq_notice_wordings_shown",
            "notice_id",
            unique=True,
            sqlite_where=text("state = 'shown'"),
            postgresql_where=text("state = 'shown'"),
        ),
        Index(
            "uq_notice_wordings_undecided",
            "notice_id",
            unique=True,
            sqlite_where=text("state IN ('waiting', 'returned')"),
            postgresql_where=text("state IN ('waiting', 'returned')"),
        ),
        Index("ix_notice_wordings_state", "state", "ends_on"),
    )

    def move_to(self, state: WordingState) -> None:
        """Take the next state.

        Raises:
            Conflict: when somebody moved it meanwhile.
        """
        if state not in TRANSITIONS[self.state]:
            raise Conflict("decided", N_("Somebody dealt with this text meanwhile. Look at the page again."))
        self.state = state

    def is_over_on(self, day: date) -> bool:
        """Whether its last day is past on that date in Warsaw."""
        return self.ends_on < day
