"""What editors of one draft may ask of each other: the acts so far, who is where, their notes."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, func, select
from sqlalchemy.orm import joinedload, selectinload

from civic.accounts.models import User
from civic.discussions.models import Comment, CommentKind
from civic.forums.models import Forum
from civic.kernel.db import db
from civic.kernel.errors import NotFound
from civic.kernel.events import EventRow
from civic.kernel.paging import Page, page_of
from civic.proposals.models import Proposal
from civic.recommendations.compile.proposing import Argument
from civic.recommendations.events import DraftEvent
from civic.recommendations.models import DeskAct, Draft, Note, Presence, Recommendation, WordingLock
from civic.recommendations.models.together import ASKED_FOR, PRESENT_FOR, WORDED_FOR
from civic.recommendations.queries.desk import get_comment_of, get_proposal_of, get_recommendation


@dataclass(frozen=True)
class Editor:
    """Somebody who is at the desk just now: what lay open when they were last heard of, and which wording they hold."""

    user_id: int
    name: str
    recommendation_id: int | None
    seen_at: datetime
    worded: int | None

    @property
    def words(self) -> bool:
        """Whether a wording is held."""
        return self.worded is not None


def find_draft_row(forum: Forum) -> Draft | None:
    """The forum's draft itself, without what stands in it."""
    return db.session.scalar(select(Draft).where(Draft.forum_id == forum.id))


def get_act(draft: Draft, act_id: int) -> DeskAct:
    """The act of that id at this draft, or NotFound."""
    act = db.session.get(DeskAct, act_id)
    if act is None or act.draft_id != draft.id:
        raise NotFound
    return act


def acts_of(draft: Draft, number: int) -> Page[DeskAct]:
    """A page of the acts at a draft, the newest first."""
    statement = (
        select(DeskAct)
        .where(DeskAct.draft_id == draft.id)
        .options(joinedload(DeskAct.by), selectinload(DeskAct.undoes).selectinload(DeskAct.undoes))
        .order_by(DeskAct.id.desc())
    )
    return page_of(statement, number, lambda cut: db.session.scalars(cut).all())


def last_act(draft: Draft) -> DeskAct | None:
    """The newest act that is neither undone nor an undoing."""
    return db.session.scalar(
        select(DeskAct)
        .where(DeskAct.draft_id == draft.id, DeskAct.undone.is_(False), DeskAct.undoes_id.is_(None))
        .options(joinedload(DeskAct.by))
        .order_by(DeskAct.id.desc())
        .limit(1)
    )


def editors_at(draft: Draft, now: datetime) -> list[Editor]:
    """Who is at the desk just now, by name."""
    held = and_(
        WordingLock.draft_id == Presence.draft_id,
        WordingLock.user_id == Presence.user_id,
        WordingLock.seen_at > now - WORDED_FOR,
    )
    here = (
        select(Presence.user_id, User.name, Presence.recommendation_id, Presence.seen_at)
        .add_columns(func.max(WordingLock.recommendation_id))
        .join(User, User.id == Presence.user_id)
        .outerjoin(WordingLock, held)
        .where(Presence.draft_id == draft.id, Presence.seen_at > now - PRESENT_FOR)
        .group_by(Presence.user_id, User.name, Presence.recommendation_id, Presence.seen_at)
        .order_by(User.name, Presence.user_id)
    )
    return [Editor(*row) for row in db.session.execute(here)]


def proposed_in(forum: Forum) -> int:
    """How many recommendations of the forum's draft the machine proposed and nobody accepted."""
    statement = (
        select(func.count(Recommendation.id))
        .join(Draft, Draft.id == Recommendation.draft_id)
        .where(Draft.forum_id == forum.id, Recommendation.proposed)
    )
    return db.session.scalar(statement) or 0


def find_asked(draft: Draft, now: datetime) -> int | None:
    """Who waits for the machine to put a first draft together just now, by id."""
    told = ("FirstDraftAsked", "FirstDraftProposed", "FirstDraftFailed")
    last = db.session.execute(
        select(EventRow.name, EventRow.at, EventRow.actor)
        .where(EventRow.subject == f"{DraftEvent.noun}:{draft.id}", EventRow.name.in_(told))
        .order_by(EventRow.seq.desc())
        .limit(1)
    ).one_or_none()
    if last is None or last.name != "FirstDraftAsked" or last.at <= now - ASKED_FOR:
        return None
    return int(last.actor.removeprefix("user:"))


def drafts_asked_for(now: datetime) -> list[Draft]:
    """The drafts for which somebody waits so."""
    subjects = select(EventRow.subject).where(
        EventRow.name == "FirstDraftAsked", EventRow.at > now - ASKED_FOR
    )
    ids = {int(subject.removeprefix(f"{DraftEvent.noun}:")) for subject in db.session.scalars(subjects)}
    if not ids:
        return []
    found = db.session.scalars(select(Draft).where(Draft.id.in_(ids)).order_by(Draft.id))
    return [draft for draft in found if find_asked(draft, now) is not None]


def waiting_at(draft: Draft, chosen: Collection[int] | None = None) -> list[Recommendation]:
    """What the machine proposed and nobody accepted, or those of it with these ids, whole, in the order of the draft."""
    statement = (
        select(Recommendation)
        .where(Recommendation.draft_id == draft.id, Recommendation.proposed)
        .options(selectinload(Recommendation.sources), selectinload(Recommendation.quotes))
        .options(selectinload(Recommendation.dissents), selectinload(Recommendation.conflicts))
        .order_by(Recommendation.position, Recommendation.id)
    )
    found = db.session.scalars(statement)
    return [each for each in found if chosen is None or each.id in chosen]


def arguments_in(forum: Forum) -> list[Argument]:
    """The visible comments for and against the forum's visible proposals, with their texts."""
    sides = {CommentKind.FOR: "za", CommentKind.AGAINST: "przeciw"}
    statement = (
        select(Comment.id, Proposal.id.label("proposal_id"), Comment.kind, Comment.body)
        .join(Proposal, Proposal.thread_id == Comment.thread_id)
        .where(
            Proposal.forum_id == forum.id,
            Proposal.hidden_at.is_(None),
            Comment.hidden_at.is_(None),
            Comment.kind.in_(sides),
        )
        .order_by(Comment.id)
    )
    return [
        Argument(row.id, row.proposal_id, sides[row.kind], row.body) for row in db.session.execute(statement)
    ]


def get_note(draft: Draft, note_id: int) -> Note:
    """The note of that id at this draft, or NotFound."""
    note = db.session.get(Note, note_id)
    if note is None or note.draft_id != draft.id:
        raise NotFound
    return note


def notes_of(draft: Draft) -> list[Note]:
    """The notes at a draft: the open ones first, each part the newest first."""
    statement = (
        select(Note)
        .where(Note.draft_id == draft.id)
        .options(joinedload(Note.by), joinedload(Note.resolved_by))
        .order_by(Note.resolved_at.is_not(None), Note.id.desc())
    )
    return list(db.session.scalars(statement))


def noted(draft: Draft, about: str) -> dict[str, Any]:
    """What a note is about, as its columns hold it.

    Raises:
        NotFound: for a label of nothing that is the draft's.
    """
    if not about:
        return {}
    digits = about[1:]
    key = int(digits) if digits.isdecimal() and len(digits) < 10 else 0
    if about[0] == "r":
        return {"recommendation_id": get_recommendation(draft, key).id}
    if about[0] == "P":
        return {"proposal_id": get_proposal_of(draft, key).id}
    if about[0] == "K":
        return {"comment_id": get_comment_of(draft, key).id}
    raise NotFound


def titles_of(draft: Draft) -> dict[int, str]:
    """What the draft's recommendations are called, by id."""
    statement = select(Recommendation.id, Recommendation.title).where(Recommendation.draft_id == draft.id)
    return {row.id: row.title for row in db.session.execute(statement)}
