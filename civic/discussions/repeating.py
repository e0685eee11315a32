"""Whether a text was sent before, by the same account or by others. Slices above name where else people's texts stand."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import exists, or_, select

from civic.discussions import texts, twice
from civic.discussions.models import Comment, Conversation
from civic.discussions.signals import LONG_ENOUGH
from civic.kernel import clock
from civic.kernel.db import db

if TYPE_CHECKING:
    from datetime import datetime

    from civic.kernel.access import Actor

#: For so long another account's text is remembered.
LATELY = timedelta(days=1)


class Place(NamedTuple):
    """Where texts of people stand: the columns of the text, of whoever wrote it, and of the moment."""

    text: Any
    person: Any
    at: Any


_places: list[Place] = [
    Place(Comment.body, Comment.person_id, Comment.at),
    Place(Conversation.body, Conversation.person_id, Conversation.at),
]


def stands_in(text: Any, person: Any, at: Any) -> None:
    """Register another place."""
    _places.append(Place(text, person, at))


def said_before(text: str, by: Actor) -> bool:
    """Whether the account sent this very text before; a double click is no repetition."""
    until = clock.now() - twice.WITHIN
    return _is_there(text, lambda place: (place.person == by.id, place.at < until))


def said_by_others(text: str, by_id: int, now: datetime) -> bool:
    """Whether somebody else sent this very text within a day."""
    return _is_there(text, lambda place: (place.person != by_id, place.at > now - LATELY))


def _is_there(text: str, which: Any) -> bool:
    text = texts.text(text)
    if len(text) < LONG_ENOUGH:
        return False
    there = (exists().where(place.text == text, *which(place)) for place in _places)
    return bool(db.session.scalar(select(or_(*there))))
