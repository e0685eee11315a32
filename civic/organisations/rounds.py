"""Rounds of the court register that jobs make: whom to ask about now, and whose entries changed."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import structlog
from sqlalchemy import select

from civic.kernel import clock, schedule
from civic.kernel.access import Permission, authorize
from civic.kernel.db import db, pause, unit_of_work
from civic.organisations import asking, krs
from civic.organisations.commands.asking import ask_again, take_answer, take_up
from civic.organisations.models import Organisation, RegisterState

if TYPE_CHECKING:
    from civic.kernel.access import Actor

log = structlog.get_logger()
#: How many are asked about in one round: a round ends before the next one begins.
AT_MOST = 60
#: After so many silences in a row the register is left alone until the next round.
GIVE_UP = 3
#: The mark up to which the bulletins of changes were read, and how far back they are read at most.
BULLETIN = "krs-bulletin"
FARTHEST = timedelta(days=31)


def ask_register(*, by: Actor) -> int:
    """Ask about the organisations whose time has come, one by one, each answer in a transaction of its own."""
    authorize(by, Permission.VERIFY_ORGANISATION)
    asked = silences = 0
    for organisation_id, number in _due():
        with pause():
            entry = asking.refresh(number)
        silences = silences + 1 if entry.state is RegisterState.UNREACHABLE else 0
        with unit_of_work():
            organisation = db.session.get(Organisation, organisation_id, with_for_update=True)
            if organisation is not None:
                take_answer(organisation, entry, by=by)
                asked += 1
        if silences == GIVE_UP:
            log.warning("register_unreachable", waiting=True)
            break
    return asked


def read_bulletin(*, by: Actor) -> int:
    """Read which entries changed since the last time, and let ours among them be asked about soon."""
    authorize(by, Permission.VERIFY_ORGANISATION)
    if asking.may_ask_unbidden():
        with unit_of_work():
            take_up(by=by)
    today = clock.today(clock.now())
    last = schedule.last_run(BULLETIN)
    day = max(clock.today(last) if last else today - timedelta(days=1), today - FARTHEST)
    touched = 0
    while day <= today:
        with pause():
            try:
                numbers = krs.changed_on(day, asking.source(asking.PATIENCE_OF_JOBS))
            except krs.Unreachable:
                # The next round begins with this day again.
                log.warning("register_bulletin_unreachable", day=day.isoformat())
                break
        with unit_of_work():
            touched += ask_again(numbers, by=by)
            schedule.note(BULLETIN, clock.start_of(day))
        day += timedelta(days=1)
    return touched


def _due() -> list[tuple[int, str]]:
    """Ids and numbers of those to ask about, the longest waiting first."""
    statement = (
        select(Organisation.id, Organisation.register_key)
        .where(Organisation.register_next_at <= clock.now(), Organisation.register_key.is_not(None))
        .order_by(Organisation.register_next_at, Organisation.id)
        .limit(AT_MOST)
    )
    return [(row.id, row.register_key.removeprefix("krs:")) for row in db.session.execute(statement)]
