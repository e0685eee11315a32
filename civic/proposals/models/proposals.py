"""Proposals and all that hangs on them."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, foreign, mapped_column, relationship, remote

from civic.accounts.models import User
from civic.discussions.models import Conversation, Received, Thread
from civic.discussions.models.labels import Labelled
from civic.forums.models import Ability, Chapter, Forum
from civic.kernel import clock
from civic.kernel.db import Base, Moment, code
from civic.kernel.errors import CivicError, Refused
from civic.kernel.words import N_
from civic.organisations.models import Attributed, Organisation

if TYPE_CHECKING:
    from civic.proposals.models.arranging import Objection

#: How many days the authors of two merged proposals may object, the last one to its end.
DAYS_TO_OBJECT = 7


class ProposalState(StrEnum):
    """Where a proposal stands by its author's or a moderator's act; what became of it is the recommendations' to say."""

    PUBLISHED = "published"
    MERGED = "merged"
    WITHDRAWN = "withdrawn"


TRANSITIONS = {
    ProposalState.PUBLISHED: {ProposalState.MERGED, ProposalState.WITHDRAWN},
    ProposalState.MERGED: {ProposalState.PUBLISHED},
    ProposalState.WITHDRAWN: set(),
}


class Stance(StrEnum):
    """An organisation's position on a proposal."""

    SUPPORT = "popiera"
    RESERVATIONS = "z_zastrzezeniem"
    AGAINST = "przeciw"
    ABSTAIN = "wstrzymuje"


class RelationKind(StrEnum):
    """How two proposals stand to each other."""

    SIMILAR = "podobna"
    DUPLICATE = "duplikat"
    CONFLICTING = "sprzeczna"
    COMPLEMENTARY = "uzupelniajaca"


class RelationSource(StrEnum):
    """Who says so; the machine only suggests."""

    MODERATOR = "moderator"
    AUTHOR = "author"
    MACHINE = "machine"


class Proposal(Attributed, Labelled, Received, Base):
    """What is suggested; its text is its newest revision."""

    __tablename__ = "proposals"
    id: Mapped[int] = mapped_column(primary_key=True)
    forum_id: Mapped[int] = mapped_column(ForeignKey("forums.id"), index=True)
    chapter_id: Mapped[int | None] = mapped_column(ForeignKey("chapters.id"))
    thread_id: Mapped[int] = mapped_column(ForeignKey("threads.id"), unique=True)
    addressee: Mapped[str] = mapped_column(String(200), default="")
    #: The part of the city that it is about, as addresses name it; "" for all of it.
    district: Mapped[str] = mapped_column(String(80), default="")
    #: The conversation of the forum that it came out of.
    conversation_id: Mapped[int | None] = mapped_column(ForeignKey("conversations.id"), index=True)
    at: Mapped[datetime] = mapped_column(Moment)
    state: Mapped[ProposalState] = mapped_column(code(ProposalState), default=ProposalState.PUBLISHED)
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("proposals.id"), index=True)
    withdrawn_at: Mapped[datetime | None] = mapped_column(Moment)
    hidden_at: Mapped[datetime | None] = mapped_column(Moment)
    #: What stands in its place for readers: the ground and the reason of the moderators' decision.
    hidden_reason: Mapped[str] = mapped_column(Text, default="")
    #: Whether a decision in force moved it here from another forum: only then its page asks which.
    moved: Mapped[bool] = mapped_column(default=False)
    #: Nobody has read it yet: it waits for a moderator's first look, or was refused at it.
    held: Mapped[bool] = mapped_column(default=False)
    #: Until when those who made it are asked to change it, by a moderator.
    asked_until: Mapped[datetime | None] = mapped_column(Moment)
    revision_no: Mapped[int] = mapped_column(default=1)
    forum: Mapped[Forum] = relationship()
    chapter: Mapped[Chapter | None] = relationship()
    conversation: Mapped[Conversation | None] = relationship()
    thread: Mapped[Thread] = relationship()
    merged_into: Mapped[Proposal | None] = relationship(
        remote_side=[id], foreign_keys=[merged_into_id], back_populates="merged_here"
    )
    merged_here: Mapped[list[Proposal]] = relationship(
        foreign_keys=[merged_into_id], back_populates="merged_into", order_by="Proposal.id"
    )
    revisions: Mapped[list[Revision]] = relationship(
        back_populates="proposal", order_by="Revision.number", foreign_keys="Revision.proposal_id"
    )
    current: Mapped[Revision] = relationship(
        primaryjoin=lambda: (
            (foreign(Proposal.id) == remote(Revision.proposal_id))
            & (foreign(Proposal.revision_no) == remote(Revision.number))
        ),
        viewonly=True,
        uselist=False,
    )
    cosigners: Mapped[list[Organisation]] = relationship(secondary="cosigners", order_by=Organisation.id)
    __table_args__ = (
        CheckConstraint("(state = 'merged') = (merged_into_id IS NOT NULL)", name="merged_into"),
        CheckConstraint("(state = 'withdrawn') = (withdrawn_at IS NOT NULL)", name="withdrawn_at"),
        CheckConstraint("merged_into_id IS NULL OR merged_into_id <> id", name="not_into_itself"),
        CheckConstraint("NOT held OR hidden_at IS NOT NULL", name="held"),
        Index("ix_proposals_forum_at", "forum_id", "at"),
    )

    @property
    def label(self) -> str:
        """„P12”: what pages and documents call it; `/p/12` is its permanent address."""
        return f"P{self.id}"

    @property
    def title(self) -> str:
        """The title of the newest revision."""
        return self.current.title

    @property
    def visible(self) -> bool:
        """Whether readers see it."""
        return self.hidden_at is None

    @property
    def waits(self) -> bool:
        """Whether it waits for a first look."""
        return self.held and not self.hidden_reason

    @property
    def stands(self) -> bool:
        """Whether it is open to what a phase allows: neither merged nor withdrawn nor hidden."""
        return self.state is ProposalState.PUBLISHED and self.visible

    @property
    def path(self) -> str:
        """Where it is read."""
        return f"/proposals/{self.id}"

    @property
    def in_ledger(self) -> bool:
        """A new argument on it gets a decision of its own."""
        return True

    def takes_comments(self, now: datetime) -> bool:
        """Whether a phase lets people speak on it now."""
        return self.forum.allows(Ability.COMMENT, now)

    def why_gone(self) -> CivicError:
        """Why it is not open to anything any more."""
        if self.state is ProposalState.MERGED:
            return Refused(
                "merged",
                N_(
                    "This proposal was merged into P%(target)s. The conversation goes on there.",
                    target=self.merged_into_id,
                ),
            )
        if self.state is ProposalState.WITHDRAWN:
            return Refused("withdrawn", N_("This proposal was withdrawn by those who made it."))
        if self.waits:
            return Refused(
                "waits", N_("This waits for a moderator's first look. Until then nobody else reads it.")
            )
        return Refused("hidden", N_("This proposal was hidden by a moderator."))

    def move_to(self, state: ProposalState) -> None:
        """Change the state along TRANSITIONS.

        Raises:
            Refused: when there is no way from here to there.
        """
        if state not in TRANSITIONS[self.state]:
            raise Refused("state", N_("%(label)s was merged or withdrawn meanwhile.", label=self.label))
        self.state = state


class Revision(Base):
    """One immutable text of a proposal."""

    __tablename__ = "revisions"
    id: Mapped[int] = mapped_column(primary_key=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposals.id"))
    number: Mapped[int] = mapped_column()
    title: Mapped[str] = mapped_column(String(300))
    body: Mapped[str] = mapped_column(Text)
    body_html: Mapped[str] = mapped_column(Text)
    justification: Mapped[str] = mapped_column(Text, default="")
    justification_html: Mapped[str] = mapped_column(Text, default="")
    #: What would be better, and what it would cost: said of the proposal, never a part of what recommendations quote.
    effect: Mapped[str] = mapped_column(Text, default="")
    effect_html: Mapped[str] = mapped_column(Text, default="")
    cost: Mapped[str] = mapped_column(Text, default="")
    cost_html: Mapped[str] = mapped_column(Text, default="")
    note: Mapped[str] = mapped_column(String(300), default="")
    by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime] = mapped_column(Moment)
    proposal: Mapped[Proposal] = relationship(back_populates="revisions", foreign_keys=[proposal_id])
    by: Mapped[User] = relationship()
    __table_args__ = (UniqueConstraint("proposal_id", "number"),)


class Cosigner(Base):
    """An organisation that signed a proposal with its author."""

    __tablename__ = "cosigners"
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposals.id"), primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), primary_key=True)
    #: The text that was signed: a later one is not the signer's until it is signed again.
    revision_no: Mapped[int] = mapped_column(default=1)
    #: Unknown of those that came with a bundle or with the proposal itself.
    at: Mapped[datetime | None] = mapped_column(Moment)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))


class Position(Attributed, Base):
    """An organisation's stance on a proposal, with its reason; a change is a new row and the old one is kept."""

    __tablename__ = "positions"
    id: Mapped[int] = mapped_column(primary_key=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposals.id"), index=True)
    stance: Mapped[Stance] = mapped_column(code(Stance))
    reason: Mapped[str] = mapped_column(Text, default="")
    revision_no: Mapped[int] = mapped_column(default=1)
    at: Mapped[datetime] = mapped_column(Moment)
    replaced_at: Mapped[datetime | None] = mapped_column(Moment)
    proposal: Mapped[Proposal] = relationship()
    __table_args__ = (
        Index(
            "uq_positions_in_force",
            "proposal_id",
            "organisation_id",
            unique=True,
            sqlite_where=text("replaced_at IS NULL"),
            postgresql_where=text("replaced_at IS NULL"),
        ),
    )


class Relation(Base):
    """How one proposal stands to another, and who says so."""

    __tablename__ = "relations"
    id: Mapped[int] = mapped_column(primary_key=True)
    from_id: Mapped[int] = mapped_column(ForeignKey("proposals.id"), index=True)
    to_id: Mapped[int] = mapped_column(ForeignKey("proposals.id"), index=True)
    kind: Mapped[RelationKind] = mapped_column(code(RelationKind))
    source: Mapped[RelationSource] = mapped_column(code(RelationSource))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime] = mapped_column(Moment)
    start: Mapped[Proposal] = relationship(foreign_keys=[from_id])
    end: Mapped[Proposal] = relationship(foreign_keys=[to_id])
    __table_args__ = (
        UniqueConstraint("from_id", "to_id", "kind"),
        CheckConstraint("from_id <> to_id", name="two_proposals"),
    )


class Merge(Base):
    """A moderator's act of merging one proposal into another, and of undoing it; nothing is moved, so nothing is lost."""

    __tablename__ = "merges"
    id: Mapped[int] = mapped_column(primary_key=True)
    source_id: Mapped[int] = mapped_column(ForeignKey("proposals.id"), index=True)
    target_id: Mapped[int] = mapped_column(ForeignKey("proposals.id"), index=True)
    reason: Mapped[str] = mapped_column(Text)
    by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime] = mapped_column(Moment)
    undone_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    undone_at: Mapped[datetime | None] = mapped_column(Moment)
    undone_reason: Mapped[str] = mapped_column(Text, default="")
    source: Mapped[Proposal] = relationship(foreign_keys=[source_id])
    target: Mapped[Proposal] = relationship(foreign_keys=[target_id])
    by: Mapped[User] = relationship(foreign_keys=[by_id])
    objections: Mapped[list[Objection]] = relationship(
        "Objection", back_populates="merge", order_by="Objection.id"
    )
    __table_args__ = (CheckConstraint("(undone_at IS NULL) = (undone_by_id IS NULL)", name="undone"),)

    @property
    def objections_until(self) -> datetime:
        """Until when those behind the two proposals may object."""
        return clock.end_of(clock.today(self.at) + timedelta(days=DAYS_TO_OBJECT))
