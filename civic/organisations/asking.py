"""Asking the court register on somebody's behalf: what is remembered for a day, the queue of all processes, the limit of a reader."""

from __future__ import annotations

import time
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy.exc import IntegrityError, OperationalError

from civic.kernel import clock, limits, schedule, web
from civic.kernel.db import apart, db, pause
from civic.organisations import krs
from civic.organisations.entry import Entry
from civic.organisations.models import RegisterAnswer, RegisterState

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

QUEUE = "krs"
SPACING = timedelta(seconds=1)
#: For how long an answer is not asked for again.
REMEMBERED = timedelta(days=1)
#: What a person waits for at most, and what a job does.
PATIENCE, PATIENCE_OF_JOBS = krs.SECONDS, 15.0


def source(patience: float = PATIENCE) -> krs.Source:
    """The register of this instance, behind the queue that all its processes share."""
    return krs.Source(web.settings().krs_url, patience, _take_turn)


def answer_of(number: str) -> tuple[Entry, datetime] | None:
    """What the register said of a number when it was last asked, and when that was."""
    kept = db.session.get(RegisterAnswer, number)
    return None if kept is None else (Entry.of(number, kept.state, kept.facts), kept.fetched_at)


def look_up(number: str, *, person: str, address: str) -> Entry:
    """What the register says of a number, asked now unless it said so within a day; it stands before anything is written.

    Raises:
        TooMany: when this reader has asked too often.
    """
    known = answer_of(number)
    if known and _is_fresh(*known):
        return known[0]
    with pause():
        limits.spend(limits.REGISTER_LOOKUP, person=person, address=address)
        return refresh(number, PATIENCE)


def refresh(number: str, patience: float = PATIENCE_OF_JOBS) -> Entry:
    """Ask now and remember; no transaction is open meanwhile. Silence does not make one forget what was said before."""
    entry = krs.ask(number, source(patience))
    try:
        with apart() as session:
            return _remember(session, entry)
    except (IntegrityError, OperationalError):
        # Somebody asked for the same number at the same moment, and was told the same.
        return entry


def _remember(session: Session, entry: Entry) -> Entry:
    kept = session.get(RegisterAnswer, entry.number)
    if entry.state is RegisterState.UNREACHABLE and kept and kept.state is not RegisterState.UNREACHABLE:
        return entry
    kept = kept or RegisterAnswer(number=entry.number)
    kept.state, kept.facts, kept.fetched_at = entry.state, entry.facts(), clock.now()
    session.add(kept)
    return entry


def may_ask_unbidden() -> bool:
    """Whether organisations that others entered are asked about: never those of a demonstration, which are invented."""
    return not web.settings().demo


def _is_fresh(entry: Entry, asked_at: datetime) -> bool:
    return entry.state is not RegisterState.UNREACHABLE and clock.now() - asked_at < REMEMBERED


def _take_turn(left: float) -> bool:
    """Wait for our turn among all processes, in no transaction."""
    wait = schedule.take_turn(QUEUE, SPACING, timedelta(seconds=max(0.0, left)))
    if wait is None:
        return False
    time.sleep(wait.total_seconds())
    return True
