"""All that a proposal's page shows, read in as many questions at any size: the proposal, what was merged into it, who stands where."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

from sqlalchemy import Executable, Integer, and_, bindparam, exists, or_, select
from sqlalchemy.orm import aliased, joinedload, selectinload
from sqlalchemy.orm.attributes import set_committed_value

from civic.discussions.models import Comment
from civic.forums.models import Forum, Seat
from civic.kernel.access import Actor
from civic.kernel.db import db
from civic.kernel.errors import NotFound
from civic.kernel.events import EventHead
from civic.organisations.models import Organisation
from civic.proposals import policies, queries
from civic.proposals.models import (
    Cosigner,
    Merge,
    Position,
    Proposal,
    ProposalState,
    Relation,
    RelationKind,
    RelationSource,
    Revision,
)
from civic.proposals.standing import Maker, Standing, standings


@dataclass(frozen=True)
class Member:
    """A proposal of the page: the one it is about, or one that was merged into it, with the merge in force."""

    proposal: Proposal
    merge: Merge | None
    cosigners: Sequence[Organisation]
    #: Whether the reader wrote a comment here that a moderator hid: the reader alone sees its text.
    own_hidden: bool

    @property
    def makers(self) -> list[Maker]:
        """The organisations that made it."""
        made = self.proposal
        own = [Maker(made.organisation_id, made.organisation_name, made.at)] if made.organisation_id else []
        return own + [Maker(each.id, each.name, made.at) for each in self.cosigners]


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


@dataclass(frozen=True)
class Whole:
    """A proposal with everything on its page, read when the event log ended at `head` or later."""

    head: int
    proposal: Proposal
    merge: Merge | None
    target: Proposal | None
    members: Sequence[Member]
    positions: Sequence[Position]
    standings: Sequence[Standing]
    silent: Sequence[str]
    neighbours: Sequence[Neighbour]

    @property
    def merged_here(self) -> Sequence[Member]:
        """The proposals that were merged into this one, the earliest merge first."""
        return [member for member in self.members if member.proposal.id != self.proposal.id]

    @property
    def cosigners(self) -> list[Organisation]:
        """The organisations that signed the proposal itself."""
        return [
            each
            for member in self.members
            if member.proposal.id == self.proposal.id
            for each in member.cosigners
        ]

    @property
    def extent(self) -> tuple[int, ...]:
        """Which proposals the reader sees here: the same for all readers but moderators and authors of hidden ones."""
        return (
            self.proposal.id,
            self.target.id if self.target else 0,
            *(member.proposal.id for member in self.members),
        )

    def of(self, organisation_id: int | None) -> Standing | None:
        """Where an organisation stands."""
        return next((each for each in self.standings if each.organisation_id == organisation_id), None)


def read_whole(proposal_id: int, actor: Actor, now: datetime, today: date) -> Whole:
    """The page of a proposal, in eight questions; NotFound when it is not there or hidden from this actor."""
    rows, head = _tree(proposal_id, actor)
    own = next((proposal for proposal, _merge, _own in rows if proposal.id == proposal_id), None)
    if own is None or not queries.may_see(actor, own):
        raise NotFound
    target = own.merged_into
    if target is not None:
        rows = [row for row in rows if row[0] is not target]
    signed = _cosigners([proposal.id for proposal, _merge, _own in rows])
    members = [
        Member(proposal, merge, signed[proposal.id], hidden)
        for proposal, merge, hidden in rows
        if proposal is own or queries.may_see(actor, proposal)
    ]
    ids = [member.proposal.id for member in members]
    positions = _positions(ids)
    stands = standings((maker for member in members for maker in member.makers), positions)
    spoken = {standing.organisation_id for standing in stands}
    return Whole(
        head=head,
        proposal=own,
        merge=next(merge for proposal, merge, _own in rows if proposal is own),
        target=target if target is not None and queries.may_see(actor, target) else None,
        members=members,
        positions=positions,
        standings=stands,
        silent=[
            seat.organisation.name for seat in own.forum.seats_on(today) if seat.organisation_id not in spoken
        ],
        neighbours=_neighbours(proposal_id, ids, policies.moderates(actor, own, now)),
    )


def _tree(proposal_id: int, actor: Actor) -> tuple[list[tuple[Proposal, Merge | None, bool]], int]:
    """The proposal, all that were merged into it, however far down, and what it was merged into, with the merges in force.

    Beside them the head of the event log at that moment: asked along, it costs no question of its own.
    """
    found = db.session.execute(_tree_statement(), {"proposal": proposal_id, "reader": actor.id or 0}).all()
    rows: list[tuple[Proposal, Merge | None, bool]] = [
        (proposal, merge, bool(own)) for proposal, merge, own, _head in found
    ]
    _link([proposal for proposal, _merge, _own in rows], proposal_id)
    return rows, found[0][3] if found else 0


@cache
def _tree_statement() -> Executable:
    """Built once: building it takes longer than the database needs to answer."""
    proposal_id = bindparam("proposal", type_=Integer)
    tree = select(Proposal.id).where(Proposal.id == proposal_id).cte("tree", recursive=True)
    tree = tree.union_all(select(Proposal.id).join(tree, Proposal.merged_into_id == tree.c.id))
    target = select(Proposal.merged_into_id).where(Proposal.id == proposal_id).scalar_subquery()
    own_hidden = exists().where(
        Comment.thread_id == Proposal.thread_id,
        Comment.person_id == bindparam("reader", type_=Integer),
        Comment.hidden_at.is_not(None),
    )
    return (
        select(Proposal, Merge, own_hidden, select(EventHead.seq).scalar_subquery())
        .where(or_(Proposal.id.in_(select(tree.c.id)), Proposal.id == target))
        .outerjoin(Merge, and_(Merge.source_id == Proposal.id, Merge.undone_at.is_(None)))
        .options(
            joinedload(Proposal.current),
            joinedload(Proposal.person),
            joinedload(Proposal.organisation),
            joinedload(Proposal.thread),
            joinedload(Proposal.chapter),
            joinedload(Proposal.forum).options(
                selectinload(Forum.phases),
                selectinload(Forum.seats).joinedload(Seat.organisation),
            ),
        )
        .order_by(Merge.at, Proposal.id)
    )


def _link(proposals: Sequence[Proposal], proposal_id: int) -> None:
    """Tell the proposals at hand which of them were merged into which, so that nobody asks the database again."""
    by_id = {proposal.id: proposal for proposal in proposals}
    for proposal in proposals:
        if proposal.merged_into_id is None or proposal.merged_into_id in by_id:
            set_committed_value(proposal, "merged_into", by_id.get(proposal.merged_into_id or 0))
    here = [each for each in proposals if each.merged_into_id == proposal_id]
    if proposal_id in by_id:
        set_committed_value(by_id[proposal_id], "merged_here", sorted(here, key=lambda each: each.id))


def _cosigners(ids: Sequence[int]) -> dict[int, list[Organisation]]:
    found: defaultdict[int, list[Organisation]] = defaultdict(list)
    statement = (
        select(Cosigner.proposal_id, Organisation)
        .join(Organisation, Organisation.id == Cosigner.organisation_id)
        .where(Cosigner.proposal_id.in_(ids))
        .order_by(Organisation.id)
    )
    for proposal_id, organisation in db.session.execute(statement):
        found[proposal_id].append(organisation)
    return found


def _positions(ids: Sequence[int]) -> list[Position]:
    """All positions that were ever taken, in the order of time."""
    return list(
        db.session.scalars(
            select(Position)
            .where(Position.proposal_id.in_(ids))
            .options(joinedload(Position.person))
            .order_by(Position.at, Position.id)
        )
    )


def _neighbours(
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
        .where(other.id.not_in(ids))
        .order_by(Relation.id)
    )
    return statement if all_of_them else statement.where(other.hidden_at.is_(None))
