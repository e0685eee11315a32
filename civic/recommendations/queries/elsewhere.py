"""Whether anything happened of late that a forum's recommendations are made of: people at the door and other forums are not."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING

from sqlalchemy import Select, select

from civic.accounts.events import ActingChanged, IdentityProven, SignedIn, SignedOut, SignInFailed
from civic.discussions.events import CommentEdited, CommentEvent, CommentHeld, CommentMade
from civic.discussions.models import Comment
from civic.kernel.db import db
from civic.kernel.events import Event, EventRow
from civic.proposals.events import (
    PositionConfirmed,
    PositionTaken,
    ProposalEvent,
    ProposalHeld,
    ProposalMade,
    ProposalRevised,
    ProposalWithdrawn,
    ResidentAgreed,
)
from civic.proposals.models import Proposal
from civic.recommendations.events import DraftEvent, RecommendationEvent
from civic.recommendations.models import Draft, Recommendation

if TYPE_CHECKING:
    from civic.forums.models import Forum

#: What happens at every door and changes nothing that was said.
DOORS: tuple[type[Event], ...] = (SignedIn, SignedOut, SignInFailed, IdentityProven, ActingChanged)
#: What concerns the one proposal or comment that it names, and so its forum alone; most of what is written is this.
OF_ONE: tuple[type[Event], ...] = (
    CommentMade,
    CommentHeld,
    CommentEdited,
    ProposalMade,
    ProposalHeld,
    ProposalRevised,
    ProposalWithdrawn,
    PositionTaken,
    PositionConfirmed,
    ResidentAgreed,
)


def may_have_changed(forum: Forum, since: int) -> bool:
    """Whether an event after that number may have changed what the forum's recommendations are made of; in doubt it may."""
    statement = select(EventRow.name, EventRow.subject).where(
        EventRow.seq > since, EventRow.name.not_in([each.__name__ for each in DOORS])
    )
    subjects: dict[str, set[int]] = defaultdict(set)
    for name, subject in db.session.execute(statement.distinct()):
        if name not in _of_one_forum():
            return True
        noun, _colon, key = subject.partition(":")
        subjects[noun].add(int(key))
    return any(_concerns(forum, noun, keys) for noun, keys in subjects.items())


def names_below(*parents: type[Event]) -> list[str]:
    """The names of all events of these kinds."""
    found, waiting = list[str](), [*parents]
    while waiting:
        kinds = waiting.pop().__subclasses__()
        found.extend(kind.__name__ for kind in kinds)
        waiting.extend(kinds)
    return sorted(found)


@cache
def _of_one_forum() -> frozenset[str]:
    return frozenset([each.__name__ for each in OF_ONE] + names_below(DraftEvent, RecommendationEvent))


def _concerns(forum: Forum, noun: str, keys: set[int]) -> bool:
    """Whether one of these is the forum's; what is not found any more may have been."""
    places: dict[int, int] = {row.id: row.forum_id for row in db.session.execute(_places(noun, keys))}
    # A comment on no proposal stands in a conversation, which nothing is compiled from.
    gone = noun != CommentEvent.noun and bool(keys - places.keys())
    return gone or forum.id in places.values()


def _places(noun: str, keys: set[int]) -> Select[int, int]:
    found: dict[str, Select[int, int]] = {
        ProposalEvent.noun: select(Proposal.id, Proposal.forum_id).where(Proposal.id.in_(keys)),
        CommentEvent.noun: select(Comment.id, Proposal.forum_id)
        .join(Proposal, Proposal.thread_id == Comment.thread_id)
        .where(Comment.id.in_(keys)),
        DraftEvent.noun: select(Draft.id, Draft.forum_id).where(Draft.id.in_(keys)),
        RecommendationEvent.noun: select(Recommendation.id, Draft.forum_id)
        .join(Draft, Draft.id == Recommendation.draft_id)
        .where(Recommendation.id.in_(keys)),
    }
    return found[noun]
