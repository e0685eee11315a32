"""Background work: the table of jobs, the command that shows it, and the worker that runs what is due."""

from __future__ import annotations

import importlib
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

import click
import structlog
from huey import crontab

from civic import cli, create_app
from civic.kernel import clock, queue, schedule
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
    #: Run besides as soon as an act that needs it is committed.
    prompt: bool = False
    #: It waits for others (a mail server, a register), so it opens short transactions of its own.
    alone: bool = False


JOBS = (
    Job("forget-old-sessions", timedelta(hours=1), "civic.accounts.commands:forget_old_sessions"),
    Job(
        "answer-address-requests",
        timedelta(minutes=1),
        "civic.accounts.commands:answer_address_requests",
        prompt=True,
    ),
    Job("forget-old-links", timedelta(hours=1), "civic.accounts.commands:forget_old_links"),
    Job("forget-old-hits", timedelta(hours=1), "civic.kernel.limits:forget_old_hits"),
    Job("sweep-files", timedelta(hours=6), "civic.kernel.files:sweep_files"),
    Job("ask-register", timedelta(minutes=5), "civic.organisations.rounds:ask_register", alone=True),
    Job("read-register-bulletin", timedelta(days=1), "civic.organisations.rounds:read_bulletin", alone=True),
    Job("look-after-mandates", timedelta(days=1), "civic.organisations.commands:look_after_mandates"),
    Job(
        "answer-reports-of-deleted",
        timedelta(minutes=5),
        "civic.moderation.commands:answer_reports_of_deleted",
    ),
    Job("write-words-down", timedelta(minutes=1), "civic.proposals.commands:write_words_down"),
    Job("suggest-relations", timedelta(minutes=1), "civic.proposals.rounds:suggest_relations", alone=True),
    Job("delete-what-has-expired", timedelta(days=1), "civic.open_data.commands:delete_what_has_expired"),
    Job("forget-unagreed-lines", timedelta(hours=1), "civic.minutes.commands:forget_unagreed"),
    Job("remind-of-meetings", timedelta(minutes=15), "civic.meetings.commands:remind_of_meetings"),
    Job("follow-places", timedelta(minutes=1), "civic.meetings.commands:follow_places", prompt=True),
    Job("forget-registrations", timedelta(hours=6), "civic.meetings.commands:forget_registrations"),
    Job("remind-of-answers", timedelta(hours=1), "civic.answers.commands:remind"),
    Job("remind-of-needs", timedelta(hours=1), "civic.needs.commands:remind"),
    Job("remind-of-questions", timedelta(hours=1), "civic.minutes.commands:remind_of_questions"),
    Job("read-answers", timedelta(minutes=1), "civic.replies.rounds:read_answers", alone=True),
    Job("keep-cases", timedelta(minutes=1), "civic.moderation.commands:keep_cases", prompt=True),
    Job("close-ballots", timedelta(minutes=1), "civic.recommendations.commands:close_ballots"),
    Job(
        "put-drafts-together",
        timedelta(minutes=1),
        "civic.recommendations.rounds:put_drafts_together",
        prompt=True,
        alone=True,
    ),
    Job("tell", timedelta(minutes=1), "civic.notifications.commands:tell", prompt=True, alone=True),
    Job(
        "write-notifications",
        timedelta(minutes=1),
        "civic.notifications.commands:write_due_letters",
        prompt=True,
        alone=True,
    ),
    Job(
        "write-to-followers",
        timedelta(minutes=5),
        "civic.notifications.commands:write_to_followers",
        alone=True,
    ),
    Job(
        "index-for-search", timedelta(minutes=1), "civic.insight.indexing:index_new", prompt=True, alone=True
    ),
    Job(
        "send-bulletins",
        timedelta(minutes=1),
        "civic.bulletins.rounds:send_bulletins",
        prompt=True,
        alone=True,
    ),
    Job("remind-of-opinions", timedelta(hours=1), "civic.recommendations.commands:remind_of_opinions"),
    Job("follow-log", timedelta(minutes=1), "civic.log.indexing:follow_log", prompt=True, alone=True),
    Job("publish-log-head", timedelta(hours=1), "civic.log.commands:publish_head"),
    Job("check-log", timedelta(days=1), "civic.log.checking:check_log", alone=True),
    # Last, so that what the others wrote leaves in the same minute.
    Job("send-letters", timedelta(minutes=1), "civic.kernel.delivery:send_letters", prompt=True, alone=True),
)


def run_due() -> list[str]:
    """Run each job whose time has come, each in its own unit of work; gives the names of those that ran."""
    ran = []
    for job in JOBS:
        try:
            with unit_of_work():
                if not schedule.claim(job.name, job.every, clock.now()):
                    continue
                if not job.alone:
                    _act(job)
            if job.alone:
                _act(job)
            ran.append(job.name)
        except Conflict:
            # Another machine made the first row at the same moment: its turn, not ours.
            continue
        except Exception:
            # One broken job must not stop the others.
            log.exception("job_failed", job=job.name)
    return ran


def run_prompt() -> None:
    """Run what an act has just made work for; any number may do so at once, as each job takes its rows one by one."""
    for job in JOBS:
        if not job.prompt:
            continue
        try:
            with nullcontext() if job.alone else unit_of_work():
                _act(job)
        except Exception:
            log.exception("job_failed", job=job.name)


def _act(job: Job) -> None:
    module, _colon, function = job.target.partition(":")
    getattr(importlib.import_module(module), function)(by=SYSTEM)


def work(config: Config) -> None:
    """Do background work until the process is asked to end: one clock, which each minute runs what is due."""
    app: CivicFlask = create_app(config)
    calls = queue.of(app)
    calls.prompt = run_prompt
    huey, _message = calls.huey, calls.message

    @huey.periodic_task(crontab())  # type: ignore[untyped-decorator]
    def each_minute() -> None:
        with app.app_context():
            run_due()

    # Two, so that a silent mail server holds up nothing but mail.
    huey.create_consumer(workers=2, periodic=True, max_delay=1, check_worker_health=False).run()


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
