"""Who sits at a forum's table on a day, and in which capacity."""

from __future__ import annotations

from datetime import date

from civic.forums.models import Forum
from civic.kernel.access import Actor
from civic.organisations.models import Capacity


def capacity_at(forum: Forum, actor: Actor, day: date) -> Capacity | None:
    """Whether this person is the representative or the deputy at the seat of the organisation they act for."""
    if actor.id is None or actor.organisation_id is None:
        return None
    for seat in forum.seats_on(day):
        if seat.organisation_id != actor.organisation_id:
            continue
        if seat.representative_id == actor.id:
            return Capacity.REPRESENTATIVE
        if seat.deputy_id == actor.id:
            return Capacity.DEPUTY
    return None
