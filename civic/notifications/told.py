"""An event as it is told: the row of the log with its ids read out of it, and the things that they name, looked up at need."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from civic.discussions.models import Comment, Conversation
from civic.kernel.db import db
from civic.proposals.models import Proposal

if TYPE_CHECKING:
    from datetime import datetime

    from civic.kernel.events import EventRow


@dataclass
class Told:
    """One event: what happened, who did it, and what it names."""

    seq: int
    name: str
    at: datetime
    actor_id: int | None
    facts: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, row: EventRow) -> Told:
        """What a row of the log says."""
        kind, _colon, number = row.actor.partition(":")
        return cls(
            row.seq, row.name, row.at, int(number) if kind == "user" else None, json.loads(row.payload)
        )

    @property
    def imported(self) -> bool:
        """Whether it came in with a bundle: what happened elsewhere is news to nobody here."""
        return bool(self.facts.get("imported"))

    @cached_property
    def conversation(self) -> Conversation | None:
        """The conversation it is about, or in which the comment stands that it is about."""
        which = Conversation.id == self.id_of("conversation")
        if "conversation" not in self.facts and self.comment is not None:
            which = Conversation.thread_id == self.comment.thread_id
        return db.session.scalar(select(Conversation).where(which))

    @property
    def owner(self) -> Proposal | Conversation | None:
        """What the thread belongs to, or what it is about itself."""
        return self.proposal or self.conversation

    @property
    def readable(self) -> bool:
        """Whether everybody may read what it is about, as that stands now."""
        return all(thing is None or thing.visible for thing in (self.comment, self.owner))

    def id_of(self, noun: str) -> int:
        """The id that a fact holds; 0, which nothing has, where there is none."""
        return int(self.facts.get(noun) or 0)

    @property
    def organisation_id(self) -> int:
        """For which organisation it was done."""
        return self.id_of("organisation")

    @cached_property
    def comment(self) -> Comment | None:
        """The comment it is about."""
        return db.session.get(Comment, self.id_of("comment"))

    @cached_property
    def proposal(self) -> Proposal | None:
        """The proposal it is about, or on which the comment stands that it is about."""
        which = Proposal.id == self.id_of("proposal")
        if "proposal" not in self.facts and "comment" in self.facts:
            which = Proposal.thread_id == (self.comment.thread_id if self.comment else 0)
        return db.session.scalar(select(Proposal).where(which).options(joinedload(Proposal.current)))
