"""How proposals stand to each other, as moderators and authors say."""

from __future__ import annotations

from sqlalchemy import update

from civic.discussions import twice
from civic.kernel import clock
from civic.kernel.access import Actor, Permission, authorize
from civic.kernel.db import db
from civic.kernel.errors import Refused
from civic.kernel.events import record
from civic.kernel.words import N_
from civic.proposals import policies, queries
from civic.proposals.events import ProposalsRelated, RelationRemoved
from civic.proposals.models import Proposal, Relation, RelationKind, RelationSource, Suggestion


def relate(proposal: Proposal, other: Proposal, *, kind: RelationKind, by: Actor) -> Relation:
    """Say how a proposal stands to another one, in its forum or in another.

    The same said by a person where the machine had suggested it makes it the person's.

    Raises:
        Refused: when both are the same proposal.
    """
    authorize(by, Permission.RELATE, proposal)
    if proposal.id == other.id:
        raise Refused("itself", N_("A proposal cannot be related to itself. Give the number of another one."))
    source = (
        RelationSource.MODERATOR if policies.arranges(by, proposal, clock.now()) else RelationSource.AUTHOR
    )
    twice.queue_up(by)
    relation = queries.find_relation(proposal.id, other.id, kind)
    if relation is not None and relation.source is not RelationSource.MACHINE:
        return relation
    if relation is None:
        relation = Relation(from_id=proposal.id, to_id=other.id, kind=kind)
        db.session.add(relation)
    relation.source, relation.by_id, relation.at = source, by.id, clock.now()
    db.session.flush()
    _answer(relation)
    record(
        ProposalsRelated(
            proposal=proposal.id,
            other=other.id,
            kind=kind,
            source=source,
            by=by.id,
            organisation=by.organisation_id,
        )
    )
    return relation


def _answer(relation: Relation) -> None:
    """What a person says by hand needs no suggestion any more."""
    pair = sorted((relation.from_id, relation.to_id))
    db.session.execute(
        update(Suggestion)
        .where(
            Suggestion.first_id == pair[0],
            Suggestion.second_id == pair[1],
            Suggestion.answered_at.is_(None),
        )
        .values(answered_at=relation.at, answered_by_id=relation.by_id, kind=relation.kind)
    )


def unrelate(relation: Relation, *, by: Actor) -> None:
    """Take a relation back. An author takes back what an author said, a moderator anything.

    Raises:
        Refused: when an author would take back what a moderator found.
    """
    authorize(by, Permission.RELATE, relation.start)
    if relation.source is RelationSource.MODERATOR and not policies.arranges(by, relation, clock.now()):
        raise Refused("moderators", N_("A moderator marked this. Write to the moderators if it is not so."))
    record(
        RelationRemoved(
            proposal=relation.from_id,
            other=relation.to_id,
            kind=relation.kind,
            source=relation.source,
            by=by.id,
            organisation=by.organisation_id,
        )
    )
    db.session.delete(relation)
    db.session.flush()
