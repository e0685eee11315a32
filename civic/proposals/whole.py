"""All that a proposal's page shows, read in as many questions at any size: the proposal, what was merged into it, who stands where."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import (
    Executable,
    Integer,
    Select,
    and_,
    bindparam,
    distinct,
    exists,
    func,
    literal,
    or_,
    select,
)
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.orm.attributes import set_committed_value

from civic.discussions.models import Comment
from civic.forums.models import Forum, Seat
from civic.kernel.access import Actor
from civic.kernel.db import db
from civic.kernel.errors import NotFound
from civic.kernel.events import EventHead
from civic.organisations.models import Organisation
from civic.organisations.naming import Reader
from civic.organisations.queries.places import last_day_of
from civic.proposals import policies, queries
from civic.proposals.models import (
    Cosigner,
    Merge,
    Position,
    Proposal,
    ResidentAgreement,
    Split,
    Stance,
)
from civic.proposals.neighbours import Neighbour, neighbours_of
from civic.proposals.standing import Maker, Standing, standings
from civic.proposals.torn import Merging, Said, torn


@dataclass(frozen=True)
class Member:
    """A proposal of the page: the one it is about, or one that was merged into it, with the merge in force."""

    proposal: Proposal
    merge: Merge | None
    cosigners: Sequence[Organisation]
    #: Whether the reader wrote a comment here that a moderator hid: the reader alone sees its text.
    own_hidden: bool
    #: Whether the reader or an organisation of the reader's spoke here: those see names that others do not.
    ours: bool

    @property
    def makers(self) -> list[Maker]:
        """The organisations that made it."""
        made = self.proposal
        of = made.organisation
        own = (
            [Maker(of.id, made.organisation_name, made.at, of.verification, of.parent_id, made.person_id)]
            if of
            else []
        )
        return own + [
            Maker(each.id, each.name, made.at, each.verification, each.parent_id) for each in self.cosigners
        ]


@dataclass(frozen=True)
class Whole:
    """A proposal with everything on its page, read when the event log ended at `head` or later."""

    head: int
    #: The last event by then that may have changed how somebody is called.
    naming: int
    proposal: Proposal
    merge: Merge | None
    target: Proposal | None
    members: Sequence[Member]
    positions: Sequence[Position]
    standings: Sequence[Standing]
    silent: Sequence[str]
    #: How many persons without an organisation agree, with any of the members.
    residents: int
    #: Whether the reader is one of them, with the proposal itself.
    agreed: bool
    neighbours: Sequence[Neighbour]
    #: The last days of the persons behind it in their organisations.
    days: Mapping[tuple[int, int], date]
    #: Which revision each of the organisations signed that signed the proposal itself.
    signed: Mapping[int, int]
    #: Whether the reader is behind something on this page, and so sees a name that others do not.
    ours: bool
    #: The comment that it was made of, where moderators split one off.
    split: Split | None = None

    @property
    def at_the_table(self) -> list[Standing]:
        """The standings of seats; where the forum has no table, of all organisations."""
        return [each for each in self.standings if each.seated or not self.has_table]

    @property
    def beside_the_table(self) -> list[Standing]:
        """The standings of organisations without a seat, where the forum has seats: counted apart, they do not vote."""
        return [each for each in self.standings if not each.seated and self.has_table]

    @property
    def has_table(self) -> bool:
        """Whether the forum has seats."""
        return bool(self.proposal.forum.seats)

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
    def asked(self) -> list[str]:
        """The organisations that stood on both sides of what was merged here and have not said yet which holds."""
        if not self.merged_here or not self.proposal.stands:
            return []
        merged = {
            each.proposal.id: Merging(each.proposal.merged_into_id or 0, each.merge.at)
            for each in self.merged_here
            if each.merge is not None
        }
        made = [
            (maker, Said(maker.organisation_id, each.proposal.id, Stance.SUPPORT))
            for each in self.members
            for maker in each.makers
        ]
        said = [
            Said(each.organisation_id, each.proposal_id, each.stance, each.at)
            for each in self.positions
            if each.organisation_id is not None and each.replaced_at is None
        ]
        names = {maker.organisation_id: maker.organisation for maker, _said in made}
        names |= {each.organisation_id or 0: each.organisation_name for each in self.positions}
        asked = torn(merged, [*(each for _maker, each in made), *said])
        return [names[each.organisation_id] for each in asked if each.proposal_id == self.proposal.id]

    @property
    def merges(self) -> list[int]:
        """The merges in force by which this page holds more than one proposal, or is shown on another."""
        return [each.merge.id for each in self.members if each.merge is not None]

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
    reader = Reader.of(actor)
    rows, head, naming, residents = _tree(proposal_id, reader)
    own = next((row.proposal for row in rows if row.proposal.id == proposal_id), None)
    if own is None:
        raise NotFound
    if not queries.may_see(actor, own):
        raise queries.not_to_be_read(own, queries.HIDDEN)
    target = own.merged_into
    if target is not None:
        rows = [row for row in rows if row.proposal is not target]
    signed = _cosigners([row.proposal.id for row in rows])
    members = [
        Member(
            row.proposal,
            row.merge,
            [organisation for organisation, _version in signed[row.proposal.id]],
            row.own_hidden,
            row.spoke or reader.is_behind(row.proposal),
        )
        for row in rows
        if row.proposal is own or queries.may_see(actor, row.proposal)
    ]
    ids = [member.proposal.id for member in members]
    positions, days = _positions(ids)
    days |= {(row.proposal.person_id, row.proposal.organisation_id or 0): row.last_day for row in rows}
    at_table, as_one = own.forum.seats_on(today), own.forum.branches_count_once
    stands = standings(
        (maker for member in members for maker in member.makers),
        positions,
        seated={seat.organisation_id for seat in at_table},
        as_one=as_one,
    )
    spoken = {each.root if as_one else each.organisation_id for each in stands}
    return Whole(
        head=head,
        naming=naming,
        proposal=own,
        merge=next(row.merge for row in rows if row.proposal is own),
        target=target if target is not None and queries.may_see(actor, target) else None,
        members=members,
        positions=positions,
        standings=stands,
        silent=[
            seat.organisation.name
            for seat in at_table
            if voice_of(seat.organisation, as_one=as_one) not in spoken
        ],
        residents=residents,
        agreed=any(row.agreed for row in rows if row.proposal is own),
        neighbours=neighbours_of(proposal_id, ids, policies.moderates(actor, own, now)),
        days={place: last for place, last in days.items() if last is not None},
        signed={organisation.id: version for organisation, version in signed[own.id]},
        ours=any(member.ours for member in members) or any(map(reader.is_behind, positions)),
        split=next(row.split for row in rows if row.proposal is own),
    )


def voice_of(organisation: Organisation, *, as_one: bool) -> int:
    """By which id an organisation's voice is known: where branches count as one with their parent, by the parent's."""
    return (organisation.parent_id if as_one else None) or organisation.id


class Row(NamedTuple):
    """One proposal of the page as it is read, with the merge in force, and what the reader has said there."""

    proposal: Proposal
    merge: Merge | None
    own_hidden: bool
    spoke: bool
    agreed: bool
    last_day: date | None
    split: Split | None


def _tree(proposal_id: int, reader: Reader) -> tuple[list[Row], int, int, int]:
    """The proposal, all that were merged into it, however far down, and what it was merged into, with the merges in force.

    Beside them the head of the event log at that moment, the last event that named and the residents who agree: asked along,
    they cost no question.
    """
    signed_in = reader.person_id is not None
    who = {"reader": reader.person_id, "theirs": sorted(reader.organisations)} if signed_in else {}
    found = db.session.execute(_tree_statement(signed_in), {"proposal": proposal_id, **who}).all()
    rows = [
        Row(proposal, merge, bool(hidden), bool(spoke), bool(agreed), last, split)
        for proposal, merge, hidden, spoke, agreed, last, split, *_beside in found
    ]
    _link([row.proposal for row in rows], proposal_id)
    head, naming, residents = found[0][7:] if found else (0, 0, 0)
    return rows, head, naming, residents


@cache
def _tree_statement(signed_in: bool) -> Executable:  # noqa: FBT001  one caller, above
    """Built once: building it takes longer than the database needs to answer."""
    proposal_id = bindparam("proposal", type_=Integer)
    tree = select(Proposal.id).where(Proposal.id == proposal_id).cte("tree", recursive=True)
    tree = tree.union_all(select(Proposal.id).join(tree, Proposal.merged_into_id == tree.c.id))
    agreeing = select(func.count(distinct(ResidentAgreement.person_id))).where(
        ResidentAgreement.proposal_id.in_(select(tree.c.id))
    )
    target = select(Proposal.merged_into_id).where(Proposal.id == proposal_id).scalar_subquery()
    return (
        select(Proposal, Merge, *_said_by_reader(signed_in))
        .add_columns(
            last_day_of(Proposal),
            Split,
            select(EventHead.seq).scalar_subquery(),
            select(EventHead.naming).scalar_subquery(),
            agreeing.scalar_subquery(),
        )
        .where(or_(Proposal.id.in_(select(tree.c.id)), Proposal.id == target))
        .outerjoin(Merge, and_(Merge.source_id == Proposal.id, Merge.undone_at.is_(None)))
        .outerjoin(Split, and_(Split.proposal_id == Proposal.id, Split.undone_at.is_(None)))
        .options(
            joinedload(Proposal.current),
            joinedload(Proposal.person),
            joinedload(Proposal.organisation).load_only(
                Organisation.name, Organisation.verification, Organisation.parent_id
            ),
            joinedload(Proposal.thread),
            joinedload(Proposal.chapter),
            joinedload(Proposal.conversation),
            joinedload(Proposal.forum).options(
                selectinload(Forum.phases),
                selectinload(Forum.seats).joinedload(Seat.organisation),
            ),
        )
        .order_by(Merge.at, Proposal.id)
    )


def _said_by_reader(signed_in: bool) -> tuple[Any, Any, Any]:  # noqa: FBT001  one caller, above
    """Whether the reader wrote a comment that was hidden, whether the reader or theirs wrote any, and whether the reader agrees."""
    if not signed_in:
        return tuple(literal(False).label(name) for name in ("hidden_own", "spoke", "agreed"))  # type: ignore[return-value]
    theirs = bindparam("theirs", type_=Integer, expanding=True)
    here = exists().where(Comment.thread_id == Proposal.thread_id)
    own = Comment.person_id == bindparam("reader", type_=Integer)
    spoke = or_(own, Comment.organisation_id.in_(theirs), Comment.claimed_organisation_id.in_(theirs))
    hidden_own = here.where(own, Comment.hidden_at.is_not(None))
    agreed = exists().where(
        ResidentAgreement.proposal_id == Proposal.id,
        ResidentAgreement.person_id == bindparam("reader", type_=Integer),
    )
    return hidden_own.label("hidden_own"), here.where(spoke).label("spoke"), agreed.label("agreed")


def _link(proposals: Sequence[Proposal], proposal_id: int) -> None:
    """Tell the proposals at hand which of them were merged into which, so that nobody asks the database again."""
    by_id = {proposal.id: proposal for proposal in proposals}
    for proposal in proposals:
        if proposal.merged_into_id is None or proposal.merged_into_id in by_id:
            set_committed_value(proposal, "merged_into", by_id.get(proposal.merged_into_id or 0))
    here = [each for each in proposals if each.merged_into_id == proposal_id]
    if proposal_id in by_id:
        set_committed_value(by_id[proposal_id], "merged_here", sorted(here, key=lambda each: each.id))


def _cosigners(ids: Sequence[int]) -> dict[int, list[tuple[Organisation, int]]]:
    """The organisations that signed each proposal, with the revision that they signed."""
    found: defaultdict[int, list[tuple[Organisation, int]]] = defaultdict(list)
    for proposal_id, organisation, version in db.session.execute(_cosigners_statement(), {"ids": ids}):
        found[proposal_id].append((organisation, version))
    return found


@cache
def _cosigners_statement() -> Select[int, Organisation, int]:
    return (
        select(Cosigner.proposal_id, Organisation, Cosigner.revision_no)
        .join(Organisation, Organisation.id == Cosigner.organisation_id)
        .where(Cosigner.proposal_id.in_(bindparam("ids", type_=Integer, expanding=True)))
        .order_by(Organisation.id)
    )


def _positions(ids: Sequence[int]) -> tuple[list[Position], dict[tuple[int, int], date | None]]:
    """All positions that were ever taken, in the order of time, and the last days of those who took them."""
    rows = db.session.execute(_positions_statement(), {"ids": ids}).all()
    return [row[0] for row in rows], {(row[0].person_id, row[0].organisation_id or 0): row[1] for row in rows}


@cache
def _positions_statement() -> Select[Position, date]:
    return (
        select(Position, last_day_of(Position))
        .where(Position.proposal_id.in_(bindparam("ids", type_=Integer, expanding=True)))
        .options(
            joinedload(Position.person),
            joinedload(Position.organisation).load_only(
                Organisation.name, Organisation.verification, Organisation.parent_id
            ),
        )
        .order_by(Position.at, Position.id)
    )
