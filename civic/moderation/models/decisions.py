"""The moderators' reasoned acts."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from civic.accounts.models import User
from civic.boards.models import GrantCall, Notice
from civic.discussions.models import Comment, Conversation, Label
from civic.kernel.db import Base, Moment, code
from civic.moderation.models.subjects import NOUNS, exactly_one
from civic.needs.models import Need
from civic.proposals.models import Proposal
from civic.recommendations.models import ReviewComment

if TYPE_CHECKING:
    from civic.moderation.models.moves import Move
    from civic.moderation.nouns import Thing


class Act(StrEnum):
    """What a moderator did."""

    HIDE = "hide"
    RESTORE = "restore"
    #: Looked at, and it stays as it is.
    KEEP = "keep"
    #: It waited for a first look and may be read from now on.
    APPROVE = "approve"
    #: A part of a text gives place to a note; its reverse gives the words back.
    COVER = "cover"
    UNCOVER = "uncover"
    #: Its author is asked to change it; it stays readable.
    ASK = "ask"
    LABEL = "label"
    UNLABEL = "unlabel"
    #: Nobody speaks there any more.
    LOCK = "lock"
    UNLOCK = "unlock"
    #: It stands in another forum from now on.
    MOVE = "move"
    #: What an account writes waits for a look; it writes nothing; neither any more.
    LIMIT = "limit"
    SUSPEND = "suspend"
    LIFT = "lift"


class Ground(StrEnum):
    """The point of the published rules that a decision rests on."""

    INSULT = "obrazliwe"
    PERSONAL_DATA = "dane_osobowe"
    ADVERTISEMENT = "reklama"
    OFF_TOPIC = "nie_na_temat"
    UNLAWFUL = "niezgodne_z_prawem"
    REPEATED = "powtorzenie"
    SPAM = "spam"
    #: Nothing in the rules is against it.
    IN_ORDER = "zgodne"
    MISTAKE = "pomylka"


class Source(StrEnum):
    """From where moderators learnt of it: what a statement of reasons must say."""

    OWN = "own"
    REPORT = "report"
    #: A machine pointed at it; a person decided.
    SIGNAL = "signal"
    APPEAL = "appeal"


class Decision(Base):
    """One act with its ground and its reason; append-only."""

    __tablename__ = "decisions"
    id: Mapped[int] = mapped_column(primary_key=True)
    proposal_id: Mapped[int | None] = mapped_column(ForeignKey("proposals.id"), index=True)
    comment_id: Mapped[int | None] = mapped_column(ForeignKey("comments.id"), index=True)
    conversation_id: Mapped[int | None] = mapped_column(ForeignKey("conversations.id"), index=True)
    need_id: Mapped[int | None] = mapped_column(ForeignKey("needs.id"), index=True)
    notice_id: Mapped[int | None] = mapped_column(ForeignKey("notices.id"), index=True)
    grant_call_id: Mapped[int | None] = mapped_column(ForeignKey("grant_calls.id"), index=True)
    review_comment_id: Mapped[int | None] = mapped_column(ForeignKey("review_comments.id"), index=True)
    #: An account, where the decision is about what it may do and not about one thing that it wrote.
    person_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    act: Mapped[Act] = mapped_column(code(Act))
    ground: Mapped[Ground] = mapped_column(code(Ground))
    reason: Mapped[str] = mapped_column(Text)
    source: Mapped[Source] = mapped_column(code(Source), default=Source.OWN)
    #: The end of what it imposes; nothing where it holds until another decision.
    until: Mapped[datetime | None] = mapped_column(Moment)
    #: Which label was put on or taken off.
    label: Mapped[Label | None] = mapped_column(code(Label))
    #: The version of the published rules in force then; nothing where the ground is no point of them.
    rules_no: Mapped[int | None] = mapped_column()
    #: The decision that this one takes back.
    undoes_id: Mapped[int | None] = mapped_column(ForeignKey("decisions.id"), unique=True)
    #: What the decisions of one bulk act have in common.
    batch: Mapped[str] = mapped_column(String(32), default="", index=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime] = mapped_column(Moment)
    proposal: Mapped[Proposal | None] = relationship()
    comment: Mapped[Comment | None] = relationship()
    conversation: Mapped[Conversation | None] = relationship()
    need: Mapped[Need | None] = relationship()
    notice: Mapped[Notice | None] = relationship()
    grant_call: Mapped[GrantCall | None] = relationship()
    review_comment: Mapped[ReviewComment | None] = relationship()
    person: Mapped[User | None] = relationship(foreign_keys=[person_id])
    by: Mapped[User] = relationship(foreign_keys=[by_id])
    #: What an act of moving moved: the thing itself first.
    moves: Mapped[list[Move]] = relationship("Move", back_populates="decision", order_by="Move.id")
    __table_args__ = (CheckConstraint(exactly_one(*NOUNS, "person"), name="one_subject"),)

    @property
    def thing(self) -> Thing | User:
        """What it is about."""
        named = next(noun for noun in (*NOUNS, "person") if getattr(self, f"{noun}_id") is not None)
        thing: Thing | User = getattr(self, named)
        return thing
