"""What looks sent by a machine: one click sends it, and a moderator sees it; what stands in a text is shown and keeps back nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import html as markup
from sqlalchemy import select
from werkzeug.test import TestResponse

from civic.accounts.models import User
from civic.discussions.commands import edit_comment
from civic.discussions.models import Cause, Comment, Look
from civic.forums.models import Forum
from civic.kernel import clock, limits
from civic.kernel.access import Role
from civic.kernel.db import db, unit_of_work
from civic.moderation.commands import decide
from civic.moderation.models import Act, Ground
from civic.moderation.ruling import Ruling
from civic.proposals.commands import revise
from civic.proposals.models import Proposal
from tests.factories import (
    a_comment,
    a_forum,
    a_proposal,
    a_speaker,
    a_user,
    acting,
    an_actor,
    an_organisation,
    come_in,
)
from tests.fixtures.forms import post_form
from tests.fixtures.text import seen

LONG = "Lokal przy ulicy Długiej stoi pusty od dwóch lat, a organizacje szukają miejsca na próby."


@pytest.fixture
def forum(app: Flask) -> Forum:
    """A forum that publishes everything at once."""
    return a_forum()


@pytest.fixture
def proposal(forum: Forum) -> Proposal:
    """Something to comment."""
    return a_proposal(forum)


@pytest.fixture
def guest(proposal: Proposal, client: FlaskClient) -> User:
    """A person without an organisation, signed in, whose account is new."""
    user = a_user("Gabriela Gość")
    come_in(client, user)
    return user


def say(client: FlaskClient, proposal: Proposal, text: str, **more: str) -> TestResponse:
    return post_form(client, f"/proposals/{proposal.id}/comments/new", {"body": text, **more})


def click(client: FlaskClient, page: TestResponse) -> TestResponse:
    """Press the one button of the page in between."""
    form = next(
        form for form in markup.fromstring(page.text).forms if "by_hand" in markup.tostring(form).decode()
    )
    button = form.xpath(".//button[@name='by_hand']")[0]
    return client.post(form.action, data={**dict(form.form_values()), "by_hand": button.get("value")})


def comments(user: User) -> list[Comment]:
    return list(db.session.scalars(select(Comment).where(Comment.person_id == user.id).order_by(Comment.id)))


def looks() -> list[Look]:
    return list(db.session.scalars(select(Look).order_by(Look.id)))


def test_a_text_sent_at_once_is_asked_about_and_waits(
    proposal: Proposal, guest: User, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = say(client, proposal, LONG)
    assert "Wygląda to na wysyłkę automatyczną" in seen(asked)
    assert comments(guest) == []
    later = clock.now() + timedelta(seconds=20)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert click(client, asked).status_code in {302, 303}
    said = comments(guest)[0]
    assert (said.body, said.waits) == (LONG, True)
    assert [(look.cause, look.signals) for look in looks()] == [(Cause.AUTOMATIC, ["fast"])]


def test_who_takes_their_time_is_not_asked(
    proposal: Proposal, guest: User, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = client.get(f"/proposals/{proposal.id}/comments/new")
    form = next(f for f in markup.fromstring(page.text).forms if "body" in f.fields)
    form.fields["body"] = LONG
    later = clock.now() + timedelta(seconds=20)
    monkeypatch.setattr(clock, "now", lambda: later)
    client.post(f"/proposals/{proposal.id}/comments/new", data=dict(form.form_values()))
    assert [each.visible for each in comments(guest)] == [True]


def test_a_short_word_and_a_form_without_its_stamp_pass(
    proposal: Proposal, guest: User, client: FlaskClient
) -> None:
    say(client, proposal, "Zgadzam się.")
    say(client, proposal, LONG, opened="")
    say(client, proposal, f"{LONG} I jeszcze jedno.", opened="zmyślone")
    assert [each.visible for each in comments(guest)] == [True, True, True]


def test_a_filled_trap_asks_everybody_but_the_office(proposal: Proposal, client: FlaskClient) -> None:
    organisation = an_organisation()
    speaker = a_speaker(organisation)
    come_in(client, speaker, organisation.id)
    asked = say(client, proposal, "Kupuj u nas.", homepage="https://sklep.example")
    assert comments(speaker) == []
    click(client, asked)
    # A verified organisation is never kept back by a machine; a moderator is shown it.
    assert [each.visible for each in comments(speaker)] == [True]
    assert [(look.cause, look.signals) for look in looks()] == [(Cause.SIGNAL, ["trap"])]


def test_the_same_text_again_is_asked_about(
    proposal: Proposal, guest: User, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    say(client, proposal, LONG, opened="")
    later = clock.now() + timedelta(minutes=5)
    monkeypatch.setattr(clock, "now", lambda: later)
    asked = say(client, proposal, LONG, opened="")
    assert "Wygląda to na wysyłkę automatyczną" in seen(asked)
    assert len(comments(guest)) == 1


def test_a_spree_of_links_is_asked_about(proposal: Proposal, guest: User, client: FlaskClient) -> None:
    asked = say(client, proposal, "https://sklep.example/1 " * 5, opened="")
    assert "Wygląda to na wysyłkę automatyczną" in seen(asked)
    assert comments(guest) == []


def test_what_was_typed_is_kept_unsent_until_the_click(
    proposal: Proposal, guest: User, client: FlaskClient
) -> None:
    say(client, proposal, LONG)
    assert LONG in client.get(f"/proposals/{proposal.id}/comments/new").text


def test_a_proposal_and_a_conversation_are_asked_about_too(
    forum: Forum, guest: User, client: FlaskClient
) -> None:
    talk = post_form(client, f"/forums/{forum.slug}/threads/new", {"title": "Lokale", "body": LONG})
    assert "Wygląda to na wysyłkę automatyczną" in seen(talk)
    assert click(client, talk).status_code in {302, 303}
    assert [look.cause for look in looks()] == [Cause.AUTOMATIC]


def test_personal_data_opens_a_case_and_hides_nothing(proposal: Proposal) -> None:
    said = a_comment(proposal, body="Klucze ma pani Halina, tel. 600 000 000.")
    assert said.visible
    assert [(look.cause, look.signals) for look in looks()] == [(Cause.SIGNAL, ["phone"])]


def test_what_is_added_later_is_seen_too(proposal: Proposal) -> None:
    author = an_actor()
    said = a_comment(proposal, author)
    with unit_of_work():
        edit_comment(said, body="Proszę pisać na halinka77@wp.pl.", edits=0, by=author)
    own = a_proposal(by=author)
    with unit_of_work():
        revise(
            own,
            title=own.title,
            body="Telefon do pani Haliny: 600 000 000.",
            justification="",
            note="",
            revision_no=1,
            by=author,
        )
    assert [look.signals for look in looks()] == [["email"], ["phone"]]


def test_the_same_words_of_many_are_shown_and_published(proposal: Proposal) -> None:
    a_comment(proposal, body=LONG)
    assert a_comment(proposal, body=LONG).visible
    assert [(look.cause, look.signals) for look in looks()] == [(Cause.SIGNAL, ["echo"])]


def test_the_office_is_never_suspected(proposal: Proposal) -> None:
    official = acting(a_user("Olga", Role.OFFICIAL, unit="Wydział Kultury"))
    a_comment(proposal, official, body="Nasz telefon: 600 000 000.")
    assert looks() == []


def test_one_decision_ends_the_suspicion(proposal: Proposal) -> None:
    moderator = acting(a_user("Ewa Sitko", Role.MODERATOR))
    said = a_comment(proposal, body="Klucze ma pani Halina, tel. 600 000 000.")
    with unit_of_work():
        decide(said, Ruling(act=Act.KEEP, ground=Ground.IN_ORDER, reason="Numer biura."), by=moderator)
    assert looks()[0].ended_at is not None
    assert said.visible


def test_a_new_account_contributes_so_much_in_an_hour(
    proposal: Proposal, guest: User, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "NEW_ACCOUNT", limits.Limit("new_account", "2 per hour"))
    for number in range(2):
        assert say(client, proposal, f"Głos {number}.").status_code in {302, 303}
    answer = say(client, proposal, "Głos za dużo.")
    assert answer.status_code == 429
    assert "Głos za dużo." in answer.text
    assert len(comments(guest)) == 2


def test_everybody_has_a_limit(
    proposal: Proposal, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "NEW_ACCOUNT", limits.Limit("new_account", "1 per hour"))
    monkeypatch.setattr(limits, "CONTRIBUTION", limits.Limit("contribution", "2 per hour"))
    organisation = an_organisation()
    speaker = a_speaker(organisation)
    come_in(client, speaker, organisation.id)
    answers = [say(client, proposal, f"Głos {number}.").status_code for number in range(3)]
    assert answers[2] == 429
    assert len(comments(speaker)) == 2
