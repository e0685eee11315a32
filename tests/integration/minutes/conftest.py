"""A meeting, a note taker and lines, for the tests of minutes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from civic.kernel.access import Actor, Role
from civic.kernel.db import db, unit_of_work
from civic.meetings.models import Meeting, MeetingKind
from civic.minutes.commands import look_over, note_presence, publish_minutes, take_lines
from civic.minutes.models import Line
from civic.minutes.presence import Presence
from civic.minutes.queries import waiting_of
from civic.minutes.words import Said
from tests.factories import a_meeting, a_user, acting

Take = Callable[..., list[Line]]


@pytest.fixture
def by(app: Flask) -> Actor:
    """A moderator who takes notes."""
    return acting(a_user("Nina Notatka", role=Role.MODERATOR))


@pytest.fixture
def meeting(app: Flask) -> Meeting:
    """A workshop: nobody has to be asked about a line."""
    return a_meeting("Warsztat", kind=MeetingKind.WORKSHOP)


@pytest.fixture
def table(app: Flask) -> Meeting:
    """A meeting in a third place: visitors are asked."""
    return a_meeting("Spotkajmy się w 3miejscu", kind=MeetingKind.THIRD_PLACE)


@pytest.fixture
def take(by: Actor) -> Take:
    """Write down lines, given as words or as words with marks, in their order."""

    def taken(meeting: Meeting, *lines: str | tuple[str, dict[str, Any]]) -> list[Line]:
        said = []
        for number, line in enumerate(lines):
            text, marks = line if isinstance(line, tuple) else (line, {})
            said.append(
                Said(f"{text[:30].encode().hex()}-{number:04}"[-60:], text, age=100 - number, **marks)
            )
        with unit_of_work():
            return take_lines(db.session.get_one(Meeting, meeting.id), said, by=by)

    return taken


@pytest.fixture
def publish(by: Actor) -> Callable[[Meeting], int]:
    """Look at all that waits, and publish it; gives how many lines."""

    def published(meeting: Meeting) -> int:
        with unit_of_work():
            found = db.session.get_one(Meeting, meeting.id)
            checked = {line.id for line in waiting_of(found)}
            look_over(found, checked=checked, by=by)
            note_presence(found, Presence(12, "Koło Sąsiadek"), by=by)
            return publish_minutes(found, by=by)

    return published
