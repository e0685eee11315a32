"""What people report as a breach: of the rules of this site, or of the law."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from civic.accounts.models import User
from civic.boards.models import GrantCall, Notice
from civic.discussions.models import Comment, Conversation
from civic.forums.models import Forum
from civic.kernel.db import Base, Moment, code
from civic.moderation.models.decisions import Decision
from civic.moderation.models.subjects import NOUNS, exactly_one
from civic.needs.models import Need
from civic.proposals.models import Proposal
from civic.recommendations.models import ReviewComment

if TYPE_CHECKING:
    from civic.moderation.nouns import Thing

#: How a report ends that nobody decided: its thing was deleted by its own author meanwhile.
GONE = "gone"
_WAITING = text("decided_at IS NULL")


class Breach(StrEnum):
    """What is wrong with it: a point of the rules, or the law; the values are those of `Ground` where there is one."""

    INSULT = "obrazliwe"
    PERSONAL_DATA = "dane_osobowe"
    ADVERTISEMENT = "reklama"
    OFF_TOPIC = "nie_na_temat"
    UNLAWFUL = "niezgodne_z_prawem"
    REPEATED = "powtorzenie"
    SPAM = "spam"
    #: Somebody's life or safety is threatened.
    THREAT = "zagrozenie"
    #: A child is abused: whoever says so need not say who they are.
    CHILD_ABUSE = "wykorzystanie_dziecka"


#: What the law forbids, so that it comes before all else.
UNLAWFUL = frozenset({Breach.UNLAWFUL, Breach.THREAT, Breach.CHILD_ABUSE})
#: Suspicions of a crime against life or safety, of which the police is told (art. 18 of the Digital Services Act).
FOR_THE_POLICE = frozenset({Breach.THREAT, Breach.CHILD_ABUSE})


class Report(Base):
    """A notice by anyone that something breaks the rules or the law, until somebody decided about it."""

    __tablename__ = "reports"
    id: Mapped[int] = mapped_column(primary_key=True)
    proposal_id: Mapped[int | None] = mapped_column(ForeignKey("proposals.id"))
    comment_id: Mapped[int | None] = mapped_column(ForeignKey("comments.id"))
    conversation_id: Mapped[int | None] = mapped_column(ForeignKey("conversations.id"))
    need_id: Mapped[int | None] = mapped_column(ForeignKey("needs.id"))
    notice_id: Mapped[int | None] = mapped_column(ForeignKey("notices.id"))
    grant_call_id: Mapped[int | None] = mapped_column(ForeignKey("grant_calls.id"))
    review_comment_id: Mapped[int | None] = mapped_column(ForeignKey("review_comments.id"))
    #: Where the thing stood when it was reported; nothing for what stands in no forum.
    forum_id: Mapped[int | None] = mapped_column(ForeignKey("forums.id"))
    breach: Mapped[Breach] = mapped_column(code(Breach))
    #: Which law, where it is said to be against the law.
    law: Mapped[str] = mapped_column(String(300), default="")
    explanation: Mapped[str] = mapped_column(Text)
    #: The exact place in the text; the whole where nothing stands here.
    quote: Mapped[str] = mapped_column(Text, default="")
    #: Emptied when the person is erased, or a year after the decision.
    name: Mapped[str] = mapped_column(String(200), default="")
    email: Mapped[str] = mapped_column(String(254), default="", index=True)
    language: Mapped[str] = mapped_column(String(2))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    #: From which the secret part of the link to the report's page follows, and the digest of that part.
    key: Mapped[str] = mapped_column(String(32))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    at: Mapped[datetime] = mapped_column(Moment)
    decided_at: Mapped[datetime | None] = mapped_column(Moment, index=True)
    decision_id: Mapped[int | None] = mapped_column(ForeignKey("decisions.id"), index=True)
    #: What was done, as the code of an act, or GONE; "" while it waits.
    outcome: Mapped[str] = mapped_column(String(40), default="")
    proposal: Mapped[Proposal | None] = relationship()
    comment: Mapped[Comment | None] = relationship()
    conversation: Mapped[Conversation | None] = relationship()
    need: Mapped[Need | None] = relationship()
    notice: Mapped[Notice | None] = relationship()
    grant_call: Mapped[GrantCall | None] = relationship()
    review_comment: Mapped[ReviewComment | None] = relationship()
    forum: Mapped[Forum | None] = relationship()
    person: Mapped[User | None] = relationship()
    decision: Mapped[Decision | None] = relationship()
    __table_args__ = (
        CheckConstraint(exactly_one(*NOUNS), name="one_thing"),
        CheckConstraint(
            "(decided_at IS NULL AND decision_id IS NULL AND outcome = '')"
            " OR (decided_at IS NOT NULL AND outcome <> '')",
            name="decided",
        ),
        # A person says once that a thing is wrong, until that was looked at; these serve the lookups by thing too.
        *(
            Index(
                f"uq_reports_{noun}_person",
                f"{noun}_id",
                "person_id",
                unique=True,
                sqlite_where=_WAITING,
                postgresql_where=_WAITING,
            )
            for noun in NOUNS
        ),
        Index("ix_reports_person_id", "person_id", "id"),
        Index("ix_reports_at", "at"),
    )

    @property
    def thing(self) -> Thing:
        """What was reported."""
        thing: Thing | None = next(
            (each for noun in NOUNS if (each := getattr(self, noun)) is not None), None
        )
        if thing is None:
            raise LookupError(f"report {self.id} is about nothing")
        return thing

    @property
    def waits(self) -> bool:
        """Whether nobody has decided yet."""
        return self.decided_at is None
