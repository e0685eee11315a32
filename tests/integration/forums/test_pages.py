"""What readers see of forums, in how many queries, and who is let to the forms."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from civic.forums import commands
from civic.forums.models import Ability, Forum
from civic.kernel import clock, finished
from civic.kernel.access import Role
from civic.kernel.db import unit_of_work
from civic.proposals.commands import propose
from tests.factories import a_forum, a_phase, a_seat, a_speaker, a_user, acting, an_organisation, come_in, db
from tests.fixtures.queries import CountQueries

NOON = datetime(2026, 10, 6, 10, tzinfo=UTC)
COLLECT = a_phase("Propozycje", date(2026, 5, 12), date(2026, 8, 31), [Ability.PROPOSE, Ability.COMMENT])
TAKE = a_phase("Stanowiska", date(2026, 9, 1), date(2026, 10, 30), [Ability.COMMENT, Ability.POSITION])
ANSWER = a_phase("Odpowiedź miasta", date(2026, 12, 1), date(2027, 1, 31), [Ability.ANSWER])


@pytest.fixture(autouse=True)
def _in_october() -> Any:
    with time_machine.travel(NOON, tick=False):
        yield


def page(client: FlaskClient, url: str, status: int = 200) -> str:
    answer = client.get(url)
    assert answer.status_code == status
    return answer.text.replace("\u00a0", " ")


def a_full_forum(seats: int = 12, proposals: int = 0) -> Forum:
    taken = []
    for number in range(seats):
        organisation = an_organisation(f"Organizacja {number}")
        taken.append((organisation, a_speaker(organisation), a_speaker(organisation, "Zastępczyni")))
    everything = a_phase("Wszystko naraz", date(2026, 9, 1), date(2026, 10, 30))
    forum = a_forum(
        slug="lokale",
        phases=[everything, ANSWER],
        seats_max=seats,
        seats=[a_seat(organisation, person, deputy) for organisation, person, deputy in taken],
        chapters=[("czynsz", "Czynsz"), ("umowy", "Umowy")],
    )
    for number in range(proposals):
        organisation, person, _deputy = taken[number % seats]
        with unit_of_work():
            propose(
                forum,
                title=f"Propozycja {number}",
                body="Stawka jest jedna dla wszystkich.",
                chapter_id=forum.chapters[0].id,
                by=acting(person, organisation.id),
            )
    return forum


def test_the_list_shows_what_is_open_and_what_is_over(client: FlaskClient) -> None:
    a_forum("Forum lokalowe", phases=[TAKE])
    a_forum("Forum zeszłoroczne", phases=[a_phase("A", date(2025, 1, 1), date(2025, 2, 1))])
    html = page(client, "/forums")
    assert html.index("Forum lokalowe") < html.index("Forum zeszłoroczne")
    assert "30 października 2026" in html
    assert "1 lutego 2025" in html


def test_an_empty_list_says_what_will_be_here(client: FlaskClient) -> None:
    client.set_cookie("language", "en")
    assert "No forum is open now" in page(client, "/forums")


def test_a_forum_shows_its_phases_and_its_table(client: FlaskClient) -> None:
    organisation = an_organisation("Fundacja Jasna Sień")
    seat = a_seat(organisation, a_speaker(organisation, "Joanna Kmiecik"))
    a_forum("Forum lokalowe", slug="lokale", phases=[COLLECT, TAKE, ANSWER], seats=[seat], seats_max=12)
    html = page(client, "/forums/lokale")
    assert "<b>24</b>" in html
    for text in (
        "Forum lokalowe",
        "12 maja – 31 sierpnia",
        "1 września – 30 października",
        "31 stycznia 2027",
    ):
        assert text in html
    for text in ("Fundacja Jasna Sień", "Joanna Kmiecik", f"/organisations/{organisation.id}"):
        assert text in html
    assert 'aria-current="step"' in html


def test_after_its_end_the_act_gives_way_to_the_sentence(client: FlaskClient) -> None:
    a_forum(slug="lokale", phases=[COLLECT, TAKE])
    client.set_cookie("language", "en")
    html = page(client, "/forums/lokale")
    assert "Proposals were taken until 31 August 2026." in html
    assert "Now: Stanowiska, until 30 October 2026." in html
    assert "/forums/lokale/proposals/new" not in html


@pytest.mark.parametrize(
    ("moment", "seen"),
    [
        (datetime(2026, 10, 30, 20, 30, tzinfo=UTC), "<b>3</b>"),
        (datetime(2026, 10, 30, 22, 59, 59, tzinfo=UTC), "<b>1</b>"),
        (datetime(2026, 10, 30, 23, 0, 0, tzinfo=UTC), "closed 30 October 2026"),
        (datetime(2026, 8, 30, 10, tzinfo=UTC), "<b>2</b>"),
    ],
)
def test_the_last_day_is_counted_in_hours_and_then_it_is_over(
    client: FlaskClient, moment: datetime, seen: str
) -> None:
    a_forum(slug="lokale", phases=[TAKE])
    client.set_cookie("language", "en")
    with time_machine.travel(moment, tick=False):
        assert seen in page(client, "/forums/lokale")


def test_the_rules_show_terms_changes_and_reasons(client: FlaskClient) -> None:
    organisation = an_organisation("Fundacja Jasna Sień")
    seat = a_seat(organisation, a_speaker(organisation, "Joanna Kmiecik"))
    forum = a_forum(slug="lokale", phases=[TAKE], seats=[seat], chapters=[("czynsz", "Czynsz")])
    by = acting(a_user("Antonina Gorczyca", Role.PLENIPOTENTIARY))
    with unit_of_work():
        later = clock.end_of(date(2026, 11, 13))
        commands.move_phase(forum.phases[0], opens=TAKE.opens, closes=later, reason="<b>Święta</b>", by=by)
        commands.close_forum(forum, reason="Przerwa.", by=by)
    html = page(client, "/forums/lokale/about")
    for text in (
        "13 listopada 2026",
        "30 października 2026",
        "Antonina Gorczyca",
        "Przerwa.",
        "Czynsz",
        "1 stycznia 2020",
    ):
        assert text in html
    assert "&lt;b&gt;Święta&lt;/b&gt;" in html
    assert "Przerwa." in page(client, "/forums/lokale")


@pytest.mark.parametrize(
    "url",
    [
        "/forums/none",
        "/forums/none/about",
        "/forums/none/edit",
        "/forums/none/close",
        "/forums/lokale/phases/none/edit",
    ],
)
def test_what_is_not_there_is_not_found(client: FlaskClient, url: str) -> None:
    a_forum(slug="lokale", phases=[TAKE])
    come_in(client, a_user(role=Role.PLENIPOTENTIARY))
    page(client, url, 404)


FORMS = (
    "/forums/new",
    "/forums/lokale/edit",
    "/forums/lokale/phases/stanowiska/edit",
    "/forums/lokale/close",
)


@pytest.mark.parametrize("url", FORMS)
@pytest.mark.parametrize("role", [None, *Role])
def test_the_forms_are_for_who_steers(client: FlaskClient, role: Role | None, url: str) -> None:
    a_forum(slug="lokale", phases=[TAKE])
    come_in(client, a_user(role=role))
    steers = role in {Role.PLENIPOTENTIARY, Role.ADMINISTRATOR}
    page(client, url, 200 if steers else 403)
    assert ("/forums/lokale/edit" in page(client, "/forums/lokale")) is steers
    assert ("/forums/new" in page(client, "/forums")) is steers


@pytest.mark.parametrize("url", FORMS)
def test_guests_are_sent_to_sign_in(client: FlaskClient, url: str) -> None:
    a_forum(slug="lokale", phases=[TAKE])
    answer = client.get(url)
    assert answer.status_code == 302
    assert "/login?next=" in answer.location


def test_reading_leaves_no_cookie_and_no_token(client: FlaskClient) -> None:
    a_full_forum(seats=2, proposals=1)
    for url in ("/forums", "/forums/lokale", "/forums/lokale/about"):
        answer = client.get(url)
        assert "Set-Cookie" not in answer.headers
        assert "csrf_token" not in answer.text


def test_pages_are_the_same_bytes_twice(client: FlaskClient) -> None:
    a_full_forum(seats=2, proposals=1)
    for url in ("/forums", "/forums/lokale", "/forums/lokale/about"):
        first = client.get(url).data
        finished.pages.clear()
        assert client.get(url).data == first


@pytest.mark.parametrize("url", ["/forums", "/forums/lokale", "/forums/lokale/about"])
def test_a_page_costs_at_most_thirteen_queries(client: FlaskClient, queries: CountQueries, url: str) -> None:
    a_full_forum(seats=12, proposals=15)
    finished.pages.clear()
    with queries() as said:
        page(client, url)
    # One of them asks for the next meetings of the forum.
    assert len(said) <= 13, "\n".join(
        each[:60] + " … " + each[each.index("FROM") :][:90].replace("\n", " ") for each in said
    )


def test_signed_in_it_costs_no_more_for_more_rows(client: FlaskClient, queries: CountQueries) -> None:
    forum = a_full_forum(seats=12, proposals=15)
    person, organisation = forum.seats[0].representative, forum.seats[0].organisation_id
    come_in(client, person, organisation)
    db.session.expire_all()
    with queries() as said:
        assert "Propozycja 14" in page(client, "/forums/lokale")
    # Two of them are the bell's and the follow button's, one asks for the next meetings of the forum, one for the reader's own date polls.
    assert len(said) <= 18, "\n".join(
        each[:60] + " … " + each[each.index("FROM") :][:90].replace("\n", " ") for each in said
    )


def test_the_chips_narrow_the_list(client: FlaskClient) -> None:
    forum = a_full_forum(seats=2, proposals=3)
    come_in(client, forum.seats[0].representative, forum.seats[0].organisation_id)
    html = page(client, "/forums/lokale")
    assert "?chapter=umowy" in html
    assert "?waiting=1" in html
    assert "Propozycja 0" not in page(client, "/forums/lokale?chapter=umowy")
    assert "Propozycja 0" in page(client, "/forums/lokale?chapter=czynsz&sort=supported")
    assert "?chapter=czynsz" in page(client, "/forums/lokale?chapter=czynsz&sort=supported")


def test_many_chapters_stand_behind_a_fold(client: FlaskClient) -> None:
    chapters = [
        ("", f"Rozdział o bardzo długim tytule, którego nikt nie przeczyta w całości {n}") for n in range(9)
    ]
    a_forum(slug="lokale", phases=[TAKE], chapters=chapters)
    html = page(client, "/forums/lokale")
    assert html.count("?chapter=") == 9
    assert "w całości" not in html


def test_the_slice_is_on_the_map(app: Flask) -> None:
    assert {"forums.index", "forums.show", "forums.rules"} <= set(app.view_functions)
