"""What a bundle says of the instance: one generator of objects a file, only of what readers may see."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.orm import selectinload

from civic.accounts.models import User
from civic.discussions.models import Comment, Conversation
from civic.forums.models import Chapter, Forum
from civic.kernel import clock
from civic.kernel.db import db
from civic.open_data import files
from civic.open_data.models import ImportedLine
from civic.organisations.models import Membership, Organisation
from civic.proposals.models import (
    Cosigner,
    Position,
    Proposal,
    ProposalState,
    Relation,
    RelationKind,
    RelationSource,
    Revision,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

BATCH = 1000
#: A withdrawn proposal would come back to life, as a bundle has no word for it.
VISIBLE = (Proposal.hidden_at.is_(None), Proposal.state != ProposalState.WITHDRAWN)


def ids_of(file: str) -> dict[str, int]:
    """Key → id of all that came by a file of that name."""
    statement = select(ImportedLine.key, ImportedLine.object_id).where(ImportedLine.file == file)
    return dict(db.session.execute(statement).all())


class Outgoing:
    """The keys of one export: those that objects came with, and stable made ones for all others.

    A `public` one names organisations only: persons are numbers, with keys and addresses that say nothing of them.
    """

    def __init__(self, *, public: bool = False) -> None:
        self.public = public

    def keys(self, file: str, noun: str, ids: Select[int]) -> dict[int, str]:
        """Id → key for these objects."""
        statement = select(ImportedLine.object_id, ImportedLine.key).where(ImportedLine.file == file)
        came = {row.object_id: row.key for row in db.session.execute(statement)}
        taken = set(came.values())
        return {id_: came.get(id_) or _made(f"{noun}-{id_}", taken) for id_ in db.session.scalars(ids)}

    @cached_property
    def organisations(self) -> dict[int, str]:
        """Keys of organisations."""
        return self.keys(files.ORGANISATIONS, "organisation", select(Organisation.id))

    @cached_property
    def people(self) -> dict[int, str]:
        """Keys of people."""
        if self.public:
            return {id_: f"person-{id_}" for id_ in db.session.scalars(select(User.id))}
        return self.keys(files.PEOPLE, "person", select(User.id))

    @cached_property
    def forums(self) -> dict[int, str]:
        """Keys of forums."""
        return self.keys(files.FORUMS, "forum", select(Forum.id))

    @cached_property
    def threads(self) -> dict[int, str]:
        """Keys of the conversations that go out."""
        return self.keys(
            files.THREADS, "thread", select(Conversation.id).where(Conversation.hidden_at.is_(None))
        )

    @cached_property
    def proposals(self) -> dict[int, str]:
        """Keys of the proposals that go out."""
        return self.keys(files.PROPOSALS, "proposal", select(Proposal.id).where(*VISIBLE))

    def speaker(self, person_id: int, organisation_id: int | None) -> dict[str, Any]:
        """Who said it, and for whom."""
        organisation = None if organisation_id is None else self.organisations[organisation_id]
        return {"organisation": organisation, "person": self.people[person_id]}


def _made(key: str, taken: set[str]) -> str:
    """The key, set apart from one that came from another instance which made the same."""
    while key in taken:
        key += "~"
    return key


def _filled(**fields: Any) -> dict[str, Any]:
    """An object without the fields that have nothing to say."""
    return {name.rstrip("_"): value for name, value in fields.items() if value is not None and value != ""}


def _moment(moment: datetime) -> str:
    return clock.local(moment).isoformat()


def organisations(out: Outgoing) -> Iterator[dict[str, Any]]:
    """organisations.jsonl."""
    for organisation in db.session.scalars(select(Organisation).order_by(Organisation.id)):
        # What it says of itself is public once somebody made sure who says it.
        says = organisation.has_confirmed_voice or not out.public
        yield _filled(
            key=out.organisations[organisation.id],
            name=organisation.name,
            kind=organisation.kind,
            register=organisation.register,
            register_no=organisation.register_no,
            nip=organisation.nip,
            regon=organisation.regon,
            opp=organisation.opp,
            seat=organisation.seat,
            district=organisation.district,
            website=organisation.website if says else None,
            topics=organisation.topics if says else [],
            verification=organisation.verification,
        ) | {"about": organisation.about if says else ""}


def people(out: Outgoing) -> Iterator[dict[str, Any]]:
    """people.jsonl."""
    held: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for membership in db.session.scalars(select(Membership).order_by(Membership.id)):
        held[membership.user_id].append(
            _filled(
                organisation=out.organisations[membership.organisation_id],
                role=membership.capacity,
                from_=membership.starts_on.isoformat(),
                to=membership.ends_on.isoformat() if membership.ends_on else None,
            )
        )
    for number, user in enumerate(db.session.scalars(select(User).order_by(User.id)), 1):
        if out.public:
            key = out.people[user.id]
            yield {
                "key": key,
                "name": f"osoba fizyczna nr {number}",
                "email": f"{key}@example.invalid",
                "memberships": held[user.id],
            }
            continue
        yield _filled(
            key=out.people[user.id],
            name=user.name,
            email=user.email,
            platform_role=user.role,
            unit=user.unit,
            memberships=held[user.id],
        )


def forums(out: Outgoing) -> Iterator[dict[str, Any]]:
    """forums.jsonl."""
    parts = selectinload(Forum.seats), selectinload(Forum.phases), selectinload(Forum.chapters)
    for forum in db.session.scalars(select(Forum).options(*parts).order_by(Forum.id)):
        yield _filled(
            key=out.forums[forum.id],
            slug=forum.slug,
            title=forum.title,
            summary=forum.summary,
            body=forum.body,
            seats_max=forum.seats_max,
        ) | {
            "topic": forum.topic,
            "seats": [
                _filled(
                    organisation=out.organisations[seat.organisation_id],
                    representative=out.people[seat.representative_id],
                    deputy=out.people[seat.deputy_id] if seat.deputy_id else None,
                    from_=seat.starts_on.isoformat(),
                    to=seat.ends_on.isoformat() if seat.ends_on else None,
                )
                for seat in forum.seats
            ],
            "phases": [
                {
                    "key": phase.key,
                    "title": phase.title,
                    "opens": _moment(phase.opens),
                    "closes": _moment(phase.closes),
                    "abilities": list(phase.abilities),
                }
                for phase in sorted(forum.phases, key=lambda phase: phase.id)
            ],
            "chapters": [{"code": chapter.code, "title": chapter.title} for chapter in forum.chapters],
        }


def threads(out: Outgoing) -> Iterator[dict[str, Any]]:
    """threads.jsonl: the visible conversations."""
    statement = select(Conversation).where(Conversation.hidden_at.is_(None)).order_by(Conversation.id)
    for each in db.session.scalars(statement.execution_options(yield_per=BATCH)):
        yield _filled(
            key=out.threads[each.id],
            forum=out.forums[each.forum_id],
            title=each.title,
            body=each.body,
            **out.speaker(each.person_id, each.organisation_id),
            summary=each.summary,
            conclusions=each.conclusions,
            closed_at=_moment(each.closed_at) if each.closed_at else None,
            at=_moment(each.at),
        )


def proposals(out: Outgoing) -> Iterator[dict[str, Any]]:
    """proposals.jsonl: the newest revision of each."""
    cosigners: dict[int, list[str]] = defaultdict(list)
    signed = select(Cosigner.proposal_id, Cosigner.organisation_id).order_by(Cosigner.organisation_id)
    for row in db.session.execute(signed):
        cosigners[row.proposal_id].append(out.organisations[row.organisation_id])
    statement = (
        select(Proposal, Revision.title, Revision.body, Revision.justification, Chapter.code)
        .join(Revision, (Revision.proposal_id == Proposal.id) & (Revision.number == Proposal.revision_no))
        .outerjoin(Chapter, Chapter.id == Proposal.chapter_id)
        .where(*VISIBLE)
        .order_by(Proposal.id)
        .execution_options(yield_per=BATCH)
    )
    for proposal, title, body, justification, code in db.session.execute(statement):
        yield _filled(
            key=out.proposals[proposal.id],
            forum=out.forums[proposal.forum_id],
            title=title,
            body=body,
            justification=justification,
            chapter=code,
            addressee=proposal.addressee,
            **out.speaker(proposal.person_id, proposal.organisation_id),
            cosigners=cosigners[proposal.id],
            origin=proposal.origin,
            meeting=proposal.meeting,
            thread=out.threads.get(proposal.conversation_id or 0),
            at=_moment(proposal.at),
        )


def comments(out: Outgoing) -> Iterator[dict[str, Any]]:
    """comments.jsonl; an answer to a hidden comment answers the nearest one above it that is seen."""
    hidden = select(Comment.id, Comment.parent_id).where(Comment.hidden_at.is_not(None))
    above: dict[int, int | None] = {row.id: row.parent_id for row in db.session.execute(hidden)}
    shown = (
        select(Comment.id)
        .outerjoin(Proposal, and_(Proposal.thread_id == Comment.thread_id, *VISIBLE))
        .outerjoin(
            Conversation,
            and_(Conversation.thread_id == Comment.thread_id, Conversation.hidden_at.is_(None)),
        )
        .where(or_(Proposal.id.is_not(None), Conversation.id.is_not(None)), Comment.hidden_at.is_(None))
    )
    keys = out.keys(files.COMMENTS, "comment", shown)
    columns = (
        *(Comment.id, Comment.parent_id, Comment.new_argument, Comment.organisation_id, Comment.person_id),
        *(Comment.kind, Comment.body, Comment.at, Proposal.id.label("proposal_id")),
        Conversation.id.label("conversation_id"),
    )
    statement = shown.with_only_columns(*columns).order_by(Comment.id).execution_options(yield_per=BATCH)
    for row in db.session.execute(statement):
        parent = row.parent_id
        while parent in above:
            parent = above[parent]
        yield _filled(
            key=keys[row.id],
            proposal=out.proposals[row.proposal_id] if row.proposal_id else None,
            thread=out.threads[row.conversation_id] if row.conversation_id else None,
            parent=None if parent is None else keys[parent],
            new_argument=row.new_argument or None,
            **out.speaker(row.person_id, row.organisation_id),
            kind=row.kind,
            body=row.body,
            at=_moment(row.at),
        )


def positions(out: Outgoing) -> Iterator[dict[str, Any]]:
    """positions.jsonl: those in force."""
    there = (
        select(Position.id)
        .join(Proposal)
        .where(*VISIBLE, Position.replaced_at.is_(None), Position.organisation_id.is_not(None))
    )
    keys = out.keys(files.POSITIONS, "position", there)
    statement = there.with_only_columns(Position).order_by(Position.id).execution_options(yield_per=BATCH)
    for position in db.session.scalars(statement):
        yield _filled(
            key=keys[position.id],
            proposal=out.proposals[position.proposal_id],
            **out.speaker(position.person_id, position.organisation_id),
            position=position.stance,
            reason=position.reason,
            at=_moment(position.at),
        )


def relations(out: Outgoing) -> Iterator[dict[str, Any]]:
    """relations.jsonl; a merge goes out as the duplicate that a moderator found."""
    merged = select(Proposal.id, Proposal.merged_into_id).where(
        *VISIBLE, Proposal.merged_into_id.is_not(None)
    )
    unsaid = {
        frozenset((source, target)): (source, target)
        for source, target in db.session.execute(merged.order_by(Proposal.id))
        if target in out.proposals
    }
    keys = out.keys(files.RELATIONS, "relation", select(Relation.id))
    for relation in db.session.scalars(select(Relation).order_by(Relation.id)):
        start, end, source = relation.from_id, relation.to_id, relation.source
        if start not in out.proposals or end not in out.proposals:
            continue
        pair = frozenset((start, end))
        if relation.kind is RelationKind.DUPLICATE and pair in unsaid:
            del unsaid[pair]
            source = RelationSource.MODERATOR
        yield _relation(out, keys[relation.id], (start, end), relation.kind, source)
    taken = set(keys.values())
    for merge in unsaid.values():
        key = _made(f"merge-{merge[0]}", taken)
        yield _relation(out, key, merge, RelationKind.DUPLICATE, RelationSource.MODERATOR)


def _relation(
    out: Outgoing, key: str, pair: tuple[int, int], kind: RelationKind, source: RelationSource
) -> dict[str, Any]:
    start, end = (out.proposals[proposal_id] for proposal_id in pair)
    return {"key": key, "from": start, "to": end, "kind": kind, "source": source}
