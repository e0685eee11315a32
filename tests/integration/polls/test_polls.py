"""Date polls: opened by those who may, answered by anybody with the link, decided once, forgotten in time."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select, update

from civic.accounts.models import User
from civic.kernel import clock
from civic.kernel.access import ANONYMOUS, SYSTEM, Actor, Role
from civic.kernel.db import db, unit_of_work
from civic.kernel.errors import Forbidden, Refused
from civic.kernel.events import EventRow
from civic.meetings.models import Meeting, MeetingKind
from civic.open_data.commands import delete_what_has_expired
from civic.polls import links
from civic.polls.commands import Opening, Said, answer_poll, decide_poll, open_poll, withdraw_answer
from civic.polls.commands.answering import MOST_ANSWERS
from civic.polls.labels import when
from civic.polls.models import Choice, Poll, PollAnswer
from civic.polls.queries import get_poll, tallies
from tests.factories import a_forum, a_seat, a_speaker, a_user, acting, an_organisation, come_in, today
from tests.fixtures.forms import in_english, post_form
from tests.fixtures.letters import Letters
from tests.fixtures.queries import Queries
from tests.fixtures.text import plain, seen

SECRET = "volunteers-own-part-1"


@pytest.fixture
def by(app: Flask) -> Actor:
    """A moderator."""
    return acting(a_user("Ewa Pełna", role=Role.MODERATOR))


def opening(**other: Any) -> Opening:
    first = clock.start_of(today() + timedelta(days=10)) + timedelta(hours=10)
    dates = tuple(
        (first + timedelta(days=n), first + timedelta(days=n, hours=2)) for n in range(other.pop("count", 3))
    )
    return replace(Opening(title="Porządki w parku", dates=dates, room="Klub"), **other)


def a_poll(by: Actor, **other: Any) -> Poll:
    with unit_of_work():
        return open_poll(opening(**other), by=by)


def say(poll: Poll, *marks: Choice, **other: Any) -> PollAnswer:
    facts = {"secret": SECRET, "name": "Ola", **other}
    choices = {each.id: mark for each, mark in zip(poll.dates, marks, strict=False)}
    with unit_of_work():
        return answer_poll(poll, Said(choices=choices, **facts), by=ANONYMOUS)


ALL = (Choice.YES, Choice.IF_NEED_BE, Choice.NO)


def test_a_date_becomes_a_meeting_and_the_voters_are_told_once(by: Actor, letters: Letters) -> None:
    poll = a_poll(by)
    say(poll, *ALL, email="ola@example.org", language="uk")
    say(poll, *ALL, secret="volunteers-other-part", name="Jan")
    assert len(letters()) == 1, "the own link"
    with unit_of_work():
        meeting = decide_poll(poll, poll.dates[1].id, by=by)
    assert (meeting.title, meeting.room, meeting.kind) == ("Porządki w parku", "Klub", MeetingKind.GATHERING)
    assert (meeting.starts, meeting.ends) == opening().dates[1]
    assert meeting.created_by_id == by.id
    [letter] = letters()
    assert letter.to == "ola@example.org"
    assert letter.path.startswith(f"/meetings/{meeting.id}")
    assert "Porządki w parku" in letter.subject
    assert not db.session.scalar(select(func.count(PollAnswer.id)).where(PollAnswer.email != ""))
    with pytest.raises(Refused), unit_of_work():
        decide_poll(get_poll(poll.id), poll.dates[0].id, by=by)
    with pytest.raises(Refused):
        say(get_poll(poll.id), *ALL)
    assert db.session.scalar(select(func.count(Meeting.id))) == 1


def test_both_pages_say_which_date_was_chosen(by: Actor, client: FlaskClient) -> None:
    poll = a_poll(by)
    say(poll, *ALL)
    for_volunteers = f"/polls/t/{links.token_of(poll.key)}"
    assert "Wybrany termin" not in seen(client.get(for_volunteers))
    with unit_of_work():
        decide_poll(poll, poll.dates[1].id, by=by)
    come_in(client, db.session.get_one(User, by.id))
    for address in (for_volunteers, f"/polls/{poll.id}"):
        assert plain(f"Wybrany termin: {when(get_poll(poll.id).dates[1])}.") in seen(client.get(address))


def test_a_seat_gives_a_poll_of_that_forum_and_its_one_meeting(app: Flask) -> None:
    organisation = an_organisation()
    speaker = a_speaker(organisation)
    forum = a_forum(seats=[a_seat(organisation, speaker)])
    other = a_forum("Inne forum")
    sitting = acting(speaker, organisation.id)
    poll = a_poll(sitting, forum=forum)
    with unit_of_work():
        meeting = decide_poll(poll, poll.dates[0].id, by=sitting)
    assert (meeting.forum_id, meeting.kind) == (forum.id, MeetingKind.FORUM)
    for elsewhere in (other, None):
        with pytest.raises(Forbidden):
            a_poll(sitting, forum=elsewhere)
    with pytest.raises(Forbidden):
        a_poll(acting(a_user("Kto Inny")), forum=forum)
    poll = a_poll(acting(a_user("Ewa", role=Role.MODERATOR)), forum=forum)
    with pytest.raises(Forbidden), unit_of_work():
        decide_poll(poll, poll.dates[0].id, by=sitting)


@pytest.mark.parametrize(
    "faults",
    [
        {"title": ""},
        {"title": "x" * 201},
        {"about": "x" * 2001},
        {"count": 1},
        {"count": 13},
        {"room": "x" * 301},
    ],
)
def test_what_does_not_fit_is_refused(by: Actor, faults: dict[str, Any]) -> None:
    with pytest.raises(Refused):
        a_poll(by, **faults)


def test_dates_are_to_come_and_differ(by: Actor) -> None:
    first, second, _third = opening().dates
    past = (clock.now() - timedelta(days=1), clock.now())
    turned = (second[1], second[0])
    for dates in ((first, first), (past, first), (first, turned)):
        with pytest.raises(Refused):
            a_poll(by, dates=dates)


def test_one_link_one_answer_that_changes_and_goes(by: Actor) -> None:
    poll = a_poll(by)
    say(poll, *ALL)
    say(poll, *reversed(ALL), name="Olga")
    [tally, _middle, last] = tallies(get_poll(poll.id))
    assert tally.names[Choice.NO] == ["Olga"]
    assert last.names[Choice.YES] == ["Olga"]
    assert (tally.best, last.best) == (False, True)
    with pytest.raises(Refused), unit_of_work():
        withdraw_answer(poll, "somebody-elses-part-1", by=ANONYMOUS)
    with unit_of_work():
        withdraw_answer(get_poll(poll.id), SECRET, by=ANONYMOUS)
    assert not db.session.scalar(select(func.count(PollAnswer.id)))


def test_each_date_is_marked_and_a_name_given(by: Actor) -> None:
    poll = a_poll(by)
    for faults in ({"name": " "}, {"name": "x" * 81}, {"email": "nigdzie"}, {"secret": "short"}):
        with pytest.raises(Refused):
            say(poll, *ALL, **faults)
    with pytest.raises(Refused):
        say(poll, Choice.YES)
    assert not db.session.scalar(select(func.count(PollAnswer.id)))


def test_there_is_room_for_forty(by: Actor) -> None:
    poll = a_poll(by)
    for number in range(MOST_ANSWERS):
        say(poll, *ALL, secret=f"volunteers-part-{number:05}", name=f"Osoba {number}")
    with pytest.raises(Refused, match="40"):
        say(poll, *ALL, secret="one-too-many-for-it-all")
    say(poll, *ALL, secret="volunteers-part-00000", name="Zmieniona")


def test_after_the_last_date_nobody_answers(by: Actor) -> None:
    poll = a_poll(by)
    with unit_of_work():
        db.session.execute(update(Poll).values(last_at=clock.now()))
    poll = get_poll(poll.id)
    with pytest.raises(Refused):
        say(poll, *ALL)


def test_names_and_addresses_go_thirty_days_after_the_end_and_counts_stay(by: Actor) -> None:
    poll = a_poll(by)
    say(poll, *ALL, email="ola@example.org")
    for days, left in ((29, "Ola"), (31, "")):
        with unit_of_work():
            db.session.execute(update(Poll).values(last_at=clock.now() - timedelta(days=days)))
            delete_what_has_expired(by=SYSTEM)
        assert db.session.scalar(select(PollAnswer.name)) == left
    assert db.session.scalar(select(PollAnswer.email)) == ""
    db.session.expire_all()
    assert tallies(get_poll(poll.id))[0].count(Choice.YES) == 1


def test_tables_and_log_hold_no_secret_and_no_name(by: Actor) -> None:
    poll = a_poll(by)
    say(poll, *ALL, email="ola@example.org")
    token = links.token_of(poll.key)
    assert token not in (poll.key, poll.token_hash)
    rows = db.session.scalars(
        select(EventRow).where(EventRow.name.like("Poll%")).order_by(EventRow.seq)
    ).all()
    assert [row.name for row in rows] == ["PollOpened", "PollAnswered"]
    told = " ".join(str(row.payload) for row in rows)
    assert not any(word in told for word in ("Ola", "ola@", SECRET, token, "Porządki"))


def test_a_volunteer_answers_and_changes_without_an_account(by: Actor, client: FlaskClient) -> None:
    poll = a_poll(by)
    page = links.path_of(poll)
    in_english(client)
    marks = {f"date{each.id}": "yes" for each in poll.dates}
    wrong = post_form(client, page, {"name": "Ola"})
    assert wrong.status_code == 422
    assert "Choose one of the three." in wrong.text
    assert 'value="Ola"' in wrong.text
    answered = post_form(client, page, {"name": "Ola", **marks})
    own = answered.headers["Location"]
    assert answered.status_code in {302, 303}
    shown = client.get(own)
    assert "no-store" in shown.headers["Cache-Control"]
    assert shown.headers["Referrer-Policy"] == "same-origin"
    assert shown.text.count("checked") == 3
    post_form(client, own, {"name": "Ola druga"})
    assert db.session.scalars(select(PollAnswer.name)).all() == ["Ola druga"]
    post_form(client, own, action="withdraw")
    assert not db.session.scalars(select(PollAnswer.name)).all()
    assert client.get("/polls/t/no-such-link").status_code == 404


def test_the_own_link_comes_by_letter_once_for_each_address(
    by: Actor, client: FlaskClient, letters: Letters
) -> None:
    poll = a_poll(by)
    page = links.path_of(poll)
    in_english(client)
    marks = {f"date{each.id}": "yes" for each in poll.dates}
    post_form(client, page, {"name": "Ola", **marks})
    assert letters() == [], "who leaves no address gets no letter"
    own = post_form(client, page, {"name": "Jan", "email": "jan@example.org", **marks}).headers["Location"]
    [letter] = letters()
    assert (letter.to, letter.path) == ("jan@example.org", own)
    assert "jan@example.org" in seen(client.get(own)), "the page says where the link went"
    assert "jan@example.org" not in client.get(page).text
    post_form(client, letter.path, {"name": "Jan z Podgórza"})
    assert letters() == [], "the same address is told once"
    post_form(client, letter.path, {"email": "jan@example.com"})
    assert [each.to for each in letters()] == ["jan@example.com"]
    assert sorted(db.session.scalars(select(PollAnswer.name))) == ["Jan z Podgórza", "Ola"]


def test_whoever_asks_finds_the_answers_on_the_pages_of_meetings(by: Actor, client: FlaskClient) -> None:
    forum = a_forum()
    general, of_forum = a_poll(by), a_poll(by, title="Przy stole forum", forum=forum)
    say(general, *ALL)
    in_english(client)
    assert "Which date" not in seen(client.get("/meetings"))
    come_in(client, db.session.get_one(User, by.id))
    page = seen(client.get("/meetings"))
    assert "Which date: Porządki w parku (1 answer)" in page
    assert "Which date: Przy stole forum (0 answers)" in page
    assert "Porządki" not in seen(client.get(f"/forums/{forum.slug}"))
    assert "Przy stole forum" in seen(client.get(f"/forums/{forum.slug}"))
    with unit_of_work():
        decide_poll(get_poll(of_forum.id), of_forum.dates[0].id, by=by)
    assert "Which date: Przy stole forum" not in seen(client.get("/meetings"))
    come_in(client, a_user("Kto Inny", role=Role.MODERATOR))
    assert "Which date" not in seen(client.get("/meetings"))


def test_what_a_machine_fills_in_is_not_taken(by: Actor, client: FlaskClient) -> None:
    poll = a_poll(by)
    marks = {f"date{each.id}": "yes" for each in poll.dates}
    sent = post_form(client, links.path_of(poll), {"name": "Ola", "website": "http://zly.example", **marks})
    assert sent.status_code == 422
    assert not db.session.scalar(select(func.count(PollAnswer.id)))


def _last_sunday(month: int) -> date:
    """That of next year, when clocks are changed."""
    last = date(today().year + 1, month, 31)
    return last - timedelta(days=(last.weekday() + 1) % 7)


@pytest.mark.parametrize(("month", "words"), [(3, "there is no such hour"), (10, "this hour comes twice")])
def test_hours_of_clock_changes_are_refused(client: FlaskClient, by: Actor, month: int, words: str) -> None:
    come_in(client, a_user("Ktoś", role=Role.MODERATOR))
    in_english(client)
    day = _last_sunday(month).isoformat()
    hours = {"begins0": "02:30", "ends0": "05:00", "begins1": "10:00", "ends1": "12:00"}
    sent = post_form(client, "/polls/new", {"title": "Noc", "day0": day, "day1": day, **hours})
    assert sent.status_code == 422
    assert words in seen(sent)
    assert "02:30" in sent.text


def test_a_moderator_asks_and_chooses_in_the_pages(client: FlaskClient, app: Flask, letters: Letters) -> None:
    come_in(client, a_user("Ktoś", role=Role.MODERATOR))
    in_english(client)
    day = (today() + timedelta(days=20)).isoformat()
    half = post_form(client, "/polls/new", {"title": "Porządki", "day0": day, "begins0": "10:00"})
    assert "leave all three empty" in half.text
    hours = {"begins0": "10:00", "ends0": "12:00", "begins9": "22:00", "ends9": "01:00"}
    made = post_form(client, "/polls/new", {"title": "Porządki", "day0": day, "day9": day, **hours})
    page = made.headers["Location"]
    poll = db.session.scalars(select(Poll)).one()
    assert links.token_of(poll.key) in client.get(page).text
    assert [each.ends - each.starts for each in poll.dates] == [timedelta(hours=2), timedelta(hours=3)]
    sent = post_form(client, page, {"date": str(poll.dates[1].id)}, action="decide")
    assert sent.headers["Location"].startswith("/meetings/")
    assert "The date is chosen" in client.get("/polls/new").text


def test_the_page_asks_as_often_for_two_answers_as_for_twenty(
    by: Actor, client: FlaskClient, queries: Queries
) -> None:
    poll = a_poll(by)
    asked = []
    for number in range(20):
        say(poll, *ALL, secret=f"volunteers-part-{number:05}")
        if number in {1, 19}:
            with queries() as seen_queries:
                client.get(links.path_of(poll))
            asked.append(len(seen_queries))
    assert asked[0] == asked[1]
