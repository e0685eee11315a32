"""What waits for whom among answers: the officials' own list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from civic.answers import hands
from civic.answers.models import Answer, AnsweringUnit, AnswerStep, Chain, Return, Stage
from civic.answers.queries.register import found_all
from civic.answers.queries.settings import chains
from civic.forums.models import Forum
from civic.kernel.db import db
from civic.kernel.errors import NotFound
from civic.recommendations.models import Issue, Item

if TYPE_CHECKING:
    from civic.kernel.access import Actor

#: More than this stands in nobody's list of work; the register has them all.
MOST = 300


@dataclass(frozen=True)
class LastDay:
    """A day by which the city is to answer recommendations of an issue that nobody can read the answers to yet."""

    issue: int
    forum: str
    day: date
    published_at: datetime


@dataclass(frozen=True)
class Waiting:
    """One answer in the list of work: what it waits for, and whether it waits for the one who looks."""

    answer: Answer
    following: Stage
    mine: bool


def work(actor: Actor, *, unit: str = "", issue: int = 0) -> list[Waiting]:
    """The answers that are on their way, the nearest deadline first and what waits for the reader before the rest of that day."""
    statement = found_all().where(Answer.stage != Stage.PUBLISHED)
    if unit:
        statement = statement.where(AnsweringUnit.slug == unit)
    if issue:
        statement = statement.where(Issue.number == issue)
    statement = statement.order_by(
        func.coalesce(Answer.due_on, date.max), Issue.number.desc(), Item.id
    ).limit(MOST)
    rows = db.session.scalars(statement).all()
    set_for = chains(sorted({answer.item.issue.forum_id for answer in rows}))
    return [_waiting(answer, set_for[answer.item.issue.forum_id], actor) for answer in rows]


def _waiting(answer: Answer, chain: Chain, actor: Actor) -> Waiting:
    following = hands.next_stage(answer.stage, chain) or Stage.PUBLISHED
    return Waiting(answer, following, hands.may_take(actor, answer, chain, following))


def issues_unopened() -> Sequence[Issue]:
    """The newest issue of each forum, where none of its recommendations waits for an answer yet."""
    newest = select(func.max(Issue.number)).group_by(Issue.forum_id)
    opened = select(Item.issue_number).join(Answer, Answer.item_id == Item.id)
    statement = (
        select(Issue)
        .where(Issue.number.in_(newest), Issue.number.not_in(opened))
        .options(joinedload(Issue.forum))
    )
    return db.session.scalars(statement.order_by(Issue.number.desc())).all()


def of_unit(unit: AnsweringUnit) -> Sequence[Answer]:
    """What a unit has to answer: all of its answers that are not published, the nearest deadline first."""
    statement = found_all().where(Answer.unit_id == unit.id, Answer.stage != Stage.PUBLISHED)
    return db.session.scalars(
        statement.order_by(func.coalesce(Answer.due_on, date.max), Issue.number.desc(), Item.id)
    ).all()


def get_return(return_id: int) -> Return:
    """The returned file of that id, or NotFound."""
    found = db.session.scalar(select(Return).where(Return.id == return_id).options(joinedload(Return.unit)))
    if found is None:
        raise NotFound
    return found


def steps_of(answer: Answer) -> Sequence[AnswerStep]:
    """Every step of an answer with who took it, the newest first."""
    statement = select(AnswerStep).where(AnswerStep.answer_id == answer.id).options(joinedload(AnswerStep.by))
    return db.session.scalars(statement.order_by(AnswerStep.id.desc())).all()


def due_at(today: date, marks: Sequence[int]) -> Sequence[Any]:
    """(issue, forum, unit, deadline, how many) of answers that nobody can read, whose deadline is near or has passed."""
    nearest = today + timedelta(days=max(marks))
    statement = (
        select(
            Issue.number.label("issue"),
            Issue.forum_id.label("forum"),
            Answer.unit_id.label("unit"),
            Answer.due_on.label("due_on"),
            func.count(Answer.id).label("count"),
        )
        .select_from(Answer)
        .join(Item, Answer.item_id == Item.id)
        .join(Issue, Item.issue_number == Issue.number)
        .where(Answer.published_no == 0, Answer.due_on <= nearest, Answer.unit_id.is_not(None))
        .group_by(Issue.number, Issue.forum_id, Answer.unit_id, Answer.due_on)
        .order_by(Answer.due_on, Issue.number)
    )
    return db.session.execute(statement).all()


def last_days(since: date, until: date | None = None) -> list[LastDay]:
    """The last days for answers that are waited for, from one day up to another that is not among them. One question."""
    ends = () if until is None else (Answer.due_on < until,)
    statement = (
        select(Issue.number, Forum.title, Answer.due_on, Issue.published_at)
        .select_from(Answer)
        .join(Item, Answer.item_id == Item.id)
        .join(Issue, Item.issue_number == Issue.number)
        .join(Forum, Issue.forum_id == Forum.id)
        .where(Answer.published_no == 0, Answer.due_on >= since, *ends)
        .distinct()
        .order_by(Answer.due_on, Issue.number)
    )
    rows = db.session.execute(statement)
    return [LastDay(issue, forum, day, at) for issue, forum, day, at in rows if day is not None]
