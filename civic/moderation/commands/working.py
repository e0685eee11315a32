"""How moderators share the queue: who takes a case on, who gives it back, what waits till later, and how the load is dealt out."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import func, select, update

from civic.accounts.models import User
from civic.kernel import clock, workdays
from civic.kernel.access import Actor, Permission, authorize, can
from civic.kernel.db import db
from civic.kernel.errors import Refused
from civic.kernel.events import record
from civic.kernel.words import N_, day_and_time
from civic.moderation import keys, settling
from civic.moderation.events import CaseAssigned, CasePutOff, CasesDealt, KeysChosen
from civic.moderation.matters import KINDS
from civic.moderation.models import Case, KeyHabits

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import date

AT_ONCE = 1_000


class Later(StrEnum):
    """Until when a case may be put off."""

    TOMORROW = "tomorrow"
    THREE = "three"
    WEEK = "week"


def take(case: Case, *, by: Actor) -> None:
    """Take a case on, so that others leave it.

    Raises:
        Refused: when somebody settled it, or has it already; the sentence says who.
    """
    authorize(by, Permission.DECIDE_CASE, case)
    _hold(case)
    if case.assigned_to is not None and case.assigned_to_id != by.id:
        since = day_and_time(case.assigned_at or clock.now())
        raise Refused(
            "taken", N_("%(name)s has this case since %(moment)s.", name=case.assigned_to.name, moment=since)
        )
    _assign(case, by.id, by)


def give_back(case: Case, *, by: Actor) -> None:
    """Let anybody take the case on again.

    Raises:
        Refused: when somebody settled it meanwhile.
    """
    authorize(by, Permission.DECIDE_CASE, case)
    _hold(case)
    _assign(case, None, by)


def assign(case: Case, person: User, *, by: Actor) -> None:
    """Give a case to somebody who may decide it, whoever had it before.

    Raises:
        Refused: when that person may not decide it, or somebody settled it meanwhile.
    """
    authorize(by, Permission.DECIDE_CASE, case)
    _hold(case)
    parties = KINDS[case.kind].parties([case.subject_id]).get(case.subject_id, ())
    may = can(Actor(id=person.id, role=person.role), Permission.DECIDE_CASE, case) and person.is_active
    if not may or person.id in parties:
        raise Refused(
            "cannot", N_("%(name)s cannot decide this case. Choose somebody else.", name=person.name)
        )
    _assign(case, person.id, by)


def put_off(case: Case, later: Later | None, *, by: Actor) -> None:
    """Let a case wait until a day comes, or no longer.

    Raises:
        Refused: when somebody settled it meanwhile.
    """
    authorize(by, Permission.DECIDE_CASE, case)
    _hold(case)
    today = clock.today(clock.now())
    case.put_off_until = clock.start_of(_day(today, later)) if later else None
    record(
        CasePutOff(
            case=case.id,
            until=case.put_off_until.isoformat() if case.put_off_until else None,
            by=by.id,
            organisation=by.organisation_id,
        )
    )


def _day(today: date, later: Later) -> date:
    if later is Later.TOMORROW:
        return today + timedelta(days=1)
    return workdays.after(today, 3) if later is Later.THREE else today + timedelta(days=7)


def deal(people: Sequence[User], *, by: Actor) -> int:
    """Deal the free cases out among moderators, so that each has about as many; says how many were dealt.

    Whoever has a stake in a case does not get it; a case that none of them may decide stays free.

    Raises:
        Refused: when nobody is named, or one who keeps no order.
    """
    authorize(by, Permission.MODERATE)
    actors = {person.id: Actor(id=person.id, role=person.role) for person in people if person.is_active}
    if not actors or not all(can(actor, Permission.MODERATE) for actor in actors.values()):
        raise Refused("nobody", N_("Choose at least one person who moderates."))
    free = db.session.execute(
        select(Case.id, Case.kind, Case.subject_id, Case.person_id)
        .where(
            Case.settled_at.is_(None),
            Case.assigned_to_id.is_(None),
            Case.for_reviewer.is_(False),
            Case.kind.in_(KINDS),
        )
        .order_by(Case.rank, Case.opened_at, Case.id)
        .with_for_update()
    ).all()
    stakes: dict[tuple[str, int], Collection[int]] = {}
    for name, kind in KINDS.items():
        ids = [row.subject_id for row in free if row.kind is name]
        stakes |= {(name, subject): who for subject, who in kind.parties(ids).items()}
    given: dict[int, list[int]] = defaultdict(list)
    load = _load(actors)
    for row in free:
        barred = {row.person_id, *stakes.get((row.kind, row.subject_id), ())}
        able = [person for person in actors if person not in barred]
        if able:
            chosen = min(able, key=lambda person: (load[person], person))
            load[chosen] += 1
            given[chosen].append(row.id)
    now = clock.now()
    for person, ids in given.items():
        for first in range(0, len(ids), AT_ONCE):
            db.session.execute(
                update(Case)
                .where(Case.id.in_(ids[first : first + AT_ONCE]))
                .values(assigned_to_id=person, assigned_at=now)
            )
    dealt = sum(map(len, given.values()))
    record(CasesDealt(cases=dealt, among=len(actors), by=by.id, organisation=by.organisation_id))
    return dealt


def choose_keys(*, on: bool, chosen: Mapping[str, str], by: Actor) -> None:
    """Switch one's single-key shortcuts on or off, and choose the keys.

    Raises:
        Refused: when a key is none, or stands for two acts.
    """
    authorize(by, Permission.DECIDE_CASE)
    kept = keys.checked(chosen)
    db.session.merge(KeyHabits(person_id=by.id, on=on, chosen=keys.written(kept)))
    record(KeysChosen(user=by.id or 0, by=by.id))


def _load(actors: Collection[int]) -> dict[int, int]:
    """How many open cases each has already."""
    rows = db.session.execute(
        select(Case.assigned_to_id, func.count(Case.id))
        .where(Case.settled_at.is_(None), Case.assigned_to_id.in_(actors))
        .group_by(Case.assigned_to_id)
    )
    return dict.fromkeys(actors, 0) | {person: count for person, count in rows if person}


def _hold(case: Case) -> None:
    """Let two persons do things to one case one after the other."""
    settling.claim(case)
    db.session.refresh(case, ["assigned_to_id", "assigned_at", "assigned_to"])


def _assign(case: Case, person_id: int | None, by: Actor) -> None:
    if case.assigned_to_id == person_id:
        return
    old = case.assigned_to_id
    case.assigned_to_id, case.assigned_at = person_id, clock.now() if person_id else None
    db.session.flush()
    db.session.expire(case, ["assigned_to"])
    record(CaseAssigned(case=case.id, old=old, new=person_id, by=by.id, organisation=by.organisation_id))
