"""Who prepares gatherings and steers their questions, and when the room may ask."""

from __future__ import annotations

from typing import TYPE_CHECKING

from civic.gatherings.models import GatheringState
from civic.kernel.access import Permission, Role, Rule, allow, has_role, refused
from civic.kernel.words import N_

if TYPE_CHECKING:
    from datetime import datetime

    from civic.gatherings.models import Gathering
    from civic.kernel.access import Actor
    from civic.kernel.errors import CivicError

may_steer_room = allow(
    Permission.STEER_ROOM,
    has_role(Role.PLENIPOTENTIARY, Role.OFFICIAL, Role.MODERATOR, Role.EDITOR, Role.ADMINISTRATOR),
)


def _is_open(_actor: Actor, gathering: Gathering, now: datetime) -> bool:
    return gathering.takes_questions_at(now)


def _why_shut(_actor: Actor, gathering: Gathering, _now: datetime) -> CivicError:
    if gathering.state is GatheringState.PREPARED:
        return refused("early", N_("Questions are not taken yet. Try again when the meeting has begun."))
    return refused(
        "closed", N_("Questions are no longer taken. The answers will stand on the meeting's page.")
    )


may_ask_in_room = allow(Permission.ASK_IN_ROOM, Rule(_is_open, _why_shut))
