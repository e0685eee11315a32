"""Amendments as they stand to the text of today: which of them fit, which touch the same words, which came into it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import permutations

from sqlalchemy import Select, select
from sqlalchemy.orm import contains_eager, joinedload

from civic.discussions.models import Comment
from civic.kernel.db import db
from civic.kernel.errors import NotFound
from civic.language.diff import Change, changes, tokens
from civic.language.merging import merged, touch
from civic.proposals.models import Amendment, AmendmentState, Proposal, ProposalState

WAITING = (AmendmentState.OPEN, AmendmentState.FORUM)


@dataclass(frozen=True)
class Fit:
    """An amendment against the text of today: what its part would say, or nothing where both changed the same words."""

    current: str
    result: str | None

    @property
    def collides(self) -> bool:
        """Whether the text was changed meanwhile where the amendment changes it."""
        return self.result is None

    @property
    def said(self) -> bool:
        """Whether the text says it already."""
        return self.result == self.current


def digest_of(text: str) -> str:
    """The digest by which an amendment remembers what it was written against."""
    return hashlib.sha256(text.encode()).hexdigest()


def fit(amendment: Amendment, proposal: Proposal) -> Fit:
    """Put the amendment to the text of today, word by word."""
    current = str(getattr(proposal.current, amendment.part.value))
    return Fit(current, merged(amendment.old_text, current, amendment.new_text))


def meeting(amendments: Sequence[Amendment], proposal: Proposal) -> dict[int, list[Amendment]]:
    """For each amendment that waits: the others that wait and change the same words of the same part."""
    made: dict[int, list[Change]] = {}
    for each in amendments:
        found = fit(each, proposal) if each.waits else None
        if found is not None and found.result is not None:
            made[each.id] = changes(tokens(found.current), tokens(found.result))
    met: dict[int, list[Amendment]] = {}
    for one, other in permutations([each for each in amendments if each.id in made], 2):
        if one.part is other.part and touch(made[one.id], made[other.id]):
            met.setdefault(one.id, []).append(other)
    return met


def get_amendment(amendment_id: int) -> Amendment:
    """The amendment of that id, or NotFound."""
    found = db.session.scalar(_whole().where(Amendment.id == amendment_id))
    if found is None:
        raise NotFound
    return found


def amendments_of(proposal_ids: Iterable[int], by_person: int | None = None) -> Sequence[Amendment]:
    """The readable amendments of these proposals, in the order of time; of one person also those that wait or are hidden."""
    which = Comment.hidden_at.is_(None) if by_person is None else Comment.person_id == by_person
    return db.session.scalars(
        _whole()
        .join(Comment, Comment.id == Amendment.comment_id)
        .where(Amendment.proposal_id.in_(list(proposal_ids)), which)
        .order_by(Amendment.id)
    ).all()


def waiting_on(proposal_id: int) -> list[Amendment]:
    """What waits for those who made the proposal."""
    return [each for each in amendments_of([proposal_id]) if each.state is AmendmentState.OPEN]


def waiting_for(organisation_id: int | None, forum_ids: Iterable[int]) -> Sequence[Amendment]:
    """What waits for the decision of an organisation in these forums, the oldest first."""
    return db.session.scalars(
        select(Amendment)
        .join(Amendment.comment)
        .join(Amendment.proposal)
        .where(
            Amendment.state == AmendmentState.OPEN,
            Comment.hidden_at.is_(None),
            Proposal.organisation_id == organisation_id,
            Proposal.forum_id.in_(list(forum_ids)),
            Proposal.state == ProposalState.PUBLISHED,
            Proposal.hidden_at.is_(None),
        )
        .options(
            contains_eager(Amendment.comment), contains_eager(Amendment.proposal).joinedload(Proposal.current)
        )
        .order_by(Amendment.id)
    ).all()


def accepted_in(proposal_id: int, revision_no: int) -> Sequence[Amendment]:
    """The amendments out of which a revision came."""
    return db.session.scalars(
        _whole()
        .where(
            Amendment.proposal_id == proposal_id,
            Amendment.resulting_no == revision_no,
            Amendment.state == AmendmentState.ACCEPTED,
        )
        .order_by(Amendment.id)
    ).all()


def _whole() -> Select[Amendment]:
    comment = joinedload(Amendment.comment)
    return select(Amendment).options(
        joinedload(Amendment.base),
        comment.joinedload(Comment.person),
        comment.joinedload(Comment.organisation),
        joinedload(Amendment.proposal),
    )
