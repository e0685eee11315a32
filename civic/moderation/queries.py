"""What moderators and authors can ask: what is hidden, what was decided, what came last, what was merged."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, literal, or_, select, union_all
from sqlalchemy.orm import joinedload

from civic.discussions.models import Comment
from civic.kernel.db import db
from civic.kernel.errors import NotFound
from civic.kernel.paging import ROWS, Page, page_of
from civic.moderation.models import Decision
from civic.proposals.models import Merge, Proposal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import ColumnElement, Select

    from civic.kernel.access import Actor

PROPOSAL, COMMENT = "proposal", "comment"
_of_proposal = (
    joinedload(Proposal.current),
    joinedload(Proposal.person),
    joinedload(Proposal.organisation),
    joinedload(Proposal.claimed_organisation),
    joinedload(Proposal.forum),
)
_of_comment = (
    joinedload(Comment.person),
    joinedload(Comment.organisation),
    joinedload(Comment.claimed_organisation),
)


@dataclass(frozen=True)
class Entry:
    """A contribution in a moderator's list: a proposal, or a comment and the proposal it is about."""

    proposal: Proposal
    comment: Comment | None = None

    @property
    def thing(self) -> Proposal | Comment:
        """The contribution itself."""
        return self.comment or self.proposal

    @property
    def text(self) -> str:
        """What was written, as its author typed it."""
        return self.comment.body if self.comment else self.proposal.current.body


@dataclass(frozen=True)
class Decided:
    """A decision and the contribution it is about."""

    decision: Decision
    entry: Entry


def latest(number: int) -> Page[Entry]:
    """The newest contributions first."""
    return _entries(
        select(literal(PROPOSAL).label("kind"), Proposal.id, Proposal.at.label("moment")),
        select(literal(COMMENT).label("kind"), Comment.id, Comment.at.label("moment")),
        number,
    )


def hidden(number: int) -> Page[Entry]:
    """What is hidden now, the latest first."""
    return _entries(
        select(literal(PROPOSAL).label("kind"), Proposal.id, Proposal.hidden_at.label("moment")).where(
            Proposal.hidden_at.is_not(None)
        ),
        select(literal(COMMENT).label("kind"), Comment.id, Comment.hidden_at.label("moment")).where(
            Comment.hidden_at.is_not(None)
        ),
        number,
    )


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
    ours: list[ColumnElement[bool]] = [Proposal.person_id == actor.id, Comment.person_id == actor.id]
    if actor.organisation_id is not None:
        ours += [
            Proposal.organisation_id == actor.organisation_id,
            Comment.organisation_id == actor.organisation_id,
        ]
    statement = select(Decision).outerjoin(Decision.proposal).outerjoin(Decision.comment).where(or_(*ours))
    return _decided(statement, number)


def counts() -> dict[str, int]:
    """How many contributions are hidden, decisions taken, and merges standing."""
    row = db.session.execute(
        select(
            select(func.count(Proposal.id)).where(Proposal.hidden_at.is_not(None)).scalar_subquery()
            + select(func.count(Comment.id)).where(Comment.hidden_at.is_not(None)).scalar_subquery(),
            select(func.count(Decision.id)).scalar_subquery(),
            select(func.count(Merge.id)).where(Merge.undone_at.is_(None)).scalar_subquery(),
        )
    ).one()
    return dict(zip(("hidden", "decisions", "merged"), row, strict=True))


def last_decision(proposal: Proposal) -> Decision | None:
    """The latest decision about a proposal."""
    return db.session.scalars(
        select(Decision)
        .where(Decision.proposal_id == proposal.id)
        .options(joinedload(Decision.by))
        .order_by(Decision.id.desc())
        .limit(1)
    ).one_or_none()


def get_entry(kind: str, thing_id: int) -> Entry:
    """A contribution of any visibility, for moderators, or NotFound."""
    found = _load([(kind, thing_id)])
    if not found:
        raise NotFound
    return found[0]


def _decided(statement: Select[*tuple[Any, ...]], number: int) -> Page[Decided]:
    statement = statement.options(joinedload(Decision.by)).order_by(Decision.at.desc(), Decision.id.desc())
    page = page_of(statement, number, lambda cut: db.session.scalars(cut).all())
    keys = [
        (PROPOSAL, decision.proposal_id) if decision.proposal_id else (COMMENT, decision.comment_id or 0)
        for decision in page.items
    ]
    entries = {(_kind(entry), entry.thing.id): entry for entry in _load(keys)}
    return page.of([Decided(d, entries[key]) for d, key in zip(page.items, keys, strict=True)])


def _entries(
    proposals: Select[*tuple[Any, ...]], comments: Select[*tuple[Any, ...]], number: int
) -> Page[Entry]:
    both = union_all(proposals, comments).subquery()
    statement = select(both.c.kind, both.c.id, both.c.moment).order_by(
        both.c.moment.desc(), both.c.kind, both.c.id.desc()
    )
    page = page_of(statement, number, lambda cut: db.session.execute(cut).all(), ROWS)
    return page.of(_load([(row.kind, row.id) for row in page.items]))


def _kind(entry: Entry) -> str:
    return COMMENT if entry.comment else PROPOSAL


def _load(keys: Sequence[tuple[str, int]]) -> list[Entry]:
    """The contributions of these keys in their order, in three queries at most."""
    ids = {kind: [thing_id for name, thing_id in keys if name == kind] for kind in (PROPOSAL, COMMENT)}
    comments = {
        comment.id: comment
        for comment in db.session.scalars(
            select(Comment).where(Comment.id.in_(ids[COMMENT])).options(*_of_comment)
        )
    }
    threads = {comment.thread_id for comment in comments.values()}
    found = db.session.scalars(
        select(Proposal)
        .where(or_(Proposal.id.in_(ids[PROPOSAL]), Proposal.thread_id.in_(threads)))
        .options(*_of_proposal)
    ).all()
    by_id = {proposal.id: proposal for proposal in found}
    by_thread = {proposal.thread_id: proposal for proposal in found}
    entries = []
    for kind, thing_id in keys:
        comment = comments.get(thing_id) if kind == COMMENT else None
        proposal = by_thread.get(comment.thread_id) if comment else by_id.get(thing_id)
        if proposal is not None and (kind == PROPOSAL or comment is not None):
            entries.append(Entry(proposal, comment))
    return entries
