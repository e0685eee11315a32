"""What stands near a proposal: other ones that are similar to it, contradict it or complete it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from sqlalchemy import Executable, Integer, and_, bindparam, or_, select
from sqlalchemy.orm import aliased

from civic.forums.models import Forum
from civic.kernel.db import db
from civic.proposals.models import Proposal, ProposalState, Relation, RelationKind, RelationSource, Revision


@dataclass(frozen=True)
class Neighbour:
    """Another proposal and how it stands to this one."""

    relation_id: int
    kind: RelationKind
    source: RelationSource
    proposal_id: int
    title: str
    forum_id: int
    forum: str
    state: ProposalState
    #: Said of the proposal itself, and not of one that was merged into it.
    own: bool


def neighbours_of(
    proposal_id: int,
    ids: Sequence[int],
    all_of_them: bool,  # noqa: FBT001  one caller, above
) -> list[Neighbour]:
    """The proposals related to the page's ones, each once a kind; what is on the page itself or hidden is left out."""
    statement = _neighbours_statement(all_of_them)
    found: dict[tuple[RelationKind, int], Neighbour] = {}
    for row in db.session.execute(statement, {"proposal": proposal_id, "ids": ids}):
        neighbour = Neighbour(*row)
        key = (neighbour.kind, neighbour.proposal_id)
        if neighbour.own or key not in found:
            found[key] = neighbour
    return list(found.values())


@cache
def _neighbours_statement(all_of_them: bool) -> Executable:  # noqa: FBT001  one caller, above
    """Built once, as aliases are slow to build."""
    other, revision = aliased(Proposal), aliased(Revision)
    proposal_id = bindparam("proposal", type_=Integer)
    ids = bindparam("ids", type_=Integer, expanding=True)
    statement = (
        select(
            Relation.id,
            Relation.kind,
            Relation.source,
            other.id,
            revision.title,
            other.forum_id,
            Forum.title,
            other.state,
            or_(Relation.from_id == proposal_id, Relation.to_id == proposal_id).label("own"),
        )
        .join(
            other,
            or_(
                and_(Relation.from_id.in_(ids), other.id == Relation.to_id),
                and_(Relation.to_id.in_(ids), other.id == Relation.from_id),
            ),
        )
        .join(revision, and_(revision.proposal_id == other.id, revision.number == other.revision_no))
        .join(Forum, Forum.id == other.forum_id)
        # What a machine suggests is for nobody but moderators until a person confirms it.
        .where(other.id.not_in(ids), Relation.source != RelationSource.MACHINE)
        .order_by(Relation.id)
    )
    return statement if all_of_them else statement.where(other.hidden_at.is_(None))
