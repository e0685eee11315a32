"""Meetings planned, moved and cancelled, by those who may; and what their pages say then."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from civic.accounts.models import User
from civic.forums.models import Forum
from civic.kernel import clock
from civic.kernel.access import SYSTEM, Actor, Role
from civic.kernel.db import db, unit_of_work
from civic.kernel.errors import Conflict, Forbidden, Refused
from civic.kernel.events import EventRow
from civic.meetings import commands
from civic.meetings.agenda import Point
from civic.meetings.models import Meeting, MeetingKind, MeetingState
from civic.meetings.plan import Plan
from civic.notifications.commands import follow, tell
from civic.notifications.models import Notification
from civic.notifications.showing import shelf_of
from civic.places.models import PlaceState
from tests.factories import (
    a_forum,
    a_meeting,
    a_place,
    a_proposal,
    a_user,
    acting,
    an_actor,
    an_organisation,
    come_in,
    today,
)
from tests.fixtures.forms import token_on
from tests.fixtures.queries import Queries
from tests.fixtures.text import seen


@pytest.fixture
def by(app: Flask) -> Actor:
    """The plenipotentiary."""
    return acting(a_user("Ewa Pełna", role=Role.PLENIPOTENTIARY))


def plan_of(meeting: Meeting, **other: Any) -> Plan:
    """A meeting as it stands, with something else in it."""
    names = ("title", "kind", "starts", "ends", "about", "place", "room", "series", "forum", "host")
    return replace(Plan(**{name: getattr(meeting, name) for name in names}), **other)


def again(meeting: Meeting) -> Meeting:
    """The same, as the present transaction sees it."""
    return db.session.get_one(Meeting, meeting.id)


def change(meeting: Meeting, by: Actor, **other: Any) -> Meeting:
    with unit_of_work():
        meeting = again(meeting)
        return commands.change_meeting(meeting, plan_of(meeting, **other), version=meeting.version, by=by)


def said(name: str) -> list[EventRow]:
    return list(db.session.query(EventRow).filter_by(name=name))


def test_a_moved_meeting_keeps_its_uid_and_raises_its_sequence(by: Actor) -> None:
    meeting = a_meeting(by=by)
    uid, starts = meeting.uid, meeting.starts
    for days in (1, 2):
        moved = change(
            meeting, by, starts=starts + timedelta(days=days), ends=starts + timedelta(days=days, hours=3)
        )
        assert (moved.uid, moved.sequence) == (uid, days)
    assert len(said("MeetingMoved")) == 2


def test_another_description_is_no_move(by: Actor) -> None:
    meeting = a_meeting(by=by)
    changed = change(meeting, by, about="Weź kubek.")
    assert changed.sequence == 0
    assert changed.version == 2
    assert said("MeetingMoved") == []
    assert change(meeting, by).version == 2, "nothing was changed, so nothing happened"


def test_whoever_follows_hears_from_when_to_when(by: Actor) -> None:
    series_of = a_meeting(by=by)
    follower = acting(a_user("Feliks Obserwator"))
    with unit_of_work():
        follow(f"meeting:{series_of.id}", by=follower)
    starts = series_of.starts
    change(series_of, by, starts=starts + timedelta(days=1), ends=starts + timedelta(days=1, hours=4))
    tell(by=SYSTEM)
    note = db.session.query(Notification).filter_by(person_id=follower.id, name="MeetingMoved").one()
    line = shelf_of([note], follower, None).line(note)
    assert line is not None
    assert "przeniesione z" in line.text
    assert line.url == f"/meetings/{series_of.id}"


def test_a_lost_update_is_refused(by: Actor) -> None:
    meeting = a_meeting(by=by)
    change(meeting, by, title="Inaczej")
    with pytest.raises(Conflict), unit_of_work():
        commands.change_meeting(
            again(meeting), plan_of(again(meeting), title="Jeszcze inaczej"), version=1, by=by
        )


def test_of_two_who_save_at_the_same_moment_the_second_sees_the_first(by: Actor) -> None:
    meeting = a_meeting(by=by)

    def meanwhile(**facts: Any) -> Meeting:
        """The meeting as it was read before somebody else's transaction wrote this."""
        read = again(meeting)
        statement = update(Meeting).execution_options(synchronize_session=False)
        db.session.execute(statement.values(**facts))
        return read

    def change_it() -> None:
        read = meanwhile(version=2, title="Inaczej")
        commands.change_meeting(read, plan_of(read, about="Weź kubek."), version=1, by=by)

    def cancel_it() -> None:
        read = meanwhile(state=MeetingState.CANCELLED, cancelled_at=clock.now())
        commands.cancel_meeting(read, reason="Zalało salę.", by=by)

    with pytest.raises(Conflict), unit_of_work():
        change_it()
    with pytest.raises(Refused), unit_of_work():
        cancel_it()


def test_cancelled_and_put_back(by: Actor) -> None:
    meeting = a_meeting(by=by)
    with unit_of_work():
        commands.cancel_meeting(again(meeting), reason="Zalało salę.", by=by)
    assert again(meeting).state is MeetingState.CANCELLED
    with pytest.raises(Refused), unit_of_work():
        commands.cancel_meeting(again(meeting), reason="Jeszcze raz.", by=by)
    with pytest.raises(Refused):
        change(meeting, by, title="Inny")
    with unit_of_work():
        commands.restore_meeting(again(meeting), by=by)
    assert again(meeting).cancelled_reason == ""
    assert again(meeting).sequence == 2


def test_what_contradicts_itself_is_refused(by: Actor) -> None:
    starts = clock.start_of(today() + timedelta(days=3))
    wrong: tuple[dict[str, Any], ...] = (
        {"title": " "},
        {"starts": starts, "ends": starts},
        {"starts": starts, "ends": starts + timedelta(hours=25)},
        {"agenda": (Point("", 999),)},
        {"registration": True, "seats": 0},
    )
    for facts in wrong:
        with pytest.raises(Refused):
            a_meeting(**{"by": by, **facts})


def test_who_may_plan(by: Actor) -> None:
    editor = acting(a_user("Edyta Redaktorka", role=Role.EDITOR))
    forum, other = a_forum(editor_id=editor.id), a_forum()
    assert a_meeting(by=editor, forum=forum).forum_id == forum.id
    for actor, where in ((editor, other), (editor, None), (an_actor(), forum), (acting(a_user()), None)):
        with pytest.raises(Forbidden):
            a_meeting(by=actor, forum=where)


def test_an_editor_adds_to_no_series_of_another_forum(by: Actor, client: FlaskClient) -> None:
    editor = acting(a_user("Edyta Redaktorka", role=Role.EDITOR))
    mine, other = a_forum(editor_id=editor.id), a_forum()
    with unit_of_work():
        of_mine, of_other, of_the_office, empty = (
            commands.open_series(title, kind=MeetingKind.FORUM, by=by)
            for title in ("Moja seria", "Cudza seria", "Seria urzędu", "Pusta seria")
        )
    a_meeting(by=by, forum=mine, series=of_mine)
    a_meeting(by=by, forum=other, series=of_other)
    a_meeting(by=by, series=of_the_office)
    a_meeting(by=editor, forum=mine, series=empty)
    planned = a_meeting(by=editor, forum=mine, series=of_mine)
    for series in (of_other, of_the_office):
        with pytest.raises(Refused) as refusal:
            a_meeting(by=editor, forum=mine, series=series)
        assert refusal.value.code == "series_of_others"
        with pytest.raises(Refused):
            change(planned, editor, series=series)
    assert a_meeting(by=by, forum=mine, series=of_other).series_id == of_other.id, "the office may"
    come_in(client, db.session.get_one(User, editor.id))
    page = client.get("/meetings/new").text
    assert "Moja seria" in page
    assert "Cudza seria" not in page
    assert "Seria urzędu" not in page


def test_a_meeting_stays_in_the_series_into_which_the_office_put_it(by: Actor, client: FlaskClient) -> None:
    editor = acting(a_user("Edyta Redaktorka", role=Role.EDITOR))
    mine = a_forum(editor_id=editor.id)
    with unit_of_work():
        series = commands.open_series("Seria urzędu", kind=MeetingKind.FORUM, by=by)
    a_meeting(by=by, series=series)
    meeting = a_meeting(by=by, forum=mine, series=series)
    assert change(meeting, editor, about="Weź kubek.").series_id == series.id
    come_in(client, db.session.get_one(User, editor.id))
    assert "Seria urzędu" in client.get(f"/meetings/{meeting.id}/edit").text


def test_the_page_says_all_of_it(by: Actor, client: FlaskClient, forum: Forum) -> None:
    proposal = a_proposal(forum, title="Toalety w parkach")
    host = an_organisation("Fundacja Zegar")
    meeting = a_meeting(
        by=by,
        forum=forum,
        place=a_place("Dom Zegara", accessibility="Winda, drzwi 95 cm."),
        room="sala 2",
        host=host.name,
        organisation=host,
        about="Przynieś **kubek**.",
        agenda=(Point("Powitanie"), Point("", proposal.id)),
    )
    page = seen(client.get(f"/meetings/{meeting.id}"))
    for words in (
        "sala 2, Dom Zegara",
        "Winda, drzwi 95 cm.",
        "Fundacja Zegar",
        "kubek",
        "Toalety w parkach",
    ):
        assert words in page
    with unit_of_work():
        place = again(meeting).place
        assert place
        place.state, place.closed_at, place.closed_reason = PlaceState.CLOSED, clock.now(), "Remont."
        commands.change_meeting(again(meeting), plan_of(again(meeting), about=""), version=1, by=by)
    page = seen(client.get(f"/meetings/{meeting.id}"))
    assert "To miejsce jest zamknięte" in page
    assert "Remont." in page


@pytest.fixture
def forum(app: Flask) -> Forum:
    return a_forum("Forum Toalet")


def typed(client: FlaskClient, **other: Any) -> dict[str, Any]:
    return {
        "csrf_token": token_on(client.get("/meetings/new").text),
        "title": "Przy stole",
        "kind": "3miejsce",
        "day": (today() + timedelta(days=10)).isoformat(),
        "begins": "14:00",
        "ends": "18:00",
        "where": "0",
        "forum": "0",
        "series": "0",
        **other,
    }


def test_planned_by_a_form_and_again_each_month(by: Actor, client: FlaskClient) -> None:
    come_in(client, db.session.get_one(User, by.id))
    answer = client.post("/meetings/new", data=typed(client, repeat="monthly", times="3"))
    assert answer.status_code == 303
    made = db.session.query(Meeting).order_by(Meeting.starts).all()
    assert len({meeting.uid for meeting in made}) == len(made) == 3
    assert {clock.local(meeting.starts).hour for meeting in made} == {14}
    assert answer.location.startswith("/series/")
    assert "Przy stole" in client.get(answer.location).text


def test_signing_up_ends_before_each_of_the_meetings_that_come_again(by: Actor, client: FlaskClient) -> None:
    come_in(client, db.session.get_one(User, by.id))
    first = today() + timedelta(days=30)
    sent = typed(client, day=first.isoformat(), repeat="weekly", times="2", registration="y")
    assert client.post("/meetings/new", data={**sent, "until": first.isoformat()}).status_code == 303
    found = db.session.query(Meeting).order_by(Meeting.starts).all()
    assert [clock.today(each.registration_until or each.ends) - first for each in found] == [
        timedelta(),
        timedelta(days=7),
    ]


def test_an_hour_that_does_not_exist_is_named(by: Actor, client: FlaskClient) -> None:
    come_in(client, db.session.get_one(User, by.id))
    answer = client.post("/meetings/new", data=typed(client, day="2027-03-28", begins="02:30", ends="05:00"))
    assert answer.status_code == 422
    page = seen(answer)
    assert "nie ma takiej godziny" in page
    assert "3.00" in page or "03.00" in page
    assert "Przy stole" in answer.text, "what was typed stays"


def test_an_hour_that_comes_twice_is_asked_about(by: Actor, client: FlaskClient) -> None:
    come_in(client, db.session.get_one(User, by.id))
    night = {"day": "2027-10-31", "begins": "02:30", "ends": "05:00"}
    answer = client.post("/meetings/new", data=typed(client, **night))
    assert answer.status_code == 422
    assert 'name="clocks"' in answer.text
    answer = client.post("/meetings/new", data=typed(client, **night, clocks="winter"))
    assert answer.status_code == 303
    meeting = db.session.query(Meeting).one()
    assert clock.local(meeting.starts).fold == 1
    edit = client.get(f"{answer.location}/edit").text
    assert 'name="clocks"' in edit
    assert "checked" in edit


def test_the_list_chooses_and_costs_the_same(by: Actor, client: FlaskClient, queries: Queries) -> None:
    forum = a_forum("Forum Zieleni")
    place = a_place(district="XI Podgórze Duchackie")
    a_meeting("W Podgórzu", by=by, place=place, forum=forum, kind=MeetingKind.WORKSHOP)
    a_meeting("Gdzie indziej", by=by)
    yesterday = clock.now() - timedelta(days=1)
    a_meeting("Wczoraj", by=by, starts=yesterday)
    page = seen(client.get("/meetings"))
    assert "W Podgórzu" in page
    assert "Wczoraj" not in page
    assert "Wczoraj" in seen(client.get("/meetings?when=past"))
    for choice in ("kind=warsztat", f"forum={forum.slug}", "district=XI+Podgórze+Duchackie"):
        page = seen(client.get(f"/meetings?{choice}"))
        assert "W Podgórzu" in page
        assert "Gdzie indziej" not in page
    queries.clear()
    client.get("/meetings?x=1")
    few = len(queries)
    for number in range(25):
        a_meeting(f"Numer {number}", by=by, place=a_place())
    queries.clear()
    client.get("/meetings?x=2")
    assert len(queries) == few


def test_nobody_is_offered_a_poster_of_what_does_not_take_place(by: Actor, client: FlaskClient) -> None:
    meeting = a_meeting(by=by)
    assert "poster.pdf" in client.get(f"/meetings/{meeting.id}").text
    with unit_of_work():
        commands.cancel_meeting(again(meeting), reason="Zalało salę.", by=by)
    assert "poster.pdf" not in client.get(f"/meetings/{meeting.id}").text


def test_a_change_that_says_no_version_breaks_nothing(by: Actor, client: FlaskClient) -> None:
    meeting = a_meeting(by=by)
    come_in(client, db.session.get_one(User, by.id))
    assert client.post(f"/meetings/{meeting.id}/edit", data=typed(client)).status_code == 303
