"""Letters to persons whose own mandate ends: one a month before, one on its last day; the event log keeps that they went."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from civic.kernel import clock
from civic.kernel.db import db
from civic.kernel.events import EventRow, record
from civic.organisations import letters, telling
from civic.organisations.events import MandateAnnounced
from civic.organisations.models import SPEAKERS, Capacity, Membership

if TYPE_CHECKING:
    from datetime import date

    from civic.kernel.access import Actor

BEFORE = timedelta(days=30)
#: So long after the last day the second letter may still go, where the daily job could not run.
LATE = timedelta(days=7)


def remind_persons(*, by: Actor) -> None:
    """Write to each person once a month before the last day, and once on it; a part of the daily job."""
    today = clock.today(clock.now())
    ending = select(Membership).where(
        Membership.mandate_until <= today + BEFORE,
        Membership.mandate_until >= today - LATE,
        Membership.confirmed_at.is_not(None),
        Membership.capacity.in_(SPEAKERS),
    )
    load = joinedload(Membership.organisation), joinedload(Membership.user)
    places = [
        place for place in db.session.scalars(ending.options(*load)) if place.holds_on(_day(place, today))
    ]
    told = _told(places)
    for place in places:
        until = place.mandate_until or today
        soon = until > today
        if (place.id, soon, until.isoformat()) not in told:
            _tell(place, until, soon=soon)
            record(MandateAnnounced(id=place.id, soon=soon, until=until.isoformat(), by=by.id))


def _day(place: Membership, today: date) -> date:
    return min(today, place.mandate_until or today)


def _tell(place: Membership, until: date, *, soon: bool) -> None:
    organisation = place.organisation
    if place.capacity is Capacity.ADMIN and (
        organisation.verified_until == until or not organisation.is_verified
    ):
        # The letter about the organisation says the same to whoever looks after it.
        return
    telling.tell(
        letters.MANDATE_ENDING if soon else letters.MANDATE_ENDED,
        [place.user],
        link=f"/organisations/{organisation.id}/verify",
        organisation=organisation.name,
        day=until,
    )


def _told(places: list[Membership]) -> set[tuple[int, bool, str]]:
    """Which letters went already, in one query."""
    rows = db.session.scalars(
        select(EventRow.payload).where(
            EventRow.name == MandateAnnounced.__name__,
            EventRow.subject.in_([f"{MandateAnnounced.noun}:{place.id}" for place in places]),
        )
    )
    # The log leaves out what is not so.
    return {(said["id"], said.get("soon", False), said["until"]) for said in map(json.loads, rows)}
