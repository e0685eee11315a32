"""Who plans meetings: the office and the moderators any; who edits a forum's recommendations those of that forum."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from civic.forums.models import Forum
from civic.kernel.access import Actor, Permission, Role, allow, has_role, rule

if TYPE_CHECKING:
    from datetime import datetime

_of_the_house = has_role(Role.PLENIPOTENTIARY, Role.ADMINISTRATOR, Role.MODERATOR, Role.OFFICIAL)


@rule
def _edits_its_forum(actor: Actor, thing: Any, _now: datetime) -> bool:
    """Of a forum or a meeting of a forum; of no meeting that stands outside of forums."""
    forum: Forum | None = thing if thing is None or isinstance(thing, Forum) else thing.forum
    return forum is not None and actor.id is not None and forum.editor_id == actor.id


may_plan = allow(Permission.PLAN_MEETING, _of_the_house | _edits_its_forum)
