"""Who plans meetings: the office and the moderators any; who edits a forum's recommendations those of that forum."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from civic.forums.models import Forum
from civic.kernel.access import Actor, Permission, Role, Rule, allow, has_role, refused, rule
from civic.kernel.words import N_

if TYPE_CHECKING:
    from datetime import datetime

    from civic.kernel.errors import CivicError

_of_the_house = has_role(Role.PLENIPOTENTIARY, Role.ADMINISTRATOR, Role.MODERATOR, Role.OFFICIAL)


@rule
def _edits_its_forum(actor: Actor, thing: Any, _now: datetime) -> bool:
    """Of a forum or a meeting of a forum; of no meeting that stands outside of forums."""
    forum: Forum | None = thing if thing is None or isinstance(thing, Forum) else thing.forum
    return forum is not None and actor.id is not None and forum.editor_id == actor.id


def _closed(_actor: Actor, meeting: Any, now: datetime) -> CivicError | None:
    if not meeting.registration:
        return refused("registration", N_("Nobody signs up for this meeting: everybody is welcome."))
    if meeting.takes_registrations(now):
        return None
    return refused("closed", N_("Signing up for this meeting has ended."))


#: With an account or without one.
may_sign_up = allow(
    Permission.SIGN_UP, Rule(lambda _actor, meeting, now: meeting.takes_registrations(now), _closed)
)
may_plan = allow(Permission.PLAN_MEETING, _of_the_house | _edits_its_forum)
