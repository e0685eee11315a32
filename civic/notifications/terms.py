"""How the terms of needs and of questions from meetings are told: to the unit that answers, and when they are over to those who steer."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import select

from civic.accounts.models import User
from civic.answers.deadlines import OVERDUE
from civic.answers.models import AnsweringUnit
from civic.kernel.access import Role
from civic.kernel.db import db
from civic.kernel.words import N_, LazyString, day
from civic.minutes.models import Line
from civic.notifications import audiences
from civic.notifications.models import Concern, Why
from civic.notifications.telling import Rule, Telling

if TYPE_CHECKING:
    from collections.abc import Iterable

    from civic.notifications.told import Told

SENTENCES: dict[str, LazyString] = {
    "NeedDue": N_("The answer to a resident's need is due by %(until)s"),
    "QuestionDue": N_("The answer to a question from the meeting is due by %(until)s"),
}
_LATE: dict[str, LazyString] = {
    "NeedDue": N_("The answer to a resident's need is late: it was due by %(until)s"),
    "QuestionDue": N_("The answer to a question from the meeting is late: it was due by %(until)s"),
}
#: Event → where what it asks for is done.
PLACES = {"NeedDue": "/needs/{need}", "QuestionDue": "/minutes/lines/{line}/answer"}


def need(told: Told) -> str:
    """The need that it is about."""
    return f"need:{told.id_of('need')}"


def meeting(told: Told) -> str:
    """The meeting at which the question was asked."""
    return f"meeting:{told.id_of('meeting')}"


def answering(told: Told) -> Iterable[int]:
    """The officials of the unit; and the plenipotentiary's office once the term is over, or where there are none."""
    name = _unit(told)
    officials = select(User.id).where(User.role == Role.OFFICIAL, User.unit == name)
    found = list(db.session.scalars(officials)) if name else []
    if found and told.facts["mark"] != OVERDUE:
        return found
    return [*found, *audiences.with_role(Role.PLENIPOTENTIARY)]


def _unit(told: Told) -> str:
    if told.name == "NeedDue":
        unit = db.session.get(AnsweringUnit, told.id_of("unit"))
        return unit.name if unit else ""
    line = db.session.get(Line, told.id_of("line"))
    return line.unit if line else ""


_answering = Rule(Concern.OFFICE, Why.ON_DUTY, answering)
TELLINGS = {"NeedDue": Telling(need, (_answering,)), "QuestionDue": Telling(meeting, (_answering,))}


def sentence(told: Told) -> str:
    """Which day it is, and that it has passed."""
    wording = (SENTENCES if told.facts["mark"] else _LATE)[told.name]
    return str(wording).replace("%(until)s", day(date.fromisoformat(told.facts["until"])))
