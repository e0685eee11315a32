"""What answers do when something happens to the issue they answer: words are removed from it, it is handed over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from civic.answers import letters
from civic.answers.models import Answer
from civic.answers.queries.settings import commitments
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
    """Take the words out of every answer, its published versions, notes, reasons and evidence; whoever redacts may do so."""
    for answer in _answers_to(issues):
        _of(answer, removal)


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


def _of(answer: Answer, removal: Removal) -> None:
    without = removal.from_text
    answer.text = without(answer.text)
    for version in answer.versions:
        if (text := without(version.text)) != version.text:
            version.text, version.text_html = text, str(markup.render(text))
    for step in answer.steps:
        step.note = without(step.note)
    for extension in answer.extensions:
        extension.reason = without(extension.reason)
    for report in answer.reports:
        report.evidence = without(report.evidence)
