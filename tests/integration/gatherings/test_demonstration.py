"""What the demonstration shows of a large meeting."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from civic.gatherings.models import Gathering, RoomQuestion
from civic.kernel import clock
from civic.kernel.db import db, unit_of_work
from civic.open_data.gathering import prepare_the_gathering
from tests.fixtures.gathered import a_large_meeting
from tests.fixtures.text import seen


def test_the_next_gathering_is_prepared_with_topics_and_questions(app: Flask, client: FlaskClient) -> None:
    starts = clock.now() + timedelta(days=60)
    meeting = a_large_meeting(starts=starts, ends=starts + timedelta(hours=4))
    with unit_of_work():
        prepare_the_gathering()
    assert db.session.scalars(select(RoomQuestion.supports).order_by(RoomQuestion.id)).all() == [14, 9, 6, 0]
    page = seen(client.get(f"/meetings/{meeting.id}"))
    assert "Mikrogranty i wkład własny Stolik 3: Centrum Organizacji · Stolik 4" in page
    assert "popiera 14 osób" in page
    assert "język migowy" not in page


def test_a_demonstration_without_a_gathering_to_come_stays_as_it_is(app: Flask) -> None:
    with unit_of_work():
        prepare_the_gathering()
    assert db.session.scalar(select(Gathering.id)) is None
