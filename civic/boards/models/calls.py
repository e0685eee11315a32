"""Grant calls: in which organisations can ask for money, or for a place in a committee, until a moment."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from civic.accounts.models import User
from civic.answers.models import AnsweringUnit
from civic.kernel import clock
from civic.kernel.db import Base, Moment, code


class CallKind(StrEnum):
    """What a call is for."""

    #: Otwarty konkurs ofert, art. 13 of the act on public benefit.
    TENDER = "konkurs"
    #: Tryb uproszczony, art. 19a.
    SMALL_GRANT = "maly_grant"
    #: People whom organisations name to the committee that reads offers, art. 15 (2d).
    COMMITTEE = "komisja"
    OTHER = "inny"


class CallState(StrEnum):
    """Where a call stands on a day: it follows from its dates."""

    AHEAD = "ahead"
    OPEN = "open"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class GrantCall(Base):
    """One call of the city to organisations."""

    __tablename__ = "grant_calls"
    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(200))
    kind: Mapped[CallKind] = mapped_column(code(CallKind))
    unit_id: Mapped[int] = mapped_column(ForeignKey("answering_units.id"), index=True)
    summary: Mapped[str] = mapped_column(Text, default="")
    summary_html: Mapped[str] = mapped_column(Text, default="")
    #: As the announcement says it („250 000 zł, do 20 000 zł na zadanie”).
    amount: Mapped[str] = mapped_column(String(120), default="")
    opens_on: Mapped[date] = mapped_column()
    #: The last moment; the end of a Warsaw day where no hour was said.
    deadline: Mapped[datetime] = mapped_column(Moment, index=True)
    timed: Mapped[bool] = mapped_column(default=False)
    #: The official announcement, https alone.
    link: Mapped[str] = mapped_column(String(500))
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    made_at: Mapped[datetime] = mapped_column(Moment)
    changed_at: Mapped[datetime] = mapped_column(Moment)
    cancelled_at: Mapped[datetime | None] = mapped_column(Moment)
    cancelled_because: Mapped[str] = mapped_column(Text, default="")
    #: By a decision of moderators, which can be taken back; what it says stays as it is.
    hidden_at: Mapped[datetime | None] = mapped_column(Moment)
    hidden_reason: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(default=1)
    unit: Mapped[AnsweringUnit] = relationship()
    made_by: Mapped[User | None] = relationship()
    __table_args__ = (
        CheckConstraint("(cancelled_at IS NULL) = (cancelled_because = '')", name="cancelled_because"),
        CheckConstraint("(hidden_at IS NULL) = (hidden_reason = '')", name="hidden_reason"),
    )
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    def state_at(self, now: datetime) -> CallState:
        """Where it stands at that moment."""
        if self.cancelled_at is not None:
            return CallState.CANCELLED
        if now > self.deadline:
            return CallState.CLOSED
        return CallState.OPEN if clock.today(now) >= self.opens_on else CallState.AHEAD

    @property
    def visible(self) -> bool:
        """Whether everybody reads it."""
        return self.hidden_at is None

    @property
    def closes_on(self) -> date:
        """The last day, in Warsaw."""
        return clock.today(self.deadline)
