"""What is said of a meeting when it is planned or changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

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
