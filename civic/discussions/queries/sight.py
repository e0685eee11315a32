"""Who sees what was hidden."""

from __future__ import annotations

from typing import Any

from civic.discussions import policies
from civic.kernel import clock
from civic.kernel.access import Actor
from civic.organisations.naming import Reader


def may_see(actor: Actor, contribution: Any) -> bool:
    """Whether what was contributed may be read: hidden, by those who made it, person or organisation, and by moderators alone."""
    return (
        contribution.hidden_at is None
        or policies.moderates(actor, contribution, clock.now())
        or Reader.of(actor).is_behind(contribution)
    )
