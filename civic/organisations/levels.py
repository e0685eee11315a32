"""The step to a level: the check, the place that it confirms, and the letters; the command that takes it has asked who may."""

from __future__ import annotations

from typing import TYPE_CHECKING

from civic.kernel.events import record
from civic.kernel.words import N_
from civic.organisations import labels, letters, standing, telling
from civic.organisations.events import OrganisationVerified
from civic.organisations.models import Check, CheckMethod, MandateSource, Organisation, Verification

if TYPE_CHECKING:
    from datetime import date

    from civic.kernel.access import Actor
    from civic.kernel.files import StoredFile
    from civic.organisations.models import Membership

SOURCES = {CheckMethod.DOCUMENT: MandateSource.DOCUMENT, CheckMethod.CODE: MandateSource.CODE}


def level_up(
    organisation: Organisation,
    *,
    level: Verification,
    method: CheckMethod,
    evidence: StoredFile | None = None,
    note: str = "",
    expires_on: date | None = None,
    place: Membership | None = None,
    by: Actor,
) -> Check:
    """The check, the level that follows, the place that it confirms, and the letters."""
    old = organisation.verification
    check = standing.add_check(
        organisation,
        level=level,
        method=method,
        evidence=evidence,
        note=note,
        expires_on=expires_on,
        by=by,
    )
    if place is not None:
        source = SOURCES.get(method, MandateSource.CITY)
        standing.confirm(place, source, check=check, until=expires_on, by=by)
    organisation.reminded_at = None
    record(
        OrganisationVerified(
            id=organisation.id,
            check=check.id,
            old=old,
            new=organisation.verification,
            by=by.id,
            organisation=by.organisation_id,
        )
    )
    if level >= Verification.MANDATE:
        telling.tell(
            letters.VERIFIED,
            [*telling.admins(organisation), *([place.user] if place else [])],
            link=f"/organisations/{organisation.id}",
            organisation=organisation.name,
            level=labels.LEVELS[organisation.verification],
            until=organisation.verified_until or N_("until further notice"),
        )
    return check
