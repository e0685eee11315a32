"""The inbox by day and by subject, what is read, and the choices: as a person sees and uses them."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from civic.accounts.models import User
from civic.kernel import bounces
from civic.kernel.access import SYSTEM, Actor, Role
from civic.kernel.db import db, unit_of_work
from civic.moderation.commands import hide
from civic.moderation.models import Ground
from civic.notifications.commands import follow, tell
from civic.notifications.models import Concern, Frequency, Habits, Notification, Preference, Subscription
from tests.factories import a_comment, a_forum, a_proposal, a_user, acting, an_organisation, come_in
from tests.fixtures.forms import send
from tests.fixtures.queries import Queries
from tests.fixtures.text import seen


@pytest.fixture
def reader(app: Flask, client: FlaskClient) -> User:
    """Somebody who is signed in."""
    user = a_user("Rita Mieszkanka")
    come_in(client, user)
    return user


def following(user: User, subject: str) -> None:
    with unit_of_work():
        follow(subject, by=Actor(id=user.id))


def unread(person: User) -> int:
    db.session.rollback()
    mine = (Notification.person_id == person.id) & Notification.read_at.is_(None)
    return db.session.scalar(select(func.count(Notification.id)).where(mine)) or 0


def test_five_comments_in_one_conversation_are_one_entry(
    app: Flask, client: FlaskClient, reader: User
) -> None:
    proposal = a_proposal(title="Jedna stawka")
    following(reader, f"proposal:{proposal.id}")
    for number in range(5):
        a_comment(proposal, body=f"Zdanie numer {number}.")
    tell(by=SYSTEM)
    answer = client.get("/inbox")
    page, text = answer.text, seen(answer)
    assert text.count(f"{proposal.label} Jedna stawka") == 1 + 1, "the entry and its button"
    assert "Zdanie numer 4." in text
    assert "Zdanie numer 0." not in text
    assert "i jeszcze 2" in text
    assert "Dziś" in text
    assert 'href="/c/' in page
    assert 'aria-label="Powiadomienia, nowe: 5"' in page


def test_everything_or_one_subject_is_marked_as_read(app: Flask, client: FlaskClient, reader: User) -> None:
    first, second = a_proposal(), a_proposal()
    for proposal in (first, second):
        following(reader, f"proposal:{proposal.id}")
        a_comment(proposal)
    tell(by=SYSTEM)
    assert unread(reader) == 2
    send(client, "/inbox/read", {"subject": f"proposal:{first.id}"}, "/inbox")
    assert unread(reader) == 1
    assert f"P{second.id}" in seen(client.get("/inbox?show=unread"))
    send(client, "/inbox/read", {}, "/inbox")
    assert unread(reader) == 0
    assert "Nie ma nic nowego." in seen(client.get("/inbox?show=unread"))


def test_what_was_hidden_meanwhile_is_not_in_the_inbox(app: Flask, client: FlaskClient, reader: User) -> None:
    proposal = a_proposal()
    following(reader, f"proposal:{proposal.id}")
    said = a_comment(proposal, body="Kanarek w kopalni.")
    tell(by=SYSTEM)
    moderator = acting(a_user(role=Role.MODERATOR))
    assert "Kanarek" in client.get("/inbox").text
    with unit_of_work():
        hide(said, ground=Ground.INSULT, reason="Obraża.", by=moderator)
    assert "Kanarek" not in client.get("/inbox").text


def test_the_inbox_costs_the_same_at_any_number(
    app: Flask, client: FlaskClient, reader: User, queries: Queries
) -> None:
    forum, asked = a_forum(), []
    following(reader, f"forum:{forum.id}")
    for count in (2, 12):
        for _number in range(count):
            proposal = a_proposal(forum)
            following(reader, f"proposal:{proposal.id}")
            a_comment(proposal)
        tell(by=SYSTEM)
        client.get("/inbox")
        with queries() as said:
            assert client.get("/inbox").status_code == 200
        asked.append(len(said))
    assert asked[0] == asked[1]
    assert asked[1] <= 20, asked


def test_buttons_follow_and_unfollow(app: Flask, client: FlaskClient, reader: User) -> None:
    proposal, organisation = a_proposal(), an_organisation("Fundacja Obserwowana")
    for page, subject in (
        (f"/proposals/{proposal.id}", f"proposal:{proposal.id}"),
        (f"/forums/{proposal.forum.slug}", f"forum:{proposal.forum_id}"),
        (f"/organisations/{organisation.id}", f"organisation:{organisation.id}"),
    ):
        answer = send(client, "/follow", {"subject": subject, "act": "follow", "next": page}, page)
        assert answer.headers["Location"].endswith(page)
        assert "Obserwujesz to." in seen(client.get(page))
    listed = seen(client.get("/me/notifications"))
    assert "Fundacja Obserwowana" in listed
    send(
        client,
        "/follow",
        {"subject": f"proposal:{proposal.id}", "act": "unfollow"},
        "/me/notifications",
    )
    db.session.rollback()
    assert db.session.scalar(select(func.count(Subscription.id))) == 2


@pytest.mark.parametrize("subject", ["proposal:9999", "user:1", "proposal:", "proposal:x", "", "forum:1:2"])
def test_what_is_not_there_cannot_be_followed(
    app: Flask, client: FlaskClient, reader: User, subject: str
) -> None:
    answer = send(client, "/follow", {"subject": subject, "act": "follow"}, "/me/notifications")
    assert answer.status_code == 404
    assert db.session.scalar(select(func.count(Subscription.id))) == 0


def test_choices_are_kept(app: Flask, client: FlaskClient, reader: User) -> None:
    page = seen(client.get("/me/notifications"))
    assert "Moderacja" not in page.split("Jak często")[1].split("Zapisz")[0]
    chosen = {concern.value: "weekly" for concern in Concern if concern is not Concern.OFFICE}
    hours = {"quiet": "y", "quiet_from": "22", "quiet_until": "6", "paused": "y"}
    answer = send(client, "/me/notifications", chosen | hours)
    assert answer.status_code == 303
    habits = db.session.get_one(Habits, reader.id)
    assert (habits.quiet_from, habits.quiet_until, habits.paused) == (22, 6, True)
    kept = db.session.scalars(select(Preference).where(Preference.person_id == reader.id)).all()
    assert {each.frequency for each in kept} == {Frequency.WEEKLY}
    assert len(kept) == len(chosen)


def test_quiet_hours_that_begin_and_end_at_once_are_refused_with_a_sentence(
    app: Flask, client: FlaskClient, reader: User
) -> None:
    chosen = {concern.value: "none" for concern in Concern if concern is not Concern.OFFICE}
    answer = send(
        client,
        "/me/notifications",
        chosen | {"quiet": "y", "quiet_from": "7", "quiet_until": "7"},
    )
    assert answer.status_code == 422
    assert "tej samej godzinie" in seen(answer)
    assert db.session.get(Habits, reader.id) is None


def test_a_person_is_told_that_letters_do_not_arrive_and_can_say_that_they_do(
    app: Flask, client: FlaskClient, reader: User
) -> None:
    with unit_of_work():
        for _time in range(bounces.FAILING_AFTER):
            bounces.note(reader.email, "550 5.1.1 No such user")
    assert "550 5.1.1 No such user" in client.get("/me/notifications").text
    send(client, "/me/notifications/address", {}, "/me/notifications")
    assert "550" not in client.get("/me/notifications").text


def test_a_guest_has_no_bell_and_a_way_by_e_mail(app: Flask, client: FlaskClient) -> None:
    forum = a_forum()
    page = client.get(f"/forums/{forum.slug}").text
    assert "/inbox" not in page
    assert f"/follow/email?subject=forum:{forum.id}" in page
    assert client.get("/inbox").status_code == 302


def test_the_list_of_what_one_follows_costs_the_same_at_any_number(
    app: Flask, client: FlaskClient, reader: User, queries: Queries
) -> None:
    asked = []
    for count in (2, 12):
        for _number in range(count):
            proposal = a_proposal()
            for subject in (f"proposal:{proposal.id}", f"forum:{proposal.forum_id}"):
                following(reader, subject)
        client.get("/me/notifications")
        with queries() as said:
            assert client.get("/me/notifications").status_code == 200
        asked.append(len(said))
    assert asked[0] == asked[1], asked
