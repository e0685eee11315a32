"""The desk's working state: the draft, its recommendations and what they rest on, and what is set aside."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from civic.accounts.models import User
from civic.discussions.models import Comment
from civic.forums.models import Chapter, Forum
from civic.kernel.db import Base, Moment, code
from civic.organisations.models import Organisation
from civic.proposals.models import Proposal


class AsideReason(StrEnum):
    """Why a contribution is not taken into the recommendations."""

    OUT_OF_SCOPE = "poza_zakresem"
    IN_FORCE = "juz_obowiazuje"
    NO_AGREEMENT = "brak_zgody"
    CONSIDERED = "uwzgledniona_w_tresci"
    ELSEWHERE = "przekazana_dalej"
    OTHER = "inny"


class Priority(StrEnum):
    """How pressing the forum holds a recommendation to be."""

    URGENT = "pilna"
    IMPORTANT = "wazna"
    ORDINARY = "zwykla"


class Draft(Base):
    """The editable whole of a forum's recommendations; it lives on after each issue."""

    __tablename__ = "drafts"
    id: Mapped[int] = mapped_column(primary_key=True)
    forum_id: Mapped[int] = mapped_column(ForeignKey("forums.id"), unique=True)
    version: Mapped[int] = mapped_column(default=1)
    changed_at: Mapped[datetime] = mapped_column(Moment)
    forum: Mapped[Forum] = relationship()
    recommendations: Mapped[list[Recommendation]] = relationship(
        back_populates="draft",
        order_by="Recommendation.position, Recommendation.id",
        cascade="all, delete-orphan",
    )
    set_aside: Mapped[list[SetAside]] = relationship(order_by="SetAside.id", cascade="all, delete-orphan")


class Recommendation(Base):
    """One recommendation as the editor writes it; an empty text lets the sources speak in quotes."""

    __tablename__ = "recommendations"
    id: Mapped[int] = mapped_column(primary_key=True)
    draft_id: Mapped[int] = mapped_column(ForeignKey("drafts.id"), index=True)
    chapter_id: Mapped[int | None] = mapped_column(ForeignKey("chapters.id"))
    position: Mapped[int] = mapped_column(default=0)
    title: Mapped[str] = mapped_column(String(300))
    text: Mapped[str] = mapped_column(Text, default="")
    justification: Mapped[str] = mapped_column(Text, default="")
    addressee: Mapped[str] = mapped_column(String(200), default="")
    #: Nothing while nobody said so.
    priority: Mapped[Priority | None] = mapped_column(code(Priority))
    edited_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    edited_at: Mapped[datetime] = mapped_column(Moment)
    #: Rises with each writing, so that a text made from an older one is refused; moving it does not count.
    version: Mapped[int] = mapped_column(default=1)
    #: The machine put it there and no person has accepted it yet; the same of a source and of a quote.
    proposed: Mapped[bool] = mapped_column(default=False)
    draft: Mapped[Draft] = relationship(back_populates="recommendations")
    chapter: Mapped[Chapter | None] = relationship()
    edited_by: Mapped[User] = relationship()
    sources: Mapped[list[Source]] = relationship(
        back_populates="recommendation", order_by="Source.id", cascade="all, delete-orphan"
    )
    quotes: Mapped[list[Quote]] = relationship(
        back_populates="recommendation", order_by="Quote.position, Quote.id", cascade="all, delete-orphan"
    )
    dissents: Mapped[list[Dissent]] = relationship(
        back_populates="recommendation", order_by="Dissent.id", cascade="all, delete-orphan"
    )
    conflicts: Mapped[list[RecordedConflict]] = relationship(
        back_populates="recommendation", order_by="RecordedConflict.id", cascade="all, delete-orphan"
    )
    # An id that published documents cite (/r/12) is never given to another recommendation.
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012


class Source(Base):
    """A proposal that a recommendation takes up: cited itself, or merged into a cited one of the same recommendation."""

    __tablename__ = "sources"
    id: Mapped[int] = mapped_column(primary_key=True)
    draft_id: Mapped[int] = mapped_column(ForeignKey("drafts.id"))
    recommendation_id: Mapped[int] = mapped_column(ForeignKey("recommendations.id"), index=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposals.id"))
    proposed: Mapped[bool] = mapped_column(default=False)
    recommendation: Mapped[Recommendation] = relationship(back_populates="sources")
    proposal: Mapped[Proposal] = relationship()
    __table_args__ = (UniqueConstraint("draft_id", "proposal_id"),)


class Side(StrEnum):
    """What a quoted comment speaks for, where it is quoted as a voice for or against."""

    FOR = "za"
    AGAINST = "przeciw"


class Quote(Base):
    """An exact part of one revision of a proposal, or of a comment; `digest` is the SHA-256 of the whole text cited."""

    __tablename__ = "quotes"
    id: Mapped[int] = mapped_column(primary_key=True)
    recommendation_id: Mapped[int] = mapped_column(ForeignKey("recommendations.id"), index=True)
    proposal_id: Mapped[int | None] = mapped_column(ForeignKey("proposals.id"), index=True)
    comment_id: Mapped[int | None] = mapped_column(ForeignKey("comments.id"), index=True)
    revision: Mapped[int] = mapped_column(default=1)
    text: Mapped[str] = mapped_column(Text)
    digest: Mapped[str] = mapped_column(String(64))
    position: Mapped[int] = mapped_column(default=0)
    proposed: Mapped[bool] = mapped_column(default=False)
    #: Then it stands with the reasons, as a voice for or against, not in what is recommended.
    side: Mapped[Side | None] = mapped_column(code(Side))
    recommendation: Mapped[Recommendation] = relationship(back_populates="quotes")
    proposal: Mapped[Proposal | None] = relationship()
    comment: Mapped[Comment | None] = relationship()
    __table_args__ = (CheckConstraint("(proposal_id IS NULL) <> (comment_id IS NULL)", name="one_source"),)

    @property
    def label(self) -> str:
        """„P12” or „K231”: what is quoted, as people call it."""
        return f"P{self.proposal_id}" if self.proposal_id else f"K{self.comment_id}"


class Dissent(Base):
    """A separate opinion of one organisation, printed by name under the recommendation."""

    __tablename__ = "dissents"
    id: Mapped[int] = mapped_column(primary_key=True)
    recommendation_id: Mapped[int] = mapped_column(ForeignKey("recommendations.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    text: Mapped[str] = mapped_column(Text)
    recommendation: Mapped[Recommendation] = relationship(back_populates="dissents")
    organisation: Mapped[Organisation] = relationship()
    __table_args__ = (UniqueConstraint("recommendation_id", "organisation_id"),)


class RecordedConflict(Base):
    """That two proposals of one recommendation contradict each other, and how it deals with that: printed in it."""

    __tablename__ = "recorded_conflicts"
    id: Mapped[int] = mapped_column(primary_key=True)
    recommendation_id: Mapped[int] = mapped_column(ForeignKey("recommendations.id"))
    #: The older of the two.
    first_id: Mapped[int] = mapped_column(ForeignKey("proposals.id"), index=True)
    second_id: Mapped[int] = mapped_column(ForeignKey("proposals.id"), index=True)
    text: Mapped[str] = mapped_column(Text)
    by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime] = mapped_column(Moment)
    recommendation: Mapped[Recommendation] = relationship(back_populates="conflicts")
    __table_args__ = (
        UniqueConstraint("recommendation_id", "first_id", "second_id"),
        CheckConstraint("first_id < second_id", name="older_first"),
    )

    @property
    def pair(self) -> frozenset[int]:
        """The two proposals."""
        return frozenset((self.first_id, self.second_id))


class SetAside(Base):
    """A contribution that the recommendations do not take up, with the reason; `together` counts how many share one act."""

    __tablename__ = "set_aside"
    id: Mapped[int] = mapped_column(primary_key=True)
    draft_id: Mapped[int] = mapped_column(ForeignKey("drafts.id"), index=True)
    proposal_id: Mapped[int | None] = mapped_column(ForeignKey("proposals.id"))
    comment_id: Mapped[int | None] = mapped_column(ForeignKey("comments.id"))
    reason: Mapped[AsideReason] = mapped_column(code(AsideReason))
    explanation: Mapped[str] = mapped_column(Text)
    together: Mapped[int] = mapped_column(default=1)
    by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime] = mapped_column(Moment)
    proposal: Mapped[Proposal | None] = relationship()
    comment: Mapped[Comment | None] = relationship()
    __table_args__ = (
        UniqueConstraint("draft_id", "proposal_id"),
        UniqueConstraint("draft_id", "comment_id", name="uq_set_aside_comment"),
        CheckConstraint("(proposal_id IS NULL) <> (comment_id IS NULL)", name="one_source"),
    )
