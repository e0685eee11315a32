"""Who keeps order."""

from __future__ import annotations

from civic.kernel.access import Permission, allow, rule
from civic.proposals.policies import MODERATORS

#: A person, never the system: nothing is hidden by a machine.
keeps_order = rule(lambda actor, _thing, _now: actor.signed_in and actor.role in MODERATORS)
may_moderate = allow(Permission.MODERATE, keeps_order)
may_hide = allow(Permission.HIDE, keeps_order)
