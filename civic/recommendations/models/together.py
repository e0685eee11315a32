"""What editors of one draft share besides the draft: what each act changed, who is where, and notes for each other."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from civic.accounts.models import User
from civic.kernel.db import Base, Moment, code, json_type
from civic.recommendations.models.desk import Draft

#: Whoever was not heard of for so long is not at the desk any more.
PRESENT_FOR = timedelta(seconds=90)
#: Whoever stays where they are is noted again after so long.
NOTED_EVERY = timedelta(seconds=20)
#: Whoever words a recommendation and was not heard of for so long has let go of it.
WORDED_FOR = timedelta(minutes=10)

#: Whoever asked the machine for a first draft so long ago and got none may ask anew.
ASKED_FOR = timedelta(minutes=10)


class ActKind(StrEnum):
    """What an act at the desk did."""

    ADD = "add"
    ADOPT = "adopt"
    JOIN = "join"
    PLACE = "place"
    FREE = "free"
    WRITE = "write"
    MOVE = "move"
    RANK = "rank"
    REMOVE = "remove"
    CITE = "cite"
    RENEW = "renew"
    UNCITE = "uncite"
    DISSENT = "dissent"
    DISSENT_OUT = "dissent_out"
    CONFLICT = "conflict"
    CONFLICT_OUT = "conflict_out"
    ASIDE = "aside"
    TAKE_BACK = "take_back"
    PROPOSE = "propose"
    ACCEPT = "accept"
    DISCARD = "discard"
    UNDO = "undo"


class DeskAct(Base):
    """One act at the desk and the rows that it changed, each as it was before and after; an undoing is an act too."""

    __tablename__ = "desk_acts"
    id: Mapped[int] = mapped_column(primary_key=True)
    draft_id: Mapped[int] = mapped_column(ForeignKey("drafts.id"))
    kind: Mapped[ActKind] = mapped_column(code(ActKind))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime] = mapped_column(Moment)
    #: [table, id, before, after]; no words of a contribution stand here, a quote is kept as its place in the text.
    changes: Mapped[list[Any]] = mapped_column(json_type)
    undone: Mapped[bool] = mapped_column(default=False)
    undoes_id: Mapped[int | None] = mapped_column(ForeignKey("desk_acts.id"))
    draft: Mapped[Draft] = relationship()
    by: Mapped[User | None] = relationship()
    undoes: Mapped[DeskAct | None] = relationship(remote_side=[id])
    __table_args__ = (Index("ix_desk_acts_draft_id", "draft_id", "id"),)

    def mark(self, *, undone: bool) -> None:
        """Say whether it stands; what it had undone itself is then the other way round."""
        self.undone = undone
        if self.undoes is not None:
            self.undoes.mark(undone=not undone)


class Presence(Base):
    """Where an editor was last heard of: at which draft, and at which recommendation of it."""

    __tablename__ = "desk_presences"
    draft_id: Mapped[int] = mapped_column(ForeignKey("drafts.id"), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    #: An id only, for a recommendation may go while somebody looks at it.
    recommendation_id: Mapped[int | None] = mapped_column()
    seen_at: Mapped[datetime] = mapped_column(Moment)


class WordingLock(Base):
    """Who words a recommendation; one person at a time, until saved, left, taken over or not heard of."""

    __tablename__ = "wording_locks"
    recommendation_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    draft_id: Mapped[int] = mapped_column(ForeignKey("drafts.id"), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    taken_at: Mapped[datetime] = mapped_column(Moment)
    seen_at: Mapped[datetime] = mapped_column(Moment)
    user: Mapped[User] = relationship()

    def holds(self, now: datetime) -> bool:
        """Whether somebody is heard of behind it."""
        return now - self.seen_at < WORDED_FOR


class Note(Base):
    """What one editor notes for the others, about a recommendation, a contribution or the draft; it is never published."""

    __tablename__ = "desk_notes"
    id: Mapped[int] = mapped_column(primary_key=True)
    draft_id: Mapped[int] = mapped_column(ForeignKey("drafts.id"), index=True)
    #: An id only: a recommendation that comes back by undoing finds its notes again.
    recommendation_id: Mapped[int | None] = mapped_column()
    proposal_id: Mapped[int | None] = mapped_column(ForeignKey("proposals.id"))
    comment_id: Mapped[int | None] = mapped_column(ForeignKey("comments.id"))
    text: Mapped[str] = mapped_column(Text)
    by_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    at: Mapped[datetime] = mapped_column(Moment)
    resolved_at: Mapped[datetime | None] = mapped_column(Moment)
    resolved_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    draft: Mapped[Draft] = relationship()
    by: Mapped[User] = relationship(foreign_keys=[by_id])
    resolved_by: Mapped[User | None] = relationship(foreign_keys=[resolved_by_id])
    __table_args__ = (CheckConstraint("(resolved_at IS NULL) = (resolved_by_id IS NULL)", name="resolved"),)

    @property
    def about(self) -> str:
        """„r12”, „P7” or „K231”; empty for the draft as a whole."""
        named = (("r", self.recommendation_id), ("P", self.proposal_id), ("K", self.comment_id))
        return next((f"{letter}{key}" for letter, key in named if key), "")
