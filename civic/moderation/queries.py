"""What moderators and authors can ask: what is hidden, what was decided, what came last, what was merged."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from operator import add
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, func, literal, not_, or_, select, true, union_all
from sqlalchemy.orm import joinedload

from civic.boards.models import GrantCall, Notice
from civic.discussions.models import Comment, Conversation
from civic.kernel.db import db
from civic.kernel.errors import NotFound
from civic.kernel.paging import ROWS, Page, page_of
from civic.moderation import postings
from civic.moderation.models import Act, Decision
from civic.moderation.nouns import COMMENT, CONVERSATION, KINDS, POSTINGS, PROPOSAL, THINGS, find_key, noun_of
from civic.moderation.postings import Posted
from civic.proposals.models import Merge, Proposal, Revision
from civic.recommendations.models import ReviewComment

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement, Select

    from civic.kernel.access import Actor

_of_proposal = (
    joinedload(Proposal.current),
    joinedload(Proposal.person),
    joinedload(Proposal.organisation),
    joinedload(Proposal.claimed_organisation),
    joinedload(Proposal.forum),
)
_of_conversation = (
    joinedload(Conversation.person),
    joinedload(Conversation.organisation),
    joinedload(Conversation.claimed_organisation),
    joinedload(Conversation.forum),
)
_of_comment = (
    joinedload(Comment.person),
    joinedload(Comment.organisation),
    joinedload(Comment.claimed_organisation),
)


@dataclass(frozen=True)
class Entry:
    """A contribution in a moderator's list: a proposal or a conversation, or a comment and what it is about."""

    owner: Proposal | Conversation
    comment: Comment | None = None

    @property
    def thing(self) -> Proposal | Conversation | Comment:
        """The contribution itself."""
        return self.comment or self.owner

    @property
    def kind(self) -> str:
        """What it is."""
        return noun_of(self.thing)

    @property
    def text(self) -> str:
        """What was written, as its author typed it."""
        return self._written.body

    @property
    def html(self) -> str:
        """The same as it is shown."""
        return self._written.body_html

    @property
    def address(self) -> str:
        """Where it is read."""
        return f"/c/{self.comment.id}" if self.comment else self.owner.path

    @property
    def label(self) -> str:
        """„P12”."""
        return self.thing.label

    @property
    def signature(self) -> str:
        """The organisation under whose name it stands, if under one."""
        return self.thing.organisation_name

    @property
    def at(self) -> datetime:
        """When it was said."""
        return self.thing.at

    @property
    def _written(self) -> Comment | Conversation | Revision:
        return self.comment or (self.owner.current if isinstance(self.owner, Proposal) else self.owner)


@dataclass(frozen=True)
class Decided:
    """A decision and the contribution it is about."""

    decision: Decision
    #: Nothing where it is about an account.
    entry: Entry | Posted | None


def latest(number: int) -> Page[Entry]:
    """The newest contributions first; what its author deleted is no contribution any more."""
    return _entries(number, lambda kind: kind.at, _not_deleted)


def written_by(person_id: int, number: int) -> Page[Entry]:
    """What one account contributed, of any visibility, the newest first."""
    return _entries(
        number, lambda kind: kind.at, lambda kind: _not_deleted(kind) & (kind.person_id == person_id)
    )


def hidden(number: int) -> Page[Entry | Posted]:
    """What is hidden now, the latest first."""
    page = _keys(number, THINGS, lambda kind: kind.hidden_at, _is_hidden)
    return page.of(things([(row.kind, row.id) for row in page.items]))


def _is_hidden(kind: Any) -> ColumnElement[bool]:
    if kind in POSTINGS.values():
        out_of_sight: ColumnElement[bool] = kind.hidden_at.is_not(None)
        return out_of_sight
    # What waits for a first look has a list of its own: the queue.
    return and_(kind.hidden_at.is_not(None), not_(kind.held & (kind.hidden_reason == "")), _not_deleted(kind))


def _not_deleted(kind: Any) -> ColumnElement[bool]:
    deleted: ColumnElement[bool] = kind.deleted_at.is_(None) if kind is Comment else true()
    return deleted


def merges(number: int) -> Page[Merge]:
    """The merges that stand, the latest first."""
    statement = (
        select(Merge)
        .where(Merge.undone_at.is_(None))
        .options(
            joinedload(Merge.source).joinedload(Proposal.current),
            joinedload(Merge.target).joinedload(Proposal.current),
            joinedload(Merge.by),
        )
        .order_by(Merge.at.desc(), Merge.id.desc())
    )
    return page_of(statement, number, lambda cut: db.session.scalars(cut).all())


def decisions(number: int) -> Page[Decided]:
    """All decisions, the latest first."""
    return _decided(select(Decision), number)


def decisions_about(actor: Actor, number: int = 1) -> Page[Decided]:
    """The decisions about what a person wrote, and about what was written for the organisation acted for."""
    ours: list[ColumnElement[bool]] = [kind.person_id == actor.id for kind in KINDS.values()]
    ours += [
        Decision.person_id == actor.id,
        ReviewComment.person_id == actor.id,
        GrantCall.made_by_id == actor.id,
    ]
    if actor.organisation_id is not None:
        ours += [
            kind.organisation_id == actor.organisation_id for kind in (*KINDS.values(), Notice, ReviewComment)
        ]
    statement = (
        select(Decision)
        .outerjoin(Decision.proposal)
        .outerjoin(Decision.comment)
        .outerjoin(Decision.conversation)
        .outerjoin(Decision.notice)
        .outerjoin(Decision.grant_call)
        .outerjoin(Decision.review_comment)
        .where(or_(*ours))
        # That a moderator looked and left it as it was is no decision about its author.
        .where(Decision.act != Act.KEEP)
    )
    return _decided(statement, number)


def counts() -> dict[str, int]:
    """How many contributions are hidden, decisions taken, and merges standing."""
    row = db.session.execute(
        select(
            reduce(
                add,
                (
                    select(func.count(kind.id)).where(_is_hidden(kind)).scalar_subquery()
                    for kind in THINGS.values()
                ),
            ),
            select(func.count(Decision.id)).scalar_subquery(),
            select(func.count(Merge.id)).where(Merge.undone_at.is_(None)).scalar_subquery(),
        )
    ).one()
    return dict(zip(("hidden", "decisions", "merged"), row, strict=True))


def get_entry(kind: str, thing_id: int) -> Entry:
    """A contribution of any visibility, for moderators, or NotFound."""
    found = _load([(kind, thing_id)])
    if not found:
        raise NotFound
    return found[0]


def get_thing(kind: str, thing_id: int) -> Entry | Posted:
    """The same, of whatever can be decided about."""
    found = things([(kind, thing_id)])
    if not found:
        raise NotFound
    return found[0]


def things(keys: Sequence[tuple[str, int]]) -> list[Entry | Posted]:
    """What can be decided about, of these kinds and ids and of any visibility, in a number of queries that does not grow."""
    contributions = {(each.kind, each.thing.id): each for each in _load(keys)}
    found: dict[tuple[str, int], Entry | Posted] = {**contributions, **postings.load(keys)}
    return [found[key] for key in keys if key in found]


def entries(keys: Sequence[tuple[str, int]]) -> list[Entry]:
    """The contributions of these kinds and ids, of any visibility, in four queries at most."""
    return _load(keys)


def _decided(statement: Select[*tuple[Any, ...]], number: int) -> Page[Decided]:
    statement = statement.options(joinedload(Decision.by)).order_by(Decision.at.desc(), Decision.id.desc())
    page = page_of(statement, number, lambda cut: db.session.scalars(cut).all())
    # A decision about an account has no contribution.
    keys = [find_key(decision) or (COMMENT, 0) for decision in page.items]
    entries = {(entry.kind, entry.thing.id): entry for entry in things(keys)}
    return page.of([Decided(d, entries.get(key)) for d, key in zip(page.items, keys, strict=True)])


def _entries(
    number: int, moment: Callable[[Any], Any], which: Callable[[Any], ColumnElement[bool]]
) -> Page[Entry]:
    """A page of all that people contribute, in the order of a moment."""
    page = _keys(number, KINDS, moment, which)
    return page.of(_load([(row.kind, row.id) for row in page.items]))


def _keys(
    number: int,
    kinds: Mapping[str, Any],
    moment: Callable[[Any], Any],
    which: Callable[[Any], ColumnElement[bool]],
) -> Page[Any]:
    """A page of rows (kind, id) of these kinds, in the order of a moment."""
    every = union_all(
        *(
            select(literal(name).label("kind"), kind.id, moment(kind).label("moment")).where(which(kind))
            for name, kind in kinds.items()
        )
    ).subquery()
    statement = select(every.c.kind, every.c.id, every.c.moment).order_by(
        every.c.moment.desc(), every.c.kind, every.c.id.desc()
    )
    return page_of(statement, number, lambda cut: db.session.execute(cut).all(), ROWS)


def _load(keys: Sequence[tuple[str, int]]) -> list[Entry]:
    """The contributions of these keys in their order, in four queries at most."""
    ids = {kind: [thing_id for name, thing_id in keys if name == kind] for kind in KINDS}
    comments = {
        comment.id: comment
        for comment in db.session.scalars(
            select(Comment).where(Comment.id.in_(ids[COMMENT])).options(*_of_comment)
        )
    }
    threads = {comment.thread_id for comment in comments.values()}
    owners = [
        *_owners(Proposal, ids[PROPOSAL], threads, _of_proposal),
        *_owners(Conversation, ids[CONVERSATION], threads, _of_conversation),
    ]
    by_key = {(Entry(owner).kind, owner.id): owner for owner in owners}
    by_thread = {owner.thread_id: owner for owner in owners}
    entries = []
    for kind, thing_id in keys:
        comment = comments.get(thing_id) if kind == COMMENT else None
        owner = by_thread.get(comment.thread_id) if comment else by_key.get((kind, thing_id))
        if owner is not None and (kind != COMMENT or comment is not None):
            entries.append(Entry(owner, comment))
    return entries


def _owners(kind: Any, ids: Sequence[int], threads: set[int], options: tuple[Any, ...]) -> Sequence[Any]:
    if not ids and not threads:
        return ()
    return db.session.scalars(
        select(kind).where(or_(kind.id.in_(ids), kind.thread_id.in_(threads))).options(*options)
    ).all()
