"""How a person's registrations for meetings are read for the copy of what is kept about them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from civic.kernel.db import db
from civic.kernel.words import N_
from civic.meetings.models import Meeting, Registration
from civic.open_data.own_shape import DAY, Section

if TYPE_CHECKING:
    from collections.abc import Iterator

    from civic.accounts.models import User


def _registrations(user: User) -> Iterator[tuple[Any, ...]]:
    statement = (
        select(Registration, Meeting.title, Meeting.starts)
        .join(Meeting, Meeting.id == Registration.meeting_id)
        .where((Registration.person_id == user.id) | (Registration.email == user.email))
        .order_by(Registration.id)
    )
    for each, title, starts in db.session.execute(statement):
        yield title, starts, each.name, each.needs, each.asked_at


SECTION = Section(
    "registrations",
    N_("Signing up for meetings"),
    {
        "meeting": N_("Meeting"),
        "starts": N_("When"),
        "name": N_("First and last name"),
        "needs": N_("What you need"),
        "at": DAY,
    },
    _registrations,
    ("registrations.person_id",),
    N_("A week after the meeting."),
)
