"""The letter to a unit whose people have no account here: what it is to answer, with the file to fill in."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import exists, select

from civic.accounts.models import User
from civic.answers import unit_files
from civic.answers.models import AnsweringUnit
from civic.answers.queries.work import of_unit
from civic.kernel import clock, mail
from civic.kernel.access import Role
from civic.kernel.db import db
from civic.kernel.mail import Composed, Enclosed, Item, Kind, Letter
from civic.kernel.words import CONTENT_LANGUAGE, N_, _, day

if TYPE_CHECKING:
    from civic.answers.models import Answer

#: How long a letter gathers what is written down next: answers are opened, then the hand-over is recorded.
GATHERS = timedelta(minutes=15)


def write_to(unit: AnsweringUnit | None, issue: int) -> Letter | None:
    """Write to a unit that has something to answer in an issue, if it has an address and nobody with an account.

    The letter waits a while and says what holds when it leaves: acts that follow each other are told in one.
    """
    if unit is None or not lives_by_letters(unit) or _waits(unit, issue):
        return None
    letter = mail.write(UNIT_ANSWERS, to=unit.email, language=CONTENT_LANGUAGE, unit=unit.id, issue=issue)
    letter.next_at = letter.written_at + GATHERS
    return letter


def _waits(unit: AnsweringUnit, issue: int) -> bool:
    """Whether a letter to the unit about the issue has not begun to leave."""
    waiting = select(Letter).where(
        Letter.kind == UNIT_ANSWERS.name,
        Letter.address == unit.email,
        Letter.next_at.is_not(None),
        Letter.attempts == 0,
    )
    return any(each.facts == {"unit": unit.id, "issue": issue} for each in db.session.scalars(waiting))


def lives_by_letters(unit: AnsweringUnit) -> bool:
    """Whether a unit has an address and nobody with an account, who would find here what is to be done."""
    return bool(unit.email) and not _has_people(unit)


def _has_people(unit: AnsweringUnit) -> bool:
    mine = (User.role == Role.OFFICIAL, User.unit == unit.name)
    active = (User.suspended_at.is_(None), User.erased_at.is_(None))
    return bool(db.session.scalar(select(exists().where(*mine, *active))))


def answers_letter(letter: Letter) -> Composed | None:
    """What the letter says as it leaves; nothing once all is answered, or the unit has another address or people here."""
    unit = db.session.get(AnsweringUnit, int(letter.facts["unit"]))
    if unit is None or unit.email != letter.address or not lives_by_letters(unit):
        return None
    issue = int(letter.facts["issue"])
    waiting = [answer for answer in of_unit(unit) if answer.item.issue_number == issue]
    if not waiting:
        return None
    due = min((answer.due_on for answer in waiting if answer.due_on), default=None)
    items = [_item(answer) for answer in waiting]
    facts = {"unit": unit.name, "issue": str(issue), "until": until_of(due)}
    name = f"odpowiedzi-{unit.slug}"
    files = [
        Enclosed(f"{name}.{form}", mime, unit_files.written(unit, waiting, form))
        for form, mime in unit_files.MIMES.items()
    ]
    return Composed(facts, items=items, enclosed=files, link=f"/issues/{issue}")


def until_of(due: date | None) -> str:
    """The last day in words; that it has passed, where it has."""
    if due is None:
        return _("nobody committed to a date")
    late = due < clock.today(clock.now())
    return _("%(day)s (passed)", day=day(due)) if late else day(due)


def _item(answer: Answer) -> Item:
    item = answer.item
    return Item(f"{item.number} {item.title}", link=item.path)


UNIT_ANSWERS = Kind(
    "unit_answers",
    subject=N_("Recommendations no. %(issue)s wait for an answer: %(unit)s"),
    body=N_(
        "Recommendations of a public consultation wait for the answer of this unit: %(unit)s. Last day: %(until)s.\n\n"
        "They stand below, and in the two files that come with this letter: a Word document and an Excel workbook with the same rows. "
        "Take one of them, fill in the status, the answer, the function of the person responsible and the day, and leave the ID as it is. "
        "Send the file back as an answer to this letter: the office reads it in, and the answer is published after it was checked."
    ),
    button=N_("Read the recommendations"),
    facts=("unit", "issue", "until"),
    reason=N_("You get this letter because the office wrote this address down for the unit that answers."),
    lasts=timedelta(days=7),
    compose=answers_letter,
)
