"""A filled-in pack comes back: read by a child process, looked at, and only then taken over."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from civic.kernel import db
from civic.kernel.errors import Refused
from civic.kernel.words import N_
from civic.papers import queries
from civic.papers.rows import Filled, filled, meeting_of

if TYPE_CHECKING:
    from civic.meetings.models import Meeting

WAIT = 90  # seconds
CELLS = 4
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Coming:
    """A row and what stands in its way: it is written down already, or its organisation is none of the directory."""

    row: Filled
    known: bool = False
    unnamed: bool = False

    @property
    def new(self) -> bool:
        """Whether taking it over writes a line."""
        return self.row.said is not None and not self.known


def read(path: Path) -> str:
    """The rows of a file as JSON, to be looked at and sent again. The session's transaction ends while it is read.

    Raises:
        Refused: when it cannot be read within the limits.
    """
    with db.pause(), tempfile.TemporaryDirectory(prefix="civic-papers-") as place:
        target = Path(place) / "rows.json"
        command = [sys.executable, "-m", "civic.papers.sheet", str(path), str(target)]
        try:
            done = subprocess.run(command, capture_output=True, timeout=WAIT, check=False)  # noqa: S603
        except subprocess.TimeoutExpired as error:
            raise _unreadable() from error
        if done.returncode:
            _log.warning("a pack could not be read: %r", done.stderr.decode(errors="replace")[-300:])
            raise _unreadable()
        return target.read_text(encoding="utf-8")


def coming(meeting: Meeting, told: str) -> list[Coming]:
    """What these rows would bring to the minutes of a meeting, as things stand now.

    Raises:
        Refused: when they are no rows, none is filled in, or they are of another meeting.
    """
    rows = _rows(told)
    if any(meeting_of(row) != meeting.id for row, *_rest in rows):
        raise Refused("meeting", N_("This is the pack of another meeting."))
    found = filled(rows)
    if not found:
        raise Refused("empty", N_("No row of the minutes is filled in."))
    known = queries.known_ids(meeting)
    return [_coming(each, known) for each in found]


def _coming(row: Filled, known: frozenset[str]) -> Coming:
    said = row.said
    if said is None:
        return Coming(row)
    unnamed = bool(said.organisation) and queries.find_named(said.organisation) is None
    return Coming(row, known=said.client_id in known, unnamed=unnamed)


def _rows(told: str) -> list[tuple[str, str, str, str]]:
    """What was read, or sent again by a page that anybody may have changed."""
    try:
        rows: Any = json.loads(told)
    except (ValueError, RecursionError) as error:
        raise _unreadable() from error
    if not isinstance(rows, list) or not all(_is_row(row) for row in rows):
        raise _unreadable()
    return [(row[0], row[1], row[2], row[3]) for row in rows]


def _is_row(row: Any) -> bool:
    return isinstance(row, list) and len(row) == CELLS and all(isinstance(cell, str) for cell in row)


def _unreadable() -> Refused:
    return Refused("unreadable", N_("The file cannot be read. Save it again as DOCX in its own program."))
