"""How long the worker takes to tell one event to ten thousand followers, and what it costs to write their letters."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from flask_migrate import upgrade
from sqlalchemy import func, insert, select

from bench.figures import Figure, against, times
from civic import create_app
from civic.accounts.models import User
from civic.config import Config
from civic.kernel import clock
from civic.kernel.access import SYSTEM
from civic.kernel.db import db, unit_of_work
from civic.kernel.events import record
from civic.notifications.commands import tell, write_due_letters
from civic.notifications.models import (
    Bond,
    Concern,
    Frequency,
    Habits,
    Notification,
    Preference,
    Stand,
    Subscription,
    Why,
)
from civic.proposals.events import ProposalWithdrawn
from tests.factories import a_proposal

if TYPE_CHECKING:
    from collections.abc import Iterator

FOLLOWERS = 10_000
SECONDS = 2.0
TURNS = 3


def run() -> Iterator[Figure]:
    """Yield the figures, one after the other."""
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(
            Config(
                secret_key="b" * 40,
                database_url=f"sqlite:///{Path(folder) / 'bench.db'}",
                data_dir=Path(folder),
                base_url="http://localhost",
                port=80,
            )
        )
        with app.app_context():
            upgrade()
            proposal = a_proposal()
            people = _followers(proposal.id)
            yield from _telling(proposal.id, people)
            yield _writing()
            db.session.remove()
            db.engine.dispose()


def _followers(proposal_id: int) -> list[int]:
    """Ten thousand persons who follow a proposal, half of whom chose how often letters come."""
    now, numbers = clock.now(), range(FOLLOWERS)
    with unit_of_work():
        person = {"name": "Ala Kot", "unit": "", "language": "pl", "name_shown": False, "created_at": now}
        rows = [{"email": f"f{number}@example.org", **person} for number in numbers]
        ids = list(db.session.scalars(insert(User).returning(User.id), rows))
        bond = {
            "subject": f"proposal:{proposal_id}",
            "stand": Stand.FOLLOWING,
            "bond": Bond.CHOSEN,
            "at": now,
        }
        db.session.execute(insert(Subscription), [{"person_id": each, **bond} for each in ids])
        chosen = {"concern": Concern.FOLLOWED, "frequency": Frequency.NOW}
        db.session.execute(insert(Preference), [{"person_id": each, **chosen} for each in ids[::2]])
        habits = {"quiet": False, "quiet_from": 21, "quiet_until": 7, "paused": False}
        db.session.execute(insert(Habits), [{"person_id": each, **habits} for each in ids[::2]])
    tell(by=SYSTEM)
    return ids


def _telling(proposal_id: int, people: list[int]) -> Iterator[Figure]:
    """The best of some turns: the event told to all, against as many bare rows in one statement."""
    spent, bare = [], []
    for turn in range(TURNS):
        with unit_of_work():
            record(ProposalWithdrawn(proposal=proposal_id, by=None))
        start, cpu = time.perf_counter(), time.process_time()
        told = tell(by=SYSTEM)
        spent.append((time.perf_counter() - start, time.process_time() - cpu))
        assert told >= FOLLOWERS
        bare.append(_bare(people, -1 - turn))
    seconds, processor = min(spent)
    twice = (
        select(Notification.seq).group_by(Notification.seq, Notification.person_id).having(func.count() > 1)
    )
    yield Figure(
        f"{FOLLOWERS} notifications of one event: the worker's time",
        f"{seconds:.2f} s ({processor:.2f} s of processor), {times(seconds, min(bare))} as many bare rows",
        against(f"below {SECONDS:.0f} s", met=seconds < SECONDS),
    )
    yield Figure("told twice of one event", str(len(db.session.scalars(twice).all())))


def _bare(people: list[int], seq: int) -> float:
    row = {
        "seq": seq,
        "name": "Bare",
        "concern": Concern.FOLLOWED,
        "why": Why.FOLLOWS,
        "subject": "proposal:0",
        "at": clock.now(),
        "frequency": Frequency.NONE,
    }
    start = time.perf_counter()
    with unit_of_work():
        db.session.execute(insert(Notification), [{"person_id": each, **row} for each in people])
    return time.perf_counter() - start


def _writing() -> Figure:
    """Letters at once, of those who chose so: one a person, whatever the number of events."""
    start, letters = time.perf_counter(), 0
    while more := write_due_letters(by=SYSTEM):
        letters += more
    seconds = time.perf_counter() - start
    return Figure(
        "letters written for them", f"{letters} in {seconds:.1f} s, {letters / seconds:.0f} a second"
    )
