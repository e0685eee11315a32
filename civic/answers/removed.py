"""Words removed from published editions go from what the city answered to them too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from civic.answers.models import Answer
from civic.kernel import markup
from civic.kernel.db import db
from civic.recommendations.beside import also
from civic.recommendations.models import Item

if TYPE_CHECKING:
    from collections.abc import Sequence

    from civic.recommendations.models import Issue
    from civic.recommendations.redacting import Removal


@also
def remove(issues: Sequence[Issue], removal: Removal) -> None:
    """Take the words out of every answer, its published versions, notes, reasons and evidence; whoever redacts may do so."""
    numbers = [issue.number for issue in issues]
    statement = select(Answer).join(Item, Answer.item_id == Item.id).where(Item.issue_number.in_(numbers))
    for answer in db.session.scalars(statement):
        _of(answer, removal)


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
