"""What the front page, the start page and an organisation's page ask of all slices."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, or_, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from civic.answers.models import AnswerStatus, Carried
from civic.answers.queries import answers_behind
from civic.discussions.models import Comment
from civic.forums.models import Ability, Forum, ForumState, Seat
from civic.home.voices import Voice, voice_of_comment, voice_of_proposal
from civic.kernel import clock
from civic.kernel.access import Role
from civic.kernel.db import db
from civic.kernel.paging import Page, page_of
from civic.organisations.models import Organisation
from civic.proposals.models import Position, Proposal, ProposalState
from civic.recommendations.models import Fate, Issue

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import InstrumentedAttribute

    from civic.kernel.access import Actor

ISSUES_ON_FRONT = 3
AT_THE_TABLE = 12


@dataclass(frozen=True)
class Figures:
    """How much there is, visible things only."""

    organisations: int
    proposals: int
    comments: int
    positions: int


def figures() -> Figures:
    """The figures of the whole instance."""
    return _figures(
        select(func.count(Organisation.id)).scalar_subquery(),
        Proposal.hidden_at.is_(None),
        Comment.hidden_at.is_(None),
        Position.replaced_at.is_(None),
    )


def figures_of_organisation(organisation: Organisation) -> Figures:
    """The figures of one organisation; `organisations` counts its seats in force."""
    today = clock.today(clock.now())
    seats = (
        select(func.count(Seat.id))
        .where(
            Seat.organisation_id == organisation.id,
            Seat.starts_on <= today,
            or_(Seat.ends_on.is_(None), Seat.ends_on >= today),
        )
        .scalar_subquery()
    )
    return _figures(
        seats,
        (Proposal.organisation_id == organisation.id) & Proposal.hidden_at.is_(None),
        (Comment.organisation_id == organisation.id) & Comment.hidden_at.is_(None),
        (Position.organisation_id == organisation.id) & Position.replaced_at.is_(None),
    )


def _figures(
    first: ColumnElement[int],
    proposals: ColumnElement[bool],
    comments: ColumnElement[bool],
    positions: ColumnElement[bool],
) -> Figures:
    row = db.session.execute(
        select(
            first,
            select(func.count(Proposal.id)).where(proposals).scalar_subquery(),
            select(func.count(Comment.id)).where(comments).scalar_subquery(),
            select(func.count(Position.id)).where(positions).scalar_subquery(),
        )
    ).one()
    return Figures(*row)


def last_issues() -> Sequence[Issue]:
    """The newest issue of each forum that published one, with the forum; the last published first."""
    newest = select(func.max(Issue.number)).group_by(Issue.forum_id)
    statement = select(Issue).where(Issue.number.in_(newest)).options(joinedload(Issue.forum))
    return db.session.scalars(statement.order_by(Issue.number.desc()).limit(ISSUES_ON_FRONT)).all()


def names_at_the_table() -> Sequence[str]:
    """Up to twelve organisations for the picture of the table: those with seats first, then any."""
    seats = (
        select(func.count(Seat.id))
        .where(Seat.organisation_id == Organisation.id)
        .correlate(Organisation)
        .scalar_subquery()
    )
    return db.session.scalars(
        select(Organisation.name).order_by(seats.desc(), Organisation.id).limit(AT_THE_TABLE)
    ).all()


def seats_of(organisation: Organisation) -> Sequence[Seat]:
    """The seats that an organisation holds today, by forum."""
    return _seats(Seat.organisation_id == organisation.id)


def seats_of_actor(actor: Actor) -> Sequence[Seat]:
    """The seats that a person holds today, as representative or deputy; not in organisations that the person has left."""
    present = {choice.organisation_id for choice in actor.choices}
    return _seats(
        or_(Seat.representative_id == actor.id, Seat.deputy_id == actor.id)
        & Seat.organisation_id.in_(present)
    )


def _seats(whose: ColumnElement[bool]) -> Sequence[Seat]:
    today = clock.today(clock.now())
    return db.session.scalars(
        select(Seat)
        .join(Seat.forum)
        .where(whose, Seat.starts_on <= today, or_(Seat.ends_on.is_(None), Seat.ends_on >= today))
        .options(
            joinedload(Seat.forum).selectinload(Forum.phases),
            joinedload(Seat.organisation),
            joinedload(Seat.representative),
            joinedload(Seat.deputy),
        )
        .order_by(Forum.title)
    ).all()


def without_position(actor: Actor, forum_ids: Iterable[int]) -> Sequence[tuple[int, int]]:
    """How many proposals of others in these forums have no position of the organisation acted for, forum by forum."""
    if actor.organisation_id is None:
        return []
    taken = select(Position.proposal_id).where(
        Position.organisation_id == actor.organisation_id, Position.replaced_at.is_(None)
    )
    rows = db.session.execute(
        select(Proposal.forum_id, func.count(Proposal.id))
        .where(
            Proposal.forum_id.in_(list(forum_ids)),
            Proposal.state == ProposalState.PUBLISHED,
            Proposal.hidden_at.is_(None),
            Proposal.organisation_id.is_distinct_from(actor.organisation_id),
            Proposal.id.not_in(taken),
        )
        .group_by(Proposal.forum_id)
    )
    return [(forum_id, count) for forum_id, count in rows]


def drafts_of(actor: Actor, now: datetime) -> list[Forum]:
    """The working forums whose recommendations a person edits; where drafting runs now stands first.

    Where nobody is named, any editor may begin as soon as drafting has begun.
    """
    whose = Forum.editor_id == actor.id
    if actor.role is Role.EDITOR:
        whose = or_(whose, Forum.editor_id.is_(None))
    forums = db.session.scalars(
        select(Forum)
        .where(whose, Forum.state == ForumState.OPEN)
        .options(selectinload(Forum.phases))
        .order_by(Forum.title)
    )
    at_work = [
        forum
        for forum in forums
        if forum.editor_id == actor.id
        or any(phase.opens <= now for phase in forum.phases_with(Ability.DRAFT))
    ]
    return sorted(at_work, key=lambda forum: not forum.allows(Ability.DRAFT, now))


@dataclass(frozen=True)
class Became:
    """What became of an organisation's visible proposals, amendments and new arguments, in the newest issues that know them."""

    placed: int
    aside: int
    #: How many stand in recommendations that the city answered so; None counts those without an answer.
    answers: Counter[AnswerStatus | None]
    carried: int

    @property
    def told(self) -> int:
        """How many an issue tells of."""
        return self.placed + self.aside


def became_of(organisation: Organisation) -> Became:
    """The numbers of what became of an organisation's voices. Two questions."""
    newest = select(func.max(Issue.number)).group_by(Issue.forum_id)
    about = aliased(Proposal)
    fates = db.session.scalars(
        select(Fate)
        .outerjoin(Proposal, Proposal.id == Fate.proposal_id)
        .outerjoin(Comment, Comment.id == Fate.comment_id)
        .outerjoin(about, about.thread_id == Comment.thread_id)
        .where(
            Fate.issue_number.in_(newest),
            func.coalesce(Proposal.organisation_id, Comment.organisation_id) == organisation.id,
            *(each.hidden_at.is_(None) for each in (Proposal, Comment, about)),
        )
    ).all()
    answers = answers_behind(fates)
    placed = [fate for fate in fates if fate.recommendation]
    said = [
        (answer, answer.current)
        for fate in placed
        if (answer := answers.get(fate.id, {}).get(fate.recommendation))
    ]
    counted: Counter[AnswerStatus | None] = Counter(version.status for _answer, version in said if version)
    counted[None] = len(placed) - counted.total()
    done = sum(answer.carried is Carried.DONE for answer, version in said if version)
    return Became(len(placed), len(fates) - len(placed), counted, done)


def proposals_of_organisation(organisation: Organisation, number: int) -> Page[Voice]:
    """What became of an organisation's visible proposals, the newest first."""
    return _proposals((Proposal.organisation_id == organisation.id) & Proposal.hidden_at.is_(None), number)


def comments_of_organisation(organisation: Organisation, number: int) -> Page[Voice]:
    """What became of an organisation's visible comments on visible proposals, the newest first."""
    return _comments(
        (Comment.organisation_id == organisation.id)
        & Comment.hidden_at.is_(None)
        & Proposal.hidden_at.is_(None),
        number,
    )


def proposals_of_actor(actor: Actor, number: int) -> Page[Voice]:
    """Where one's own proposals are, the hidden ones too, and those of the organisation acted for."""
    ours = [Proposal.person_id == actor.id]
    if actor.organisation_id is not None:
        ours.append((Proposal.organisation_id == actor.organisation_id) & Proposal.hidden_at.is_(None))
    return _proposals(or_(*ours), number)


def comments_of_actor(actor: Actor, number: int) -> Page[Voice]:
    """Where one's own comments are, the hidden ones too."""
    return _comments((Comment.person_id == actor.id) & Proposal.hidden_at.is_(None), number)


def _proposals(which: ColumnElement[bool], number: int) -> Page[Voice]:
    statement = (
        select(Proposal)
        .where(which)
        .options(joinedload(Proposal.current), joinedload(Proposal.forum).selectinload(Forum.phases))
        .order_by(Proposal.at.desc(), Proposal.id.desc())
    )
    page = page_of(statement, number, lambda cut: db.session.scalars(cut).all())
    now, fates = clock.now(), _fates(Fate.proposal_id, [proposal.id for proposal in page.items])
    answers = answers_behind(fates.values())
    return page.of(
        [
            voice_of_proposal(proposal, fate, answers.get(fate.id, {}) if fate else {}, now)
            for proposal in page.items
            for fate in (fates.get(proposal.id),)
        ]
    )


def _comments(which: ColumnElement[bool], number: int) -> Page[Voice]:
    statement = (
        select(Comment, Proposal)
        .join(Proposal, Proposal.thread_id == Comment.thread_id)
        .where(which)
        .options(joinedload(Proposal.current), joinedload(Proposal.forum))
        .order_by(Comment.at.desc(), Comment.id.desc())
    )
    page = page_of(statement, number, lambda cut: db.session.execute(cut).all())
    fates = _fates(Fate.comment_id, [comment.id for comment, _proposal in page.items])
    answers = answers_behind(fates.values())
    return page.of(
        [
            voice_of_comment(comment, proposal, fate, answers.get(fate.id, {}) if fate else {})
            for comment, proposal in page.items
            for fate in (fates.get(comment.id),)
        ]
    )


def _fates(column: InstrumentedAttribute[int | None], ids: Iterable[int]) -> dict[int, Fate]:
    """What the last issue that knew them did with contributions."""
    rows = db.session.scalars(select(Fate).where(column.in_(list(ids))).order_by(Fate.issue_number))
    return {fate.proposal_id or fate.comment_id or 0: fate for fate in rows}
