"""Statements of reasons: who reads them, what they say, that nobody changes them; and what stands in the place of what is hidden."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from civic.accounts.models import User
from civic.discussions.models import Comment
from civic.kernel.access import Actor, Role
from civic.kernel.db import db, unit_of_work
from civic.moderation.commands import decide, hide, undo
from civic.moderation.models import Act, Decision, Ground, Source
from civic.moderation.ruling import Ruling
from civic.moderation.sealing import changed_statements
from tests.factories import (
    a_comment,
    a_conversation,
    a_forum,
    a_proposal,
    a_speaker,
    a_user,
    acting,
    an_organisation,
    come_in,
)
from tests.fixtures.forms import send
from tests.fixtures.text import seen

SECRET = "numer 600 000 000"
REASON = "Podano numer osoby, która nie bierze udziału."


@pytest.fixture
def by(app: Flask) -> Actor:
    """A moderator."""
    return acting(a_user("Ewa Sitko", Role.MODERATOR))


@pytest.fixture
def comment(app: Flask) -> Comment:
    """Of an organisation's speaker."""
    organisation = an_organisation("Fundacja Autorska")
    author = acting(a_speaker(organisation, "Anna Autorska"), organisation.id)
    return a_comment(a_proposal(a_forum()), author, body=f"Klucze: {SECRET}.")


@pytest.fixture
def decision(comment: Comment, by: Actor) -> Decision:
    """By which a part of it was covered, as somebody reported."""
    ruling = Ruling(
        act=Act.COVER, ground=Ground.PERSONAL_DATA, reason=REASON, source=Source.REPORT, fragment=SECRET
    )
    with unit_of_work():
        return decide(comment, ruling, by=by)


def person(user_id: int) -> User:
    return db.session.get_one(User, user_id)


class TestReading:
    def test_its_author_reads_all_that_the_law_asks_for(
        self, client: FlaskClient, comment: Comment, decision: Decision
    ) -> None:
        come_in(client, person(comment.person_id), comment.organisation_id)
        text = seen(client.get(f"/decisions/{decision.id}"))
        for said in (
            REASON,
            "§ 9 pkt 2",
            "Na podstawie zgłoszenia.",
            "Nic nie zostało ukryte automatycznie.",
            "do innej decyzji",
            "Iść do sądu",
            "Odwołaj się",
        ):
            assert said in text, said
        assert SECRET not in text
        assert f"/decisions/{decision.id}" in client.get("/me").text

    def test_moderators_read_the_covered_words_and_others_nothing(
        self, client: FlaskClient, decision: Decision, by: Actor
    ) -> None:
        url = f"/decisions/{decision.id}"
        assert client.get(url).status_code == 302
        come_in(client, a_user("Ktoś Inny"))
        assert client.get(url).status_code == 404
        come_in(client, a_user(role=Role.REVIEWER))
        assert client.get(url).status_code == 404
        come_in(client, person(by.id or 0))
        assert SECRET in seen(client.get(url))

    def test_taking_back_by_the_page_shows_first_what_would_happen(
        self, client: FlaskClient, comment: Comment, decision: Decision, by: Actor
    ) -> None:
        come_in(client, person(by.id or 0))
        url = f"/decisions/{decision.id}/undo"
        assert "Teksty, w których te słowa wrócą: 1." in seen(client.get(url))
        assert send(client, url, {"reason": ""}).status_code == 422
        answer = send(client, url, {"reason": "To numer biura."})
        assert answer.status_code == 303
        assert SECRET in db.session.get_one(Comment, comment.id).body
        assert "Nie można jej cofnąć" in seen(client.get(url))


class TestSealed:
    def test_a_decision_is_never_changed_by_the_program(self, decision: Decision) -> None:
        with pytest.raises(RuntimeError), unit_of_work():
            decision.reason = "Inny powód."
        db.session.rollback()

    @pytest.mark.parametrize(
        "change",
        [{"reason": "Inny powód."}, {"ground": Ground.INSULT}, {"until": None, "rules_no": 7}],
        ids=str,
    )
    def test_one_changed_in_the_database_is_found(
        self, decision: Decision, by: Actor, change: dict[str, object]
    ) -> None:
        with unit_of_work():
            undo(decision, reason="To numer biura.", by=by)
        assert list(changed_statements()) == []
        number = decision.id
        with unit_of_work():
            db.session.execute(update(Decision).where(Decision.id == number).values(**change))
        assert list(changed_statements()) == [number]


class TestInThePlace:
    @pytest.mark.parametrize(("noun", "said"), [("proposals", "Ta propozycja"), ("threads", "Ta rozmowa")])
    def test_of_something_hidden_stands_why_and_no_word_of_it(
        self, client: FlaskClient, by: Actor, noun: str, said: str
    ) -> None:
        forum = a_forum()
        make = a_proposal if noun == "proposals" else a_conversation
        thing = make(forum, title="Kanarek w tytule", body="Kanarek w treści.")
        with unit_of_work():
            hide(thing, ground=Ground.PERSONAL_DATA, reason=REASON, by=by)
        answer = client.get(f"/{noun}/{thing.id}")
        text = seen(answer)
        assert answer.status_code == 404
        assert f"{said} została ukryta: dane osobowe innej osoby. Decyzja z" in text
        assert "Kanarek" not in text
        assert REASON not in text
        assert "została ukryta" not in seen(client.get(f"/{noun}/{thing.id + 1000}"))
