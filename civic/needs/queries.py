"""What can be asked of needs: those that are published, those that wait, and one by its number or its private link."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from civic.answers.models import AnsweringUnit
from civic.kernel.db import db
from civic.kernel.errors import NotFound
from civic.kernel.paging import Page, page_of
from civic.needs.links import hash_of
from civic.needs.models import Need, NeedState, Sorting

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date
    from typing import Any

    from sqlalchemy import ColumnElement, Select

    from civic.discussions.models import Conversation

PUBLISHED = (Need.published_at.is_not(None), Need.state != NeedState.REFUSED, Need.hidden_at.is_(None))
#: In the list of those who sort: which needs stand in it.
WAITING, DIRECTED, LATE, REFUSED = "czekaja", "skierowane", "po-terminie", "niepublikowane"
LISTS = (WAITING, DIRECTED, LATE, REFUSED)


@dataclass(frozen=True)
class Wanted:
    """What somebody looks for among the published needs; nothing means all."""

    state: str = ""
    unit: str = ""
    text: str = ""


def published(wanted: Wanted, number: int) -> Page[Need]:
    """A page of the published needs, the newest first. Two questions."""
    return page_of(_found(wanted), number, lambda cut: db.session.scalars(cut).all())


def every(wanted: Wanted) -> Iterator[Need]:
    """All of what was asked, row by row at constant memory."""
    yield from db.session.scalars(_found(wanted).execution_options(yield_per=500))


def _found(wanted: Wanted) -> Select[Need]:
    statement: Select[Need] = (
        select(Need).where(*PUBLISHED).options(joinedload(Need.unit)).order_by(Need.id.desc())
    )
    if wanted.state:
        statement = statement.where(Need.state == wanted.state)
    if wanted.unit:
        statement = statement.join(Need.unit).where(AnsweringUnit.slug == wanted.unit)
    for word in wanted.text.split()[:8]:
        held = Need.title + " " + Need.public_text + " " + Need.public_place
        statement = statement.where(held.icontains(word, autoescape=True))
    return statement


def counts() -> dict[NeedState, int]:
    """How many published needs there are in each state; those that wait and those that are not published too."""
    rows = db.session.execute(select(Need.state, func.count(Need.id)).group_by(Need.state))
    return {row[0]: row[1] for row in rows}


def units_with_needs() -> Sequence[AnsweringUnit]:
    """The units that have a need to answer, or answered one."""
    ids = select(Need.unit_id).where(Need.unit_id.is_not(None))
    return db.session.scalars(
        select(AnsweringUnit).where(AnsweringUnit.id.in_(ids)).order_by(AnsweringUnit.name)
    ).all()


def listed(name: str, number: int, today: date, unit: str = "") -> Page[Need]:
    """One list of those who sort, the oldest first; of one unit by name where it is given. Two questions."""
    statement = select(Need).where(*_rules(name, today)).options(joinedload(Need.unit))
    if unit:
        statement = statement.join(Need.unit).where(AnsweringUnit.name == unit)
    order = (Need.due_on, Need.id) if name in {DIRECTED, LATE} else (Need.id,)
    return page_of(statement.order_by(*order), number, lambda cut: db.session.scalars(cut).all())


def list_counts(today: date) -> dict[str, int]:
    """How many needs stand in each list, in one question."""
    counted = [
        select(func.count(Need.id)).where(*_rules(name, today)).scalar_subquery().label(f"n{place}")
        for place, name in enumerate(LISTS)
    ]
    return dict(zip(LISTS, db.session.execute(select(*counted)).one(), strict=True))


def _rules(name: str, today: date) -> tuple[ColumnElement[bool], ...]:
    rules: dict[str, tuple[ColumnElement[bool], ...]] = {
        WAITING: (Need.state == NeedState.RECEIVED,),
        DIRECTED: (Need.state == NeedState.DIRECTED,),
        LATE: (Need.state == NeedState.DIRECTED, Need.due_on < today),
        REFUSED: (Need.state == NeedState.REFUSED,),
    }
    return rules[name]


def next_waiting(after: int) -> int | None:
    """The number of the need that is to be sorted after this one, from the first again where none is behind it."""
    waits = select(func.min(Need.id)).where(Need.state == NeedState.RECEIVED, Need.id != after)
    return db.session.scalar(waits.where(Need.id > after)) or db.session.scalar(waits)


def how_many_wait() -> int:
    """How many needs wait to be sorted."""
    return db.session.scalar(select(func.count(Need.id)).where(Need.state == NeedState.RECEIVED)) or 0


def how_many_wait_for(unit: str) -> int:
    """How many needs wait for the answer of the unit of that name."""
    if not unit:
        return 0
    waits = select(func.count(Need.id)).join(Need.unit).where(Need.state == NeedState.DIRECTED)
    return db.session.scalar(waits.where(AnsweringUnit.name == unit)) or 0


def due_until(day: date) -> Sequence[Need]:
    """The published needs that wait for a unit and whose term is that day or earlier, the earliest first."""
    statement = select(Need).where(*PUBLISHED, Need.state == NeedState.DIRECTED, Need.due_on <= day)
    return db.session.scalars(statement.options(joinedload(Need.unit)).order_by(Need.due_on, Need.id)).all()


def late(today: date, unit: str, most: int) -> tuple[Sequence[Need], int]:
    """The published needs whose term has passed, the latest first, and how many there are; of a unit by name where it is given."""
    statement = select(Need).where(*PUBLISHED, *_rules(LATE, today))
    if unit:
        statement = statement.join(Need.unit).where(AnsweringUnit.name == unit)
    count = db.session.scalar(select(func.count()).select_from(statement.subquery())) or 0
    shown = statement.options(joinedload(Need.unit)).order_by(Need.due_on, Need.id).limit(most)
    return db.session.scalars(shown).all(), count


def get_need(need_id: int) -> Need:
    """The need of that number, published or not, or NotFound."""
    return _one(Need.id == need_id)


def get_by_token(token: str) -> Need:
    """The need that a private link opens, or NotFound."""
    return _one(Need.token_hash == hash_of(token))


def _one(rule: ColumnElement[bool]) -> Need:
    options: tuple[Any, ...] = (joinedload(Need.unit), joinedload(Need.conversation))
    found = db.session.scalar(select(Need).where(rule).options(*options))
    if found is None:
        raise NotFound
    return found


def way_of(need: Need) -> Sequence[Sorting]:
    """Each step of a need's way, the first one first."""
    statement = select(Sorting).where(Sorting.need_id == need.id).options(joinedload(Sorting.unit))
    return db.session.scalars(statement.order_by(Sorting.id)).all()


def said_before(need: Need, way: Sequence[Sorting]) -> list[Sorting]:
    """The steps with which something else was said in public than is said now, the first one first; none where nobody reads it."""
    return [step for step in way if step.answer and step.answer != need.answer] if need.visible else []


def need_of(conversation: Conversation) -> Need | None:
    """The published need from which a conversation came."""
    return db.session.scalar(select(Need).where(Need.conversation_id == conversation.id, *PUBLISHED))
