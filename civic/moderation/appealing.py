"""Appeals, without a database: against what, until when, by whom, and who may not decide."""

from __future__ import annotations

import calendar
from datetime import date
from typing import TYPE_CHECKING

from civic.accounts.models import User
from civic.kernel import clock
from civic.moderation.models import Act
from civic.moderation.nouns import organisation_id_of, person_id_of

if TYPE_CHECKING:
    from datetime import datetime

    from civic.kernel.access import Actor
    from civic.moderation.models import Appeal, Decision
    from civic.moderation.nouns import Thing

#: Regulation (EU) 2022/2065 (DSA), art. 20(1): „co najmniej sześć miesięcy”.
MONTHS = 6
#: What takes something from an author or lays something on them.
IMPOSING = frozenset({Act.HIDE, Act.COVER, Act.ASK, Act.LABEL, Act.LOCK, Act.MOVE, Act.LIMIT, Act.SUSPEND})


def until(decided_at: datetime) -> datetime:
    """The last moment to appeal: the last second of the Warsaw day of the same number six months later, or of that month's last day."""
    first = clock.today(decided_at)
    years, month = divmod(first.month - 1 + MONTHS, 12)
    year, month = first.year + years, month + 1
    return clock.end_of(date(year, month, min(first.day, calendar.monthrange(year, month)[1])))


def thing_of(decision: Decision) -> Thing:
    """What a decision about words is about.

    Raises:
        TypeError: when it is about an account.
    """
    thing = decision.thing
    if isinstance(thing, User):
        raise TypeError("a decision about an account is about no words")
    return thing


def author_of(decision: Decision) -> int | None:
    """The person whose words, or whose account, a decision is about; nobody where those came without an account."""
    thing = decision.thing
    return thing.id if isinstance(thing, User) else person_id_of(thing)


def organisation_of(decision: Decision) -> int | None:
    """The organisation in whose name the contribution was made, if in any."""
    thing = decision.thing
    return None if isinstance(thing, User) else organisation_id_of(thing)


def is_touched(actor: Actor, decision: Decision) -> bool:
    """Whether a decision is about what this person did, or said for an organisation that this person speaks for."""
    if not actor.signed_in:
        return False
    organisation_id = organisation_of(decision)
    return actor.id == author_of(decision) or (
        organisation_id is not None and speaks_for(actor, organisation_id)
    )


def speaks_for(actor: Actor, organisation_id: int) -> bool:
    """Whether the person speaks for an organisation, whomever they act for just now."""
    return any(choice.confirmed and choice.organisation_id == organisation_id for choice in actor.choices)


def concerned(appeal: Appeal) -> frozenset[int]:
    """Who never decides about an appeal: whoever took the decision, whoever appeals, and whom it is about."""
    those = {appeal.first_by_id, appeal.person_id, author_of(appeal.decision)}
    return frozenset(each for each in those if each is not None)
