"""What can be asked of the queue: which cases wait for a person, in which order, and which comes next."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, func, literal, or_, select, tuple_
from sqlalchemy.orm import joinedload

from civic.accounts.models import User
from civic.forums.models import Forum, ForumState, Phase
from civic.kernel import clock, workdays
from civic.kernel.access import Role
from civic.kernel.db import db
from civic.kernel.errors import NotFound
from civic.kernel.paging import Page
from civic.moderation.finding import not_taken_back
from civic.moderation.matters import KINDS
from civic.moderation.matters.kinds import Matter
from civic.moderation.models import Case, CaseKind, Decision
from civic.moderation.takeback import INVERSE
from civic.proposals.policies import MODERATORS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement, Select

    from civic.kernel.access import Actor

ROWS = 50
#: So long before a phase ends or declarations close, what waits in a forum is needed for it.
SOON = timedelta(days=14)
#: The goal: a decision within so many working days.
GOAL = 2
MINE, FREE, LATER = "mine", "free", "later"


@dataclass(frozen=True)
class Wanted:
    """Which part of the queue a person looks at."""

    kind: CaseKind | None = None
    #: "mine", "free", "later" (put off) or nothing for all.
    whose: str = ""
    forum: int = 0
    #: What the next date of a forum needs.
    soon: bool = False

    @property
    def args(self) -> dict[str, Any]:
        """The same in an address."""
        said = {
            "kind": self.kind or "",
            "whose": self.whose,
            "forum": str(self.forum or ""),
            "soon": "1" if self.soon else "",
        }
        return {key: str(value) for key, value in said.items() if value}

    def but(self, **other: CaseKind | str | int | bool | None) -> dict[str, Any]:
        """The address of the same part with something else in it."""
        return replace(self, **other).args  # type: ignore[arg-type]


@dataclass(frozen=True)
class Row:
    """One case in the list: what it is about, and how long it waits."""

    case: Case
    matter: Matter
    #: Working days.
    waited: int

    @property
    def in_bulk(self) -> bool:
        """Whether many of its kind may be cleared at once."""
        return KINDS[self.case.kind].in_bulk

    @property
    def late(self) -> bool:
        """Whether it waits longer than the goal allows."""
        return self.waited > GOAL


def for_me(actor: Actor) -> ColumnElement[bool]:
    """The cases that a person may decide: those of the office or those of the reviewer, never about oneself."""
    return and_(Case.for_reviewer.is_(actor.role is Role.REVIEWER), Case.person_id.is_distinct_from(actor.id))


def _waiting(wanted: Wanted, actor: Actor, now: datetime) -> list[ColumnElement[bool]]:
    """What a person may decide now, in the part of the queue that is looked at."""
    which = [
        Case.settled_at.is_(None),
        Case.kind.in_(KINDS),
        Case.put_off_until > now
        if wanted.whose == LATER
        else or_(Case.put_off_until.is_(None), Case.put_off_until <= now),
        for_me(actor),
    ]
    if wanted.kind is not None:
        which.append(Case.kind == wanted.kind)
    if wanted.whose == MINE:
        which.append(Case.assigned_to_id == actor.id)
    elif wanted.whose == FREE:
        which.append(Case.assigned_to_id.is_(None))
    if wanted.forum:
        which.append(Case.forum_id == wanted.forum)
    if wanted.soon:
        which.append(Case.forum_id.in_(pressed(now)))
    return which


def pressed(now: datetime) -> Select[int]:
    """The forums that have a date within two weeks: a phase ends or begins, or declarations of participation close."""
    today = clock.today(now)
    soon = or_(Phase.closes.between(now, now + SOON), Phase.opens.between(now, now + SOON))
    return select(Forum.id).where(
        Forum.state == ForumState.OPEN,
        or_(
            Forum.declarations_until.between(today, today + SOON),
            Forum.id.in_(select(Phase.forum_id).where(soon)),
        ),
    )


def cases(wanted: Wanted, actor: Actor, now: datetime, number: int, total: int) -> Page[Row]:
    """A page of the queue, what presses first, then what waits longest.

    Raises:
        NotFound: when there is no such page.
    """
    statement = (
        select(Case)
        .where(*_waiting(wanted, actor, now))
        .options(joinedload(Case.assigned_to), joinedload(Case.forum))
        .order_by(Case.rank, Case.opened_at, Case.id)
    )
    return _page(statement, now, number, total)


def _page(statement: Select[Case], now: datetime, number: int, total: int) -> Page[Row]:
    """A page of cases whose number is known: the tabs have counted them."""
    if number < 1 or (number > 1 and (number - 1) * ROWS >= total):
        raise NotFound
    found = db.session.scalars(statement.limit(ROWS).offset((number - 1) * ROWS)).all()
    return Page(rows_of(found, now), number, total, ROWS)


def rows_of(found: Sequence[Case], now: datetime) -> list[Row]:
    """Cases with what they are about; what left its table a moment ago is left out."""
    matters: dict[tuple[CaseKind, int], Matter] = {}
    for kind in {case.kind for case in found}:
        ids = [case.subject_id for case in found if case.kind is kind]
        matters |= {(kind, each): matter for each, matter in KINDS[kind].matters(ids).items()}
    return [
        Row(case, matters[case.kind, case.subject_id], waited(case, now))
        for case in found
        if (case.kind, case.subject_id) in matters
    ]


def waited(case: Case, now: datetime) -> int:
    """For how many working days a case waits, or waited."""
    return workdays.between(clock.today(case.opened_at), clock.today(case.settled_at or now))


@dataclass(frozen=True)
class Tally:
    """How much of a part of the queue waits."""

    kinds: dict[CaseKind, int]
    #: The forums in which something of it waits: id and title.
    forums: list[tuple[int, str]]
    #: How many cases persons settled since midnight.
    done_today: int

    def total(self, kind: CaseKind | None) -> int:
        """Of one kind, or of all."""
        return sum(count for each, count in self.kinds.items() if kind in {None, each})


def tally(wanted: Wanted, actor: Actor, now: datetime) -> Tally:
    """How many cases of each kind wait in this part of the queue, where, and how many were settled; one query while any wait."""
    every = replace(wanted, kind=None)
    done = select(func.count(Case.id)).where(*_settled(actor, now))
    waits = select(Case.kind, Case.forum_id, Case.id).where(*_waiting(every, actor, now)).subquery()
    rows = db.session.execute(
        select(waits.c.kind, Forum.id, Forum.title, func.count(), done.scalar_subquery())
        .select_from(waits.outerjoin(Forum, Forum.id == waits.c.forum_id))
        .group_by(waits.c.kind, Forum.id, Forum.title)
        .order_by(Forum.title)
    ).all()
    kinds: dict[CaseKind, int] = {}
    for kind, _forum, _title, count, _done in rows:
        kinds[kind] = kinds.get(kind, 0) + count
    forums = dict.fromkeys((forum, title) for _kind, forum, title, _count, _done in rows if forum)
    return Tally(kinds, list(forums), rows[0][-1] if rows else db.session.scalar(done) or 0)


def waiting_for(actor: Actor, now: datetime) -> int:
    """How many cases wait for a person."""
    waits = select(func.count(Case.id)).where(*_waiting(Wanted(), actor, now))
    return db.session.scalar(waits) or 0


def place_of(case: Case, wanted: Wanted, actor: Actor, now: datetime) -> int:
    """How many cases stand before this one."""
    key = tuple_(Case.rank, Case.opened_at, Case.id)
    before = key < tuple_(*_key(case))
    return db.session.scalar(select(func.count(Case.id)).where(*_waiting(wanted, actor, now), before)) or 0


def next_after(case: Case, wanted: Wanted, actor: Actor, now: datetime, *, back: bool = False) -> Case | None:
    """The case that follows (or goes before) in this part of the queue; after the last one the first of those that wait."""
    key = tuple_(Case.rank, Case.opened_at, Case.id)
    order = (Case.rank, Case.opened_at, Case.id)
    others = select(Case).where(*_waiting(wanted, actor, now), Case.id != case.id).limit(1)
    if back:
        others = others.order_by(*(column.desc() for column in order))
        return db.session.scalar(others.where(key < tuple_(*_key(case)))) or db.session.scalar(others)
    others = others.order_by(*order)
    return db.session.scalar(others.where(key > tuple_(*_key(case)))) or db.session.scalar(others)


def _key(case: Case) -> tuple[Any, ...]:
    return case.rank, literal(case.opened_at, Case.opened_at.type), case.id


def settled(actor: Actor, now: datetime, number: int, total: int) -> Page[Row]:
    """The cases settled since midnight, the last first.

    Raises:
        NotFound: when there is no such page.
    """
    statement = (
        select(Case)
        .where(*_settled(actor, now))
        .options(joinedload(Case.settled_by), joinedload(Case.forum), joinedload(Case.decision))
        .order_by(Case.settled_at.desc(), Case.id.desc())
    )
    return _page(statement, now, number, total)


def _settled(actor: Actor, now: datetime) -> list[ColumnElement[bool]]:
    return [
        Case.settled_at >= clock.start_of(clock.today(now)),
        Case.settled_by_id.is_not(None),
        Case.kind.in_(KINDS),
        for_me(actor),
    ]


def get_case(case_id: int) -> Case:
    """A case with who has to do with it, or NotFound."""
    found = db.session.scalar(
        select(Case)
        .where(Case.id == case_id, Case.kind.in_(KINDS))
        .options(
            joinedload(Case.assigned_to),
            joinedload(Case.settled_by),
            joinedload(Case.forum),
            joinedload(Case.decision),
        )
    )
    if found is None:
        raise NotFound
    return found


def chosen(ids: Sequence[int], actor: Actor) -> list[Row]:
    """What was ticked in the list and still waits for this person."""
    now = clock.now()
    statement = (
        select(Case)
        .where(Case.id.in_(ids), Case.settled_at.is_(None), Case.kind.in_(KINDS), for_me(actor))
        .options(joinedload(Case.forum))
        .order_by(Case.rank, Case.opened_at, Case.id)
    )
    found = [case for case in db.session.scalars(statement) if KINDS[case.kind].in_bulk]
    return rows_of(found, now)


def last_of(actor: Actor, now: datetime) -> Decision | None:
    """The last decision of a person within a day that can be taken back by itself."""
    last = db.session.scalars(
        select(Decision)
        .where(
            Decision.by_id == actor.id,
            Decision.at > now - timedelta(days=1),
            Decision.undoes_id.is_(None),
            not_taken_back(),
        )
        .order_by(Decision.id.desc())
        .limit(1)
    ).one_or_none()
    return last if last is not None and last.act in INVERSE else None


def team() -> Sequence[User]:
    """Those who keep order and may sign in, by name."""
    return db.session.scalars(
        select(User)
        .where(User.role.in_(MODERATORS), User.suspended_at.is_(None), User.erased_at.is_(None))
        .order_by(User.name, User.id)
    ).all()
