"""Keeps an instance in order: migrations, and what `civic doctor` looks at."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import click
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask_migrate import downgrade, upgrade
from sqlalchemy import func, select, text
from sqlalchemy.exc import SQLAlchemyError

from civic import assets, cli
from civic.config import ROOT, Config, WrongSettings, is_loopback
from civic.kernel import clock, delivery, events, files, schedule, smtp
from civic.kernel.db import db
from civic.log import queries as log
from civic.moderation import routing
from civic.replies import mailbox

if TYPE_CHECKING:
    from flask import Flask

LARGEST_DRIFT_SECONDS = 60
SECONDS_FOR_MAIL = 3
#: Letters leave within seconds; after this somebody should know.
LATE = timedelta(hours=1)
#: A head is published each day; an instance that is asleep at midnight does it when it wakes up.
LATE_HEAD = timedelta(days=2)
SHA_256 = (
    "An issue's SHA-256 is that of its document as canonical JSON without the member „edition”: download /issues/NUMBER.json, then "
    'python3 -c \'import hashlib, json, sys; d = json.load(sys.stdin); del d["edition"]; '
    'print(hashlib.sha256(json.dumps(d, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest())\' '
    "< NUMBER.json"
)


class Trouble(Exception):
    """What is wrong, with the way out."""


@click.group("db")
def database() -> None:
    """Migrations of the database."""


@database.command("upgrade")
def upgrade_database() -> None:
    """Bring the database to the newest migration."""
    with cli.reading() as app:
        app.config["CIVIC"].data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        before = present_migration()
        upgrade()
        after = present_migration()
    click.echo(f"The database is at migration {after} (before: {before or 'none'}).")


@database.command("downgrade")
@click.argument("revision", default="-1")
def downgrade_database(revision: str) -> None:
    """Undo the newest migration, or all down to REVISION („base” is the empty database)."""
    with cli.reading():
        before = present_migration()
        if before is None:
            raise click.ClickException("The database is empty; there is nothing to undo.")
        known = {script.revision for script in ScriptDirectory(str(ROOT / "migrations")).walk_revisions()} | {
            "base",
            "-1",
        }
        if revision not in known:
            raise click.ClickException(f"There is no migration {revision}.")
        downgrade(revision=revision)
        after = present_migration()
    click.echo(f"The database is at migration {after or 'none'} (before: {before}).")


@database.command("check")
def check_database() -> None:
    """Say whether the database is at the newest migration; exit 1 when it is not."""
    with cli.reading() as app:
        try:
            click.echo(f"The database is {_check_migrations(app)}.")
        except Trouble as trouble:
            raise click.ClickException(str(trouble)) from trouble


@click.command()
def doctor() -> None:
    """Look at all that the instance stands on: one line each, exit 1 where something is wrong."""
    try:
        config = Config.from_env()
    except WrongSettings as wrong:
        for fault in wrong.faults:
            click.echo(f"wrong  configuration: {fault}")
        sys.exit(1)
    click.echo(f"ok     configuration: {config.base_url}, demonstration {'on' if config.demo else 'off'}")
    with cli.reading() as app:
        healthy = [_looks_well(name, look, app) for name, look in CHECKS.items()]
    click.echo(f"note   {SHA_256}")
    if not all(healthy):
        sys.exit(1)


def _looks_well(name: str, look: Callable[[Flask], str], app: Flask) -> bool:
    try:
        click.echo(f"ok     {name}: {look(app)}")
    except Trouble as trouble:
        click.echo(f"wrong  {name}: {trouble}")
    except (SQLAlchemyError, OSError) as error:
        db.session.remove()
        reason = str(getattr(error, "orig", None) or error).strip().splitlines()
        click.echo(f"wrong  {name}: {reason[0] if reason else type(error).__name__}")
    else:
        return True
    return False


def _check_database(_app: Flask) -> str:
    dialect = db.engine.dialect
    if dialect.name == "sqlite":
        faults = list(db.session.scalars(text("PRAGMA quick_check(1)")))
        if faults != ["ok"]:
            raise Trouble(f"SQLite found damage ({faults[0]}); restore a backup.")
    version = db.session.scalar(
        text("SELECT sqlite_version()" if dialect.name == "sqlite" else "SHOW server_version")
    )
    return f"{dialect.name} {version}"


def _check_migrations(_app: Flask) -> str:
    newest = ScriptDirectory(str(ROOT / "migrations")).get_current_head()
    present = present_migration()
    if present != newest:
        raise Trouble(f"at migration {present or 'none'}, the newest is {newest}; run: civic db upgrade")
    return f"at the newest migration, {present}"


def _check_storage(app: Flask) -> str:
    folder = app.config["CIVIC"].data_dir
    if not folder.is_dir():
        raise Trouble(f"there is no folder {folder}; run: civic db upgrade")
    with tempfile.TemporaryFile(dir=folder) as file:
        file.write(b"0" * 4096)
        file.flush()
    return f"{folder} can be written"


def _check_clock(_app: Flask) -> str:
    now = clock.now()
    newest = db.session.scalar(select(events.EventRow.at).order_by(events.EventRow.seq.desc()).limit(1))
    if newest and newest > now:
        raise Trouble(
            f"it shows {now:%Y-%m-%d %H:%M} UTC, which is before the newest event ({newest:%Y-%m-%d %H:%M})"
        )
    if db.engine.dialect.name != "sqlite":
        drift = abs((db.session.scalars(select(func.clock_timestamp())).one() - clock.now()).total_seconds())
        if drift > LARGEST_DRIFT_SECONDS:
            raise Trouble(f"it differs from the database server's by {drift:.0f} seconds")
    return f"{clock.local(now):%Y-%m-%d %H:%M} in Warsaw"


def _check_assets(_app: Flask) -> str:
    try:
        missing = [name for name in assets.manifest().values() if not (assets.BUILD / name).is_file()]
    except assets.AssetsMissing as error:
        raise Trouble(str(error)) from error
    if missing:
        raise Trouble(f"{', '.join(missing)} not built; run: make setup")
    return "styles and scripts are built"


def _check_fonts(_app: Flask) -> str:
    wanted = sum(len(weights) for weights in assets.PRINT_FONTS.values())
    there = len(list((assets.BUILD / "print-fonts").glob("*.ttf")))
    if there < wanted:
        raise Trouble(f"{there} of {wanted} typefaces for PDF are there; run: make setup")
    return f"{there} typefaces for PDF"


def _check_log(_app: Flask) -> str:
    """Whether the head names the last event, the chain was gone through, and the head of the day is published."""
    head = db.session.execute(select(events.EventHead.seq, events.EventHead.hash)).one_or_none()
    newest = select(events.EventRow.seq, events.EventRow.hash).order_by(events.EventRow.seq.desc()).limit(1)
    last = db.session.execute(newest).one_or_none()
    if (tuple(head) if head and head.seq else None) != (tuple(last) if last else None):
        raise Trouble("the head does not name the last event; run: civic verify-log")
    check, published = log.last_check(), log.newest_heads(1)
    if check and check.fault:
        raise Trouble(
            f"on {clock.local(check.at):%Y-%m-%d %H:%M} it was broken ({check.fault}); run: civic verify-log --all"
        )
    if published and clock.today(clock.now()) - published[0].day > LATE_HEAD:
        raise Trouble(f"its head was published last on {published[0].day} (is the service running?)")
    told = [
        f"{head.seq} events, the last is {head.hash}" if head and head.seq else "no event yet",
        f"gone through on {clock.local(check.at):%Y-%m-%d %H:%M}" if check else "not gone through yet",
        f"its head published on {published[0].day}" if published else "no head published yet",
    ]
    return "; ".join(told)


def _check_mail(app: Flask) -> str:
    """Talk to the server, and count what waits and what was lost."""
    config: Config = app.config["CIVIC"]
    stand = delivery.tally()
    parts = [f"{stand.waiting} letters wait"]
    if stand.given_up:
        parts.append(f"{stand.given_up} did not leave in the last 7 days (the last: {stand.last_fault})")
    told = ", ".join(parts)
    if stand.oldest and clock.now() - stand.oldest > LATE:
        raise Trouble(
            f"{told}; the oldest since {clock.local(stand.oldest):%Y-%m-%d %H:%M} (is the service running?)"
        )
    if config.mail_url:
        return f"{_greet(config)} answers; {told}"
    if not is_loopback(urlsplit(config.base_url).hostname or ""):
        raise Trouble(f"CIVIC_MAIL_URL is not set, so that letters reach nobody; {told}")
    return f"no server; letters are laid into {config.data_dir / 'outbox'}; {told}"


def _greet(config: Config) -> str:
    """Go as far as a letter would, without one; gives the server's name."""
    name = urlsplit(config.mail_url).hostname or ""
    try:
        smtp.leave(smtp.connect(config, SECONDS_FOR_MAIL))
    except smtp.FAULTS as fault:
        raise Trouble(f"{name} takes no letters ({smtp.told(fault)}); see CIVIC_MAIL_URL") from fault
    return name


def _check_replies(app: Flask) -> str:
    """Whether the place where answers by mail arrive can be read."""
    config: Config = app.config["CIVIC"]
    if not config.reply_address:
        return "answers by mail are not taken (CIVIC_REPLY_ADDRESS is not set)"
    if config.reply_folder:
        if not os.access(config.reply_folder, os.R_OK | os.W_OK):
            raise Trouble(
                f"{config.reply_folder} is no folder that can be read and written; see CIVIC_REPLY_FOLDER"
            )
        return f"answers to {config.reply_address} are read from {config.reply_folder}"
    try:
        mailbox.leave(mailbox.connect(config))
    except mailbox.FAULTS as fault:
        raise Trouble(f"the mailbox does not answer ({mailbox.told(fault)}); see CIVIC_REPLY_IMAP") from fault
    return f"answers to {config.reply_address} are read from {urlsplit(config.reply_imap).hostname}"


def _check_files(_app: Flask) -> str:
    """Whether what people brought lies in the folder; `civic backup` reads every byte of it."""
    kept = files.living()
    missing = [stored for stored in kept if not files.place_of(stored.sha256).is_file()]
    if missing:
        raise Trouble(f"{len(missing)} of {len(kept)} files are not in {files.folder()}; restore a backup")
    return f"{len(kept)} files, {sum(stored.size for stored in kept) / 2**20:.1f} MB"


def _check_deciders(_app: Flask) -> str:
    """Whether appeals and second signatures find another person; where they do not, a warning, for nothing is broken."""
    present = routing.bench()
    told = f"{len(present.deciders)} can decide, {len(present.reviewers)} named by KRDPP to review"
    if present.can_decide_again:
        return told
    return (
        f"{told}; WARNING: appeals and second signatures find no other person. Give another account a role of moderation, "
        "or have the council name a reviewer: civic user create ADDRESS --role reviewer"
    )


def _check_retention(app: Flask) -> str:
    """How long each kind of data is kept, and when what has expired was deleted last."""
    config: Config = app.config["CIVIC"]
    told = ", ".join(f"{kind} {days} days" for kind, days in config.retention.items())
    last = schedule.last_run("delete-what-has-expired")
    return f"{told}; last run {clock.local(last):%Y-%m-%d %H:%M}" if last else f"{told}; not run yet"


def present_migration() -> str | None:
    """The migration that the database is at."""
    with db.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


CHECKS: dict[str, Callable[[Flask], str]] = {
    "database": _check_database,
    "migrations": _check_migrations,
    "storage": _check_storage,
    "clock": _check_clock,
    "assets": _check_assets,
    "fonts": _check_fonts,
    "log": _check_log,
    "mail": _check_mail,
    "replies": _check_replies,
    "files": _check_files,
    "deciders": _check_deciders,
    "retention": _check_retention,
}
