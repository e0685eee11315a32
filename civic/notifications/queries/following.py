"""What a person follows, and how they chose to hear of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from civic.kernel.db import db
from civic.notifications.models import (
    DEFAULTS,
    Concern,
    Frequency,
    Habits,
    Preference,
    Stand,
    Subscription,
)
from civic.notifications.subjects import titles_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from civic.kernel.access import Actor


@dataclass(frozen=True)
class Chosen:
    """How one person wants to hear of things: every concern has an answer."""

    frequencies: dict[Concern, Frequency]
    habits: Habits


def chosen_by(person_id: int) -> Chosen:
    """What a person chose, and what holds where they chose nothing."""
    rows = db.session.scalars(select(Preference).where(Preference.person_id == person_id))
    chosen = DEFAULTS | {row.concern: row.frequency for row in rows}
    habits = db.session.get(Habits, person_id) or Habits(
        person_id=person_id, quiet=True, quiet_from=21, quiet_until=7, paused=False
    )
    return Chosen(chosen, habits)


def find_subscription(person_id: int, subject: str) -> Subscription | None:
    """How a person stands to a subject, if they said so or took part there."""
    return db.session.scalar(
        select(Subscription).where(Subscription.person_id == person_id, Subscription.subject == subject)
    )


def subscriptions_of(actor: Actor) -> list[tuple[Subscription, str, str]]:
    """What a person follows or has muted, each with its title and its address: what they chose first, the newest first."""
    found: Sequence[Subscription] = db.session.scalars(
        select(Subscription).where(Subscription.person_id == actor.id).order_by(Subscription.id.desc())
    ).all()
    titles = titles_of((each.subject for each in found), actor)
    known = [(each, *titles[each.subject]) for each in found if each.subject in titles]
    return sorted(known, key=lambda each: each[0].stand is Stand.MUTED)
