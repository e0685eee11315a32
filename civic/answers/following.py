"""What answers do when something happens to the issue they answer: words are removed from it, it is handed over."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from civic.answers import letters
from civic.answers.models import Answer, Return
from civic.answers.queries.settings import commitments
from civic.answers.unit_files import number_in
from civic.kernel import markup
from civic.kernel.db import db
from civic.recommendations.beside import also
from civic.recommendations.counting import from_hand_over
from civic.recommendations.models import Item

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from civic.recommendations.models import Issue
    from civic.recommendations.redacting import Removal


@also
def remove(issues: Sequence[Issue], removal: Removal) -> None:
    """Take the words out of every answer, its versions, notes, reasons, evidence and returned rows; whoever redacts may do so."""
    answers = _answers_to(issues)
    for answer in answers:
        _of(answer, removal)
    units = {answer.unit_id for answer in answers if answer.unit_id}
    numbers = {answer.id for answer in answers}
    for returned in db.session.scalars(select(Return).where(Return.unit_id.in_(units))):
        returned.rows = [
            _returned(row, removal) if number_in(row["id"]) in numbers else row for row in returned.rows
        ]


@from_hand_over
def move(issue: Issue, before: date, after: date) -> None:
    """Count the days of what is not answered yet from another day; a date that was moved for a reason stays.

    Units without accounts get a letter with the new date.
    """
    promises, answers = commitments(issue.forum), _answers_to([issue])
    for unit in {answer.unit for answer in answers if answer.unit is not None and not answer.published_no}:
        letters.write_to(unit, issue.number)
    for answer in answers:
        kept = next((each for each in promises if each.deadline(before) == answer.due_on), None)
        if kept is not None and not answer.published_no and not answer.extensions:
            answer.due_on = kept.deadline(after)


def _answers_to(issues: Sequence[Issue]) -> Sequence[Answer]:
    numbers = [issue.number for issue in issues]
    statement = select(Answer).join(Item, Answer.item_id == Item.id).where(Item.issue_number.in_(numbers))
    return db.session.scalars(statement).all()


def _returned(row: dict[str, Any], removal: Removal) -> dict[str, Any]:
    return row | {name: removal.from_text(row[name]) for name in ("text", "responsible")}


def _of(answer: Answer, removal: Removal) -> None:
    without = removal.from_text
    answer.text, answer.responsible = without(answer.text), without(answer.responsible)[:200]
    for version in answer.versions:
        version.responsible = without(version.responsible)[:200]
        if (text := without(version.text)) != version.text:
            version.text, version.text_html = text, str(markup.render(text))
    for step in answer.steps:
        step.note = without(step.note)
    for extension in answer.extensions:
        extension.reason = without(extension.reason)
    for report in answer.reports:
        report.evidence, report.link = without(report.evidence), removal.from_link(report.link)
