"""What can be found, as it stands now: for each kind the texts that anybody may read, with who said them and where."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.orm import joinedload

from civic.discussions.models import Comment, Conversation
from civic.insight import around
from civic.insight.marking import plain
from civic.insight.models import Entry, EntryKind
from civic.insight.source import Source
from civic.kernel.db import db
from civic.kernel.finished import fragments
from civic.organisations.models import Organisation
from civic.proposals.models import Proposal, Revision
from civic.recommendations.models import Issue, Item

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def ids_after(kind: EntryKind, after: int, count: int) -> list[int]:
    """The ids of the next things of a kind, hidden ones too."""
    column = MODELS[kind].id
    return list(db.session.scalars(select(column).where(column > after).order_by(column).limit(count)))


def read(kind: EntryKind, ids: Iterable[int]) -> dict[int, Source]:
    """Those of these things that anybody may read, by id; a fixed number of questions."""
    wanted = list(ids)
    return {source.id: source for source in READERS[kind](wanted)} if wanted else {}


def _proposals(ids: Sequence[int]) -> list[Source]:
    rows = db.session.scalars(
        select(Proposal)
        .where(Proposal.id.in_(ids), Proposal.hidden_at.is_(None))
        .options(
            joinedload(Proposal.current),
            joinedload(Proposal.forum),
            joinedload(Proposal.person),
            joinedload(Proposal.organisation),
        )
    )
    return [
        Source(
            EntryKind.PROPOSAL,
            each.id,
            each.current.title,
            _text(each.current),
            each.at,
            each,
            each.forum_id,
            each.organisation_id,
            forum=each.forum,
        )
        for each in rows
    ]


def _text(revision: Revision) -> str:
    said = (revision.body_html, revision.justification_html, revision.effect_html, revision.cost_html)
    return " ".join(filter(None, map(plain, said)))


def _comments(ids: Sequence[int]) -> list[Source]:
    rows: Sequence[Any] = db.session.execute(
        select(Comment, Proposal, Conversation)
        .outerjoin(Proposal, Proposal.thread_id == Comment.thread_id)
        .outerjoin(Conversation, Conversation.thread_id == Comment.thread_id)
        .where(
            Comment.id.in_(ids),
            Comment.hidden_at.is_(None),
            Proposal.hidden_at.is_(None),
            Conversation.hidden_at.is_(None),
        )
        .options(
            joinedload(Comment.person),
            joinedload(Comment.organisation),
            joinedload(Proposal.current).load_only(Revision.title),
            joinedload(Proposal.forum),
            joinedload(Conversation.forum),
        )
    ).all()
    return [
        Source(
            EntryKind.COMMENT,
            comment.id,
            "",
            plain(comment.body_html),
            comment.at,
            comment,
            owner.forum_id,
            comment.organisation_id,
            owner,
            owner.forum,
        )
        for comment, proposal, conversation in rows
        if (owner := proposal or conversation)
    ]


def _conversations(ids: Sequence[int]) -> list[Source]:
    rows = db.session.scalars(
        select(Conversation)
        .where(Conversation.id.in_(ids), Conversation.hidden_at.is_(None))
        .options(
            joinedload(Conversation.forum),
            joinedload(Conversation.person),
            joinedload(Conversation.organisation),
        )
    )
    return [
        Source(
            EntryKind.CONVERSATION,
            each.id,
            each.title,
            " ".join(filter(None, map(plain, (each.body_html, each.summary_html, each.conclusions_html)))),
            each.at,
            each,
            each.forum_id,
            each.organisation_id,
            forum=each.forum,
        )
        for each in rows
    ]


def _organisations(ids: Sequence[int]) -> list[Source]:
    return [
        Source(
            EntryKind.ORGANISATION,
            each.id,
            each.name,
            _told(each),
            each.created_at,
            each,
            organisation_id=each.id,
        )
        for each in db.session.scalars(select(Organisation).where(Organisation.id.in_(ids)))
    ]


def _told(organisation: Organisation) -> str:
    """What the organisation's page tells: its own words only where somebody confirmed that they are its own."""
    own = [organisation.about, organisation.offers, organisation.needs, *organisation.topics]
    told = [
        *(own if organisation.has_confirmed_voice else []),
        organisation.district or "",
        organisation.seat,
    ]
    return " · ".join(filter(None, (" ".join(part.split()) for part in told)))


def _recommendations(ids: Sequence[int]) -> list[Source]:
    rows = db.session.scalars(
        select(Item).where(Item.id.in_(ids)).options(joinedload(Item.issue).joinedload(Issue.forum))
    )
    return [
        Source(
            EntryKind.RECOMMENDATION,
            each.id,
            each.title,
            _issued(each.issue_number, each.issue.sha256).get(each.key, ""),
            each.issue.published_at,
            each,
            each.issue.forum_id,
            owner=each.issue,
            forum=each.issue.forum,
        )
        for each in rows
    ]


def items_of(number: int) -> list[int]:
    """The ids of the recommendations that an issue printed."""
    return list(db.session.scalars(select(Item.id).where(Item.issue_number == number)))


def _issued(number: int, sha256: str) -> dict[str, str]:
    """The text of each recommendation of an issue, by key; what was read once is kept while it has that fingerprint."""

    def make() -> dict[str, str]:
        text = db.session.scalar(select(Issue.document).where(Issue.number == number)) or "{}"
        found = [
            each for part in json.loads(text).get("sections", ()) for each in part.get("recommendations", ())
        ]
        return {
            each["id"]: " ".join(
                " ".join(passage["text"].split())
                for passage in (*each.get("passages", ()), *each.get("justification", ()))
            )
            for each in found
        }

    texts: dict[str, str] = fragments.get(
        ("issued", number, sha256), make, lambda made: sum(map(len, made.values())) + 500
    )
    return texts


def readable() -> ColumnElement[bool]:
    """Whether anybody may read, at this very moment, what an entry leads to."""
    proposal = exists().where(Proposal.id == Entry.source_id, Proposal.hidden_at.is_(None))
    conversation = exists().where(Conversation.id == Entry.source_id, Conversation.hidden_at.is_(None))
    comment = exists().where(Comment.id == Entry.source_id, Comment.hidden_at.is_(None))
    on_proposal = comment.where(Proposal.thread_id == Comment.thread_id, Proposal.hidden_at.is_(None))
    in_conversation = comment.where(
        Conversation.thread_id == Comment.thread_id, Conversation.hidden_at.is_(None)
    )
    return or_(
        Entry.kind.in_([EntryKind.ORGANISATION, EntryKind.RECOMMENDATION, *around.ALWAYS]),
        (Entry.kind == EntryKind.PROPOSAL) & proposal,
        (Entry.kind == EntryKind.COMMENT) & (on_proposal | in_conversation),
        (Entry.kind == EntryKind.CONVERSATION) & conversation,
        *around.readable(),
    )


MODELS: dict[EntryKind, Any] = {
    EntryKind.PROPOSAL: Proposal,
    EntryKind.COMMENT: Comment,
    EntryKind.CONVERSATION: Conversation,
    EntryKind.ORGANISATION: Organisation,
    EntryKind.RECOMMENDATION: Item,
    **around.MODELS,
}
READERS = {
    EntryKind.PROPOSAL: _proposals,
    EntryKind.COMMENT: _comments,
    EntryKind.CONVERSATION: _conversations,
    EntryKind.ORGANISATION: _organisations,
    EntryKind.RECOMMENDATION: _recommendations,
    **around.READERS,
}
