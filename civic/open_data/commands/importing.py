"""What can happen to bundles: they are imported, whole or not at all."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from civic.kernel import clock
from civic.kernel.access import Actor, Permission, authorize
from civic.kernel.db import db
from civic.kernel.errors import Refused
from civic.kernel.events import record
from civic.kernel.words import N_
from civic.open_data import files, lines
from civic.open_data.arrivals import (
    calls,
    comments,
    forums,
    meetings,
    needs,
    notices,
    organisations,
    people,
    places,
    positions,
    proposals,
    relations,
    threads,
)
from civic.open_data.events import BundleImported
from civic.open_data.intake import Intake
from civic.open_data.models import ImportedLine

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from sqlalchemy import Table

    from civic.open_data.arrivals.arrived import Arrived
    from civic.open_data.lines import Line

CHUNK = 1000
ARRIVALS: dict[str, Callable[[Intake, Sequence[Line]], Iterator[Arrived]]] = {
    files.ORGANISATIONS: organisations.arrive,
    files.PLACES: places.arrive,
    files.PEOPLE: people.arrive,
    files.FORUMS: forums.arrive,
    files.THREADS: threads.arrive,
    files.PROPOSALS: proposals.arrive,
    files.COMMENTS: comments.arrive,
    files.POSITIONS: positions.arrive,
    files.RELATIONS: relations.arrive,
    files.MEETINGS: meetings.arrive,
    files.NOTICES: notices.arrive,
    files.CALLS: calls.arrive,
    files.NEEDS: needs.arrive,
}
IMPORTED_LINES: Table = ImportedLine.__table__  # type: ignore[assignment]


class Listener:
    """Hears how an import goes on; this one is deaf."""

    def begins(self, file: str) -> None:
        """A file is opened."""

    def passed(self, size: int) -> None:
        """So many more bytes were read."""

    def ends(self, file: str, took: Took) -> None:
        """A file was read to its end."""


class Took(NamedTuple):
    """Lines of a file: new ones and known ones."""

    new: int
    known: int


@dataclass
class Outcome:
    """What an import did: lines by file, and the names of files it left out."""

    took: dict[str, Took] = field(default_factory=dict)
    later: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)

    @property
    def new(self) -> int:
        """How many objects came."""
        return sum(took.new for took in self.took.values())

    @property
    def lines(self) -> int:
        """How many lines there were."""
        return sum(sum(took) for took in self.took.values())


def import_bundle(folder: Path, *, weeks: int = 0, listener: Listener | None = None, by: Actor) -> Outcome:
    """Load a bundle in this unit of work; `weeks` moves all its dates, after the digests were taken.

    What was loaded before under the same key with the same digest is skipped.

    Raises:
        BrokenBundle: naming the file and the line at which the bundle cannot be taken; nothing of it stays.
        Refused: when the folder is no bundle.
    """
    authorize(by, Permission.IMPORT)
    outcome = _look_into(folder)
    intake = Intake(db.session.connection(), by, clock.now(), weeks)
    whole = hashlib.sha256()
    for file in files.LOADED:
        if (folder / file).is_file():
            outcome.took[file] = _load(intake, folder / file, listener or Listener(), whole.update)
    intake.count_comments()
    if outcome.new:
        record(
            BundleImported(
                digest=whole.hexdigest(), lines=outcome.lines, new=outcome.new, by=by.id, imported=True
            )
        )
    return outcome


def _look_into(folder: Path) -> Outcome:
    """Sort the files of the folder."""
    if not folder.is_dir():
        raise Refused("no_folder", N_("There is no folder “%(folder)s”.", folder=folder))
    names = sorted(path.name for path in folder.iterdir() if not path.name.startswith("."))
    if not set(names) & set(files.LOADED):
        raise Refused(
            "no_bundle",
            N_(
                "The folder “%(folder)s” holds no file of a bundle (%(files)s).",
                folder=folder,
                files=", ".join(files.LOADED),
            ),
        )
    for name in names:
        # A folder or a pipe of that name, or a link that leads nowhere: to pass over it would lose what was meant.
        if name in files.LOADED and not (folder / name).is_file():
            raise Refused("unreadable", N_("“%(file)s” is no file that can be read.", file=folder / name))
    later = [name for name in names if name in files.LATER]
    return Outcome(later=later, unknown=[n for n in names if n not in files.LATER and n not in files.LOADED])


def _load(intake: Intake, path: Path, listener: Listener, digest: Callable[[bytes], None]) -> Took:
    listener.begins(path.name)
    took = Took(0, 0)
    seen: set[str] = set()
    for chunk in _chunks(lines.read(path, files.SHAPES[path.name].check, listener.passed)):
        for line in chunk:
            if line.key in seen:
                raise line.broken(
                    N_("the key “%(key)s” stands on an earlier line of the file already.", key=line.key)
                )
            seen.add(line.key)
            digest(f"{line.file}\x1f{line.key}\x1f{line.digest}\x1e".encode())
        fresh = _fresh(intake, path.name, chunk)
        _note(intake, ARRIVALS[path.name](intake, fresh))
        took = Took(took.new + len(fresh), took.known + len(chunk) - len(fresh))
    listener.ends(path.name, took)
    return took


def _chunks(read: Iterable[Line]) -> Iterator[list[Line]]:
    remaining = iter(read)
    while chunk := list(islice(remaining, CHUNK)):
        yield chunk


def _fresh(intake: Intake, file: str, chunk: Sequence[Line]) -> list[Line]:
    """The lines that were not imported before; those that were give their ids to what refers to them."""
    known = intake.known(file, [line.key for line in chunk])
    for line in chunk:
        if line.key in known:
            digest, intake.ids[file][line.key] = known[line.key]
            if digest != line.digest:
                raise line.broken(
                    N_("the key “%(key)s” was imported before with another content.", key=line.key)
                )
    return [line for line in chunk if line.key not in known]


def _note(intake: Intake, arrived: Iterable[Arrived]) -> None:
    """Keep keys and digests, and tell the log."""
    rows = []
    for line, new_id, event in arrived:
        intake.ids[line.file][line.key] = new_id
        rows.append({"file": line.file, "key": line.key, "digest": line.digest, "object_id": new_id})
        if event is not None:
            record(event)
    intake.put(IMPORTED_LINES, rows)
