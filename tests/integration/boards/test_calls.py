"""Grant calls: what their dates say, the calendar that two parsers read alike, and who is told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import icalendar
import pytest
import time_machine
import vobject
from flask import Flask
from flask.testing import FlaskClient
from lxml import etree
from sqlalchemy import select

from civic.answers.commands import add_unit
from civic.answers.models import AnsweringUnit
from civic.boards.commands import announce_grant_call, cancel_grant_call, change_grant_call
from civic.boards.models import CallKind, CallState, GrantCall
from civic.boards.queries import get_call
from civic.boards.said import CallText
from civic.kernel import clock
from civic.kernel.access import SYSTEM, Actor, Role
from civic.kernel.db import db, unit_of_work
from civic.kernel.errors import Conflict, Forbidden, Refused
from civic.notifications.commands import follow, tell
from civic.notifications.models import Notification
from tests.factories import a_user, acting, come_in, today
from tests.fixtures.forms import in_english, post_form
from tests.fixtures.queries import Queries
from tests.fixtures.text import seen


@pytest.fixture
def official(app: Flask) -> Actor:
    """Who keeps calls."""
    return acting(a_user("Urszula Urzędowa", role=Role.OFFICIAL))


@pytest.fixture
def unit(app: Flask) -> AnsweringUnit:
    """The unit that announces them."""
    plenipotentiary = acting(a_user("Ewa Pełna", role=Role.PLENIPOTENTIARY))
    with unit_of_work():
        return add_unit("Wydział Polityki Społecznej", by=plenipotentiary)


def said(unit: AnsweringUnit, **facts: Any) -> CallText:
    """What a call says: open for ten days to half past three, unless told."""
    usual = {
        "title": "Konkurs ofert: świetlice; 2027",
        "kind": CallKind.TENDER,
        "unit_id": unit.id,
        "opens_on": today() - timedelta(days=3),
        "closes_on": today() + timedelta(days=10),
        "closes_at": time(15, 30),
        "link": "https://bip.krakow.example.org/konkurs",
        "summary": "Na świetlice.\n\nTakże dwie organizacje **razem**.",
        "amount": "90 000 zł",
    }
    return CallText(**{**usual, **facts})


def announced(unit: AnsweringUnit, by: Actor, **facts: Any) -> GrantCall:
    """A call on the board."""
    with unit_of_work():
        return announce_grant_call(said(unit, **facts), by=by)


def changed(call: GrantCall, unit: AnsweringUnit, by: Actor, **facts: Any) -> GrantCall:
    """The same, saying something else."""
    with unit_of_work():
        found = get_call(call.id)
        return change_grant_call(found, said(unit, **facts), version=found.version, by=by)


def cancelled(call: GrantCall, by: Actor) -> GrantCall:
    """The same, cancelled."""
    with unit_of_work():
        return cancel_grant_call(get_call(call.id), reason="Nie ma środków.", by=by)


def by_icalendar(file: bytes) -> list[dict[str, Any]]:
    """The events of a calendar, by one parser."""
    return [
        {
            "uid": str(each["uid"]),
            "starts": each.decoded("dtstart"),
            "sequence": int(str(each["sequence"])),
            "status": str(each["status"]),
            "title": str(each["summary"]),
            "text": str(each["description"]),
            "url": str(each["url"]),
        }
        for each in icalendar.Calendar.from_ical(file).walk("VEVENT")
    ]


def by_vobject(file: bytes) -> list[dict[str, Any]]:
    """The same, by another."""
    return [
        {
            "uid": each.uid.value,
            "starts": each.dtstart.value,
            "sequence": int(each.sequence.value),
            "status": each.status.value,
            "title": each.summary.value,
            "text": each.description.value,
            "url": each.url.value,
        }
        for each in vobject.readOne(file.decode()).vevent_list
    ]


def in_the_calendar(client: FlaskClient) -> list[dict[str, Any]]:
    """What both parsers read."""
    file = client.get("/calls.ics").data
    found = by_icalendar(file)
    assert found == by_vobject(file)
    return found


def test_its_state_follows_from_its_dates(unit: AnsweringUnit, official: Actor) -> None:
    call = announced(unit, official, opens_on=today() + timedelta(days=1))
    end = call.deadline
    assert clock.local(end).time() == time(15, 30)
    assert call.state_at(clock.now()) is CallState.AHEAD
    assert call.state_at(clock.now() + timedelta(days=2)) is CallState.OPEN
    assert call.state_at(end) is CallState.OPEN
    assert call.state_at(end + timedelta(seconds=1)) is CallState.CLOSED
    assert cancelled(call, official).state_at(end) is CallState.CANCELLED


def test_without_an_hour_it_is_open_to_the_end_of_the_day(
    client: FlaskClient, unit: AnsweringUnit, official: Actor
) -> None:
    call = announced(unit, official, closes_at=None)
    assert call.deadline == clock.end_of(today() + timedelta(days=10))
    (event,) = in_the_calendar(client)
    assert event["starts"] == today() + timedelta(days=10)
    assert not isinstance(event["starts"], datetime)


def test_the_page_says_how_long_it_lasts(client: FlaskClient, unit: AnsweringUnit, official: Actor) -> None:
    call = announced(unit, official)
    assert "otwarty jeszcze 10 dni" in seen(client.get(f"/calls/{call.id}"))
    with time_machine.travel(call.deadline - timedelta(hours=2), tick=False):
        assert "ostatni dzień, do 15.30" in seen(client.get(f"/calls/{call.id}"))
        assert "świetlice" in client.get("/calls").text
    with time_machine.travel(call.deadline + timedelta(minutes=1), tick=False):
        assert "zamknięty" in seen(client.get(f"/calls/{call.id}"))
        assert "świetlice" not in client.get("/calls").text
        assert "świetlice" in client.get("/calls?archive=1").text
    page = client.get(f"/calls/{call.id}").text
    assert "Oficjalne ogłoszenie: bip.krakow.example.org" in page


def test_the_calendar_keeps_the_address_of_an_event_and_counts_its_changes(
    client: FlaskClient, unit: AnsweringUnit, official: Actor
) -> None:
    call = announced(unit, official)
    (first,) = in_the_calendar(client)
    assert first["starts"] == call.deadline
    assert first["sequence"] == 0
    assert first["title"] == "Koniec naboru: Konkurs ofert: świetlice; 2027"
    assert "90 000 zł" in first["text"]
    assert first["url"] == f"http://localhost/calls/{call.id}"
    later = changed(call, unit, official, closes_on=today() + timedelta(days=20))
    (second,) = in_the_calendar(client)
    assert (second["uid"], second["sequence"]) == (first["uid"], 1)
    assert second["starts"] == later.deadline
    cancelled(call, official)
    (third,) = in_the_calendar(client)
    assert (third["uid"], third["sequence"], third["status"]) == (first["uid"], 2, "CANCELLED")
    (alone,) = by_icalendar(client.get(f"/calls/{call.id}.ics").data)
    assert alone == third


def test_the_hours_around_a_change_of_clocks(
    client: FlaskClient, unit: AnsweringUnit, official: Actor
) -> None:
    with time_machine.travel(datetime(2027, 3, 1, 12, tzinfo=UTC), tick=False):
        with pytest.raises(Refused), unit_of_work():
            announce_grant_call(said(unit, closes_on=date(2027, 3, 28), closes_at=time(2, 30)), by=official)
        announced(unit, official, closes_on=date(2027, 3, 28), closes_at=time(3, 30))
        announced(unit, official, closes_on=date(2027, 10, 31), closes_at=time(2, 30))
        found = [event["starts"].astimezone(UTC) for event in in_the_calendar(client)]
    # Of the hour that comes twice the later one counts: nobody is late by the clock on the wall.
    assert found == [datetime(2027, 3, 28, 1, 30, tzinfo=UTC), datetime(2027, 10, 31, 1, 30, tzinfo=UTC)]


@pytest.mark.parametrize(
    "facts",
    [
        {"title": " "},
        {"title": "ą" * 201},
        {"summary": "ą" * 5_001},
        {"link": ""},
        {"link": "http://bip.krakow.pl/1"},
        {"link": "https://bip.krakow.pl@zly.example/"},
        {"opens_on": date(2999, 1, 1)},
        {"unit_id": 999_999},
    ],
)
def test_what_makes_no_sense_is_refused(unit: AnsweringUnit, official: Actor, facts: dict[str, Any]) -> None:
    with pytest.raises(Refused), unit_of_work():
        announce_grant_call(said(unit, **facts), by=official)


def test_a_double_click_is_one_call(unit: AnsweringUnit, official: Actor) -> None:
    first = announced(unit, official)
    assert announced(unit, official).id == first.id
    assert announced(unit, official, amount="10 000 zł").id != first.id


def test_only_the_city_keeps_calls(unit: AnsweringUnit, app: Flask) -> None:
    with pytest.raises(Forbidden), unit_of_work():
        announce_grant_call(said(unit), by=acting(a_user(role=Role.MODERATOR)))


def test_two_officials_change_one_call(unit: AnsweringUnit, official: Actor) -> None:
    call = announced(unit, official)
    changed(call, unit, official, title="Pierwsza zmiana")
    with pytest.raises(Conflict), unit_of_work():
        change_grant_call(get_call(call.id), said(unit, title="Druga zmiana"), version=1, by=official)


def test_cancelled_it_changes_no_more_and_says_why(
    client: FlaskClient, unit: AnsweringUnit, official: Actor
) -> None:
    call = cancelled(announced(unit, official), official)
    acts: tuple[Callable[[], object], ...] = (
        lambda: change_grant_call(get_call(call.id), said(unit, title="Inny"), version=2, by=official),
        lambda: cancel_grant_call(get_call(call.id), reason="Znowu.", by=official),
    )
    for act in acts:
        with pytest.raises(Refused), unit_of_work():
            act()
    assert "Nie ma środków." in seen(client.get(f"/calls/{call.id}"))
    assert "świetlice" in client.get("/calls?archive=1").text


def test_filters(client: FlaskClient, unit: AnsweringUnit, official: Actor) -> None:
    announced(unit, official, title="Konkurs na sport")
    announced(unit, official, title="Komisja czyta oferty", kind=CallKind.COMMITTEE)
    asked = {
        "kind=komisja": {"Komisja czyta oferty"},
        f"unit={unit.slug}": {"Konkurs na sport", "Komisja czyta oferty"},
        "kind=zmyslony&unit=nie-ma": {"Konkurs na sport", "Komisja czyta oferty"},
        "kind=maly_grant": set(),
    }
    for question, wanted in asked.items():
        text = seen(client.get(f"/calls?{question}"))
        assert {title for title in ("Konkurs na sport", "Komisja czyta oferty") if title in text} == wanted


def test_followers_are_told_of_a_new_call_and_of_another_last_day(
    app: Flask, unit: AnsweringUnit, official: Actor
) -> None:
    user = a_user("Kto Obserwuje")
    with unit_of_work():
        follow("calls:1", by=acting(user))
    call = announced(unit, official)
    changed(call, unit, official, title="Poprawiona literówka")
    changed(call, unit, official, title="Poprawiona literówka", closes_on=today() + timedelta(days=30))
    cancelled(call, official)
    tell(by=SYSTEM)
    told = [
        (each.person_id, each.name)
        for each in db.session.scalars(select(Notification).order_by(Notification.seq))
    ]
    assert told == [
        (user.id, name) for name in ("GrantCallAnnounced", "GrantCallChanged", "GrantCallCancelled")
    ]
    client = app.test_client()
    come_in(client, user)
    inbox = in_english(client).get("/inbox")
    assert "The city announces a call for organisations" in seen(inbox)
    assert f"/calls/{call.id}" in inbox.text
    assert "Calls for organisations" in seen(client.get("/me/notifications"))


def test_the_feed_is_atom(client: FlaskClient, unit: AnsweringUnit, official: Actor) -> None:
    call = announced(unit, official)
    feed = etree.fromstring(client.get("/calls.atom").data)
    spaces = {"a": "http://www.w3.org/2005/Atom"}
    assert feed.xpath("string(//a:entry/a:id)", namespaces=spaces) == f"http://localhost/calls/{call.id}"
    assert "<strong>razem</strong>" in feed.xpath("string(//a:entry/a:content)", namespaces=spaces)


def test_by_the_pages(app: Flask, unit: AnsweringUnit) -> None:
    writer = app.test_client()
    come_in(writer, a_user("Pisze", role=Role.OFFICIAL, unit=unit.name))
    typed = {
        "title": "Małe granty",
        "kind": "maly_grant",
        "unit": str(unit.id),
        "opens_on": today().isoformat(),
        "closes_on": (today() + timedelta(days=4)).isoformat(),
        "closes_at": "12.00",
        "link": "bip.krakow.example.org/granty",
    }
    wrong = post_form(writer, "/calls/new", {**typed, "link": "http://bip.krakow.example.org/"})
    assert wrong.status_code == 422
    assert "Małe granty" in wrong.text
    done = post_form(writer, "/calls/new", typed)
    assert done.status_code == 303
    page = done.headers["Location"]
    assert post_form(writer, f"{page}/edit", {"amount": "do 10 000 zł"}).status_code == 303
    assert "do 10 000 zł" in seen(app.test_client().get(page))
    assert post_form(writer, f"{page}/cancel", {"reason": "Nie ma środków."}).status_code == 303
    assert "Ten nabór odwołano" in seen(app.test_client().get(page))


def test_lists_and_the_calendar_cost_the_same_for_five_and_for_fifty(
    app: Flask, unit: AnsweringUnit, official: Actor, queries: Queries
) -> None:
    addresses = ("/calls", "/calls.atom", "/calls.ics")
    costs: dict[str, list[int]] = {address: [] for address in addresses}
    made = 0
    for count in (5, 50):
        while made < count:
            made += 1
            announced(unit, official, title=f"Konkurs {made}")
        for address in addresses:
            db.session.expire_all()
            queries.clear()
            assert app.test_client().get(address).status_code == 200
            costs[address].append(len(queries))
    assert all(few == many <= 10 for few, many in costs.values()), costs
