"""Backups: the database and all kept files in one file, of either kind, written while it serves, verified before it replaces anything."""

from __future__ import annotations

import hashlib
import io
import json
import tempfile
import zipfile
import zlib
from contextlib import contextmanager
from datetime import date, datetime, time
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import click
from sqlalchemy import Date, Enum, Table, Time, func, insert, inspect, select, text
from sqlalchemy.exc import OperationalError, StatementError

from civic import cli, upkeep
from civic.insight import models as _search
from civic.kernel import clock, events, filing
from civic.kernel import schedule as _schedule
from civic.kernel.access import SYSTEM
from civic.kernel.db import DERIVED, Moment, db, is_modelled, unit_of_work
from civic.open_data import commands, departed
from civic.open_data import models as _bundles

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

#: Imported for their tables alone, which no page needs.
TABLES_OF = (_schedule, _bundles, _search)
FORMAT = 1
MANIFEST = "manifest.json"
#: What a file raises that is no backup, or not a whole one.
UNREADABLE = (
    KeyError,
    TypeError,
    AttributeError,
    ValueError,
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
)
CHUNK = 1000
Rows = dict[str, int]


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def backup(file: Path) -> None:
    """Write everything in the database, and all files, into FILE, as it is at one moment; the service goes on meanwhile."""
    if file.exists():
        raise click.ClickException(f"{file} is there already; choose another name.")
    with cli.reading():
        try:
            rows, kept, lost = write(file)
        except OSError as error:
            raise click.ClickException(f"{file} cannot be written: {error.strerror}.") from error
    click.echo(f"{sum(rows.values())} rows of {len(rows)} tables and {kept} files are in {file}.")
    click.echo(
        "The settings (.env) and the secret key are not in it: keep them apart from it, in a safe place."
    )
    if lost:
        raise click.ClickException(
            f"{lost} files that people brought are missing or damaged, and not in the backup; restore an older one beside it."
        )


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--yes", is_flag=True, help="Replace what is in the database without asking.")
def restore(file: Path, *, yes: bool) -> None:
    """Replace everything in the database by what FILE holds, once the file has been verified."""
    with cli.reading(), _opened(file) as archive:
        manifest = verify(archive)
        there, gone = events.head(), departed.known()
        made = f"The backup of {manifest['made_at']} holds {manifest['head']['seq']} events"
        if there and not yes:
            click.confirm(
                f"{made}; the {there} events of this instance will be gone. Replace them?", abort=True
            )
        # First, as they replace nothing: what no row names in the end is swept away.
        filing.bring_back(archive, manifest["files"])
        with unit_of_work():
            try:
                replace(archive)
            except OperationalError:
                raise
            except (*UNREADABLE, StatementError) as error:
                raise click.ClickException(
                    "The backup is damaged: it holds rows that fit no table; nothing was replaced."
                ) from error
            broken = events.first_break()
            if broken:
                raise click.ClickException(
                    f"The log in the backup is broken ({broken}); nothing was replaced."
                )
            db.session.expire_all()
            again = commands.erase_again(gone, by=SYSTEM)
    click.echo(f"{made}; they are in place.")
    if again:
        click.echo(f"{again} accounts that were deleted since then have been deleted again.")
    click.echo("If the service runs, start it anew now: it remembers parts of pages as they were.")


def tables() -> list[Table]:
    """The tables that a backup holds, those that are referred to first; what is made anew from them is not among them.

    Raises:
        click.ClickException: when the database holds one that this program does not know: a backup must never leave one out.
    """
    known = db.metadata.sorted_tables
    names = inspect(db.engine).get_table_names()
    there = {name for name in names if is_modelled(name, "table")} - {"alembic_version"}
    if there != {table.name for table in known}:
        raise click.ClickException("The database is not at this program's migration; run: civic db upgrade")
    return [table for table in known if _is_kept(table)]


def _is_kept(table: Table) -> bool:
    return not table.info.get(DERIVED)


def write(file: Path) -> tuple[Rows, int, int]:
    """Write the backup beside its place and move it there when it is whole; returns rows by table, files, and files lost."""
    wanted = tables()
    if db.engine.dialect.name == "postgresql":
        # One state for all tables, as SQLite gives by itself.
        db.session.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"))
    head = db.session.execute(select(events.EventHead.seq, events.EventHead.hash)).one_or_none()
    manifest: dict[str, Any] = {
        "format": FORMAT,
        "made_at": clock.now().isoformat(timespec="seconds"),
        "migration": upkeep.present_migration(),
        "head": {"seq": head.seq if head else 0, "hash": head.hash if head else events.GENESIS},
        "tables": {},
    }
    with tempfile.NamedTemporaryFile(dir=file.parent, prefix=".backup-", delete=False) as beside:
        try:
            with zipfile.ZipFile(beside, "w", zipfile.ZIP_DEFLATED) as archive:
                for table in wanted:
                    with archive.open(f"{table.name}.jsonl", "w", force_zip64=True) as part:
                        manifest["tables"][table.name] = _write_table(table, part)
                manifest["files"], lost = filing.put_in(archive)
                archive.writestr(MANIFEST, json.dumps(manifest, indent=1))
            Path(beside.name).rename(file)
        except BaseException:
            Path(beside.name).unlink(missing_ok=True)
            raise
    rows = {name: told["rows"] for name, told in manifest["tables"].items()}
    return rows, len(manifest["files"]), lost


def _write_table(table: Table, part: IO[bytes]) -> dict[str, Any]:
    seen, count = hashlib.sha256(), 0
    statement = select(table).order_by(*table.primary_key).execution_options(yield_per=CHUNK)
    for row in db.session.execute(statement):
        # PostgreSQL gives the keys of an object in an order of its own.
        plain = [_plain(value) for value in row]
        line = json.dumps(plain, ensure_ascii=False, sort_keys=True).encode() + b"\n"
        seen.update(line)
        part.write(line)
        count += 1
    return {"rows": count, "sha256": seen.hexdigest(), "columns": [column.name for column in table.columns]}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime | date | time) else value


@contextmanager
def _opened(file: Path) -> Iterator[zipfile.ZipFile]:
    try:
        archive = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, OSError) as error:
        raise click.ClickException(f"{file} is no backup, or it is damaged.") from error
    with archive:
        yield archive


def verify(archive: zipfile.ZipFile) -> dict[str, Any]:
    """The manifest of a backup whose every table is whole and fits this program and this database.

    Raises:
        click.ClickException: with what does not fit.
    """
    try:
        manifest: dict[str, Any] = json.loads(archive.read(MANIFEST))
        told = manifest["tables"]
        seen = {name: _digest(archive, name) for name in told}
        said = {name: (told[name]["rows"], told[name]["sha256"]) for name in told}
        columns = {name: told[name]["columns"] for name in told}
        filing.check(archive, manifest["files"])
        of, _made = manifest["migration"], (manifest["made_at"], manifest["head"]["seq"])
    except filing.Damaged as error:
        raise click.ClickException(
            "The backup is damaged: a file in it is not the one it should be."
        ) from error
    except UNREADABLE as error:
        raise click.ClickException("The file is no backup, or it is damaged.") from error
    if seen != said:
        raise click.ClickException("The backup is damaged: what it holds is not what its manifest says.")
    present = upkeep.present_migration()
    if of != present:
        raise click.ClickException(
            f"The backup is of migration {of}, this database of {present or 'none'}. Bring the database "
            f"to {of} (civic db upgrade or downgrade), restore, then upgrade."
        )
    if columns != {table.name: [column.name for column in table.columns] for table in tables()}:
        raise click.ClickException("The backup was made by another version of the program.")
    return manifest


def _digest(archive: zipfile.ZipFile, name: str) -> tuple[int, str]:
    seen, count = hashlib.sha256(), 0
    with archive.open(f"{name}.jsonl") as part:
        for line in part:
            seen.update(line)
            count += 1
    return count, seen.hexdigest()


def replace(archive: zipfile.ZipFile) -> None:
    """Take out all rows and put in those of the backup, in this unit of work."""
    wanted = db.metadata.sorted_tables
    if db.engine.dialect.name == "sqlite":
        db.session.execute(text("PRAGMA defer_foreign_keys = ON"))
        for table in reversed(wanted):
            db.session.execute(table.delete())
    else:
        db.session.execute(text(f"TRUNCATE {', '.join(table.name for table in wanted)}"))
    for table in filter(_is_kept, wanted):
        chunk: list[dict[str, Any]] = []
        for row in _referred_first(table, _rows(archive, table)):
            chunk.append(row)
            if len(chunk) == CHUNK:
                db.session.execute(insert(table), chunk)
                chunk = []
        if chunk:
            db.session.execute(insert(table), chunk)
        _count_on(table)


def _rows(archive: zipfile.ZipFile, table: Table) -> Iterator[dict[str, Any]]:
    readers = [(column.name, _reader(column.type)) for column in table.columns]
    with archive.open(f"{table.name}.jsonl") as part:
        for line in io.TextIOWrapper(part, "utf-8", newline="\n"):
            values = zip(readers, json.loads(line), strict=True)
            yield {name: None if value is None else read(value) for (name, read), value in values}


def _reader(kind: Any) -> Callable[[Any], Any]:
    """How a value of a column's type is read back."""
    if isinstance(kind, Moment):
        return datetime.fromisoformat
    if isinstance(kind, Date):
        return date.fromisoformat
    if isinstance(kind, Time):
        return time.fromisoformat
    if isinstance(kind, Enum) and kind.enum_class is not None:
        return kind.enum_class
    return lambda value: value


def _referred_first(table: Table, rows: Iterator[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The rows so that one which refers to another of its table (a merged proposal, an answer) comes after it."""
    own = [key.parent.name for key in table.foreign_keys if key.column.table is table]
    if not own:
        yield from rows
        return
    there: set[int] = set()
    waiting: list[dict[str, Any]] = []
    for row in rows:
        if all(row[name] is None or row[name] in there for name in own):
            there.add(row["id"])
            yield row
        else:
            waiting.append(row)
    while waiting:
        ready = [row for row in waiting if all(row[name] is None or row[name] in there for name in own)]
        if not ready:
            raise click.ClickException(f"The backup is damaged: rows of {table.name} refer to each other.")
        there.update(row["id"] for row in ready)
        yield from ready
        waiting = [row for row in waiting if row["id"] not in there]


def _count_on(table: Table) -> None:
    """Let PostgreSQL give new ids after those that came."""
    column = table.autoincrement_column
    if db.engine.dialect.name != "postgresql" or column is None:
        return
    sequence = db.session.scalar(
        text("SELECT pg_get_serial_sequence(:name, :id)"), {"name": table.name, "id": column.name}
    )
    if sequence:
        last = db.session.scalar(select(func.max(column)))
        db.session.execute(select(func.setval(sequence, last or 1, last is not None)))
