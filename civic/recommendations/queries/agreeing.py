"""What can be asked of reviews, ballots and objections, each looked up so that a foreign id is not found."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from civic.discussions.models import Comment
from civic.forums.models import Forum
from civic.kernel import clock
from civic.kernel.db import db
from civic.kernel.errors import NotFound
from civic.proposals.models import Proposal
from civic.recommendations.models import (
    LEFT_OUT,
    WHOLE,
    AsideObjection,
    Ballot,
    Copy,
    Draft,
    Issue,
    ObjectionStand,
    Review,
    ReviewComment,
    SetAside,
)
from civic.recommendations.tally import Count, Paper, tally

#: How long an author may object to being left out, and a seat file its minority opinion, in days after the first.
DAYS = 7


def get_review(review_id: int) -> Review:
    """The review of that id with its copy, or NotFound."""
    review = db.session.get(Review, review_id, options=[joinedload(Review.copy).joinedload(Copy.forum)])
    if review is None:
        raise NotFound
    return review


def get_review_comment(review: Review, comment_id: int) -> ReviewComment:
    """The comment of that id in this review, or NotFound."""
    found = db.session.get(ReviewComment, comment_id)
    if found is None or found.review_id != review.id:
        raise NotFound
    return found


def reviews_of(forum: Forum) -> Sequence[Review]:
    """The forum's reviews, the newest first."""
    statement = (
        select(Review)
        .join(Copy, Copy.id == Review.copy_id)
        .where(Copy.forum_id == forum.id)
        .options(joinedload(Review.copy))
        .order_by(Review.id.desc())
    )
    return db.session.scalars(statement).all()


def copy_before(copy: Copy) -> Copy | None:
    """The reading copy that was reviewed before this one."""
    statement = (
        select(Copy)
        .join(Review, Review.copy_id == Copy.id)
        .where(Copy.forum_id == copy.forum_id, Copy.number < copy.number)
        .order_by(Copy.number.desc())
        .limit(1)
    )
    return db.session.scalar(statement)


def get_ballot(ballot_id: int) -> Ballot:
    """The ballot of that id with its seats and sheets, or NotFound."""
    ballot = db.session.scalar(select(Ballot).where(Ballot.id == ballot_id).options(*_whole))
    if ballot is None:
        raise NotFound
    return ballot


_whole = (
    joinedload(Ballot.copy),
    joinedload(Ballot.forum),
    selectinload(Ballot.seats),
    selectinload(Ballot.sheets),
    selectinload(Ballot.opinions),
)


def ballots_of(forum: Forum) -> Sequence[Ballot]:
    """The forum's ballots, the newest first."""
    statement = select(Ballot).where(Ballot.forum_id == forum.id).options(*_whole).order_by(Ballot.id.desc())
    return db.session.scalars(statement).all()


def ballot_of_issue(number: int) -> Ballot | None:
    """The ballot on whose strength an issue was published."""
    statement = select(Ballot).where(Ballot.issue_number == number).options(*_whole).limit(1)
    return db.session.scalar(statement)


def due_ballots(now: datetime) -> Sequence[Ballot]:
    """Those whose last day is over and that nobody has closed."""
    statement = select(Ballot).where(Ballot.closed_at.is_(None), Ballot.closes_on < clock.today(now))
    return db.session.scalars(statement.options(*_whole).order_by(Ballot.id)).all()


def papers(ballot: Ballot) -> list[Paper]:
    """The ballot's sheets as they are counted."""
    return [Paper(s.organisation_id, s.as_deputy, s.id, s.votes) for s in ballot.sheets]


def counts(ballot: Ballot) -> list[Count]:
    """The result of each question."""
    return tally(papers(ballot), ballot.questions, ballot.quorum)


def passed(ballot: Ballot) -> bool:
    """Whether all that was asked found a majority."""
    return all(count.passed for count in counts(ballot))


def opinion_questions(ballot: Ballot) -> list[str]:
    """What a minority opinion may be about: the whole, or one recommendation that was voted on."""
    return [WHOLE, *(question for question in ballot.questions if question not in {WHOLE, LEFT_OUT})]


def opinions_until(ballot: Ballot) -> datetime:
    """The last second in which a minority opinion is taken."""
    over = ballot.closed_at or ballot.closes_at
    return clock.end_of(clock.today(over) + timedelta(days=DAYS))


def objections_until(aside_at: datetime) -> datetime:
    """The last second in which an author may object to being left out."""
    return clock.end_of(clock.today(aside_at) + timedelta(days=DAYS))


def find_aside(thing: Proposal | Comment) -> tuple[Forum, SetAside] | None:
    """Where a contribution is set aside now."""
    mine = SetAside.proposal_id if isinstance(thing, Proposal) else SetAside.comment_id
    row = db.session.execute(
        select(Forum, SetAside)
        .join(Draft, Draft.id == SetAside.draft_id)
        .join(Forum, Forum.id == Draft.forum_id)
        .where(mine == thing.id)
        .limit(1)
    ).first()
    return (row[0], row[1]) if row is not None else None


def objections_to(asides: Iterable[SetAside]) -> dict[int, AsideObjection]:
    """The id of what is set aside → the objection to this very act, in one question."""
    by_act = {(row.proposal_id, row.comment_id, row.at): row.id for row in asides}
    about = or_(
        AsideObjection.proposal_id.in_({proposal for proposal, _comment, _at in by_act} - {None}),
        AsideObjection.comment_id.in_({comment for _proposal, comment, _at in by_act} - {None}),
    )
    made = db.session.scalars(select(AsideObjection).where(about)).all() if by_act else ()
    found = {by_act.get((each.proposal_id, each.comment_id, each.aside_at)): each for each in made}
    return {key: each for key, each in found.items() if key is not None}


def newest_and_open(forum: Forum, now: datetime) -> tuple[Issue | None, bool]:
    """The forum's newest issue, and whether its draft is being reviewed or voted on; one question."""
    today = clock.today(now)
    review = select(Review.id).join(Copy, Copy.id == Review.copy_id)
    reviewed = review.where(Copy.forum_id == forum.id, Review.opens_on <= today, Review.closes_on >= today)
    voted = select(Ballot.id).where(
        Ballot.forum_id == forum.id, Ballot.closed_at.is_(None), Ballot.closes_on >= today
    )
    newest = select(func.max(Issue.number)).where(Issue.forum_id == forum.id).scalar_subquery()
    row = db.session.execute(
        select(Issue, or_(reviewed.exists(), voted.exists()))
        .select_from(Forum)
        .outerjoin(Issue, Issue.number == newest)
        .where(Forum.id == forum.id)
    ).one()
    return row[0], bool(row[1])


def find_objection(aside: SetAside) -> AsideObjection | None:
    """The objection to this very act."""
    return db.session.scalar(
        select(AsideObjection).where(
            AsideObjection.aside_at == aside.at,
            AsideObjection.proposal_id == aside.proposal_id
            if aside.proposal_id
            else AsideObjection.comment_id == aside.comment_id,
        )
    )


def objections_of(forum: Forum) -> Sequence[AsideObjection]:
    """The forum's objections, those that wait first."""
    statement = (
        select(AsideObjection)
        .where(AsideObjection.forum_id == forum.id)
        .order_by(AsideObjection.answered_at.is_not(None), AsideObjection.id)
    )
    return db.session.scalars(statement).all()


def get_objection(forum: Forum, objection_id: int) -> AsideObjection:
    """The objection of that id in this forum, or NotFound."""
    found = db.session.get(AsideObjection, objection_id)
    if found is None or found.forum_id != forum.id:
        raise NotFound
    return found


def waiting_objections(forum: Forum) -> int:
    """How many wait for an answer."""
    return sum(each.stand is ObjectionStand.WAITING for each in objections_of(forum))


def last_aside(forum: Forum) -> datetime | None:
    """When something was set aside last that still is."""
    return db.session.scalar(
        select(SetAside.at)
        .join(Draft, Draft.id == SetAside.draft_id)
        .where(Draft.forum_id == forum.id)
        .order_by(SetAside.at.desc())
        .limit(1)
    )


def things_of(asides: Iterable[SetAside | AsideObjection]) -> dict[str, Proposal | Comment]:
    """Label → the contribution, in two questions."""
    rows = list(asides)
    ids = {row.proposal_id for row in rows} - {None}
    proposals = select(Proposal).where(Proposal.id.in_(ids)).options(joinedload(Proposal.current))
    comments = select(Comment).where(Comment.id.in_({row.comment_id for row in rows} - {None}))
    found: dict[str, Proposal | Comment] = {f"P{each.id}": each for each in db.session.scalars(proposals)}
    return found | {f"K{each.id}": each for each in db.session.scalars(comments)}
