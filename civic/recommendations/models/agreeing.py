"""How a forum agrees on its recommendations: reading copies, their review, the vote by seat, minority opinions, objections."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from civic.accounts.models import User
from civic.forums.models import Forum
from civic.kernel import clock
from civic.kernel.db import Base, Moment, code, json_type
from civic.organisations.models import Attributed

#: What a ballot asks about beside single recommendations.
WHOLE, LEFT_OUT = "calosc", "nieujete"


class Copy(Base):
    """The draft as it stood at one moment, numbered within its forum; what is reviewed and what is voted on."""

    __tablename__ = "reading_copies"
    id: Mapped[int] = mapped_column(primary_key=True)
    forum_id: Mapped[int] = mapped_column(ForeignKey("forums.id"))
    number: Mapped[int] = mapped_column()
    #: SHA-256 of what is agreed on: the texts, their order and sources, and what is left out; no names, no dates.
    digest: Mapped[str] = mapped_column(String(64))
    document: Mapped[str] = mapped_column(Text, deferred=True)
    #: What is not included: (label, reason).
    left_out: Mapped[list[list[str]]] = mapped_column(json_type, deferred=True)
    made_at: Mapped[datetime] = mapped_column(Moment)
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    forum: Mapped[Forum] = relationship()
    __table_args__ = (
        UniqueConstraint("forum_id", "number"),
        CheckConstraint("length(digest) = 64", name="digest_length"),
    )


class Review(Base):
    """The time in which the forum comments on a reading copy, paragraph by paragraph (Warsaw dates, inclusive)."""

    __tablename__ = "reviews"
    id: Mapped[int] = mapped_column(primary_key=True)
    copy_id: Mapped[int] = mapped_column(ForeignKey("reading_copies.id"), index=True)
    opens_on: Mapped[date] = mapped_column()
    closes_on: Mapped[date] = mapped_column()
    #: Whether every participant of the forum comments, not only those at its table.
    everyone: Mapped[bool] = mapped_column(default=False)
    opened_at: Mapped[datetime] = mapped_column(Moment)
    opened_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    copy: Mapped[Copy] = relationship()
    comments: Mapped[list[ReviewComment]] = relationship(
        back_populates="review", order_by="ReviewComment.id", cascade="all, delete-orphan"
    )
    __table_args__ = (CheckConstraint("closes_on >= opens_on", name="order"),)

    @property
    def forum(self) -> Forum:
        """The forum whose draft is reviewed."""
        return self.copy.forum

    def runs_on(self, day: date) -> bool:
        """Whether comments are taken on that date."""
        return self.opens_on <= day <= self.closes_on


class Answered(StrEnum):
    """What the editors say to a comment on the draft."""

    TAKEN = "uwzgledniona"
    NOT_TAKEN = "nieuwzgledniona"


class ReviewComment(Attributed, Base):
    """A comment on one paragraph of a reading copy, and the editors' answer to it."""

    __tablename__ = "review_comments"
    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = mapped_column(ForeignKey("reviews.id"), index=True)
    #: „r12-3”: the third paragraph of recommendation 12.
    paragraph: Mapped[str] = mapped_column(String(60))
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Moment)
    answered: Mapped[Answered | None] = mapped_column(code(Answered))
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_at: Mapped[datetime | None] = mapped_column(Moment)
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    hidden_at: Mapped[datetime | None] = mapped_column(Moment)
    hidden_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    hidden_reason: Mapped[str] = mapped_column(Text, default="")
    review: Mapped[Review] = relationship(back_populates="comments")
    __table_args__ = (
        CheckConstraint("(answered IS NULL) = (answered_at IS NULL)", name="answered_at"),
        CheckConstraint("(hidden_at IS NULL) = (hidden_reason = '')", name="hidden_reason"),
    )

    @property
    def visible(self) -> bool:
        """Whether whoever reads the review reads it."""
        return self.hidden_at is None

    @property
    def forum(self) -> Forum:
        """The forum in which it was said."""
        return self.review.forum


class Ask(StrEnum):
    """What a ballot asks about."""

    WHOLE = "calosc"
    EACH = "kazda"
    BOTH = "obie"


class Vote(StrEnum):
    """What a seat says to one question."""

    FOR = "za"
    AGAINST = "przeciw"
    ABSTAIN = "wstrzymuje_sie"


class Ballot(Base):
    """A vote by seat over one reading copy. It is over at the end of its last day, or when every representative has voted."""

    __tablename__ = "ballots"
    id: Mapped[int] = mapped_column(primary_key=True)
    forum_id: Mapped[int] = mapped_column(ForeignKey("forums.id"), index=True)
    copy_id: Mapped[int] = mapped_column(ForeignKey("reading_copies.id"))
    opened_at: Mapped[datetime] = mapped_column(Moment)
    opened_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    closes_on: Mapped[date] = mapped_column()
    #: How many seats must vote for the result to count.
    quorum: Mapped[int] = mapped_column()
    #: „calosc”, „nieujete” and the ids of recommendations.
    questions: Mapped[list[str]] = mapped_column(json_type)
    #: When it was found to be over.
    closed_at: Mapped[datetime | None] = mapped_column(Moment)
    #: The issue that was published on its strength.
    issue_number: Mapped[int | None] = mapped_column(ForeignKey("issues.number"), index=True)
    forum: Mapped[Forum] = relationship()
    copy: Mapped[Copy] = relationship()
    seats: Mapped[list[Entitled]] = relationship(
        order_by="Entitled.organisation_name, Entitled.id", cascade="all, delete-orphan"
    )
    sheets: Mapped[list[Sheet]] = relationship(order_by="Sheet.id", cascade="all, delete-orphan")
    opinions: Mapped[list[MinorityOpinion]] = relationship(
        order_by="MinorityOpinion.organisation_name, MinorityOpinion.id", cascade="all, delete-orphan"
    )
    __table_args__ = (CheckConstraint("quorum > 0", name="quorum"),)

    @property
    def closes_at(self) -> datetime:
        """The last second in which a vote is taken, unless everybody has voted before."""
        return clock.end_of(self.closes_on)

    def over_at(self, now: datetime) -> bool:
        """Whether no more votes are taken."""
        return self.closed_at is not None or now.replace(microsecond=0) > self.closes_at


class Entitled(Base):
    """A seat that votes in a ballot: the organisation that held it on the day of the opening, under its name of that day."""

    __tablename__ = "ballot_seats"
    id: Mapped[int] = mapped_column(primary_key=True)
    ballot_id: Mapped[int] = mapped_column(ForeignKey("ballots.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    organisation_name: Mapped[str] = mapped_column(String(300))
    __table_args__ = (UniqueConstraint("ballot_id", "organisation_id"),)


class Sheet(Base):
    """What a seat answered to all questions at once. None is changed: a seat that votes again adds another sheet."""

    __tablename__ = "ballot_sheets"
    id: Mapped[int] = mapped_column(primary_key=True)
    ballot_id: Mapped[int] = mapped_column(ForeignKey("ballots.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    as_deputy: Mapped[bool] = mapped_column(default=False)
    at: Mapped[datetime] = mapped_column(Moment)
    votes: Mapped[dict[str, str]] = mapped_column(json_type)
    person: Mapped[User] = relationship()


class MinorityOpinion(Base):
    """Votum separatum: what a seat says for itself about a recommendation or the whole. Nobody else changes it."""

    __tablename__ = "minority_opinions"
    id: Mapped[int] = mapped_column(primary_key=True)
    ballot_id: Mapped[int] = mapped_column(ForeignKey("ballots.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    organisation_name: Mapped[str] = mapped_column(String(300))
    question: Mapped[str] = mapped_column(String(40))
    text: Mapped[str] = mapped_column(Text)
    person_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    at: Mapped[datetime] = mapped_column(Moment)
    ballot: Mapped[Ballot] = relationship(back_populates="opinions")
    __table_args__ = (UniqueConstraint("ballot_id", "organisation_id", "question"),)


class ObjectionStand(StrEnum):
    """What became of an objection to leaving a contribution out."""

    WAITING = "czeka"
    #: The contribution is to be decided anew.
    ACCEPTED = "uznany"
    #: It stays left out; the answer says why.
    DISMISSED = "oddalony"


class AsideObjection(Attributed, Base):
    """The author of a contribution that is not included says why it should be; an editor answers."""

    __tablename__ = "aside_objections"
    id: Mapped[int] = mapped_column(primary_key=True)
    forum_id: Mapped[int] = mapped_column(ForeignKey("forums.id"), index=True)
    proposal_id: Mapped[int | None] = mapped_column(ForeignKey("proposals.id"))
    comment_id: Mapped[int | None] = mapped_column(ForeignKey("comments.id"))
    #: When the contribution was set aside: each time it is, its author may object anew.
    aside_at: Mapped[datetime] = mapped_column(Moment)
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Moment)
    stand: Mapped[ObjectionStand] = mapped_column(code(ObjectionStand), default=ObjectionStand.WAITING)
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_at: Mapped[datetime | None] = mapped_column(Moment)
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    forum: Mapped[Forum] = relationship()
    __table_args__ = (
        CheckConstraint("(proposal_id IS NULL) <> (comment_id IS NULL)", name="one_source"),
        CheckConstraint("(stand = 'czeka') = (answered_at IS NULL)", name="answered"),
        Index("uq_aside_objections_proposal", "proposal_id", "aside_at", unique=True),
        Index("uq_aside_objections_comment", "comment_id", "aside_at", unique=True),
    )

    @property
    def label(self) -> str:
        """„P12” or „K231”: what was left out."""
        return f"P{self.proposal_id}" if self.proposal_id else f"K{self.comment_id}"
