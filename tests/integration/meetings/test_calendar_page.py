"""A month as a table: what is dated in it, and what an address may ask for."""

from __future__ import annotations

from datetime import date, timedelta

from flask.testing import FlaskClient

from civic.kernel import clock
from civic.meetings import months
from tests.factories import a_forum, a_meeting, a_phase, moment, today
from tests.fixtures.queries import Queries
from tests.fixtures.text import seen


def test_a_month_holds_meetings_and_the_last_days_of_phases(client: FlaskClient, queries: Queries) -> None:
    year = today().year + 1
    a_meeting("Przy stole", starts=moment(year, 3, 12))
    a_meeting("Kiedy indziej", starts=moment(year, 4, 12))
    a_forum("Forum Zieleni", phases=[a_phase("Głosowanie", date(year, 2, 1), date(year, 3, 20))])
    queries.clear()
    page = seen(client.get(f"/calendar?month={year}-03"))
    few = len(queries)
    assert "Przy stole" in page
    assert "Kiedy indziej" not in page
    assert "Ostatni dzień: Głosowanie" in page
    for day in range(1, 25):
        a_meeting(f"Dnia {day}", starts=moment(year, 3, day))
    queries.clear()
    client.get(f"/calendar?month={year}-03&x=1")
    assert len(queries) == few


def test_what_names_no_month_is_this_one(client: FlaskClient) -> None:
    soon = clock.now() + timedelta(minutes=5)
    a_meeting("Zaraz", starts=soon)
    for typed in ("", "2026-13", "0000-01", "jutro", "9999-12"):
        page = client.get(f"/calendar?month={typed}")
        assert page.status_code == 200
    assert months.read("2026-10", date(2026, 3, 4)) == date(2026, 10, 1)
    assert months.read("2026-13", date(2026, 3, 4)) == date(2026, 3, 1)


def test_a_grid_of_whole_weeks() -> None:
    weeks = months.weeks(date(2026, 10, 1), [])
    assert {len(week) for week in weeks} == {7}
    assert weeks[0][0].date == date(2026, 9, 28)
    assert [day.inside for day in weeks[0]] == [False, False, False, True, True, True, True]


def test_the_front_page_and_the_forum_show_what_is_next(client: FlaskClient) -> None:
    forum = a_forum("Forum Zieleni")
    meeting = a_meeting("Pod kasztanem", forum=forum)
    for address in ("/", f"/forums/{forum.slug}"):
        assert f"/meetings/{meeting.id}" in client.get(address).text
