"""The public figures: they count what happened, name nobody, and cost the same however much there is."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from civic.accounts.models import User
from civic.forums.models import Forum
from civic.kernel import clock
from civic.kernel.access import ANONYMOUS, Role
from civic.kernel.db import unit_of_work
from civic.moderation import figures
from civic.moderation.commands import Notice, hide, report
from civic.moderation.figures import Veil
from civic.moderation.models import Act, Breach, Ground, Source
from tests.factories import a_comment, a_forum, a_proposal, a_user, acting
from tests.fixtures.queries import Queries
from tests.fixtures.text import seen

#: A Monday.
MARCH = datetime(2026, 3, 2, 9, tzinfo=UTC)
NOTICE = Notice(
    breach=Breach.INSULT, explanation="Obraża.", good_faith=True, name="Ala Tajna", email="ala@example.org"
)


@pytest.fixture
def moderator(app: Flask) -> User:
    return a_user("Ewa Sitko", Role.MODERATOR)


def reported_and_hidden(forum: Forum, moderator: User, at: datetime, days: int, times: int = 1) -> None:
    """So many comments are reported at a moment and hidden some days later."""
    proposal = a_proposal(forum)
    comments = [a_comment(proposal) for _n in range(times)]
    with time_machine.travel(at, tick=False), unit_of_work():
        for comment in comments:
            report(comment, NOTICE, by=ANONYMOUS)
    with time_machine.travel(at + timedelta(days=days), tick=False), unit_of_work():
        for comment in comments:
            hide(comment, ground=Ground.INSULT, reason="Obraża osobę.", by=acting(moderator))


def test_months_count_what_came_and_what_was_decided(moderator: User) -> None:
    forum = a_forum("Forum o lokalach")
    reported_and_hidden(forum, moderator, MARCH, 1, times=3)
    # From a Friday to the Monday after it is one working day; the decision falls into April.
    reported_and_hidden(forum, moderator, MARCH + timedelta(days=25), 6, times=2)
    found = figures.figures_of(2026, MARCH + timedelta(days=60))
    assert [month.number for month in found.months] == [1, 2, 3, 4, 5]
    march, april = found.months[2], found.months[3]
    assert (march.reports, march.decisions, march.hidden) == (5, 3, 3)
    assert (april.reports, april.decisions) == (0, 2)
    assert (march.answered.median, march.answered.most, march.answered.count) == (1, 1, 3)
    # Two answers alone are too few to tell how long they took.
    assert (april.answered.median, april.answered.count) == (None, 2)
    assert (found.total.reports, found.total.decisions, found.total.answered.median) == (5, 5, 1)
    assert found.acts == {Act.HIDE: 5}
    assert found.sources == {Source.REPORT: 5}


def test_the_night_of_new_year_counts_by_the_clock_of_warsaw(moderator: User) -> None:
    forum = a_forum("Forum o lokalach")
    reported_and_hidden(forum, moderator, datetime(2025, 12, 31, 23, 30, tzinfo=UTC), 1)
    assert figures.figures_of(2025, MARCH).total.reports == 0
    assert figures.figures_of(2026, MARCH).months[0].reports == 1


def test_small_forums_give_nobody_away(moderator: User, client: FlaskClient) -> None:
    for title, times in (("Forum małe", 1), ("Forum średnie", 4), ("Forum duże", 6)):
        reported_and_hidden(a_forum(title), moderator, clock.now() - timedelta(minutes=5), 0, times=times)
    found = figures.figures_of(clock.today(clock.now()).year, clock.now())
    shown = {forum.title: forum.reports for forum in found.forums}
    assert shown == {"Forum małe": Veil.SMALL, "Forum średnie": Veil.WITHHELD, "Forum duże": 6}
    page = seen(client.get("/moderation/figures"))
    assert "mniej niż 3" in page
    assert "nie podajemy" in page


def test_nobody_is_named_and_the_page_is_the_same_for_all(moderator: User, client: FlaskClient) -> None:
    reported_and_hidden(a_forum("=cmd()|forum"), moderator, clock.now() - timedelta(hours=1), 0, times=3)
    first, second = client.get("/moderation/figures"), client.get("/moderation/figures")
    assert first.data == second.data
    assert "csrf" not in first.text
    assert "Set-Cookie" not in first.headers
    files = [client.get(f"/moderation/figures.{kind}") for kind in ("csv", "json")]
    for answer in (first, *files):
        assert answer.status_code == 200
        for private in ("Sitko", "Tajna", "ala@"):
            assert private not in answer.text
    rows = list(csv.reader(io.StringIO(files[0].data.decode("utf-8-sig")), delimiter=";"))
    assert files[0].data.startswith(b"\xef\xbb\xbf")
    assert ["'=cmd()|forum", "reports", "3"] in [row[3:] for row in rows]
    assert [str(clock.today(clock.now()).year), "", "", "", "reports", "3"] in rows
    told = files[1].get_json()
    assert {"by": "ground", "of": "obrazliwe", "measure": "decisions", "value": 3}.items() <= next(
        row for row in told if row["by"] == "ground"
    ).items()


def test_a_year_without_figures_is_nowhere(app: Flask, client: FlaskClient) -> None:
    for wild in ("1999", "99999", "-1"):
        assert client.get(f"/moderation/figures?year={wild}").status_code == 404
    assert client.get("/moderation/figures?year=dwa").status_code == 200


def test_it_costs_the_same_however_much_there_is(moderator: User, queries: Queries) -> None:
    now = clock.now()
    forum = a_forum("Forum o lokalach")
    reported_and_hidden(forum, moderator, now - timedelta(hours=2), 0)
    with queries() as few:
        figures.figures_of(clock.today(now).year, now)
    for number in range(3):
        reported_and_hidden(a_forum(f"Forum {number}"), moderator, now - timedelta(hours=1), 0, times=4)
    with queries() as many:
        figures.figures_of(clock.today(now).year, now)
    assert len(many) == len(few) <= 10
