"""Meetings in a bundle: what comes goes out the same, under the same UID, and nothing of whoever signed up."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from civic.kernel import clock
from civic.kernel.access import ANONYMOUS, SYSTEM
from civic.kernel.db import db, unit_of_work
from civic.kernel.errors import CivicError
from civic.meetings.agenda import Point
from civic.meetings.commands import cancel_meeting, confirm, open_series, sign_up
from civic.meetings.models import Meeting, MeetingKind, Series
from civic.open_data.commands import import_bundle
from civic.open_data.departures import export_bundle
from tests.factories import a_forum, a_meeting, a_place

LINE: dict[str, Any] = {
    "key": "3m-1",
    "series": "przy-jednym-stole",
    "title": "Przy jednym stole: marzec",
    "kind": "3miejsce",
    "starts": "2026-03-29T01:30:00+01:00",
    "ends": "2026-03-29T04:00:00+02:00",
    "about": "W nocy zmiany czasu.",
    "registration": False,
    "minutes": [],
}


def bring(folder: Path, *lines: dict[str, Any]) -> None:
    folder.mkdir()
    text = "".join(json.dumps(line) + "\n" for line in lines)
    (folder / "meetings.jsonl").write_text(text, "utf-8")
    with unit_of_work():
        import_bundle(folder, by=SYSTEM)


def goes_out(folder: Path) -> list[dict[str, Any]]:
    db.session.remove()
    export_bundle(folder)
    return [json.loads(line) for line in (folder / "meetings.jsonl").read_text("utf-8").splitlines()]


def test_what_comes_goes_out(app: Flask, tmp_path: Path) -> None:
    cancelled = {"cancelled_at": "2026-03-01T12:00:00+01:00", "cancelled_reason": "Zalało salę."}
    second = LINE | {"key": "3m-2", "agenda": [{"text": "Powitanie"}], "host": "Ktoś", **cancelled}
    bring(tmp_path / "in", LINE, second)
    assert db.session.query(Series).one().title == "Przy jednym stole"
    assert [meeting.sequence for meeting in db.session.query(Meeting).order_by(Meeting.id)] == [0, 1]
    assert goes_out(tmp_path / "out") == [LINE, second]


def test_the_uid_goes_along_and_who_signed_up_does_not(app: Flask, tmp_path: Path) -> None:
    with unit_of_work():
        series = open_series("Nie tak jak tytuł", kind=MeetingKind.WORKSHOP, by=SYSTEM)
    meeting = a_meeting(
        series=series, forum=a_forum(), place=a_place(), registration=True, seats=3, agenda=(Point("Raz"),)
    )
    with unit_of_work():
        confirm(sign_up(meeting, name="Anna", email="anna@example.org", language="pl", by=ANONYMOUS))
        cancel_meeting(meeting, reason="Zalało.", by=SYSTEM)
    (line,) = goes_out(tmp_path / "out")
    assert line["uid"] == db.session.query(Meeting).one().uid
    assert line["series_title"] == "Nie tak jak tytuł"
    assert "anna" not in json.dumps(line).lower()


@pytest.mark.parametrize(
    ("field", "value"),
    [("ends", LINE["starts"]), ("place", "nie-ma"), ("kind", "bal"), ("uid", "x"), ("series", "Z Wielkiej")],
)
def test_what_does_not_fit_stops_the_bundle(app: Flask, tmp_path: Path, field: str, value: str) -> None:
    with pytest.raises(CivicError):
        bring(tmp_path / "in", LINE | {field: value})
    db.session.rollback()
    assert db.session.query(Meeting).count() == 0


def test_dates_that_are_moved_keep_their_hour(app: Flask, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    line = LINE | {"starts": "2026-03-13T14:00:00+01:00", "ends": "2026-03-13T18:00:00+01:00"}
    (tmp_path / "in" / "meetings.jsonl").write_text(json.dumps(line), "utf-8")
    with unit_of_work():
        import_bundle(tmp_path / "in", weeks=20, by=SYSTEM)
    meeting = db.session.query(Meeting).one()
    assert clock.local(meeting.starts).hour == 14
    assert meeting.ends - meeting.starts == timedelta(hours=4)
