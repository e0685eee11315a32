"""What the office writes to many: whom it reaches, that it reaches each once, and what everybody reads afterwards."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from civic.accounts.models import User
from civic.bulletins import commands
from civic.bulletins.commands import schedule_bulletin, stop_bulletin, try_bulletin, write_bulletin
from civic.bulletins.models import Audience, Bulletin, BulletinState
from civic.bulletins.reach import reach_of
from civic.bulletins.rounds import send_bulletins
from civic.kernel import clock, mail
from civic.kernel.access import SYSTEM, Actor, Role
from civic.kernel.db import db, unit_of_work
from civic.kernel.errors import Conflict, Forbidden, Refused
from civic.kernel.events import EventRow
from civic.kernel.mail import Letter
from civic.notifications.models import Bond, Concern, Frequency, Preference, Stand, Subscription
from civic.organisations.models import Organisation, RegisterState
from tests.factories import a_forum, a_seat, a_speaker, a_user, acting, an_organisation, come_in
from tests.fixtures.forms import token_on
from tests.fixtures.letters import Letters
from tests.fixtures.queries import Queries
from tests.fixtures.text import seen


@pytest.fixture
def by(app: Flask) -> Actor:
    """The plenipotentiary."""
    return acting(a_user("Ewa Pełna", role=Role.PLENIPOTENTIARY))


def a_bulletin(by: Actor, **facts: Any) -> Bulletin:
    """A draft, to all organisations unless told."""
    with unit_of_work():
        return write_bulletin(
            **{
                "title": "Spotkanie w czwartek",
                "body": "Zapraszamy na **spotkanie**. [Program](/forums).",
                "audience": Audience.ORGANISATIONS,
                "by": by,
                **facts,
            }
        )


def again(bulletin: Bulletin) -> Bulletin:
    """The same, as the present transaction sees it."""
    return db.session.get_one(Bulletin, bulletin.id)


def send(bulletin: Bulletin, by: Actor) -> None:
    """Let it go out now."""
    with unit_of_work():
        schedule_bulletin(again(bulletin), by=by)
    send_bulletins(by=SYSTEM)


def an_audience(count: int, **facts: Any) -> list[User]:
    """Organisations with one speaker each."""
    return [a_speaker(an_organisation(f"Fundacja {each}", **facts), f"Osoba {each}") for each in range(count)]


def persons(bulletin: Bulletin) -> set[int]:
    """Whom it reaches today."""
    return set(reach_of(bulletin, clock.today(clock.now())).persons)


def decline(user: User) -> None:
    """Choose to get none."""
    with unit_of_work():
        db.session.add(Preference(person_id=user.id, concern=Concern.BULLETINS, frequency=Frequency.NONE))


def count_letters() -> int:
    return db.session.scalar(select(func.count(Letter.id))) or 0


def test_it_goes_from_draft_to_sent(by: Actor, letters: Letters) -> None:
    people = an_audience(3)
    bulletin = a_bulletin(by)
    assert bulletin.state is BulletinState.DRAFT
    send(bulletin, by)
    sent = again(bulletin)
    assert (sent.state, sent.persons, sent.organisations) == (BulletinState.SENT, 3, 3)
    assert {each.to for each in letters()} == {user.email for user in people}
    subject = f"bulletin:{bulletin.id}"
    names = db.session.scalars(
        select(EventRow.name).where(EventRow.subject == subject).order_by(EventRow.seq)
    ).all()
    assert names == ["BulletinWritten", "BulletinScheduled", "BulletinSent"]


def test_the_letter_can_be_stopped_with_one_click(app: Flask, by: Actor, letters: Letters) -> None:
    (user,) = an_audience(1)
    send(a_bulletin(by), by)
    (letter,) = letters()
    assert letter.subject == "Spotkanie w czwartek"
    assert "Zapraszamy na spotkanie. Program (http://localhost/forums)." in letter.text
    assert letter.path.startswith("/bulletins/")
    assert letter.message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    path = str(letter.message["List-Unsubscribe"]).strip("<> ").removeprefix("http://localhost")
    answer = app.test_client().post(path, data={"List-Unsubscribe": "One-Click"})
    assert answer.status_code < 400
    chosen = db.session.get_one(Preference, (user.id, Concern.BULLETINS))
    assert chosen.frequency is Frequency.NONE


def test_who_declined_gets_none_and_is_counted(by: Actor, letters: Letters) -> None:
    _one, other = an_audience(2)
    decline(other)
    bulletin = a_bulletin(by)
    send(bulletin, by)
    assert (again(bulletin).persons, again(bulletin).declined) == (1, 1)
    assert len(letters()) == 1


def test_who_declines_before_the_letter_leaves_gets_none(by: Actor, letters: Letters) -> None:
    one, other = an_audience(2)
    send(a_bulletin(by), by)
    decline(one)
    assert [each.to for each in letters()] == [other.email]


def test_suspended_erased_and_struck_off_get_none(by: Actor) -> None:
    suspended, erased, _of_suspended, _of_struck_off, well = an_audience(5)
    with unit_of_work():
        db.session.get_one(User, suspended.id).suspended_at = clock.now()
        db.session.get_one(User, erased.id).erased_at = clock.now()
        organisations = list(db.session.scalars(select(Organisation).order_by(Organisation.id)))
        organisations[2].suspended_at = clock.now()
        organisations[3].register_state = RegisterState.STRUCK_OFF
    assert persons(a_bulletin(by)) == {well.id}


def test_topics_and_districts_choose_organisations(by: Actor) -> None:
    (culture,) = an_audience(1, topics=["kultura"], district="XVIII Nowa Huta")
    (sport,) = an_audience(1, topics=["sport", "kultura"], district="XIII Podgórze")
    assert persons(a_bulletin(by, topics=["kultura"])) == {culture.id, sport.id}
    assert persons(a_bulletin(by, topics=["kultura"], districts=["XIII Podgórze"])) == {sport.id}
    assert persons(a_bulletin(by, topics=["ekologia"])) == set()


def test_seats_are_representatives_and_deputies(by: Actor) -> None:
    organisation = an_organisation()
    main, deputy = a_speaker(organisation, "Anna"), a_speaker(organisation, "Piotr")
    a_speaker(organisation, "Inna")
    forum = a_forum(seats=[a_seat(organisation, main, deputy)], seats_max=12)
    assert persons(a_bulletin(by, audience=Audience.SEATS, forum=forum)) == {main.id, deputy.id}


def test_followers_are_those_who_follow(by: Actor) -> None:
    forum, (one, other) = a_forum(), an_audience(2)
    with unit_of_work():
        for user, stand in ((one, Stand.FOLLOWING), (other, Stand.MUTED)):
            facts = {"subject": f"forum:{forum.id}", "stand": stand, "bond": Bond.CHOSEN, "at": clock.now()}
            db.session.add(Subscription(person_id=user.id, **facts))
    assert persons(a_bulletin(by, audience=Audience.FOLLOWERS, forum=forum)) == {one.id}


def test_a_forum_has_to_be_named(by: Actor) -> None:
    with pytest.raises(Refused):
        a_bulletin(by, audience=Audience.SEATS)


def test_it_waits_for_its_hour_and_can_be_stopped(by: Actor) -> None:
    an_audience(1)
    bulletin = a_bulletin(by)
    with unit_of_work():
        schedule_bulletin(again(bulletin), at=clock.now() + timedelta(hours=2), by=by)
    send_bulletins(by=SYSTEM)
    assert count_letters() == 0
    with unit_of_work():
        stop_bulletin(again(bulletin), by=by)
    with time_machine.travel(clock.now() + timedelta(hours=3), tick=False):
        send_bulletins(by=SYSTEM)
    assert count_letters() == 0
    assert again(bulletin).state is BulletinState.DRAFT


def test_a_past_hour_or_nobody_is_refused(by: Actor) -> None:
    bulletin = a_bulletin(by)
    with pytest.raises(Refused), unit_of_work():
        schedule_bulletin(again(bulletin), by=by)
    an_audience(1)
    with pytest.raises(Refused), unit_of_work():
        schedule_bulletin(again(bulletin), at=clock.now() - timedelta(minutes=1), by=by)


def test_nothing_changes_or_stops_once_it_goes(by: Actor) -> None:
    an_audience(1)
    bulletin = a_bulletin(by)
    send(bulletin, by)
    with pytest.raises(Refused), unit_of_work():
        stop_bulletin(again(bulletin), by=by)
    with pytest.raises(Refused), unit_of_work():
        schedule_bulletin(again(bulletin), by=by)
    with pytest.raises(Refused):
        a_bulletin(by, bulletin=again(bulletin), version=again(bulletin).version)


def test_two_who_write_at_once_do_not_lose_a_text(by: Actor) -> None:
    bulletin = a_bulletin(by)
    first = again(bulletin).version
    a_bulletin(by, bulletin=again(bulletin), title="Pierwsza zmiana", version=first)
    with pytest.raises(Conflict):
        a_bulletin(by, bulletin=again(bulletin), title="Druga", version=first)


def test_batches_reach_each_once_also_when_one_is_cut(by: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    people = an_audience(7)
    monkeypatch.setattr(commands, "BATCH", 3)
    bulletin = a_bulletin(by)
    with unit_of_work():
        schedule_bulletin(again(bulletin), by=by)
    write, count = mail.write, 0

    def cut(*args: Any, **kwargs: Any) -> Letter:
        nonlocal count
        count += 1
        if count == 5:
            raise KeyboardInterrupt
        return write(*args, **kwargs)

    monkeypatch.setattr(mail, "write", cut)
    with pytest.raises(KeyboardInterrupt):
        send_bulletins(by=SYSTEM)
    assert count_letters() == 3
    send_bulletins(by=SYSTEM)
    send_bulletins(by=SYSTEM)
    got = list(db.session.scalars(select(Letter.address).order_by(Letter.id)))
    assert got == [user.email for user in people]
    assert again(bulletin).persons == 7


def test_a_trial_goes_to_oneself_alone(by: Actor, letters: Letters) -> None:
    an_audience(2)
    bulletin = a_bulletin(by)
    with unit_of_work():
        try_bulletin(again(bulletin), by=by)
    assert [each.to for each in letters()] == [by.email]
    assert again(bulletin).state is BulletinState.DRAFT


@pytest.mark.parametrize("role", [None, Role.MODERATOR, Role.EDITOR, Role.OFFICIAL, Role.COUNCIL])
def test_only_the_office_writes(app: Flask, role: Role | None) -> None:
    with pytest.raises(Forbidden):
        a_bulletin(acting(a_user(role=role)))


def test_a_draft_is_nobodys_to_read(client: FlaskClient, by: Actor) -> None:
    an_audience(1)
    bulletin = a_bulletin(by, title="Tajne jeszcze")
    assert client.get(f"/bulletins/{bulletin.id}").status_code == 404
    assert "Tajne jeszcze" not in seen(client.get("/bulletins"))
    send(bulletin, by)
    assert "Tajne jeszcze" in seen(client.get("/bulletins"))
    page = client.get(f"/bulletins/{bulletin.id}")
    assert "1 osoba" in seen(page)
    assert "Set-Cookie" not in page.headers


def test_the_office_writes_tries_and_sends_by_its_pages(
    client: FlaskClient, by: Actor, letters: Letters
) -> None:
    an_audience(2)
    come_in(client, db.session.get_one(User, by.id))
    token = {"csrf_token": token_on(client.get("/bulletins/new").text)}
    typed = {"title": "Spotkanie", "body": "Zapraszamy.", "audience": "organisations", "forum": "0"}
    assert client.post("/bulletins/new", data={**token, **typed, "audience": ""}).status_code == 422
    client.post("/drafts/save?at=/bulletins/new", data={**token, **typed})
    assert "Zapraszamy." in client.get("/bulletins/new").text, "kept while it is written"
    place = client.post("/bulletins/new", data={**token, **typed}).location
    assert "Zapraszamy." not in client.get("/bulletins/new").text, "once sent it is forgotten"
    page = client.get(place)
    assert "2 osoby" in seen(page)
    assert "Wyślij do 2 osób" in seen(page)
    client.post(f"{place}/test", data=token)
    assert len(letters()) == 1
    assert client.post(f"{place}/send", data={**token, "at": "2020-01-01T10:00"}).status_code == 422
    assert client.post(f"{place}/send", data={**token, "at": "2099-07-01T10:00"}).status_code == 303
    bulletin = db.session.scalars(select(Bulletin)).one()
    assert bulletin.send_at is not None
    assert bulletin.send_at.hour == 8, "ten in the summer of Warsaw"
    assert "Zatrzymaj wysyłkę" in seen(client.get(place))
    client.post(f"{place}/stop", data=token)
    client.post(f"{place}/send", data=token)
    send_bulletins(by=SYSTEM)
    assert len(letters()) == 2


def test_the_list_asks_no_more_for_more(client: FlaskClient, by: Actor, queries: Queries) -> None:
    an_audience(1)
    asked = []
    for more in (2, 6):
        for each in range(more):
            send(a_bulletin(by, title=f"Wysłana {more} {each}"), by)
        with queries() as said:
            assert client.get(f"/bulletins?number={more}").status_code == 200
        asked.append(len(said))
    assert asked[0] == asked[1]
