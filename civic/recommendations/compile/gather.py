"""The only SQL of the pipeline (with gather_desk): one forum as it stands now, visible content only, in a constant number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import chain
from typing import Any

from sqlalchemy import Executable, Select, and_, func, or_, select
from sqlalchemy.orm import aliased

from civic.discussions.models import Comment as CommentRow
from civic.discussions.models import CommentKind
from civic.forums.models import Forum
from civic.forums.models import Seat as SeatRow
from civic.kernel import clock
from civic.kernel.db import db
from civic.organisations.models import Organisation
from civic.proposals.models import Cosigner, ProposalState, Revision
from civic.proposals.models import Position as PositionRow
from civic.proposals.models import Proposal as ProposalRow
from civic.proposals.models import Relation as RelationRow
from civic.proposals.persons import persons_of
from civic.recommendations.compile import gather_desk, gather_look
from civic.recommendations.compile.gather_desk import Held
from civic.recommendations.compile.snapshot import (
    Author,
    Chapter,
    Comment,
    Follower,
    MinorityOpinion,
    Position,
    Proposal,
    Relation,
    Snapshot,
)
from civic.recommendations.models import Draft, Issue

LANGUAGE = "pl"
BATCH = 5_000


@dataclass(frozen=True, slots=True)
class Said:
    """What people said in a forum, whatever the desk does with it: the heavy part of a snapshot, the same for many acts."""

    edition: int  # the newest that is published
    seats: tuple[int, ...]
    persons: tuple[int, ...]
    proposals: tuple[Proposal, ...]
    comments: tuple[Comment, ...]  # those that speak for themselves
    followers: tuple[Follower, ...]
    positions: tuple[Position, ...]
    relations: tuple[Relation, ...]
    minority: tuple[MinorityOpinion, ...]
    template: str


def gather(forum: Forum, *, at: datetime, base_url: str) -> Snapshot:
    """Read the forum as it stands; `at` is the moment that the document names.

    Hidden proposals are not read, and with them everything that hangs on them.
    """
    draft = db.session.execute(
        select(Draft.id, Draft.version).where(Draft.forum_id == forum.id)
    ).one_or_none()
    held = gather_desk.held_at(draft.id) if draft else Held()
    version = draft.version if draft else 0
    return with_desk(said_in(forum, at=at), held, version, forum, at=at, base_url=base_url)


def said_in(forum: Forum, *, at: datetime) -> Said:
    """What was said in the forum: nothing of it is the desk's."""
    today = clock.today(at)
    seats = db.session.scalars(
        select(SeatRow.organisation_id).where(
            SeatRow.forum_id == forum.id,
            SeatRow.starts_on <= today,
            or_(SeatRow.ends_on.is_(None), SeatRow.ends_on >= today),
        )
    )
    positions, seated = tuple(_positions(forum.id)), set(seats)
    if forum.branches_count_once:
        positions, seated = as_one(positions, seated, _roots(forum.id))
    return Said(
        edition=db.session.scalar(select(func.max(Issue.edition)).where(Issue.forum_id == forum.id)) or 0,
        seats=tuple(sorted(seated)),
        persons=tuple(persons_of(forum.id)),
        proposals=tuple(_proposals(forum.id)),
        comments=tuple(_comments(forum.id, _OWN)),
        followers=tuple(_followers(forum.id)),
        positions=positions,
        relations=tuple(_relations(forum.id)),
        minority=tuple(gather_desk.minority(forum.id)),
        template=gather_look.template_of(forum.id),
    )


def with_desk(said: Said, held: Held, version: int, forum: Forum, *, at: datetime, base_url: str) -> Snapshot:
    """The snapshot of what was said and of what the desk made of it, in the draft's `version`.

    A comment that the desk quotes comes with its text.
    """
    revisions = {each.id: each.revision for each in said.proposals}
    named = {each.voice[1] for each in held.pieces if each.voice[0] == "comment"}
    seen = {("proposal", key) for key in revisions}
    own = {each.id for each in said.comments}
    heard = chain(own, (each.id for each in said.followers))
    seen |= {("comment", key) for key in heard if key in named}
    quotes = [each for each in held.of("quote") if each.voice in seen]
    quoted = {each.voice[1] for each in quotes if each.voice[0] == "comment"} - own
    beside = tuple(_comments(forum.id, CommentRow.id.in_(quoted))) if quoted else ()
    older = {
        (each.voice[1], each.number)
        for each in quotes
        if each.voice[0] == "proposal" and each.number != revisions[each.voice[1]]
    }
    return Snapshot(
        forum=forum.slug,
        title=forum.title,
        topic=forum.topic,
        body=forum.body,
        language=LANGUAGE,
        base_url=base_url,
        as_of=clock.local(at).isoformat(timespec="seconds"),
        edition=said.edition + 1,
        version=version,
        chapters=tuple(Chapter(c.id, c.code, c.title) for c in forum.chapters),
        seats=said.seats,
        persons=said.persons,
        proposals=said.proposals,
        older=tuple(gather_desk.older_revisions(older)) if older else (),
        comments=tuple(sorted((*said.comments, *beside), key=lambda each: (each.at, each.id))),
        followers=tuple(each for each in said.followers if each.id not in quoted)
        if quoted
        else said.followers,
        positions=said.positions,
        relations=said.relations,
        recommendations=tuple(gather_desk.recommendations(held, seen)),
        asides=tuple(gather_desk.asides(held, seen)),
        minority=said.minority,
        template=said.template,
    )


def _rows(statement: Executable) -> Iterator[Any]:
    yield from db.session.execute(statement.execution_options(yield_per=BATCH))


def _seen(forum_id: int) -> Any:
    """The condition that a proposal is the forum's and readers see it."""
    return and_(ProposalRow.forum_id == forum_id, ProposalRow.hidden_at.is_(None))


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds")


def _proposals(forum_id: int) -> Iterator[Proposal]:
    cosigners: defaultdict[int, list[str]] = defaultdict(list)
    signed = (
        select(Cosigner.proposal_id, Organisation.name)
        .join(Organisation, Organisation.id == Cosigner.organisation_id)
        .join(ProposalRow, ProposalRow.id == Cosigner.proposal_id)
        .where(_seen(forum_id))
        .order_by(Cosigner.proposal_id, Organisation.name)
    )
    for proposal_id, name in _rows(signed):
        cosigners[proposal_id].append(name)
    p, r = ProposalRow, Revision
    statement = (
        select(p.id, p.chapter_id, r.title, r.body, r.justification, r.number, p.addressee)
        .add_columns(p.person_id, p.organisation_id, p.organisation_name, p.at, p.merged_into_id, p.state)
        .add_columns(p.received_on)
        .join(r, and_(r.proposal_id == p.id, r.number == p.revision_no))
        .where(_seen(forum_id))
        .order_by(p.at, p.id)
    )
    for row in _rows(statement):
        yield Proposal(
            id=row.id,
            chapter_id=row.chapter_id,
            title=row.title,
            body=row.body,
            justification=row.justification,
            revision=row.number,
            addressee=row.addressee,
            author=Author(_person(row, 0), row.organisation_id, row.organisation_name),
            cosigners=tuple(cosigners[row.id]),
            at=_moment(row.at),
            merged_into=row.merged_into_id,
            withdrawn=row.state is ProposalState.WITHDRAWN,
        )


def _person(row: Any, odd: int) -> int:
    """The person behind a contribution; each nameless one that the office entered is somebody else, whom no account stands for."""
    if row.received_on is None or row.organisation_name:
        return int(row.person_id)
    return -2 * int(row.id) - odd


def _spoken(forum_id: int, *columns: Any) -> Select[Any]:
    c = CommentRow
    return (
        select(c.id, ProposalRow.id.label("proposal_id"), c.kind, c.person_id, c.organisation_id)
        .add_columns(c.organisation_name, c.at, c.received_on, *columns)
        .join(ProposalRow, ProposalRow.thread_id == c.thread_id)
        .where(_seen(forum_id), c.hidden_at.is_(None))
        .order_by(c.at, c.id)
    )


_OWN = or_(CommentRow.new_argument, CommentRow.kind == CommentKind.AMENDMENT)


def _comments(forum_id: int, wanted: Any) -> Iterator[Comment]:
    """The comments that fit a condition, with their texts."""
    spoken = _spoken(forum_id, CommentRow.body, CommentRow.new_argument).where(wanted)
    for row in _rows(spoken):
        yield Comment(
            id=row.id,
            proposal_id=row.proposal_id,
            kind=row.kind.value,
            own=row.new_argument or row.kind is CommentKind.AMENDMENT,
            body=row.body,
            author=Author(_person(row, 1), row.organisation_id, row.organisation_name),
            at=_moment(row.at),
        )


def _followers(forum_id: int) -> Iterator[Follower]:
    authors: dict[tuple[int, int | None, str], Author] = {}
    for row in _rows(_spoken(forum_id).where(~_OWN)):
        who = (_person(row, 1), row.organisation_id, row.organisation_name)
        author = authors.setdefault(who, Author(*who))
        yield Follower(row.id, row.proposal_id, row.kind.value, author, _moment(row.at))


def _positions(forum_id: int) -> Iterator[Position]:
    p = PositionRow
    statement = (
        select(p.id, p.proposal_id, p.organisation_id, p.organisation_name, p.stance, p.reason, p.at)
        .join(ProposalRow, ProposalRow.id == p.proposal_id)
        .where(_seen(forum_id), p.replaced_at.is_(None), p.organisation_id.is_not(None))
        .order_by(p.at, p.id)
    )
    for row in _rows(statement):
        yield Position(
            id=row.id,
            proposal_id=row.proposal_id,
            organisation_id=row.organisation_id,
            organisation=row.organisation_name,
            stance=row.stance.value,
            reason=row.reason,
            at=_moment(row.at),
        )


def _roots(forum_id: int) -> dict[int, int]:
    """The parents of the branches that took a position in the forum."""
    statement = (
        select(Organisation.id, Organisation.parent_id)
        .join(PositionRow, PositionRow.organisation_id == Organisation.id)
        .join(ProposalRow, ProposalRow.id == PositionRow.proposal_id)
        .where(_seen(forum_id), Organisation.parent_id.is_not(None))
        .distinct()
    )
    return {row.id: row.parent_id for row in _rows(statement)}


def as_one(
    positions: tuple[Position, ...], seated: set[int], roots: Mapping[int, int]
) -> tuple[tuple[Position, ...], set[int]]:
    """Of the positions of an organisation and its branches on one proposal the newest, and whose voice is one of the table."""
    newest = {
        (each.proposal_id, roots.get(each.organisation_id, each.organisation_id)): each
        for each in sorted(positions, key=lambda each: (each.at, each.id))
    }
    kept = {each.id for each in newest.values()}
    at_table = {roots.get(each, each) for each in seated}
    speaking = {branch for branch, root in roots.items() if root in at_table}
    speaking |= {root for branch, root in roots.items() if branch in seated}
    return tuple(each for each in positions if each.id in kept), seated | speaking


def _relations(forum_id: int) -> Iterator[Relation]:
    """Only between proposals of the forum that are both seen."""
    r, other = RelationRow, aliased(ProposalRow)
    statement = (
        select(r.from_id, r.to_id, r.kind, r.source)
        .join(ProposalRow, ProposalRow.id == r.from_id)
        .join(other, other.id == r.to_id)
        .where(_seen(forum_id), other.forum_id == forum_id, other.hidden_at.is_(None))
        .order_by(r.from_id, r.to_id, r.kind)
    )
    for row in _rows(statement):
        yield Relation(row.from_id, row.to_id, row.kind.value, row.source.value)
