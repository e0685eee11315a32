"""A unit without accounts sends its file back: read, looked at row by row, and only then taken over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from civic.answers.commands.drafting import draft
from civic.answers.events import FileReadBack, FileTakenOver
from civic.answers.models import Return
from civic.answers.returned import changes_of, kept
from civic.kernel import clock
from civic.kernel.access import Actor, Permission, authorize
from civic.kernel.db import db
from civic.kernel.errors import Refused
from civic.kernel.events import record
from civic.kernel.words import N_

if TYPE_CHECKING:
    from civic.answers.models import AnsweringUnit


def bring_back(
    unit: AnsweringUnit, *, name: str, sha256: str, rows: list[dict[str, str]], by: Actor
) -> Return:
    """Keep what was read from a file that a unit filled in; it changes nothing yet."""
    authorize(by, Permission.ANSWER)
    made = Return(unit=unit, name=name[:200], sha256=sha256, rows=kept(rows), at=clock.now(), by_id=by.id)
    db.session.add(made)
    db.session.flush()
    record(FileReadBack(file=made.id, unit=unit.id, sha256=sha256, by=by.id))
    return made


def take_over(returned: Return, *, by: Actor) -> int:
    """Make drafts of the rows without faults; returns how many.

    Raises:
        Refused: when it was done already, or no row would change anything.
    """
    authorize(by, Permission.ANSWER)
    if returned.taken_at is not None:
        raise Refused("taken", N_("This file was taken over already."))
    changes = [change for change in changes_of(returned, by) if change.changes]
    if not changes:
        raise Refused("nothing", N_("No row of this file changes anything."))
    for change in changes:
        if change.answer is not None and change.wording is not None:
            draft(change.answer, change.wording, by=by)
    returned.taken_at = clock.now()
    db.session.flush()
    record(FileTakenOver(file=returned.id, unit=returned.unit_id, count=len(changes), by=by.id))
    return len(changes)
