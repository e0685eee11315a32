"""The frozen issues: their numbered recommendations, and what each did with each contribution."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, String, Text, UniqueConstraint, cast, or_
from sqlalchemy.orm import Mapped, mapped_column, relationship

from civic.accounts.models import User
from civic.forums.models import Forum
from civic.kernel.db import Base, Moment, code, json_type

#: Recommendations that one page of a document shows.
ON_A_PAGE = 50


class Issue(Base):
    """A frozen, published edition; `number` counts through the instance, `edition` within the forum."""

    __tablename__ = "issues"
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    forum_id: Mapped[int] = mapped_column(ForeignKey("forums.id"), index=True)
    edition: Mapped[int] = mapped_column()
    title: Mapped[str] = mapped_column(String(300))
    sha256: Mapped[str] = mapped_column(String(64))
    document: Mapped[str] = mapped_column(Text, deferred=True)
    snapshot: Mapped[str] = mapped_column(Text, deferred=True)
    total: Mapped[int] = mapped_column()
    cited: Mapped[int] = mapped_column()
    merged: Mapped[int] = mapped_column()
    aside: Mapped[int] = mapped_column()
    #: How many of those set aside share their reason with others.
    aside_common: Mapped[int] = mapped_column()
    #: The comments that follow their proposals.
    comments: Mapped[int] = mapped_column()
    published_at: Mapped[datetime] = mapped_column(Moment)
    #: None where it was published on the command line.
    published_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    #: In which function that person published: the code of a role, or nothing.
    published_as: Mapped[str] = mapped_column(String(40), default="")
    #: What changed since the edition before, and why it is replaced; nothing for a first edition.
    what_changed: Mapped[str] = mapped_column(Text, default="")
    forum: Mapped[Forum] = relationship()
    published_by: Mapped[User | None] = relationship()
    items: Mapped[list[Item]] = relationship(
        back_populates="issue", order_by="Item.id", cascade="all, delete-orphan"
    )
    fates: Mapped[list[Fate]] = relationship(back_populates="issue", cascade="all, delete-orphan")
    __table_args__ = (
        UniqueConstraint("forum_id", "edition"),
        CheckConstraint("length(sha256) = 64", name="sha256_length"),
        CheckConstraint("total = cited + merged + aside", name="complete"),
        CheckConstraint("aside_common <= aside", name="aside_common"),
    )

    @property
    def label(self) -> str:
        """„nr 4”: how the issue is called through the instance."""
        return f"nr {self.number}"


class Item(Base):
    """A recommendation as one issue numbered it, so that its permanent address outlives the desk."""

    __tablename__ = "issue_items"
    id: Mapped[int] = mapped_column(primary_key=True)
    issue_number: Mapped[int] = mapped_column(ForeignKey("issues.number"))
    #: „r12” for a recommendation of the desk, „auto-p7” for a proposal that stands for itself.
    key: Mapped[str] = mapped_column(String(40), index=True)
    number: Mapped[str] = mapped_column(String(20))
    title: Mapped[str] = mapped_column(String(300))
    issue: Mapped[Issue] = relationship(back_populates="items")
    __table_args__ = (UniqueConstraint("issue_number", "key"),)

    @property
    def recommendation_id(self) -> int | None:
        """The number in its permanent address, /r/<id>; None for a proposal that stands for itself."""
        return int(self.key[1:]) if self.key.startswith("r") else None

    @property
    def path(self) -> str:
        """Where it is read: the page of its issue that it stands on, and the place there."""
        return f"/issues/{self.issue_number}{place_of(self.number, self.key)}"


def place_of(number: str, key: str) -> str:
    """„?page=2#r75”: where the document's page holds the recommendation that is numbered „R-51”; the first page goes without saying."""
    page = (int(number.removeprefix("R-")) - 1) // ON_A_PAGE + 1
    return f"?page={page}#{key}" if page > 1 else f"#{key}"


class Disposition(StrEnum):
    """What the ledger says of a contribution."""

    CITED = "cited"
    MERGED = "merged"
    ASIDE = "aside"
    OPEN = "open"


class Fate(Base):
    """What one issue did with one contribution: the ledger's row, kept so that a proposal's page can tell it."""

    __tablename__ = "fates"
    id: Mapped[int] = mapped_column(primary_key=True)
    issue_number: Mapped[int] = mapped_column(ForeignKey("issues.number"), index=True)
    proposal_id: Mapped[int | None] = mapped_column(ForeignKey("proposals.id"), index=True)
    comment_id: Mapped[int | None] = mapped_column(ForeignKey("comments.id"), index=True)
    disposition: Mapped[Disposition] = mapped_column(code(Disposition))
    #: „R-03”; the first, where it stands in several.
    recommendation: Mapped[str] = mapped_column(String(20), default="")
    #: The others in which it stands, in their order.
    also: Mapped[list[str]] = mapped_column(json_type, default=list)
    #: The quoted proposal that it was merged with; an id only, for it outlives what it names.
    into_id: Mapped[int | None] = mapped_column()
    reason: Mapped[str] = mapped_column(Text, default="")
    #: How many were set aside by the same act, this one among them; 0 for what is not set aside.
    together: Mapped[int] = mapped_column(default=0)
    #: What the ledger calls it where words were removed from its title (a comment's: that of its proposal) as the law
    #: demands, and whose it is where they stood in that name; otherwise nothing.
    title: Mapped[str] = mapped_column(Text, default="")
    organisation: Mapped[str] = mapped_column(Text, default="")
    issue: Mapped[Issue] = relationship(back_populates="fates")
    __table_args__ = (CheckConstraint("(proposal_id IS NULL) <> (comment_id IS NULL)", name="one_source"),)

    @property
    def places(self) -> list[str]:
        """The numbers of all recommendations in which it stands."""
        return [self.recommendation, *self.also] if self.recommendation else []

    @property
    def stands_in(self) -> str:
        """„R-03, R-07”."""
        return ", ".join(self.places)

    @classmethod
    def placed_in(cls, number: str) -> ColumnElement[bool]:
        """That it stands in the recommendation of that number."""
        return or_(
            cls.recommendation == number, cast(cls.also, Text).contains(f'"{number}"', autoescape=True)
        )
