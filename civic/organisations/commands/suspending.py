"""An organisation is suspended by two persons and reinstated by one, each time with a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from civic.kernel import clock
from civic.kernel.access import Actor, Permission, authorize
from civic.kernel.db import db
from civic.kernel.errors import Refused
from civic.kernel.events import record
from civic.kernel.markup import clean_text
from civic.kernel.words import N_
from civic.organisations import letters, standing, telling
from civic.organisations.events import OrganisationReinstated, OrganisationSuspended
from civic.organisations.models import Organisation, Standing

if TYPE_CHECKING:
    from civic.kernel.mail import Kind

LONGEST_REASON = 2_000


def suspend(organisation: Organisation, *, reason: str, by: Actor, confirmed_by: Actor) -> None:
    """Let an organisation start nothing new; what it said stays. Another person has confirmed it.

    Who may confirm, the slice knows in which the second signature is given (moderation).

    Raises:
        Refused: when it is suspended already, no reason is given, or the second person is the first.
    """
    authorize(by, Permission.SUSPEND_ORGANISATION, organisation)
    if confirmed_by.id is None or confirmed_by.id == by.id:
        raise Refused("second", N_("This needs a second signature: another person confirms it first."))
    standing.lock(organisation)
    if organisation.suspended_at is not None:
        raise Refused("suspended", N_("This organisation is suspended already."))
    kept = _keep(organisation, letters.SUSPENDED, reason, suspended=True, by=by, confirmed_by=confirmed_by)
    organisation.suspended_at = kept.at
    record(OrganisationSuspended(id=organisation.id, standing=kept.id, by=by.id))


def reinstate(organisation: Organisation, *, reason: str, by: Actor) -> None:
    """Let an organisation take part again.

    Raises:
        Refused: when it is not suspended, or no reason is given.
    """
    authorize(by, Permission.SUSPEND_ORGANISATION, organisation)
    standing.lock(organisation)
    if organisation.suspended_at is None:
        raise Refused("not_suspended", N_("This organisation is not suspended."))
    kept = _keep(organisation, letters.REINSTATED, reason, suspended=False, by=by)
    organisation.suspended_at = None
    record(OrganisationReinstated(id=organisation.id, standing=kept.id, by=by.id))


def _keep(
    organisation: Organisation,
    kind: Kind,
    reason: str,
    *,
    suspended: bool,
    by: Actor,
    confirmed_by: Actor | None = None,
) -> Standing:
    reason = clean_text(reason)
    if not reason or len(reason) > LONGEST_REASON:
        raise Refused("reason", N_("Write why, in at most 2 000 characters."))
    kept = Standing(
        organisation_id=organisation.id,
        suspended=suspended,
        reason=reason,
        by_id=by.id,
        confirmed_by_id=confirmed_by.id if confirmed_by else None,
        at=clock.now(),
    )
    db.session.add(kept)
    db.session.flush()
    telling.tell(
        kind,
        telling.admins(organisation),
        link=f"/organisations/{organisation.id}",
        organisation=organisation.name,
        reason=reason,
    )
    return kept
