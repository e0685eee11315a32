"""The register of answers: what everybody can ask of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from civic.answers.models import (
    OVER,
    PROMISES,
    Answer,
    AnsweringUnit,
    AnswerStatus,
    AnswerVersion,
)
from civic.forums.models import Forum
from civic.kernel.db import db
from civic.kernel.errors import NotFound
from civic.kernel.paging import Page, page_of
from civic.recommendations.models import Issue, Item

#: In the filter by status: no answer has been published.
WAITING = "czeka"


@dataclass(frozen=True)
class Asked:
    """What somebody looks for in the register; nothing means all."""

    status: str = ""
    unit: str = ""
    forum: str = ""
    late: bool = False
    issue: int = 0


@dataclass(frozen=True)
class Figures:
    """How many answers there are, by what they say, and how many are late."""

    total: int = 0
    answered: int = 0
    late: int = 0
    carried_late: int = 0
    by_status: dict[str, int] = field(default_factory=dict)

    @property
    def waiting(self) -> int:
        """How many recommendations have no published answer."""
        return self.total - self.answered


def is_late(today: date) -> ColumnElement[bool]:
    """No answer is published, though its deadline has passed."""
    return and_(Answer.published_no == 0, Answer.due_on < today)


def is_carried_late(today: date) -> ColumnElement[bool]:
    """What was promised should be carried out by now."""
    return and_(
        AnswerVersion.status.in_(PROMISES),
        AnswerVersion.carry_out_by < today,
        or_(Answer.carried.is_(None), Answer.carried.not_in(OVER)),
    )


def found_all() -> Select[Answer]:
    """Every answer with all that a line shows, in no order."""
    statement: Select[Answer] = _joined(select(Answer))
    return statement.options(
        contains_eager(Answer.item).contains_eager(Item.issue).contains_eager(Issue.forum),
        contains_eager(Answer.current),
        contains_eager(Answer.unit),
    )


def found(asked: Asked, today: date) -> Select[Answer]:
    """The answers that somebody looks for; those of the newest issue first, as they are numbered."""
    return found_all().where(*_conditions(asked, today)).order_by(Issue.number.desc(), Item.id)


def register(asked: Asked, number: int, today: date) -> Page[Answer]:
    """A page of the register. Two questions."""
    return page_of(found(asked, today), number, lambda cut: db.session.scalars(cut).all())


def latest(limit: int) -> Sequence[Answer]:
    """The answers that were published last, each once. One question."""
    statement = found_all().where(Answer.published_no > 0)
    return db.session.scalars(
        statement.order_by(AnswerVersion.published_at.desc(), Answer.id.desc()).limit(limit)
    ).all()


def every(asked: Asked, today: date) -> Iterator[Answer]:
    """The whole of what was asked, row by row at constant memory."""
    yield from db.session.scalars(found(asked, today).execution_options(yield_per=500))


def figures(today: date, asked: Asked | None = None) -> Figures:
    """What the register holds, in one question."""
    late, carried = is_late(today), is_carried_late(today)
    statement = _joined(
        select(
            AnswerVersion.status,
            func.count(Answer.id),
            func.sum(case((late, 1), else_=0)),
            func.sum(case((carried, 1), else_=0)),
        ).select_from(Answer)
    ).group_by(AnswerVersion.status)
    rows = db.session.execute(statement.where(*_conditions(asked or Asked(), today))).all()
    counted = {str(row[0].value): row[1] for row in rows if row[0] is not None}
    return Figures(
        total=sum(row[1] for row in rows),
        answered=sum(counted.values()),
        late=sum(int(row[2]) for row in rows),
        carried_late=sum(int(row[3]) for row in rows),
        by_status=counted,
    )


def forums_with_answers() -> Sequence[Forum]:
    """The forums whose recommendations wait for answers, or have them."""
    ids = select(Issue.forum_id).join(Item).join(Answer, Answer.item_id == Item.id)
    return db.session.scalars(select(Forum).where(Forum.id.in_(ids)).order_by(Forum.title)).all()


def get_answer(answer_id: int) -> Answer:
    """The answer of that id with its recommendation, or NotFound."""
    answer = db.session.scalar(select(Answer).where(Answer.id == answer_id).options(*_with_item()))
    if answer is None:
        raise NotFound
    return answer


def get_answers(ids: Iterable[int]) -> Sequence[Answer]:
    """The answers of those ids, in the order of their recommendations; unknown ids are left out."""
    statement = select(Answer).join(Item).where(Answer.id.in_(set(ids))).options(*_with_item())
    return db.session.scalars(statement.order_by(Item.issue_number.desc(), Item.id)).all()


def answers_to(issue_number: int) -> dict[str, Answer]:
    """The answers to the recommendations of an issue, by their keys; those that are open, published or not. Two questions.

    Where the issue itself has no answer to a recommendation, the newest earlier issue that answered the same one counts.
    """
    mine = select(Item.key).where(Item.issue_number == issue_number)
    forum = select(Issue.forum_id).where(Issue.number == issue_number).scalar_subquery()
    return _by_key(
        select(Answer)
        .join(Item)
        .join(Issue)
        .where(Item.key.in_(mine), Item.issue_number <= issue_number, Issue.forum_id == forum)
    )


def answers_of_keys(forum_id: int, keys: Iterable[str]) -> dict[str, Answer]:
    """The newest answers to recommendations of a forum, by their keys. Two questions."""
    statement = (
        select(Answer).join(Item).join(Issue).where(Issue.forum_id == forum_id, Item.key.in_(set(keys)))
    )
    return _by_key(statement)


def _by_key(statement: Select[Answer]) -> dict[str, Answer]:
    """By key: an open answer of a later issue gives way to one of an earlier issue that is published."""
    rows = db.session.scalars(statement.options(*_with_item()).order_by(Item.issue_number)).all()
    kept: dict[str, Answer] = {}
    for answer in rows:
        before = kept.get(answer.item.key)
        if before is None or answer.published_no or not before.published_no:
            kept[answer.item.key] = answer
    return kept


def _with_item() -> tuple[Any, ...]:
    return (
        joinedload(Answer.item).joinedload(Item.issue).joinedload(Issue.forum),
        joinedload(Answer.unit),
        joinedload(Answer.current),
        selectinload(Answer.extensions),
    )


def _joined(statement: Any) -> Any:
    return (
        statement.join(Item, Answer.item_id == Item.id)
        .join(Issue, Item.issue_number == Issue.number)
        .join(Forum, Issue.forum_id == Forum.id)
        .outerjoin(AnsweringUnit, Answer.unit_id == AnsweringUnit.id)
        .outerjoin(
            AnswerVersion,
            and_(AnswerVersion.answer_id == Answer.id, AnswerVersion.no == Answer.published_no),
        )
    )


def _conditions(asked: Asked, today: date) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if asked.status == WAITING:
        conditions.append(Answer.published_no == 0)
    elif asked.status in set(AnswerStatus):
        conditions.append(AnswerVersion.status == AnswerStatus(asked.status))
    if asked.unit:
        conditions.append(AnsweringUnit.slug == asked.unit)
    if asked.forum:
        conditions.append(Forum.slug == asked.forum)
    if asked.issue:
        conditions.append(Issue.number == asked.issue)
    if asked.late:
        conditions.append(or_(is_late(today), is_carried_late(today)))
    return conditions
