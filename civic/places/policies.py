"""Who looks after places: the city's people for all of them, a host organisation for its own."""

from __future__ import annotations

from civic.kernel.access import Permission, Role, Rule, allow, has_role
from civic.organisations.policies import is_known_to, is_not_suspended, looks_after_it

keeps_places = has_role(Role.OFFICIAL, Role.PLENIPOTENTIARY, Role.ADMINISTRATOR)
#: A host speaks for its place once somebody made sure who speaks for the host.
hosts_it = Rule(
    lambda actor, place, now: (
        place.organisation is not None
        and place.organisation.has_confirmed_voice
        and (looks_after_it & is_known_to & is_not_suspended)(actor, place.organisation, now)
    )
)

may_keep_places = allow(Permission.KEEP_PLACES, keeps_places)
may_edit_place = allow(Permission.EDIT_PLACE, keeps_places | hosts_it)
