"""What hangs on a proposal's text: amendments, a board's look at a planned position, residents who agree."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from civic.accounts.models import User
from civic.discussions.models import Comment
from civic.kernel.db import Base, Moment, code
from civic.kernel.errors import Refused
from civic.kernel.words import N_
from civic.organisations.models import Organisation
from civic.proposals.models.proposals import Position, Proposal, Revision, Stance


class Part(StrEnum):
    """The parts of a proposal's text that an amendment may word otherwise: the names of a revision's columns."""

    TITLE = "title"
    BODY = "body"
    JUSTIFICATION = "justification"


class AmendmentState(StrEnum):
    """Where an amendment stands: with those who made the proposal, with the forum, or decided."""

    OPEN = "open"
    FORUM = "forum"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    #: The text says it already, by another amendment or by its makers' own hand.
    OUTDATED = "outdated"


DECISIONS = {
    AmendmentState.OPEN: {
        AmendmentState.FORUM,
        AmendmentState.ACCEPTED,
        AmendmentState.REJECTED,
        AmendmentState.OUTDATED,
    },
    AmendmentState.FORUM: {AmendmentState.ACCEPTED, AmendmentState.REJECTED, AmendmentState.OUTDATED},
    AmendmentState.ACCEPTED: set(),
    AmendmentState.REJECTED: set(),
    AmendmentState.OUTDATED: set(),
}


class Amendment(Base):
    """Another wording of one part of a proposal; the comment carries its reason and who says so."""

    __tablename__ = "amendments"
    id: Mapped[int] = mapped_column(primary_key=True)
    comment_id: Mapped[int] = mapped_column(ForeignKey("comments.id"), unique=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposals.id"), index=True)
    #: The revision that its author had before them.
    revision_no: Mapped[int] = mapped_column()
    part: Mapped[Part] = mapped_column(code(Part))
    #: SHA-256 of what that part said then: whoever checks the record sees that nobody changed it afterwards.
    old_digest: Mapped[str] = mapped_column(String(64))
    new_text: Mapped[str] = mapped_column(Text)
    state: Mapped[AmendmentState] = mapped_column(code(AmendmentState), default=AmendmentState.OPEN)
    decided_at: Mapped[datetime | None] = mapped_column(Moment)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    reason: Mapped[str] = mapped_column(Text, default="")
    #: The revision that came of it, or that says it already.
    resulting_no: Mapped[int | None] = mapped_column()
    comment: Mapped[Comment] = relationship()
    proposal: Mapped[Proposal] = relationship()
    decided_by: Mapped[User | None] = relationship()
    base: Mapped[Revision] = relationship(
        primaryjoin="and_(foreign(Amendment.proposal_id) == remote(Revision.proposal_id),"
        " foreign(Amendment.revision_no) == remote(Revision.number))",
        viewonly=True,
        uselist=False,
    )
    __table_args__ = (
        CheckConstraint("(state = 'open') = (decided_at IS NULL)", name="decided"),
        CheckConstraint("state <> 'rejected' OR reason <> ''", name="reasoned"),
        CheckConstraint(
            "(state IN ('accepted', 'outdated')) = (resulting_no IS NOT NULL)", name="resulting_no"
        ),
        Index("ix_amendments_resulting", "proposal_id", "resulting_no"),
    )

    @property
    def waits(self) -> bool:
        """Whether it may still come into the text."""
        return bool(DECISIONS[self.state])

    @property
    def old_text(self) -> str:
        """What the part said when it was written."""
        return str(getattr(self.base, self.part.value))

    def move_to(self, state: AmendmentState) -> None:
        """Change the state along DECISIONS.

        Raises:
            Refused: when it was decided meanwhile.
        """
        if state not in DECISIONS[self.state]:
            raise Refused("decided", N_("This amendment was decided meanwhile."))
        self.state = state


class ResidentAgreement(Base):
    """A person without an organisation agrees with a proposal: counted apart, never a position and never a ranking."""

    __tablename__ = "resident_agreements"
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposals.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True, index=True)
    at: Mapped[datetime] = mapped_column(Moment)


class PlannedPosition(Base):
    """A position „do uzgodnienia w zarządzie”: neither public nor counted until a representative sends it."""

    __tablename__ = "planned_positions"
    id: Mapped[int] = mapped_column(primary_key=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposals.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    stance: Mapped[Stance] = mapped_column(code(Stance))
    reason: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime] = mapped_column(Moment)
    #: How many links were made for it; each new one ends the one before.
    link_no: Mapped[int] = mapped_column(default=0)
    token_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    link_until: Mapped[datetime | None] = mapped_column(Moment)
    #: When it was sent or discarded; nothing while it is being talked over.
    closed_at: Mapped[datetime | None] = mapped_column(Moment)
    #: The position that came of it.
    position_id: Mapped[int | None] = mapped_column(ForeignKey("positions.id"))
    proposal: Mapped[Proposal] = relationship()
    organisation: Mapped[Organisation] = relationship()
    person: Mapped[User] = relationship()
    position: Mapped[Position | None] = relationship()
    notes: Mapped[list[BoardNote]] = relationship(
        back_populates="planned", order_by="BoardNote.id", cascade="all, delete-orphan", passive_deletes=True
    )
    __table_args__ = (
        Index(
            "uq_planned_positions_open",
            "proposal_id",
            "organisation_id",
            unique=True,
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
        CheckConstraint("(token_hash IS NULL) = (link_until IS NULL)", name="link"),
        CheckConstraint("position_id IS NULL OR closed_at IS NOT NULL", name="sent"),
    )


class BoardNote(Base):
    """What a member of the board says to a planned position: for the organisation's own people alone."""

    __tablename__ = "board_notes"
    id: Mapped[int] = mapped_column(primary_key=True)
    planned_id: Mapped[int] = mapped_column(
        ForeignKey("planned_positions.id", ondelete="CASCADE"), index=True
    )
    name: Mapped[str] = mapped_column(String(120))
    agrees: Mapped[bool] = mapped_column()
    note: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime] = mapped_column(Moment)
    planned: Mapped[PlannedPosition] = relationship(back_populates="notes")
