"""Needs as they were raised and as they are published, and each step of their way."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from civic.accounts.models import User
from civic.answers.models import AnsweringUnit
from civic.discussions.models import Conversation
from civic.kernel.db import Base, Moment, code
from civic.kernel.errors import Refused
from civic.kernel.words import N_


class NeedState(StrEnum):
    """Where a need stands."""

    RECEIVED = "przyjeta"
    DIRECTED = "skierowana"
    ANSWERED = "z_odpowiedzia"
    WORKS = "juz_dziala"
    OUTSIDE = "poza_zadaniami"
    FORUM = "do_forum"
    REFUSED = "niepublikowana"


#: What those who sort may decide, from whichever state; `ANSWERED` and the way back belong to the unit.
DECISIONS = (
    NeedState.DIRECTED,
    NeedState.WORKS,
    NeedState.OUTSIDE,
    NeedState.FORUM,
    NeedState.REFUSED,
)
TRANSITIONS = {
    state: {*DECISIONS}
    | ({NeedState.ANSWERED, NeedState.RECEIVED} if state is NeedState.DIRECTED else set())
    | ({NeedState.ANSWERED} if state is NeedState.ANSWERED else set())
    for state in NeedState
}
#: Those with which a need is done; from then on runs the time after which what is private goes.
CLOSED = frozenset(NeedState) - {NeedState.RECEIVED, NeedState.DIRECTED}


class Need(Base):
    """What somebody asks of the city."""

    __tablename__ = "needs"
    id: Mapped[int] = mapped_column(primary_key=True)
    #: As they were typed; read by those who sort, emptied some time after the end.
    text: Mapped[str] = mapped_column(Text)
    place: Mapped[str] = mapped_column(String(300), default="")
    #: Never published; emptied after the end, or when whoever raised it says so.
    email: Mapped[str] = mapped_column(String(254), default="", index=True)
    email_confirmed_at: Mapped[datetime | None] = mapped_column(Moment)
    language: Mapped[str] = mapped_column(String(2))
    #: Whoever was signed in; shown to nobody, and forgotten with the text as it was typed.
    person_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    #: From which the secret part of the private link follows, and the digest of that part.
    key: Mapped[str] = mapped_column(String(64))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    #: Of the words alone, whatever their case and spaces; the same words come once a day.
    digest: Mapped[str] = mapped_column(String(64))
    #: The day (Warsaw) on which it came.
    came_on: Mapped[date] = mapped_column()
    at: Mapped[datetime] = mapped_column(Moment, index=True)
    state: Mapped[NeedState] = mapped_column(code(NeedState), default=NeedState.RECEIVED)
    #: When somebody first said what becomes of it.
    decided_at: Mapped[datetime | None] = mapped_column(Moment)
    closed_at: Mapped[datetime | None] = mapped_column(Moment, index=True)
    #: The public wording, written or confirmed by a person.
    title: Mapped[str] = mapped_column(String(150), default="")
    public_text: Mapped[str] = mapped_column(Text, default="")
    public_html: Mapped[str] = mapped_column(Text, default="")
    public_place: Mapped[str] = mapped_column(String(300), default="")
    published_at: Mapped[datetime | None] = mapped_column(Moment)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("answering_units.id"), index=True)
    #: Who looks after it in the unit, by function, never a name.
    owner: Mapped[str] = mapped_column(String(200), default="")
    due_on: Mapped[date | None] = mapped_column()
    #: Why it works already, whom to ask instead, or what the unit says: in public.
    answer: Mapped[str] = mapped_column(Text, default="")
    answer_html: Mapped[str] = mapped_column(Text, default="")
    answered_at: Mapped[datetime | None] = mapped_column(Moment)
    #: The talk that it became; it stays though something else was decided later.
    conversation_id: Mapped[int | None] = mapped_column(ForeignKey("conversations.id"), unique=True)
    #: By a decision of moderators, which can be taken back; what it says stays as it is.
    hidden_at: Mapped[datetime | None] = mapped_column(Moment)
    hidden_reason: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(default=1)
    person: Mapped[User | None] = relationship()
    unit: Mapped[AnsweringUnit | None] = relationship()
    conversation: Mapped[Conversation | None] = relationship()
    __table_args__ = (
        UniqueConstraint("digest", "came_on"),
        CheckConstraint("(published_at IS NULL) = (public_text = '')", name="published"),
        CheckConstraint("state <> 'przyjeta' OR closed_at IS NULL", name="received"),
        CheckConstraint("state = 'przyjeta' OR decided_at IS NOT NULL", name="decided"),
        CheckConstraint(
            "state <> 'skierowana' OR (unit_id IS NOT NULL AND due_on IS NOT NULL AND closed_at IS NULL)",
            name="directed",
        ),
        CheckConstraint("(answered_at IS NULL) = (answer = '')", name="answered"),
        CheckConstraint("email <> '' OR email_confirmed_at IS NULL", name="email_confirmed_at"),
        CheckConstraint("(hidden_at IS NULL) = (hidden_reason = '')", name="hidden_reason"),
        Index("ix_needs_state_published", "state", "published_at"),
    )
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    @property
    def visible(self) -> bool:
        """Whether everybody reads its public wording."""
        published = self.published_at is not None and self.state is not NeedState.REFUSED
        return published and self.hidden_at is None

    @property
    def path(self) -> str:
        """Where it is read."""
        return f"/needs/{self.id}"

    def is_late(self, today: date) -> bool:
        """Whether its unit should have answered by now."""
        return self.state is NeedState.DIRECTED and self.due_on is not None and self.due_on < today

    def move_to(self, state: NeedState, at: datetime) -> None:
        """Take the next state; what closes a need says when.

        Raises:
            Refused: when there is no way from here to there.
        """
        if state not in TRANSITIONS[self.state]:
            raise Refused(
                "state", N_("Something else was decided about this need meanwhile. Look at the page again.")
            )
        self.state = state
        self.closed_at = at if state in CLOSED else None


class NeedReminder(Base):
    """That a unit was reminded of the term of a need: once at each mark."""

    __tablename__ = "need_reminders"
    id: Mapped[int] = mapped_column(primary_key=True)
    need_id: Mapped[int] = mapped_column(ForeignKey("needs.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("answering_units.id"))
    due_on: Mapped[date] = mapped_column()
    #: 7 or 1 days before; 0 when it has passed.
    mark: Mapped[int] = mapped_column()
    at: Mapped[datetime] = mapped_column(Moment)
    __table_args__ = (UniqueConstraint("need_id", "unit_id", "due_on", "mark"),)


class Sorting(Base):
    """One step of a need's way: what was decided, answered or sent back, when."""

    __tablename__ = "need_sortings"
    id: Mapped[int] = mapped_column(primary_key=True)
    need_id: Mapped[int] = mapped_column(ForeignKey("needs.id"), index=True)
    state: Mapped[NeedState] = mapped_column(code(NeedState))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("answering_units.id"))
    due_on: Mapped[date | None] = mapped_column()
    #: What a unit writes to those who sort when it sends a need back; for the office alone.
    note: Mapped[str] = mapped_column(Text, default="")
    #: What was said in public with this step; emptied when the unit puts another text in its place.
    answer: Mapped[str] = mapped_column(Text, default="")
    answer_html: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime] = mapped_column(Moment)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    unit: Mapped[AnsweringUnit | None] = relationship()
    by: Mapped[User | None] = relationship()
