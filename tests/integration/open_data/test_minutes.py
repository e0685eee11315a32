"""Minutes in a bundle: what comes is public at once, what goes out names organisations and never persons."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from civic.kernel import clock
from civic.kernel.access import SYSTEM
from civic.kernel.db import db, unit_of_work
from civic.meetings.models import Meeting
from civic.minutes.models import Line
from civic.open_data import files
from civic.open_data.arrivals import minutes
from civic.open_data.intake import Intake
from civic.open_data.lines import BrokenBundle
from civic.open_data.lines import Line as BundleLine
from civic.open_data.minutes import minutes_of_all
from tests.factories import a_meeting, a_proposal, an_organisation


def bring(meeting: Meeting, ids: dict[str, dict[str, int]], *said: dict[str, Any]) -> None:
    """Let these minutes arrive, after the other files of their bundle."""
    nothing = dict.fromkeys(("organisation", "person", "proposal"))
    data = {"minutes": [{**nothing, **each} for each in said]}
    with unit_of_work():
        intake = Intake(db.session.connection(), SYSTEM, clock.now())
        for file, keys in ids.items():
            intake.ids[file].update(keys)
        minutes.arrive(intake, [(meeting.id, meeting.ends, BundleLine("meetings.jsonl", 1, "m", "0", data))])


def test_what_comes_stands_in_its_order_and_goes_out_without_persons(app: Flask) -> None:
    meeting, organisation, proposal = (
        a_meeting(starts=clock.now() - timedelta(days=9)),
        an_organisation(),
        a_proposal(),
    )
    ids = {
        files.ORGANISATIONS: {"laka": organisation.id},
        files.PROPOSALS: {"P15": proposal.id},
        files.PEOPLE: {"ewa": 1},
    }
    one = {"key": "m-1", "text": "Pierwszy.", "organisation": "laka", "person": "ewa", "proposal": "P15"}
    bring(meeting, ids, one, {"key": "m-2", "text": "Drugi.", "person": "ewa"})
    assert all(line.public for line in db.session.query(Line))
    del one["person"]
    goes = minutes_of_all({organisation.id: "laka"}, {proposal.id: "P15"})
    assert goes == {meeting.id: [one, {"key": "m-2", "text": "Drugi."}]}


def test_a_meeting_that_is_not_over_brings_no_minutes(app: Flask) -> None:
    bring(a_meeting(), {}, {"key": "m-1", "text": "Jeszcze tego nie powiedziano."})
    assert db.session.query(Line).count() == 0


@pytest.mark.parametrize("field", ["organisation", "person", "proposal"])
def test_a_key_that_leads_nowhere_stops_the_bundle(app: Flask, field: str) -> None:
    meeting = a_meeting(starts=clock.now() - timedelta(days=9))
    with pytest.raises(BrokenBundle):
        bring(meeting, {}, {"key": "m-1", "text": "a", field: "nikt"})
    db.session.rollback()
    assert db.session.query(Line).count() == 0
