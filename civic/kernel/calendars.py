"""A calendar as iCalendar (RFC 5545), as bytes. Pure: the same entries give the same bytes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard, vRecur

from civic.kernel.clock import WARSAW

if TYPE_CHECKING:
    from collections.abc import Iterable

MIME = "text/calendar"
#: Who wrote the file, as RFC 5545 asks for.
PRODUCT = "-//Civic//Civic//PL"
# No text value of RFC 5545 may hold these; line ends and tabs may stand in one.
_UNWRITABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f]")
#: (component, name, from, to, first change, month): the rule of the European Union since 1996, in the last Sunday's first hours.
_CHANGES = (
    (TimezoneDaylight, "CEST", 1, 2, datetime(1996, 3, 31, 2), 3),  # noqa: DTZ001
    (TimezoneStandard, "CET", 2, 1, datetime(1996, 10, 27, 3), 10),  # noqa: DTZ001
)


@dataclass(frozen=True)
class Entry:
    """Something with a date: an aware moment, or a whole day (`date`), then `ends` is the last day.

    `uid` is the same for ever; `sequence` grows with each change of the dates or the state. Without `ends` it is a moment, or one day.
    """

    uid: str
    starts: datetime | date
    title: str
    #: When it was changed last.
    changed: datetime
    ends: datetime | date | None = None
    sequence: int = 0
    text: str = ""
    place: str = ""
    url: str = ""
    cancelled: bool = False
    #: Latitude and longitude in degrees, WGS 84.
    geo: tuple[float, float] | None = None


def calendar(name: str, entries: Iterable[Entry]) -> bytes:
    """A calendar of that name with its entries in their order, in Warsaw time with the rules of its zone."""
    made = Calendar()
    made.add("prodid", PRODUCT)
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", _text(name))
    made.add("x-wr-timezone", WARSAW.key)
    made.add_component(_zone())
    for entry in entries:
        made.add_component(_event(entry))
    return bytes(made.to_ical())


def _event(entry: Entry) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", entry.changed.astimezone(UTC))
    event.add("last-modified", entry.changed.astimezone(UTC))
    event.add("sequence", entry.sequence)
    event.add("dtstart", _wall(entry.starts))
    last = entry.ends or entry.starts
    if not isinstance(last, datetime):
        # The end is the first day that is free again.
        event.add("dtend", last + timedelta(days=1))
    elif entry.ends is not None:
        event.add("dtend", _wall(last))
    event.add("summary", _text(entry.title))
    for key, value in (("description", entry.text), ("location", entry.place)):
        if value:
            event.add(key, _text(value))
    if entry.geo:
        event.add("geo", entry.geo)
    if entry.url:
        event.add("url", entry.url)
    event.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    event.add("transp", "TRANSPARENT")
    return event


def _wall(moment: datetime | date) -> datetime | date:
    """A moment by the clock in Warsaw; in the hour that comes twice only UTC says which one is meant."""
    if not isinstance(moment, datetime):
        return moment
    local = moment.astimezone(WARSAW)
    twice = local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()
    return moment.astimezone(UTC) if twice else local


def _zone() -> Timezone:
    zone = Timezone()
    zone.add("tzid", WARSAW.key)
    for kind, name, before, after, first, month in _CHANGES:
        part = kind()
        part.add("tzname", name)
        part.add("tzoffsetfrom", timedelta(hours=before))
        part.add("tzoffsetto", timedelta(hours=after))
        part.add("dtstart", first)
        part.add("rrule", vRecur(freq="yearly", bymonth=month, byday="-1su"))
        zone.add_component(part)
    return zone


def _text(text: str) -> str:
    return _UNWRITABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
