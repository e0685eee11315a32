"""What can be asked of polls: one by its number or its private link, one's own, and how its dates suit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from civic.kernel.db import db
from civic.kernel.errors import NotFound
from civic.polls.links import hash_of
from civic.polls.models import Choice, Poll, PollAnswer

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from typing import Any

    from sqlalchemy import ColumnElement

    from civic.forums.models import Forum
    from civic.polls.models import PollDate

#: How many of one's own polls stand beside the form for a new one.
LATEST = 20
#: How many stand in a corner of another page.
FEW = 3


@dataclass(frozen=True)
class Tally:
    """How one date suits: who marked what, names in the order of answers; "" where a name is deleted already."""

    date: PollDate
    names: dict[Choice, list[str]]
    #: Whether no other date suits more people, and somebody at all.
    best: bool

    def count(self, choice: Choice) -> int:
        """How many marked it so."""
        return len(self.names[choice])


def get_poll(poll_id: int) -> Poll:
    """The poll of that number with all of its answers, in five questions at any size, or NotFound."""
    return _one(Poll.id == poll_id)


def get_by_token(token: str) -> Poll:
    """The poll that a private link opens, or NotFound."""
    return _one(Poll.token_hash == hash_of(token))


def _one(rule: ColumnElement[bool]) -> Poll:
    options: tuple[Any, ...] = (
        joinedload(Poll.forum),
        joinedload(Poll.meeting),
        selectinload(Poll.dates),
        selectinload(Poll.answers).selectinload(PollAnswer.marks),
    )
    found = db.session.scalar(select(Poll).where(rule).options(*options))
    if found is None:
        raise NotFound
    return found


def answer_of(poll: Poll, secret: str) -> PollAnswer | None:
    """The answer to which somebody has the own link."""
    digest = hash_of(secret)
    return next((answer for answer in poll.answers if answer.token_hash == digest), None)


def tallies(poll: Poll) -> list[Tally]:
    """How each date suits, the first one first."""
    found: list[dict[Choice, list[str]]] = []
    for date in poll.dates:
        names: dict[Choice, list[str]] = {choice: [] for choice in Choice}
        for answer in poll.answers:
            if (choice := answer.choices.get(date.id)) is not None:
                names[choice].append(answer.name)
        found.append(names)
    suits = [
        (len(names[Choice.YES]) + len(names[Choice.IF_NEED_BE]), len(names[Choice.YES])) for names in found
    ]
    most = max(suits, default=(0, 0))
    return [
        Tally(date, names, best=score == most and most[0] > 0)
        for date, names, score in zip(poll.dates, found, suits, strict=True)
    ]


def own(person: int | None) -> Sequence[Poll]:
    """The latest polls that a person began, the newest first."""
    statement = select(Poll).where(Poll.created_by_id == person).order_by(Poll.id.desc()).limit(LATEST)
    return db.session.scalars(statement).all()


def own_open(person: int | None, now: datetime, forum: Forum | None = None) -> Sequence[tuple[Poll, int]]:
    """The polls that a person began and that go on, of one forum or all, the newest first, each with how many answered."""
    answered = select(func.count(PollAnswer.id)).where(PollAnswer.poll_id == Poll.id).scalar_subquery()
    statement = select(Poll, answered).where(
        Poll.created_by_id == person, Poll.closed_at.is_(None), Poll.last_at > now
    )
    if forum is not None:
        statement = statement.where(Poll.forum_id == forum.id)
    rows = db.session.execute(statement.order_by(Poll.id.desc()).limit(FEW))
    return [(poll, count) for poll, count in rows]
