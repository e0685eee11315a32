"""The demonstration is at its present whenever it is loaded, and its editor has published an issue."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from click.testing import CliRunner, Result
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from civic import cli
from civic.accounts import passwords
from civic.accounts.demonstration import ACCOUNTS
from civic.accounts.models import User
from civic.accounts.queries import find_by_email
from civic.answers.models import Answer, AnswerStatus, Carried, Commitment
from civic.forums.models import Forum
from civic.kernel import clock, events
from civic.kernel.access import Role
from civic.kernel.db import db, unit_of_work
from civic.open_data import demonstration
from civic.open_data.commands import Listener
from civic.polls import links
from civic.polls.models import Poll
from civic.polls.queries import tallies
from civic.proposals.models import Proposal
from civic.recommendations.models import Disposition, Fate, Issue
from tests.factories import come_in
from tests.fixtures.bundles import read_bundle
from tests.fixtures.migrated import lay_down
from tests.fixtures.text import seen

HASH = passwords.make_hash(passwords.DEMO)
HASHES = {account.email: HASH for account in ACCOUNTS}


@pytest.fixture
def command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    """The command line over an empty instance of its own."""
    for name in ("CIVIC_DATABASE_URL", "CIVIC_BASE_URL", "CIVIC_DEMO", "HOST"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("CIVIC_DATA_DIR", str(tmp_path))
    lay_down(tmp_path / "civic.db")
    return CliRunner()


def run(runner: CliRunner, *words: str) -> Result:
    return runner.invoke(cli.civic, words)


def load() -> None:
    with unit_of_work():
        assert demonstration.load(HASHES, Listener()).new


@given(st.integers(min_value=0, max_value=20 * 365 * 24))
def test_its_today_becomes_the_day_of_loading_or_one_of_the_six_before(hours: int) -> None:
    now = datetime(2020, 1, 1, tzinfo=UTC) + timedelta(hours=hours)
    its_today = demonstration.ITS_TODAY + timedelta(weeks=demonstration.weeks_until(now))
    assert timedelta(0) <= clock.today(now) - its_today <= timedelta(days=6)


@pytest.mark.parametrize("day", ["2026-11-20", "2026-11-26", "2027-07-07", "2026-04-02"])
def test_it_is_at_its_present_whenever_it_is_loaded(app: Flask, day: str) -> None:
    with time_machine.travel(f"{day}T12:00:00+00:00", tick=False):
        load()
        now = clock.now()
        forum = db.session.scalars(select(Forum).filter_by(slug="forum-lokalowe")).one()
        assert [phase.key for phase in forum.phases if phase.runs_at(now)] == ["redakcja"]
        newest = db.session.scalar(select(func.max(Proposal.at)))
        assert newest is not None
        assert timedelta(0) < now - newest < timedelta(days=22)
    opens = clock.local(min(phase.opens for phase in forum.phases))
    assert (opens.weekday(), opens.hour, opens.minute) == (0, 0, 0), "Monday at midnight stays so"


def test_only_its_accounts_have_the_password(app: Flask) -> None:
    load()
    users = db.session.scalars(select(User).where(User.password_hash.is_not(None))).all()
    assert {user.email for user in users} == set(HASHES)
    assert {user.role for user in users} == {
        *(None, Role.MODERATOR, Role.EDITOR, Role.OFFICIAL, Role.PLENIPOTENTIARY, Role.COUNCIL),
        Role.ADMINISTRATOR,
    }
    assert all(passwords.is_right("demo-demo-demo", user.password_hash) for user in users[:1])


def test_its_editor_has_accounted_for_everything_and_published(app: Flask) -> None:
    load()
    issue = db.session.scalars(select(Issue)).one()
    assert (issue.number, issue.edition, issue.forum.slug) == (1, 1, "program-wspolpracy-2027")
    assert (issue.total, issue.cited, issue.merged, issue.aside) == (29, 20, 1, 8)
    assert issue.aside_common == 4
    assert issue.published_by is not None
    assert issue.published_by.email == "redaktor@example.org"
    aside = db.session.scalars(select(Fate).filter_by(disposition=Disposition.ASIDE)).all()
    assert all(len(fate.reason) > 60 for fate in aside)
    assert events.first_break() is None


def test_its_city_has_promised_answers_and_given_some(app: Flask) -> None:
    load()
    office = db.session.scalars(select(Commitment)).one()
    assert (office.forum.slug, office.unit.name) == (
        "program-wspolpracy-2027",
        "Wydział Polityki Społecznej i Zdrowia",
    )
    answers = db.session.scalars(select(Answer)).all()
    given = [answer.current.status for answer in answers if answer.current]
    assert (len(answers), sorted(given)) == (
        13,
        sorted([*AnswerStatus, AnswerStatus.ACCEPTED]),
    )
    assert {answer.carried for answer in answers if answer.carried} == {Carried.DONE, Carried.UNDER_WAY}
    page = app.test_client().get("/answers")
    assert "Harmonogram konkursów na cały rok z góry" in seen(page)
    assert "OS-01.511.12.2026" in seen(app.test_client().get("/issues/1/handover"))


def test_the_bundle_holds_all_accounts() -> None:
    people = read_bundle(demonstration.FOLDER)["people.jsonl"].values()
    assert set(HASHES) <= {person["email"] for person in people}
    assert date(2026, 11, 20) == demonstration.ITS_TODAY


def test_the_command_loads_once(command: CliRunner) -> None:
    first = run(command, "demo")
    assert first.exit_code == 0, first.output
    assert first.output.splitlines()[-1] == "The demonstration is loaded."
    again = run(command, "demo")
    assert (again.exit_code, again.output.splitlines()[-1]) == (0, "The demonstration is loaded already.")
    assert run(command, "verify-log").exit_code == 0


def test_the_command_is_refused_where_the_demonstration_is_off(
    command: CliRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CIVIC_DEMO", "0")
    refused = run(command, "demo")
    assert (refused.exit_code, refused.output) == (
        1,
        "Error: The demonstration loads only while CIVIC_DEMO is on.\n",
    )


def test_its_organisations_find_each_other_and_a_forum_calls_to_its_table(app: Flask) -> None:
    load()
    page = app.test_client().get("/organisations?offers=1")
    assert "Sala na 30 osób" in seen(page)
    assert "Szukamy sali prób" in seen(app.test_client().get("/organisations?needs=1"))
    assert "Złóż deklarację w imieniu organizacji" in seen(
        app.test_client().get("/forums/ekonomia-spoleczna")
    )


def test_its_volunteers_have_answered_which_dates_suit(app: Flask, client: FlaskClient) -> None:
    load()
    moderator = find_by_email("moderator@example.org")
    assert moderator is not None
    come_in(client, moderator)
    page = seen(client.get("/meetings"))
    assert "Dyżur wolontariacki: pakowanie paczek (7 odpowiedzi)" in page
    assert "Spotkanie robocze" not in page, "the poll of another person"
    [poll] = db.session.scalars(select(Poll).where(Poll.forum_id.is_(None))).all()
    assert poll.is_open_at(clock.now())
    assert [tally.best for tally in tallies(poll)] == [False, True, False]
    client.post("/logout")
    assert "Pani Krystyna" in seen(client.get(links.path_of(poll)))
