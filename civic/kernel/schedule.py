"""When a job ran last, kept in the database, so that of several machines one runs it."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import String, select
from sqlalchemy.orm import Mapped, mapped_column

from civic.kernel.db import Base, Moment, db


class JobRun(Base):
    """The last run of one job; its row is locked while the job runs."""

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
