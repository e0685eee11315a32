"""Writes a bundle: the visible contributions as they stand, under the keys they came with or under stable made ones."""

from __future__ import annotations

import json
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import text

from civic.kernel.db import db
from civic.kernel.errors import Refused
from civic.kernel.words import N_
from civic.open_data import board_rows, files, queries
from civic.open_data.meeting_rows import meetings
from civic.open_data.place_rows import places
from civic.open_data.queries import Outgoing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

ROWS: dict[str, Callable[[Outgoing], Iterator[dict[str, Any]]]] = {
    files.ORGANISATIONS: queries.organisations,
    files.PLACES: places,
    files.PEOPLE: queries.people,
    files.FORUMS: queries.forums,
    files.THREADS: queries.threads,
    files.PROPOSALS: queries.proposals,
    files.COMMENTS: queries.comments,
    files.POSITIONS: queries.positions,
    files.RELATIONS: queries.relations,
    files.MEETINGS: meetings,
    files.NOTICES: board_rows.notices,
    files.CALLS: board_rows.calls,
    files.NEEDS: board_rows.needs,
}


def export_bundle(
    folder: Path,
    passed: Callable[[str, int], None] = lambda _file, _lines: None,
    *,
    public: bool = False,
) -> None:
    """Write all files of a bundle into a folder that is new or empty; it appears whole or not at all.

    `passed` hears the name and the number of lines of each file. A `public` bundle may be handed to anybody: it names
    organisations, and persons by number.

    Raises:
        Refused: when the folder holds something or cannot be made.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Refused(
            "not_empty", N_("“%(folder)s” is not an empty folder; choose a new one.", folder=folder)
        )
    if db.engine.dialect.name == "postgresql":
        # One state of the instance for all files, as SQLite gives by itself.
        db.session.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"))
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        beside = Path(tempfile.mkdtemp(prefix=".bundle-", dir=folder.parent))
    except OSError as error:
        raise _not_written(folder, error) from error
    try:
        outgoing = Outgoing(public=public)
        for file, rows in ROWS.items():
            passed(file, _write(beside / file, rows(outgoing)))
        beside.chmod(0o755)
        beside.rename(folder)
    except OSError as error:
        raise _not_written(folder, error) from error
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _write(path: Path, rows: Iterable[dict[str, Any]]) -> int:
    count = 0
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for row in rows:
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
            count += 1
    return count


def _not_written(folder: Path, error: OSError) -> Refused:
    return Refused(
        "not_written", N_("“%(folder)s” cannot be written: %(reason)s.", folder=folder, reason=error.strerror)
    )
