"""What a file that a unit filled in would change, row by row, as things stand now."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from civic.answers import queries, unit_files
from civic.answers.commands.drafting import Wording
from civic.answers.commands.settings import LONGEST_NAME, LONGEST_TEXT
from civic.answers.models import Answer, Return
from civic.kernel import markup
from civic.kernel.access import Actor, Permission, can
from civic.kernel.words import N_

if TYPE_CHECKING:
    from civic.kernel.words import LazyString

#: How a formula is told by the reader of files.
FORMULA = "\x00"
WRITTEN = ("status", "text", "responsible", "carry_out_by")
DAYS = ("%Y-%m-%d", "%d.%m.%Y", "%d-%m-%Y")


@dataclass
class Change:
    """What one row of a returned file would change; with faults it changes nothing."""

    row: str
    answer: Answer | None = None
    wording: Wording | None = None
    faults: list[LazyString] = field(default_factory=list)

    @property
    def changes(self) -> bool:
        """Whether taking it over would change an answer."""
        return self.wording is not None and not self.faults


def kept(rows: list[dict[str, str]]) -> list[dict[str, Any]]:
    """The cells that matter; a formula is kept as a mark alone, for a database takes no zero byte."""
    return [_kept_row(row) for row in rows]


def _kept_row(row: dict[str, str]) -> dict[str, Any]:
    cells = {name: row.get(name, "") for name in ("row", "id", *WRITTEN)}
    kept: dict[str, Any] = {
        name: "" if FORMULA in cell else markup.clean_text(cell) for name, cell in cells.items()
    }
    return kept | {"formula": any(FORMULA in cell for cell in cells.values())}


def changes_of(returned: Return, by: Actor) -> list[Change]:
    """What each row would change as things stand now, with its faults in words; rows without any change are left out."""
    ids = {row["row"]: unit_files.number_in(row["id"]) for row in returned.rows}
    known = {answer.id: answer for answer in queries.get_answers(ids.values())}
    seen: set[int] = set()
    found = []
    for row in returned.rows:
        change = _change(row, known.get(ids[row["row"]]), returned, by)
        if change.answer is not None and change.answer.id in seen:
            change.faults.append(N_("The same recommendation stands in the file twice."))
        if change.answer is not None:
            seen.add(change.answer.id)
        if change.faults or change.wording is not None:
            found.append(change)
    return found


def _change(row: dict[str, Any], answer: Answer | None, returned: Return, by: Actor) -> Change:
    change = Change(row["row"], answer)
    if row["formula"]:
        change.faults.append(N_("A cell holds a formula. Write the text itself."))
    if answer is None:
        change.faults.append(N_("The ID is not one of ours. Leave the first column as it is."))
        return change
    if answer.unit_id != returned.unit_id or not can(by, Permission.ANSWER, answer):
        change.faults.append(N_("Another unit answers this recommendation."))
    status, text = unit_files.status_named(row["status"]), row["text"]
    carry_out_by = _day(row["carry_out_by"])
    if not any(row[name] for name in WRITTEN):
        return change
    if (status, text, row["responsible"], carry_out_by) == (
        answer.status,
        answer.text,
        answer.responsible,
        answer.carry_out_by,
    ):
        return change
    if unit_files.sign_of(answer) != row["id"]:
        change.faults.append(N_("This answer was changed since the file was downloaded. Download it again."))
    change.faults += _faults(row, known_status=status is not None, known_day=carry_out_by is not None)
    if status is not None:
        change.wording = Wording(status, text, markup.clean_line(row["responsible"]), carry_out_by)
    return change


def _faults(row: dict[str, Any], *, known_status: bool, known_day: bool) -> list[LazyString]:
    found = []
    if not row["status"]:
        found.append(N_("The status is missing."))
    elif not known_status:
        found.append(N_("The status is none of those that can be chosen."))
    if not row["text"]:
        found.append(N_("The answer is missing: a status without reasons is no answer."))
    if len(row["text"]) > LONGEST_TEXT or len(row["responsible"]) > LONGEST_NAME:
        found.append(N_("A cell is too long: 20 000 characters for the answer, 200 for the function."))
    if row["carry_out_by"] and not known_day:
        found.append(N_("The day cannot be read. Write it as 2027-03-31 or 31.03.2027."))
    return found


def _day(text: str) -> date | None:
    for shape in DAYS:
        try:
            return datetime.strptime(text, shape).date()  # noqa: DTZ007  a day has no zone
        except ValueError:
            continue
    return None
