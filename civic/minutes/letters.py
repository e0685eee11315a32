"""The letter to a unit whose people have no account here: a question from a meeting that it is to answer."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from civic.answers.letters import lives_by_letters, until_of
from civic.answers.queries import unit_named
from civic.kernel import mail
from civic.kernel.mail import Kind
from civic.kernel.words import CONTENT_LANGUAGE, N_, LazyString

if TYPE_CHECKING:
    from civic.minutes.models import Line

QUESTION = Kind(
    "question_waits",
    subject=N_("A question from a meeting waits for an answer: %(unit)s"),
    body=N_(
        "At the meeting “%(meeting)s” somebody asked what this unit is to answer: %(unit)s.\n\nLast day for the answer: %(until)s\n\n"
        "The question stands on the page of the meeting. "
        "Nobody of the unit has an account here: the plenipotentiary's office opens one, or publishes your answer."
    ),
    button=N_("Read the question"),
    facts=("meeting", "unit", "until"),
    reason=N_("You get this letter because the office wrote this address down for the unit that answers."),
    lasts=timedelta(days=7),
)


def tell_unit(line: Line) -> None:
    """Tell a unit that has an address and nobody with an account of a question that it is to answer."""
    unit = unit_named(line.unit)
    if unit is None or not lives_by_letters(unit):
        return
    mail.write(
        QUESTION,
        to=unit.email,
        language=CONTENT_LANGUAGE,
        link=line.path,
        meeting=line.meeting.title,
        unit=unit.name,
        until=LazyString(until_of, line.due),
    )
