"""When a job ran last, kept in the database, so that of several machines one runs it."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import String, select
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import Mapped, mapped_column

from civic.kernel import clock
from civic.kernel.db import Base, Moment, apart, db


class JobRun(Base):
    """The last run of one job, or the last turn in a queue; its row is locked while the job runs."""

    __tablename__ = "job_runs"
    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    last_at: Mapped[datetime] = mapped_column(Moment)


def last_run(name: str) -> datetime | None:
    """When the job of that name ran last."""
    return db.session.scalar(select(JobRun.last_at).where(JobRun.name == name))


def claim(name: str, every: timedelta, now: datetime) -> bool:
    """Take the job's turn inside a unit of work: true when it is due, and then nobody else gets it."""
    run = db.session.scalar(select(JobRun).where(JobRun.name == name).with_for_update(skip_locked=True))
    if run is None:
        db.session.add(JobRun(name=name, last_at=now))
        db.session.flush()
        return True
    if run.last_at + every > now:
        return False
    run.last_at = now
    return True


def note(name: str, at: datetime) -> None:
    """Keep in the present transaction how far something has come."""
    db.session.merge(JobRun(name=name, last_at=at))


def take_turn(queue: str, spacing: timedelta, patience: timedelta) -> timedelta | None:
    """Stand in a queue that all processes share, where turns lie `spacing` apart: how long to wait for the turn, which is then ours.

    None when it would take longer than one has patience: no turn is taken then. Stands in `with db.pause():`.
    """
    now = clock.now()
    try:
        with apart() as session:
            # The same row for all: whoever locks it is the next.
            run = session.scalar(select(JobRun).where(JobRun.name == queue).with_for_update())
            turn = max(now, run.last_at + spacing) if run else now
            if turn - now > patience:
                return None
            if run is None:
                session.add(JobRun(name=queue, last_at=turn))
            else:
                run.last_at = turn
            return turn - now
    except (IntegrityError, OperationalError):
        # Another process made the first row at the same moment, or the database is too busy: not our turn.
        return None
