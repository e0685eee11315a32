"""Who steers answers, who words them, and through whose hands they go."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from civic.answers import hands
from civic.answers.models import Answer, Stage
from civic.answers.queries.settings import chain_of
from civic.kernel.access import OF_THE_CITY, Actor, Permission, Role, Rule, allow, has_role, rule


@rule
def words_it(actor: Actor, thing: Any, _now: datetime) -> bool:
    """An official of the unit that answers, or the plenipotentiary."""
    return not isinstance(thing, Answer) or hands.may_write(actor, thing)


def takes_it_to(*stages: Stage) -> Rule:
    """Whoever the chain of the answer's forum names for one of these stages."""

    def test(actor: Actor, thing: Any, _now: datetime) -> bool:
        if not isinstance(thing, Answer):
            return True
        chain = chain_of(thing.item.issue.forum_id)
        return any(hands.may_take(actor, thing, chain, stage) for stage in stages)

    return rule(test)


is_of_the_city = has_role(*sorted(OF_THE_CITY))
may_steer = allow(Permission.STEER_ANSWERS, has_role(Role.PLENIPOTENTIARY))
may_read_draft = allow(Permission.READ_ANSWER_DRAFT, is_of_the_city)
may_answer = allow(Permission.ANSWER, is_of_the_city & words_it)
may_check = allow(Permission.CHECK_ANSWER, is_of_the_city & takes_it_to(Stage.CHECKED))
may_approve = allow(Permission.APPROVE_ANSWER, is_of_the_city & takes_it_to(Stage.APPROVED))
may_publish = allow(Permission.PUBLISH_ANSWER, is_of_the_city & takes_it_to(Stage.PUBLISHED))
may_send_back = allow(
    Permission.SEND_ANSWER_BACK,
    is_of_the_city & takes_it_to(Stage.CHECKED, Stage.APPROVED, Stage.PUBLISHED),
)
