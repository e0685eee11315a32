"""Background work: the table of jobs, the command that shows it, and the worker that runs what is due."""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

import click
import structlog
from huey import SqliteHuey, crontab
from huey.serializer import SignedSerializer

from civic import cli, create_app
from civic.kernel import clock, schedule
from civic.kernel.access import SYSTEM
from civic.kernel.db import unit_of_work
from civic.kernel.errors import Conflict

if TYPE_CHECKING:
    from civic.config import Config
    from civic.kernel.web import CivicFlask

log = structlog.get_logger()


@dataclass(frozen=True)
class Job:
    """An idempotent command that the system repeats: its name, how often, and "module:function" (keyword `by`)."""

    name: str
    every: timedelta
    target: str


JOBS = (
    Job("forget-old-sessions", timedelta(hours=1), "civic.accounts.commands:forget_old_sessions"),
    Job("answer-address-requests", timedelta(minutes=1), "civic.accounts.commands:answer_address_requests"),
    Job("forget-old-links", timedelta(hours=1), "civic.accounts.commands:forget_old_links"),
    Job("forget-old-hits", timedelta(hours=1), "civic.kernel.limits:forget_old_hits"),
)


def run_due() -> list[str]:
    """Run each job whose time has come, each in its own unit of work; gives the names of those that ran."""
    ran = []
    for job in JOBS:
        try:
            with unit_of_work():
                if not schedule.claim(job.name, job.every, clock.now()):
                    continue
                module, _colon, function = job.target.partition(":")
                getattr(importlib.import_module(module), function)(by=SYSTEM)
            ran.append(job.name)
        except Conflict:
            # Another machine made the first row at the same moment: its turn, not ours.
            continue
        except Exception:
            # One broken job must not stop the others.
            log.exception("job_failed", job=job.name)
    return ran


def work(config: Config) -> None:
    """Do background work until the process is asked to end: one clock, which each minute runs what is due."""
    app: CivicFlask = create_app(config)
    huey = SqliteHuey(
        filename=str(config.data_dir / "queue.db"),
        # The default serializer is pickle; the signature keeps foreign messages out of it.
        serializer=SignedSerializer(secret=config.secret_key, salt="jobs"),
    )

    @huey.periodic_task(crontab())  # type: ignore[untyped-decorator]
    def each_minute() -> None:
        with app.app_context():
            run_due()

    huey.create_consumer(workers=1, periodic=True, check_worker_health=False).run()


@click.command()
@click.option("--once", is_flag=True, help="Run what is due now, and nothing more.")
def jobs(*, once: bool) -> None:
    """Show what runs when, the last and the next run; with --once run what is due."""
    with cli.reading():
        if once:
            click.echo("\n".join(f"{name}: done" for name in run_due()) or "Nothing is due.")
            return
        for job in JOBS:
            last = schedule.last_run(job.name)
            after = f"{clock.local(last + job.every):%Y-%m-%d %H:%M}" if last else "at the next minute"
            before = f"{clock.local(last):%Y-%m-%d %H:%M}" if last else "never"
            click.echo(f"{job.name}: every {job.every}, last run {before}, next {after}")
