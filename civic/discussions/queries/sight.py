"""Who sees what was hidden."""

from __future__ import annotations

from typing import Any

from civic.discussions import policies
from civic.kernel import clock
from civic.kernel.access import Actor
from civic.kernel.errors import NotFound
from civic.kernel.words import LazyString, day
from civic.organisations.naming import Reader


def may_see(actor: Actor, contribution: Any) -> bool:
    """Whether what was contributed may be read: hidden, by those who made it, person or organisation, and by moderators alone."""
    return (
        contribution.hidden_at is None
        or policies.moderates(actor, contribution, clock.now())
        or Reader.of(actor).is_behind(contribution)
    )


def not_to_be_read(contribution: Any, sentence: Any) -> NotFound:
    """That a contribution is hidden, and for what: in the place where it would be read, without a word of it.

    `sentence` names %(ground)s and %(day)s. Only the ground is told, for the reason of a decision may say more than others
    should read; what was not decided about has no reason, and is simply not there.
    """
    ground = str(contribution.hidden_reason).partition(". ")[0]
    if not ground:
        return NotFound()
    at = contribution.hidden_at
    return NotFound("hidden", LazyString(lambda: str(sentence) % {"ground": ground, "day": day(at)}))
