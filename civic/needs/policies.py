"""Who raises needs, who sorts them, who answers them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from civic.kernel.access import Actor, Permission, Role, allow, has_role, rule
from civic.needs.models import Need


@rule
def anybody(_actor: Actor, _thing: Any, _now: datetime) -> bool:
    """With an account or without; how often is limited at the edge."""
    return True


@rule
def of_its_unit(actor: Actor, thing: Any, _now: datetime) -> bool:
    """The plenipotentiary, or an official of the unit to which the need was directed."""
    if actor.role is Role.PLENIPOTENTIARY or not isinstance(thing, Need):
        return True
    return thing.unit is not None and actor.unit == thing.unit.name


may_raise = allow(Permission.RAISE_NEED, anybody)
may_sort = allow(
    Permission.SORT_NEEDS,
    has_role(Role.MODERATOR, Role.OFFICIAL, Role.PLENIPOTENTIARY, Role.ADMINISTRATOR),
)
may_answer = allow(Permission.ANSWER_NEED, has_role(Role.OFFICIAL, Role.PLENIPOTENTIARY) & of_its_unit)
