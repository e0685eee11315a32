"""Conversations of a forum: opened, summed up, closed with conclusions, made into proposals, hidden."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, select

from civic.accounts.models import Session, UnsentText
from civic.discussions import commands
from civic.discussions.models import Comment, CommentKind, Conversation
from civic.forums.commands import close_forum
from civic.kernel import clock
from civic.kernel.access import SYSTEM, Role
from civic.kernel.db import db, unit_of_work
from civic.kernel.errors import Conflict, Forbidden, Refused
from civic.kernel.events import EventRow
from civic.moderation.commands import hide, restore
from civic.moderation.models import Ground
from civic.proposals.models import Origin, Proposal
from tests.factories import (
    a_comment,
    a_conversation,
    a_forum,
    a_phase,
    a_proposal,
    a_seat,
    a_speaker,
    a_user,
    acting,
    an_actor,
    an_organisation,
    come_in,
)
from tests.fixtures.forms import post_form, token_on
from tests.fixtures.queries import counting
from tests.fixtures.text import seen


def events_named(name: str) -> int:
    return len(db.session.scalars(select(EventRow).where(EventRow.name == name)).all())


def test_people_talk_outside_phases_as_long_as_the_forum_is_open(app: Flask) -> None:
    forum = a_forum(phases=[a_phase(abilities=["draft"])])
    talk = a_conversation(forum)
    a_comment(talk)
    assert (talk.thread.visible, events_named("ConversationOpened")) == (1, 1)
    steward = acting(a_user(role=Role.PLENIPOTENTIARY))
    with unit_of_work():
        close_forum(forum, reason="Koniec prac.", by=steward)
    with pytest.raises(Refused, match="To forum zamk"):
        a_comment(talk)
    with pytest.raises(Refused):
        a_conversation(forum)


def test_at_a_table_the_city_and_moderators_talk_too_and_residents_do_not(app: Flask) -> None:
    organisation = an_organisation()
    forum = a_forum(seats=[a_seat(organisation, a_speaker(organisation))])
    talk, proposal = a_conversation(forum), a_proposal(forum)
    official = acting(a_user(role=Role.OFFICIAL, unit="Wydział Mienia"))
    a_comment(talk, official)
    a_comment(proposal, official)
    moderator = acting(a_user(role=Role.MODERATOR))
    a_comment(talk, moderator)
    for owner, by in ((talk, acting(a_user())), (proposal, moderator)):
        with pytest.raises(Forbidden):
            a_comment(owner, by)


def test_a_double_click_opens_one(app: Flask) -> None:
    forum, by = a_forum(), an_actor()
    assert a_conversation(forum, by).id == a_conversation(forum, by).id


def test_a_summary_is_kept_by_its_author_moderators_and_editors(app: Flask) -> None:
    own = an_actor()
    talk = a_conversation(by=own)
    for by in (own, acting(a_user(role=Role.EDITOR)), acting(a_user(role=Role.MODERATOR))):
        with unit_of_work():
            commands.summarise(talk, summary=f"Stan według {by.id}.", version=talk.version, by=by)
    assert talk.summary_by_id == by.id
    with pytest.raises(Forbidden), unit_of_work():
        commands.summarise(talk, summary="Obcy.", version=talk.version, by=an_actor())


def test_of_two_who_sum_up_at_once_the_second_sees_both_texts(app: Flask, client: FlaskClient) -> None:
    talk = a_conversation()
    come_in(client, a_user(role=Role.EDITOR))
    page = f"/threads/{talk.id}/summary"
    first = talk.version
    with unit_of_work():
        commands.summarise(talk, summary="Tekst szybszej osoby.", version=first, by=SYSTEM)
    answer = post_form(client, page, {"summary": "Mój tekst.", "version": first})
    assert answer.status_code == 409
    assert "Tekst szybszej osoby." in seen(answer)
    assert "Mój tekst." in answer.text
    with pytest.raises(Conflict), unit_of_work():
        commands.close_conversation(talk, conclusions="Tyle.", version=first, by=SYSTEM)


def test_a_closed_conversation_tells_its_conclusions_and_takes_nothing(
    app: Flask, client: FlaskClient
) -> None:
    own = an_actor()
    talk = a_conversation(by=own)
    with unit_of_work():
        commands.close_conversation(talk, conclusions="Robi je miasto.", version=talk.version, by=own)
    text = seen(client.get(f"/threads/{talk.id}"))
    assert "Co z tego wynika" in text
    assert "Robi je miasto." in text
    with pytest.raises(Refused, match="zamkni"):
        a_comment(talk)
    with unit_of_work():
        commands.reopen_conversation(talk, by=own)
    assert (talk.closed_at, talk.summary) == (None, "Robi je miasto.")
    a_comment(talk)


def test_one_click_makes_a_proposal_and_both_pages_lead_to_each_other(
    app: Flask, client: FlaskClient
) -> None:
    organisation = an_organisation("Fundacja Mostek")
    talk = a_conversation(title="Tabliczki przy wejściach", body="Kto je zamawia?")
    come_in(client, a_speaker(organisation), organisation.id)
    page = f"/forums/{talk.forum.slug}/proposals/new?thread={talk.id}"
    shown = client.get(page)
    assert "Z rozmowy „Tabliczki przy wejściach”" in seen(shown)
    assert "Kto je zamawia?" in shown.text
    post_form(client, page, {"title": "Tabliczki zamawia miasto", "body": "Miasto zamawia tabliczki."})
    made = db.session.scalars(select(Proposal)).one()
    assert (made.conversation_id, made.origin) == (talk.id, Origin.CONVERSATION)
    assert "Z rozmowy „Tabliczki przy wejściach”" in seen(client.get(made.path))
    assert "Tabliczki zamawia miasto" in seen(client.get(talk.path))
    assert client.get(f"/forums/{a_forum().slug}/proposals/new?thread={talk.id}").status_code == 404


def test_a_hidden_conversation_is_there_for_its_author_and_moderators(
    app: Flask, client: FlaskClient
) -> None:
    organisation = an_organisation()
    author = a_speaker(organisation)
    talk = a_conversation(by=acting(author, organisation.id), title="Do ukrycia")
    said = a_comment(talk)
    moderator = acting(a_user(role=Role.MODERATOR))
    with unit_of_work():
        hide(talk, ground=Ground.OFF_TOPIC, reason="Nie tu.", by=moderator)
    for page in (talk.path, f"/c/{said.id}", f"{talk.path}/comments/new"):
        assert client.get(page).status_code in {302, 404}
    assert client.get(talk.path).status_code == 404
    assert "Do ukrycia" not in seen(client.get(f"/forums/{talk.forum.slug}/threads"))
    come_in(client, author, organisation.id)
    assert "Ta rozmowa jest ukryta" in seen(client.get(talk.path))
    with unit_of_work():
        restore(talk, ground=Ground.MISTAKE, reason="Jednak tu.", by=moderator)
    assert app.test_client().get(talk.path).status_code == 200


def test_the_list_asks_as_much_for_twenty_as_for_two_and_shows_what_is_new(
    app: Flask, client: FlaskClient
) -> None:
    forum = a_forum()
    talks = [a_conversation(forum, title=f"Rozmowa {number}") for number in range(2)]
    come_in(client, a_user())
    page = f"/forums/{forum.slug}/threads"
    client.get(talks[0].path)
    a_comment(talks[0])
    client.get(page)
    with counting() as few:
        text = seen(client.get(page))
    assert "1 nowy" in text
    for number in range(2, 20):
        a_conversation(forum, title=f"Rozmowa {number}")
    client.get(page)
    with counting() as many:
        assert "Rozmowa 19" in seen(client.get(page))
    assert len(few) == len(many), "\n".join(many)


def test_a_conversation_costs_as_many_questions_at_any_size(app: Flask, client: FlaskClient) -> None:
    small, large = a_conversation(), a_conversation()
    a_comment(small)
    for number in range(30):
        a_comment(large, kind=CommentKind.QUESTION if number % 3 else CommentKind.VOICE)
    asked = []
    for talk in (small, large):
        with counting() as heard:
            client.get(talk.path)
        asked.append(len(heard))
    assert asked[0] == asked[1]
    assert asked[0] <= 14


def test_a_person_without_an_organisation_is_numbered_with_all_others(
    app: Flask, client: FlaskClient
) -> None:
    forum = a_forum()
    one, other = acting(a_user("Ewa Sitko")), acting(a_user("Jan Bąk"))
    proposal = a_proposal(forum)
    a_comment(proposal, one)
    talk = a_conversation(forum, other)
    a_comment(talk, one)
    text = seen(client.get(talk.path))
    assert "osoba fizyczna nr 1" in text
    assert "osoba fizyczna nr 2" in text
    assert "Ewa Sitko" not in text
    assert db.session.scalars(select(Conversation)).one().at <= clock.now()


@pytest.mark.parametrize("quotes", [False, True], ids=["comment", "reply"])
def test_a_lost_session_loses_no_text_of_a_conversation(client: FlaskClient, quotes: bool) -> None:
    organisation = an_organisation("Fundacja Dom Otwarty")
    user = a_speaker(organisation)
    talk = a_conversation()
    page = f"{talk.path}/comments/new" + (f"?parent={a_comment(talk).id}&quote=1" if quotes else "")
    come_in(client, user, organisation.id)
    typed = {"csrf_token": token_on(client.get(page).text), "kind": "glos", "body": "Długo pisany głos."}
    with unit_of_work():
        db.session.execute(delete(Session))
    refused = client.post(page, data=typed)
    assert refused.status_code == 401
    assert "Długo pisany głos." in refused.text, "the text is on the page, to be copied"
    way = next(link for link in re.findall(r'href="([^"]+)"', refused.text) if "left" in link)
    come_in(client, user, organisation.id)
    goal = parse_qs(urlsplit(unescape(way)).query)["next"][0]
    assert "Długo pisany głos." in client.get(goal).text
    post_form(client, goal)
    assert (
        db.session.scalars(select(Comment.body).order_by(Comment.id.desc())).first() == "Długo pisany głos."
    )
    assert not db.session.scalar(select(UnsentText.id))


def test_a_new_conversation_is_kept_while_it_is_written(client: FlaskClient) -> None:
    page = f"/forums/{a_forum().slug}/threads/new"
    organisation = an_organisation()
    come_in(client, a_speaker(organisation), organisation.id)
    typed = {"title": "Skąd tabliczki?", "body": "Zaczęte tu.", "csrf_token": token_on(client.get(page).text)}
    client.post(f"/drafts/save?at={page}", data=typed)
    assert "Zaczęte tu." in client.get(page).text
    assert "Skąd tabliczki?" in seen(client.get("/drafts"))
    shown = client.post(page, data=typed | {"preview": "body", "body": "Jedna **stawka**."})
    assert "<strong>stawka</strong>" in shown.text
    assert not db.session.scalar(select(Conversation.id)), "nobody asked to open it yet"
    post_form(client, page, {"title": "Skąd tabliczki?", "body": "Całość."})
    assert not db.session.scalar(select(UnsentText.id)), "once sent it is forgotten"


def test_what_is_said_below_a_conversation_is_kept_at_its_form(client: FlaskClient) -> None:
    talk, organisation = a_conversation(), an_organisation()
    come_in(client, a_speaker(organisation), organisation.id)
    token = token_on(client.get(talk.path).text)
    client.post(
        f"/drafts/save?at={talk.path}/comments/new", data={"csrf_token": token, "body": "Zaczęty głos."}
    )
    assert "Zaczęty głos." in client.get(talk.path).text
    assert "Zaczęty głos." in client.get(f"{talk.path}/comments/new").text


def test_a_summary_and_conclusions_are_kept_while_they_are_written(client: FlaskClient) -> None:
    organisation = an_organisation()
    come_in(client, a_speaker(organisation), organisation.id)
    opened = post_form(client, f"/forums/{a_forum().slug}/threads/new", {"title": "Remonty", "body": "Kto?"})
    where = opened.headers["Location"]
    for step, field in (("summary", "summary"), ("close", "conclusions")):
        page = f"{where}/{step}"
        typed = {
            field: "Zaczęte w tramwaju.",
            "version": str(db.session.scalar(select(Conversation.version))),
        }
        client.post(f"/drafts/save?at={page}", data=typed | {"csrf_token": token_on(client.get(page).text)})
        assert "Zaczęte w tramwaju." in client.get(page).text
        assert post_form(client, page, {field: "Całość."}).status_code == 303
        assert not db.session.scalar(select(UnsentText.id)), "once sent it is forgotten"
