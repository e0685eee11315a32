"""Calendar files, read back by two parsers that know nothing of each other."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import icalendar
import pytest
import vobject

from civic.kernel.calendars import Entry, calendar
from civic.kernel.clock import WARSAW

CHANGED = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)


def an_entry(**facts: Any) -> Entry:
    """A deadline on a December afternoon, unless told."""
    return Entry(
        **{
            "uid": "call-7@civic.example.org",
            "starts": datetime(2026, 12, 15, 15, 30, tzinfo=WARSAW),
            "title": "Otwarty konkurs ofert: świetlice; „Nasz dom”, 2027",
            "changed": CHANGED,
            **facts,
        }
    )


def read(file: bytes) -> list[dict[str, Any]]:
    """The events by `icalendar`."""
    return [
        {
            "uid": str(event["uid"]),
            "starts": event.decoded("dtstart"),
            "title": str(event["summary"]),
            "text": str(event.get("description", "")),
            "sequence": int(str(event["sequence"])),
            "status": str(event["status"]),
        }
        for event in icalendar.Calendar.from_ical(file).walk("VEVENT")
    ]


def read_otherwise(file: bytes) -> list[dict[str, Any]]:
    """The same by `vobject`."""
    return [
        {
            "uid": event.uid.value,
            "starts": event.dtstart.value,
            "title": event.summary.value,
            "text": event.description.value if hasattr(event, "description") else "",
            "sequence": int(event.sequence.value),
            "status": event.status.value,
        }
        for event in vobject.readOne(file.decode()).vevent_list
    ]


@pytest.mark.parametrize(
    "facts",
    [
        {},
        {"starts": date(2026, 12, 15), "ends": date(2026, 12, 16)},
        {"title": "Ż" * 200, "text": "Pierwszy wers\nDrugi; z, przecinkiem \\ i ukośnikiem"},
        {"cancelled": True, "sequence": 3},
        {"starts": datetime(2027, 6, 1, 12, 0, tzinfo=WARSAW)},
        # The hour that comes twice, both times, and the last moment before the one that does not exist.
        {"starts": datetime(2026, 10, 25, 0, 30, tzinfo=UTC)},
        {"starts": datetime(2026, 10, 25, 1, 30, tzinfo=UTC)},
        {"starts": datetime(2027, 3, 28, 0, 59, tzinfo=UTC)},
    ],
    ids=["plain", "days", "long", "cancelled", "summer", "first", "second", "spring"],
)
def test_both_parsers_read_what_was_written(facts: dict[str, Any]) -> None:
    entry = an_entry(**facts)
    file = calendar("Nabory", [entry])
    assert read(file) == read_otherwise(file)
    (found,) = read(file)
    assert (found["uid"], found["title"], found["text"]) == (entry.uid, entry.title, entry.text)
    assert found["starts"] == entry.starts
    assert found["sequence"] == entry.sequence
    assert found["status"] == ("CANCELLED" if entry.cancelled else "CONFIRMED")


def test_the_day_after_the_last_one_is_free() -> None:
    file = calendar("Nabory", [an_entry(starts=date(2026, 12, 31))])
    (event,) = icalendar.Calendar.from_ical(file).walk("VEVENT")
    assert event.decoded("dtend") == date(2027, 1, 1)


def test_the_zone_goes_with_it() -> None:
    file = calendar("Nabory", [an_entry()])
    (zone,) = icalendar.Calendar.from_ical(file).walk("VTIMEZONE")
    assert isinstance(zone, icalendar.Timezone)
    rules = zone.to_tz()
    for wall in (datetime(2026, 12, 15, 12), datetime(2027, 7, 1, 12), datetime(2027, 3, 28, 3, 30)):  # noqa: DTZ001
        assert rules.utcoffset(wall) == WARSAW.utcoffset(wall)
    assert b"DTSTART;TZID=Europe/Warsaw:20261215T153000" in file


def test_lines_are_folded_and_hold_nothing_that_cannot_be_written() -> None:
    file = calendar("Nabory", [an_entry(title="Ż" * 200 + "\x07 koniec\r\nEND:VEVENT")])
    assert all(len(line) <= 75 for line in file.split(b"\r\n"))
    assert file.count(b"\r\n") == file.count(b"\n")
    (found,) = read(file)
    assert found["title"] == "Ż" * 200 + " koniec\nEND:VEVENT"


def test_the_same_entries_give_the_same_bytes() -> None:
    later = an_entry(uid="call-8@civic.example.org", starts=CHANGED + timedelta(days=3))
    assert calendar("Nabory", [an_entry(), later]) == calendar("Nabory", [an_entry(), later])
