"""What can be asked of proposals."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, literal, select, union_all
from sqlalchemy.orm import aliased, contains_eager, joinedload, selectinload

from civic.discussions.models import Comment
from civic.discussions.owners import owns_threads
from civic.discussions.queries import may_see as may_see
from civic.discussions.queries import not_to_be_read as not_to_be_read
from civic.forums.models import Forum
from civic.kernel.access import Actor
from civic.kernel.db import db
from civic.kernel.errors import NotFound
from civic.kernel.paging import Page, page_of
from civic.kernel.words import N_
from civic.organisations.models import Organisation
from civic.proposals.models import (
    Cosigner,
    Merge,
    Objection,
    ObjectionState,
    Position,
    Proposal,
    ProposalState,
    Relation,
    RelationKind,
    RelationSource,
    Split,
    Stance,
)

HIDDEN = N_("This proposal is hidden. Reason: %(ground)s. Decided on %(day)s.")
NEWEST, SUPPORTED = "newest", "supported"


def find_proposal(proposal_id: int) -> Proposal | None:
    """The proposal of that id with its text, hidden or not."""
    return db.session.scalar(
        select(Proposal)
        .where(Proposal.id == proposal_id)
        .options(joinedload(Proposal.current), joinedload(Proposal.forum), joinedload(Proposal.thread))
    )


def get_proposal(proposal_id: int, actor: Actor) -> Proposal:
    """The proposal of that id, or NotFound, also when it is hidden from this actor."""
    proposal = find_proposal(proposal_id)
    if proposal is None:
        raise NotFound
    if not may_see(actor, proposal):
        raise not_to_be_read(proposal, HIDDEN)
    return proposal


@owns_threads
def proposal_on(thread_id: int) -> Proposal | None:
    """The proposal that owns a thread."""
    return db.session.scalar(select(Proposal).where(Proposal.thread_id == thread_id))


def proposal_of(comment: Comment) -> Proposal:
    """The proposal on which a comment stands, or NotFound; a comment in a conversation stands on none."""
    proposal: Proposal | None = proposal_on(comment.thread_id)
    if proposal is None:
        raise NotFound
    return proposal


def lock(proposal: Proposal) -> None:
    """Let writers on one proposal follow each other, and read it as the last one left it."""
    db.session.flush()
    db.session.execute(select(Proposal.id).where(Proposal.id == proposal.id).with_for_update(key_share=True))
    db.session.refresh(proposal)


def proposals_of(forum: Forum, *, merged: bool = True, withdrawn: bool = True) -> list[Proposal]:
    """The visible proposals of a forum with their texts, in the order of time."""
    left_out = [
        state
        for state, wanted in ((ProposalState.MERGED, merged), (ProposalState.WITHDRAWN, withdrawn))
        if not wanted
    ]
    return list(
        db.session.scalars(
            select(Proposal)
            .where(
                Proposal.forum_id == forum.id, Proposal.hidden_at.is_(None), Proposal.state.not_in(left_out)
            )
            .options(*_in_lists())
            .order_by(Proposal.at, Proposal.id)
        )
    )


def counts_of(forum: Forum, waiting_for: int | None) -> tuple[int, int]:
    """How many visible proposals a forum has, and how many wait for a position of an organisation; in one question."""
    visible = select(func.count(Proposal.id)).where(
        Proposal.forum_id == forum.id, Proposal.hidden_at.is_(None)
    )
    waiting = select(func.count()).select_from(_waiting(forum, waiting_for).subquery())
    row = db.session.execute(select(visible.scalar_subquery(), waiting.scalar_subquery())).one()
    return row[0], row[1]


def list_page(
    forum: Forum,
    *,
    chapter_id: int | None = None,
    waiting_for: int | None = None,
    sort: str = NEWEST,
    page: int = 1,
) -> Page[Proposal]:
    """Twenty proposals of a forum's list and its size, in two questions; NotFound when there is no such page.

    Merged ones are found on the page of the one they were merged into. `waiting_for` leaves those on which that organisation
    has taken no position, made none itself and may still take one.
    """
    if waiting_for is not None:
        chosen = _waiting(forum, waiting_for)
    else:
        chosen = select(Proposal).where(
            Proposal.forum_id == forum.id,
            Proposal.hidden_at.is_(None),
            Proposal.state != ProposalState.MERGED,
        )
    if chapter_id is not None:
        chosen = chosen.where(Proposal.chapter_id == chapter_id)
    # Twenty rows: their few cosigners come along instead of in a question of their own.
    options = (*_current(), joinedload(Proposal.cosigners))
    return page_of(
        _sorted(chosen, sort), page, lambda cut: db.session.scalars(cut.options(*options)).unique().all()
    )


def _waiting(forum: Forum, organisation_id: int | None) -> Select[Any]:
    """What an organisation neither made nor signed, and has taken no position on."""
    taken = select(Position.proposal_id).where(
        Position.organisation_id == organisation_id, Position.replaced_at.is_(None)
    )
    return select(Proposal).where(
        Proposal.forum_id == forum.id,
        Proposal.hidden_at.is_(None),
        Proposal.state == ProposalState.PUBLISHED,
        Proposal.organisation_id.is_distinct_from(organisation_id),
        Proposal.id.not_in(taken),
        Proposal.id.not_in(select(Cosigner.proposal_id).where(Cosigner.organisation_id == organisation_id)),
    )


def notes_on(ids: Sequence[int]) -> tuple[dict[int, int], dict[int, list[int]]]:
    """For each of these proposals: how many were merged into it, and the visible ones that contradict it."""
    other = aliased(Proposal)
    counted = (
        select(Proposal.merged_into_id, literal(0), func.count())
        .where(Proposal.merged_into_id.in_(ids), Proposal.hidden_at.is_(None))
        .group_by(Proposal.merged_into_id)
    )
    pairs = (
        select(Proposal.id, other.id, literal(0))
        .join(
            Relation,
            (Relation.kind == RelationKind.CONFLICTING)
            & (Relation.source != RelationSource.MACHINE)
            & ((Relation.from_id == Proposal.id) | (Relation.to_id == Proposal.id)),
        )
        .join(other, (other.id == Relation.from_id) | (other.id == Relation.to_id))
        .where(Proposal.id.in_(ids), other.id != Proposal.id, other.hidden_at.is_(None))
    )
    merged: dict[int, int] = {}
    against: dict[int, list[int]] = {}
    found: Sequence[Any] = db.session.execute(union_all(counted, pairs)).all()
    for proposal_id, other_id, count in sorted(found, key=tuple):
        if count:
            merged[proposal_id] = count
        else:
            against.setdefault(proposal_id, []).append(other_id)
    return merged, against


def _sorted(chosen: Select[Any], sort: str) -> Select[Any]:
    if sort == SUPPORTED:
        support = (
            select(func.count(Position.id))
            .where(
                Position.proposal_id == Proposal.id,
                Position.replaced_at.is_(None),
                Position.stance.in_([Stance.SUPPORT, Stance.RESERVATIONS]),
            )
            .scalar_subquery()
        )
        return chosen.order_by(support.desc(), Proposal.at.desc(), Proposal.id.desc())
    return chosen.order_by(Proposal.at.desc(), Proposal.id.desc())


def _in_lists() -> tuple[Any, ...]:
    return (*_current(), selectinload(Proposal.cosigners))


def _current() -> tuple[Any, ...]:
    return (
        joinedload(Proposal.current),
        joinedload(Proposal.person),
        joinedload(Proposal.organisation).load_only(
            Organisation.name, Organisation.verification, Organisation.parent_id
        ),
        joinedload(Proposal.chapter),
        joinedload(Proposal.thread),
    )


def proposals_out_of(conversation_id: int) -> Sequence[Proposal]:
    """The visible proposals that came out of a conversation."""
    return db.session.scalars(
        select(Proposal)
        .where(Proposal.conversation_id == conversation_id, Proposal.hidden_at.is_(None))
        .options(joinedload(Proposal.current))
        .order_by(Proposal.id)
    ).all()


def made_since(forum: Forum, person_id: int, since: datetime) -> Sequence[Proposal]:
    """What a person proposed in a forum since a moment: by this a double click is known."""
    return db.session.scalars(
        select(Proposal)
        .where(Proposal.forum_id == forum.id, Proposal.person_id == person_id, Proposal.at >= since)
        .options(joinedload(Proposal.current))
    ).all()


def positions_in_force(proposal_ids: Iterable[int]) -> list[Position]:
    """The positions in force on these proposals, in the order in which they were taken."""
    return list(
        db.session.scalars(
            select(Position)
            .where(Position.proposal_id.in_(list(proposal_ids)), Position.replaced_at.is_(None))
            .options(
                joinedload(Position.person),
                joinedload(Position.organisation).load_only(
                    Organisation.name, Organisation.verification, Organisation.parent_id
                ),
            )
            .order_by(Position.at, Position.id)
        )
    )


def position_of(proposal_id: int, organisation_id: int | None) -> Position | None:
    """The position in force of an organisation on a proposal."""
    return db.session.scalar(
        select(Position).where(
            Position.proposal_id == proposal_id,
            Position.organisation_id == organisation_id,
            Position.replaced_at.is_(None),
        )
    )


def to_confirm(organisation_id: int | None, forum_ids: Iterable[int]) -> Sequence[Position]:
    """The positions of an organisation in these forums that were taken on an older text of what stands, the oldest first."""
    return db.session.scalars(
        select(Position)
        .join(Position.proposal)
        .where(
            Position.organisation_id == organisation_id,
            Position.replaced_at.is_(None),
            Position.revision_no < Proposal.revision_no,
            Proposal.forum_id.in_(list(forum_ids)),
            Proposal.state == ProposalState.PUBLISHED,
            Proposal.hidden_at.is_(None),
        )
        .options(contains_eager(Position.proposal).joinedload(Proposal.current))
        .order_by(Position.at, Position.id)
    ).all()


def find_relation(from_id: int, to_id: int, kind: RelationKind) -> Relation | None:
    """What stands between two proposals, said from either side."""
    return db.session.scalar(
        select(Relation)
        .where(
            Relation.kind == kind,
            ((Relation.from_id == from_id) & (Relation.to_id == to_id))
            | ((Relation.from_id == to_id) & (Relation.to_id == from_id)),
        )
        .limit(1)
    )


def get_relation(relation_id: int) -> Relation:
    """The relation of that id, or NotFound."""
    relation = db.session.get(Relation, relation_id)
    if relation is None:
        raise NotFound
    return relation


def find_merge(source_id: int) -> Merge | None:
    """The merge in force of a proposal."""
    return db.session.scalar(select(Merge).where(Merge.source_id == source_id, Merge.undone_at.is_(None)))


def get_merge(merge_id: int) -> Merge:
    """The merge of that id, in force or undone, or NotFound."""
    merge = db.session.get(Merge, merge_id)
    if merge is None:
        raise NotFound
    return merge


def objection_of(merge_id: int, by: Actor) -> Objection | None:
    """The objection of an actor's side to a merge: of the organisation acted for, else of the person."""
    if by.organisation_id is not None:
        side = Objection.organisation_id == by.organisation_id
    else:
        side = (Objection.person_id == by.id) & Objection.organisation_id.is_(None)
    return db.session.scalar(select(Objection).where(Objection.merge_id == merge_id, side))


def objections_waiting(merge_ids: Iterable[int]) -> Sequence[Objection]:
    """The objections to these merges that nobody has answered yet."""
    return db.session.scalars(
        select(Objection)
        .where(Objection.merge_id.in_(list(merge_ids)), Objection.state == ObjectionState.WAITING)
        .order_by(Objection.id)
    ).all()


def get_objection(objection_id: int) -> Objection:
    """The objection of that id, or NotFound."""
    objection = db.session.get(Objection, objection_id)
    if objection is None:
        raise NotFound
    return objection


def split_of(comment_id: int) -> Split | None:
    """The split in force of a comment."""
    return db.session.scalar(select(Split).where(Split.comment_id == comment_id, Split.undone_at.is_(None)))


def origin_of(proposal_id: int) -> Split | None:
    """The split in force by which a proposal was made of a comment."""
    return db.session.scalar(select(Split).where(Split.proposal_id == proposal_id, Split.undone_at.is_(None)))


def get_split(split_id: int) -> Split:
    """The split of that id, in force or undone, or NotFound."""
    split = db.session.get(Split, split_id)
    if split is None:
        raise NotFound
    return split


def was_put_back(proposal_id: int) -> bool:
    """Whether a proposal was made of a comment and is that comment again."""
    ids = db.session.scalars(
        select(Split.undone_at).where(Split.proposal_id == proposal_id).order_by(Split.id.desc()).limit(1)
    ).all()
    return bool(ids and ids[0] is not None)


def below(comment_id: int) -> list[int]:
    """The answers to a comment and the answers to those, in one question."""
    tree = select(Comment.id).where(Comment.parent_id == comment_id).cte("below", recursive=True)
    tree = tree.union_all(select(Comment.id).join(tree, Comment.parent_id == tree.c.id))
    return list(db.session.scalars(select(tree.c.id)))
