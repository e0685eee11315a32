"""An answer to one numbered recommendation of one issue, its published versions, its steps, its deadlines, what was carried out."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint, and_
from sqlalchemy.orm import Mapped, foreign, mapped_column, relationship

from civic.accounts.models import User
from civic.answers.models.settings import AnsweringUnit
from civic.kernel.db import Base, Moment, code
from civic.kernel.errors import Refused
from civic.kernel.words import N_
from civic.recommendations.models import Item


class AnswerStatus(StrEnum):
    """What the city says to a recommendation."""

    ACCEPTED = "przyjeta"
    PARTLY = "czesciowo"
    REJECTED = "odrzucona"
    ANALYSIS = "analiza"


class Stage(StrEnum):
    """How far the text in work is."""

    WAITING = "czeka"
    DRAFTED = "opracowana"
    CHECKED = "sprawdzona"
    APPROVED = "zaakceptowana"
    PUBLISHED = "opublikowana"


#: Steps that a chain does not ask for are left out, so a stage may be followed by a later one.
TRANSITIONS = {
    Stage.WAITING: {Stage.DRAFTED},
    Stage.DRAFTED: {Stage.DRAFTED, Stage.CHECKED, Stage.APPROVED, Stage.PUBLISHED},
    Stage.CHECKED: {Stage.DRAFTED, Stage.APPROVED, Stage.PUBLISHED},
    Stage.APPROVED: {Stage.DRAFTED, Stage.PUBLISHED},
    Stage.PUBLISHED: {Stage.DRAFTED},
}


class Carried(StrEnum):
    """How far what was promised is carried out."""

    PLANNED = "planowane"
    UNDER_WAY = "w_toku"
    DONE = "wykonane"
    ABANDONED = "zaniechane"


#: States in which nothing more is waited for.
OVER = frozenset({Carried.DONE, Carried.ABANDONED})
#: Answers of which something is to follow.
PROMISES = frozenset({AnswerStatus.ACCEPTED, AnswerStatus.PARTLY})


class Answer(Base):
    """The text in work for one recommendation of one issue, and how far it is; what everybody reads are its versions."""

    __tablename__ = "answers"
    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("issue_items.id"), unique=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("answering_units.id"), index=True)
    #: The last day for the answer; nothing where nobody committed to one.
    due_on: Mapped[date | None] = mapped_column(index=True)
    stage: Mapped[Stage] = mapped_column(code(Stage), default=Stage.WAITING, index=True)
    status: Mapped[AnswerStatus | None] = mapped_column(code(AnswerStatus))
    text: Mapped[str] = mapped_column(Text, default="")
    #: The function of the person responsible, never a name.
    responsible: Mapped[str] = mapped_column(String(200), default="")
    #: The last day for carrying it out.
    carry_out_by: Mapped[date | None] = mapped_column()
    drafted_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    #: Which version everybody reads; 0 while there is none.
    published_no: Mapped[int] = mapped_column(default=0)
    #: How far it is carried out, by the newest report.
    carried: Mapped[Carried | None] = mapped_column(code(Carried))
    version: Mapped[int] = mapped_column(default=1)
    item: Mapped[Item] = relationship()
    unit: Mapped[AnsweringUnit | None] = relationship()
    versions: Mapped[list[AnswerVersion]] = relationship(
        back_populates="answer", order_by="AnswerVersion.no", cascade="all, delete-orphan"
    )
    #: The version that everybody reads.
    current: Mapped[AnswerVersion | None] = relationship(
        primaryjoin=lambda: and_(
            Answer.id == foreign(AnswerVersion.answer_id), Answer.published_no == AnswerVersion.no
        ),
        viewonly=True,
        uselist=False,
    )
    steps: Mapped[list[AnswerStep]] = relationship(order_by="AnswerStep.id", cascade="all, delete-orphan")
    extensions: Mapped[list[Extension]] = relationship(order_by="Extension.id", cascade="all, delete-orphan")
    reports: Mapped[list[CarriedReport]] = relationship(
        order_by="CarriedReport.id", cascade="all, delete-orphan"
    )
    __table_args__ = (
        CheckConstraint("(stage = 'czeka') = (status IS NULL)", name="status"),
        CheckConstraint("published_no > 0 OR stage <> 'opublikowana'", name="published"),
    )
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    def move_to(self, stage: Stage) -> None:
        """Take the next stage.

        Raises:
            Refused: when there is no way from here to there.
        """
        if stage not in TRANSITIONS[self.stage]:
            raise Refused("stage", N_("This answer is at another step by now. Look at the page again."))
        self.stage = stage

    def is_late(self, today: date) -> bool:
        """Whether the deadline has passed without any published answer."""
        return self.published_no == 0 and self.due_on is not None and self.due_on < today

    def is_carried_late(self, today: date) -> bool:
        """Whether what was promised should be carried out by now and is not."""
        current = self.current
        return (
            current is not None
            and current.status in PROMISES
            and current.carry_out_by is not None
            and current.carry_out_by < today
            and self.carried not in OVER
        )


class AnswerVersion(Base):
    """An answer as it was published, for good."""

    __tablename__ = "answer_versions"
    id: Mapped[int] = mapped_column(primary_key=True)
    answer_id: Mapped[int] = mapped_column(ForeignKey("answers.id"))
    no: Mapped[int] = mapped_column()
    status: Mapped[AnswerStatus] = mapped_column(code(AnswerStatus))
    text: Mapped[str] = mapped_column(Text)
    text_html: Mapped[str] = mapped_column(Text)
    #: As the unit was called then.
    unit: Mapped[str] = mapped_column(String(200), default="")
    responsible: Mapped[str] = mapped_column(String(200), default="")
    carry_out_by: Mapped[date | None] = mapped_column()
    published_at: Mapped[datetime] = mapped_column(Moment)
    published_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    answer: Mapped[Answer] = relationship(back_populates="versions")
    __table_args__ = (
        UniqueConstraint("answer_id", "no"),
        CheckConstraint("length(text) > 0", name="text"),
    )


class StepKind(StrEnum):
    """What somebody did to an answer on its way."""

    DRAFTED = "opracowana"
    CHECKED = "sprawdzona"
    APPROVED = "zaakceptowana"
    SENT_BACK = "odeslana"
    PUBLISHED = "opublikowana"


class AnswerStep(Base):
    """One step of the approval: who, when, and on sending back with which note."""

    __tablename__ = "answer_steps"
    id: Mapped[int] = mapped_column(primary_key=True)
    answer_id: Mapped[int] = mapped_column(ForeignKey("answers.id"), index=True)
    kind: Mapped[StepKind] = mapped_column(code(StepKind))
    at: Mapped[datetime] = mapped_column(Moment)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    note: Mapped[str] = mapped_column(Text, default="")
    by: Mapped[User | None] = relationship()
    __table_args__ = (CheckConstraint("kind <> 'odeslana' OR length(note) > 0", name="note"),)


class Extension(Base):
    """A deadline that was moved, with the old one and the reason, for everybody to read."""

    __tablename__ = "answer_extensions"
    id: Mapped[int] = mapped_column(primary_key=True)
    answer_id: Mapped[int] = mapped_column(ForeignKey("answers.id"), index=True)
    old_due_on: Mapped[date] = mapped_column()
    new_due_on: Mapped[date] = mapped_column()
    reason: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Moment)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    __table_args__ = (CheckConstraint("new_due_on > old_due_on", name="later"),)


class CarriedReport(Base):
    """What was carried out of an answer by a day, with what shows it."""

    __tablename__ = "answer_reports"
    id: Mapped[int] = mapped_column(primary_key=True)
    answer_id: Mapped[int] = mapped_column(ForeignKey("answers.id"), index=True)
    state: Mapped[Carried] = mapped_column(code(Carried))
    on_day: Mapped[date] = mapped_column()
    evidence: Mapped[str] = mapped_column(Text, default="")
    link: Mapped[str] = mapped_column(String(500), default="")
    at: Mapped[datetime] = mapped_column(Moment)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
