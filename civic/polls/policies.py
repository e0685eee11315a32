"""Who asks for dates: whoever plans meetings, and for a forum those who speak for an organisation with a seat in it; who answers."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from civic.kernel.access import Actor, Permission, allow, rule
from civic.meetings.policies import may_plan
from civic.polls.models import Poll
from civic.recommendations.policies import has_seat


@rule
def _sits_in_its_forum(actor: Actor, thing: Any, now: datetime) -> bool:
    """Of a forum: whoever has a seat there; of a poll: that person where it is their own."""
    if isinstance(thing, Poll):
        return actor.id is not None and thing.created_by_id == actor.id and has_seat(actor, thing.forum, now)
    return has_seat(actor, thing, now)


@rule
def _unsuspended(actor: Actor, _thing: Any, now: datetime) -> bool:
    return not actor.is_suspended(now)


@rule
def _anybody(_actor: Actor, _thing: Any, _now: datetime) -> bool:
    """The private link is the right; how often is limited at the edge."""
    return True


may_hold = allow(Permission.HOLD_POLL, may_plan | (_sits_in_its_forum & _unsuspended))
may_answer = allow(Permission.ANSWER_POLL, _anybody)
