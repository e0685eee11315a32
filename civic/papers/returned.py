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
from civic.minutes.presence import Presence
from civic.organisations.names import skeleton
from civic.papers import queries
from civic.papers.rows import Came, Filled, came, filled, line_prefix, meeting_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from civic.meetings.models import Meeting
    from civic.minutes.models import Line
    from civic.minutes.words import Said

WAIT = 90  # seconds
CELLS = 4
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Coming:
    """A row and what is in its way: it is there already, other words are under its number, its organisation is none of the directory."""

    row: Filled
    known: bool = False
    #: Lines that were brought under the row's number: another copy of the pack has the same numbers.
    others: tuple[Line, ...] = ()
    unnamed: bool = False

    @property
    def new(self) -> bool:
        """Whether taking it over writes a line."""
        return self.row.said is not None and not self.known

    @property
    def asks(self) -> bool:
        """Whether somebody has to say if it is another line, or the same one put right."""
        return self.new and bool(self.others)


@dataclass(frozen=True)
class Read:
    """What a file brings: its rows, and who came."""

    rows: list[Coming]
    came: Came
    #: Organisations of the form of attendance as the directory has them, without those that lines name; what stands in no directory.
    named: tuple[str, ...] = ()
    unnamed: tuple[str, ...] = ()

    @property
    def asks(self) -> bool:
        """Whether it has to be said if the file is another copy."""
        return any(each.asks for each in self.rows)

    @property
    def counts(self) -> bool:
        """Whether its form of attendance is filled in."""
        return self.came != Came()

    def lines(self, *, another_copy: bool) -> list[Said]:
        """The lines to write down: all new ones, and of those whose number is taken only another copy's."""
        return [
            each.row.said
            for each in self.rows
            if each.row.said and each.new and (another_copy or not each.asks)
        ]

    def presence_with(self, stands: Presence) -> Presence:
        """Who came, as the form of the page offers it: what the file says beside the organisations that are there."""
        there = stands.present.split("\n") if stands.present else []
        known = {skeleton(name) for name in there}
        more = [name for name in self.named if skeleton(name) not in known]
        people = stands.attendance if self.came.people is None else self.came.people
        return Presence(people, "\n".join([*there, *more]))


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


def coming(meeting: Meeting, told: str) -> Read:
    """What these rows would bring to the minutes of a meeting, as things stand now.

    Raises:
        Refused: when they are no rows, none is filled in, or they are of another meeting.
    """
    rows = _rows(told)
    if any(meeting_of(row) != meeting.id for row, *_rest in rows):
        raise Refused("meeting", N_("This is the pack of another meeting."))
    found, presence = filled(rows), came(rows)
    if not found and presence == Came():
        raise Refused(
            "empty", N_("No row of the minutes and nothing of the form of attendance is filled in.")
        )
    there = queries.lines_by_paper(meeting)
    made = [_coming(each, there) for each in found]
    said = {skeleton(each.row.said.organisation) for each in made if each.row.said}
    return _with_names(made, presence, said | queries.names_in_lines(meeting))


def _coming(row: Filled, there: Sequence[Line]) -> Coming:
    said = row.said
    if said is None:
        return Coming(row)
    prefix = line_prefix(row.id)
    others = [line for line in there if line.client_id == prefix or line.client_id.startswith(f"{prefix}-")]
    known = any(line.client_id == said.client_id for line in others) or any(
        # Brought before rows were known by their content.
        line.client_id == prefix and line.text in {"", said.text}
        for line in others
    )
    unnamed = bool(said.organisation) and queries.find_named(said.organisation) is None
    return Coming(row, known, tuple(line for line in others if line.text), unnamed)


def _with_names(rows: list[Coming], presence: Came, in_lines: set[str]) -> Read:
    named, unnamed = [], []
    for name in presence.names:
        found = queries.find_named(name)
        if found is None:
            unnamed.append(name)
        elif skeleton(found.name) not in in_lines:
            named.append(found.name)
    return Read(rows, presence, tuple(dict.fromkeys(named)), tuple(unnamed))


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
