"""What is said of a meeting when it is planned or changed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from civic.kernel import clock

if TYPE_CHECKING:
    from datetime import datetime

    from civic.forums.models import Forum
    from civic.meetings.agenda import Point
    from civic.meetings.models import MeetingKind, Series
    from civic.organisations.models import Organisation
    from civic.places.models import Place

LONGEST_TITLE = 200
LONGEST_ROOM = 300
LONGEST_ABOUT = 10_000
LONGEST_REASON = 1_000
MOST_POINTS = 60


@dataclass(frozen=True, kw_only=True)
class Plan:
    """A meeting as whoever plans it wants it to be; moments are aware."""

    title: str
    kind: MeetingKind
    starts: datetime
    ends: datetime
    about: str = ""
    place: Place | None = None
    room: str = ""
    series: Series | None = None
    forum: Forum | None = None
    host: str = ""
    organisation: Organisation | None = None
    agenda: tuple[Point, ...] = ()
    registration: bool = False
    seats: int | None = None
    registration_until: datetime | None = None

    def at(self, starts: datetime, ends: datetime) -> Plan:
        """The same at another time; the last day for signing up stays as many days before it."""
        until = self.registration_until
        if until is not None:
            until = clock.end_of(clock.today(until) + (clock.today(starts) - clock.today(self.starts)))
        return replace(self, starts=starts, ends=ends, registration_until=until)
