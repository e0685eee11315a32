"""Appeals against decisions, and acts that wait for the signature of a second person."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from civic.accounts.models import User
from civic.discussions.models import Comment, Conversation
from civic.kernel.db import Base, Moment, code
from civic.moderation.models.decisions import Decision, Ground
from civic.moderation.models.reports import Report
from civic.organisations.models import Organisation
from civic.proposals.models import Merge, Proposal

_UNDECIDED, _UNANSWERED = text("decided_at IS NULL"), text("answered_at IS NULL")


class Outcome(StrEnum):
    """How an appeal ended."""

    UPHELD = "upheld"
    OVERTURNED = "overturned"


class Appeal(Base):
    """What somebody says against a decision, and what another person made of it; one a decision and person."""

    __tablename__ = "appeals"
    id: Mapped[int] = mapped_column(primary_key=True)
    decision_id: Mapped[int] = mapped_column(ForeignKey("decisions.id"))
    #: Whoever took that decision: kept here so that the database itself refuses to let them decide again.
    first_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    #: Nobody, where a reporter without an account appeals.
    person_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    #: The organisation in whose name it was said, if in any.
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"))
    #: The report whose reporter appeals; nothing where the author does.
    report_id: Mapped[int | None] = mapped_column(ForeignKey("reports.id"))
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Moment, index=True)
    decided_at: Mapped[datetime | None] = mapped_column(Moment)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    outcome: Mapped[Outcome | None] = mapped_column(code(Outcome))
    reason: Mapped[str] = mapped_column(Text, default="")
    #: The decision that took the first one back.
    result_id: Mapped[int | None] = mapped_column(ForeignKey("decisions.id"))
    decision: Mapped[Decision] = relationship(foreign_keys=[decision_id])
    person: Mapped[User | None] = relationship(foreign_keys=[person_id])
    organisation: Mapped[Organisation | None] = relationship()
    report: Mapped[Report | None] = relationship()
    decided_by: Mapped[User | None] = relationship(foreign_keys=[decided_by_id])
    __table_args__ = (
        UniqueConstraint("decision_id", "person_id"),
        UniqueConstraint("decision_id", "report_id", name="uq_appeals_report"),
        CheckConstraint("person_id IS NOT NULL OR report_id IS NOT NULL", name="somebody"),
        CheckConstraint(
            "(decided_at IS NULL) = (decided_by_id IS NULL) AND (decided_at IS NULL) = (outcome IS NULL)"
            " AND (decided_at IS NULL) = (reason = '')",
            name="decided",
        ),
        CheckConstraint("(result_id IS NOT NULL) = (outcome = 'overturned')", name="result"),
        CheckConstraint("decided_by_id <> first_by_id", name="another_person"),
        CheckConstraint("decided_by_id <> person_id", name="not_ones_own"),
        Index(
            "ix_appeals_waiting",
            "at",
            sqlite_where=_UNDECIDED,
            postgresql_where=_UNDECIDED,
        ),
    )

    @property
    def label(self) -> str:
        """„nr 4”: how the appeal is called."""
        return f"nr {self.id}"


class Deed(StrEnum):
    """What needs two signatures."""

    SUSPEND_ORGANISATION = "suspend_organisation"
    #: Of what a published issue cites.
    HIDE = "hide"
    UNDO_MERGE = "undo_merge"


class SecondSignature(Base):
    """An act that one person asked for and that happens when another one confirms it; one open a thing."""

    __tablename__ = "second_signatures"
    id: Mapped[int] = mapped_column(primary_key=True)
    deed: Mapped[Deed] = mapped_column(code(Deed))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"), index=True)
    proposal_id: Mapped[int | None] = mapped_column(ForeignKey("proposals.id"), index=True)
    comment_id: Mapped[int | None] = mapped_column(ForeignKey("comments.id"), index=True)
    conversation_id: Mapped[int | None] = mapped_column(ForeignKey("conversations.id"), index=True)
    merge_id: Mapped[int | None] = mapped_column(ForeignKey("merges.id"), index=True)
    #: Where it is about a contribution.
    ground: Mapped[Ground | None] = mapped_column(code(Ground))
    reason: Mapped[str] = mapped_column(Text)
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime] = mapped_column(Moment)
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    answered_at: Mapped[datetime | None] = mapped_column(Moment)
    given: Mapped[bool | None] = mapped_column()
    #: What the second person says to it: needed where the signature is not given.
    answer: Mapped[str] = mapped_column(Text, default="")
    organisation: Mapped[Organisation | None] = relationship()
    proposal: Mapped[Proposal | None] = relationship()
    comment: Mapped[Comment | None] = relationship()
    conversation: Mapped[Conversation | None] = relationship()
    merge: Mapped[Merge | None] = relationship()
    asked_by: Mapped[User] = relationship(foreign_keys=[asked_by_id])
    answered_by: Mapped[User | None] = relationship(foreign_keys=[answered_by_id])
    __table_args__ = (
        CheckConstraint(
            "(answered_at IS NULL) = (answered_by_id IS NULL) AND (answered_at IS NULL) = (given IS NULL)",
            name="answered",
        ),
        CheckConstraint("answered_by_id <> asked_by_id", name="another_person"),
        CheckConstraint("given OR answered_at IS NULL OR answer <> ''", name="reasoned"),
        CheckConstraint(
            " + ".join(
                f"CASE WHEN {name}_id IS NULL THEN 0 ELSE 1 END"
                for name in ("organisation", "proposal", "comment", "conversation", "merge")
            )
            + " = 1",
            name="one_subject",
        ),
        *(
            Index(
                f"uq_second_signatures_{name}",
                f"{name}_id",
                unique=True,
                sqlite_where=_UNANSWERED,
                postgresql_where=_UNANSWERED,
            )
            for name in ("organisation", "proposal", "comment", "conversation", "merge")
        ),
    )

    @property
    def barred(self) -> frozenset[int]:
        """Who never gives it: whoever asked, and whoever wrote what it is about."""
        things = (self.proposal, self.comment, self.conversation)
        return frozenset({self.asked_by_id, *(thing.person_id for thing in things if thing is not None)})
