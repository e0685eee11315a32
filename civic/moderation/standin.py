"""The account that stands for whatever the office enters: it is nobody's, nobody signs in to it, and no letter goes to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from civic.accounts.commands import create_user
from civic.accounts.queries import find_by_email
from civic.kernel import clock
from civic.kernel.access import SYSTEM, Actor, Choice
from civic.kernel.words import CONTENT_LANGUAGE, _, force_locale

if TYPE_CHECKING:
    from civic.organisations.models import Organisation

#: No mail server can have a name under „invalid” (RFC 2606).
ADDRESS = "entered@civic.invalid"


def in_the_name_of(organisation: Organisation | None) -> Actor:
    """Who makes an entered contribution: the account that stands for it, for an organisation or for nobody.

    It acts as the system does when it imports: what was said in time is taken after the phase is over, and needs no seat.
    """
    user = find_by_email(ADDRESS)
    if user is None:
        with force_locale(CONTENT_LANGUAGE):
            name = _("Entered by the office")
        user = create_user(email=ADDRESS, name=name, role=None, by=SYSTEM)
        user.suspended_at = clock.now()
    place = Choice(organisation.id, organisation.name, "") if organisation else None
    return Actor(id=user.id, name=user.name, system=True, choices=(place,) if place else (), choice=place)
