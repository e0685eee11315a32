"""Who keeps order."""

from __future__ import annotations

from civic.kernel.access import Permission, Role, allow, rule

MODERATORS = frozenset({Role.MODERATOR, Role.PLENIPOTENTIARY, Role.ADMINISTRATOR})

#: A person, never the system: nothing is hidden by a machine.
keeps_order = rule(lambda actor, _thing, _now: actor.signed_in and actor.role in MODERATORS)
may_moderate = allow(Permission.MODERATE, keeps_order)
may_hide = allow(Permission.HIDE, keeps_order)
