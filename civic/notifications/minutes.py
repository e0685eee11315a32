"""How events of minutes are told: the organisations that lines name are asked, whoever follows the meeting hears of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from civic.accounts.models import User
from civic.kernel.access import Role
from civic.kernel.db import db
from civic.kernel.words import N_, LazyString
from civic.minutes.models import Line
from civic.notifications import audiences
from civic.notifications.audiences import followers_of
from civic.notifications.models import Concern, Why
from civic.notifications.telling import Nobody, Rule, Telling

if TYPE_CHECKING:
    from collections.abc import Iterable

    from civic.notifications.told import Told


def meeting(told: Told) -> str:
    """The meeting at which it was said."""
    return f"meeting:{told.id_of('meeting')}"


def officials_asked(told: Told) -> Iterable[int]:
    """The officials of the unit that is to answer a question."""
    line = db.session.get(Line, told.id_of("line"))
    if line is None or not line.unit:
        return ()
    return db.session.scalars(select(User.id).where(User.role == Role.OFFICIAL, User.unit == line.unit)).all()


_asked = Rule(Concern.OFFICE, Why.ON_DUTY, officials_asked)
_named = Rule(Concern.OWN, Why.AUTHOR, audiences.named)
_followers = Rule(Concern.FOLLOWED, Why.FOLLOWS, followers_of(meeting))

SENTENCES: dict[str, LazyString] = {
    "MinutesPublished": N_("The minutes of the meeting are published"),
    "LinesAttributed": N_("Minutes name your organisation; say on the page whether it said so"),
    "QuestionAssigned": N_("A question from a meeting waits for the answer of your unit"),
    "QuestionAnswered": N_("A question from the meeting is answered"),
}
TELLINGS: dict[str, Telling | Nobody] = {
    "MinutesPublished": Telling(meeting, (_followers,)),
    "LinesAttributed": Telling(meeting, (_named,)),
    "QuestionAssigned": Telling(meeting, (_asked,)),
    "QuestionAnswered": Telling(meeting, (_named, _followers)),
    **dict.fromkeys(
        ("MinutesEvent", "LineEvent"),
        Nobody("it is there for the others to be made from, and is never recorded"),
    ),
    **dict.fromkeys(
        (
            "LinesTaken",
            "LineChanged",
            "LineStruck",
            "VisitorAnswered",
            "LinesForgotten",
            "LinesChecked",
            "PresenceNoted",
        ),
        Nobody("whoever takes notes sees it on their page"),
    ),
    **dict.fromkeys(
        ("LineClaimed", "LineCarried"),
        Nobody("it stands beside the line on the meeting's page"),
    ),
}
