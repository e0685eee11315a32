"""The start page's two lists: what is to be done in its order, and what others did since the last visit."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from flask.testing import FlaskClient

from civic.accounts.models import User
from civic.answers import commands as answers
from civic.discussions.commands import open_conversation
from civic.discussions.models import CommentKind
from civic.kernel import clock
from civic.kernel.access import SYSTEM, Actor, Role
from civic.kernel.db import unit_of_work
from civic.moderation.commands import hide
from civic.moderation.models import Ground
from civic.proposals.commands import merge
from civic.recommendations.commands import publish
from tests.factories import (
    a_comment,
    a_forum,
    a_phase,
    a_position,
    a_proposal,
    a_seat,
    a_speaker,
    a_user,
    acting,
    an_actor,
    an_organisation,
    come_in,
    db,
)
from tests.fixtures.answers import ACCEPTED, an_office
from tests.fixtures.forms import in_english
from tests.fixtures.queries import Queries
from tests.fixtures.text import seen

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.fixture
def by(client: FlaskClient) -> Actor:
    """A representative who is signed in and reads English."""
    organisation = an_organisation("Fundacja Łąka")
    user = a_speaker(organisation, "Anna Autorska")
    come_in(in_english(client), user, organisation.id)
    return acting(user, organisation.id)


def again(client: FlaskClient, by: Actor) -> str:
    """The start page as the person sees it who came before and comes now."""
    come_in(client, db.session.get_one(User, by.id), by.organisation_id)
    return seen(client.get("/me"))


def test_a_question_waits_until_it_is_answered(client: FlaskClient, by: Actor) -> None:
    ours = a_proposal(a_forum(), by, title="Tańsze lokale")
    asked = a_comment(ours, kind=CommentKind.QUESTION)
    a_comment(ours, kind=CommentKind.VOICE)
    a_comment(ours, by, kind=CommentKind.QUESTION)
    assert "1 question under your proposal waits for an answer." in seen(client.get("/me"))
    assert f'href="/c/{asked.id}"' in client.get("/me").text
    a_comment(ours, by, parent_id=asked.id)
    assert "Nothing is due." in seen(client.get("/me"))


def test_a_question_under_anothers_proposal_is_not_ones_own(client: FlaskClient, by: Actor) -> None:
    forum = a_forum(phases=[a_phase(abilities=["propose", "comment"])])
    a_comment(a_proposal(forum), kind=CommentKind.QUESTION)
    assert "Nothing is due." in seen(client.get("/me"))


def test_what_ends_first_stands_first(client: FlaskClient, by: Actor) -> None:
    with time_machine.travel(NOW, tick=False):
        for title, last in (("Później", date(2026, 12, 11)), ("Wkrótce", date(2026, 11, 22))):
            forum = a_forum(title, phases=[a_phase("Stanowiska", date(2026, 11, 1), last)])
            a_proposal(forum)
        text = again(client, by)
    assert text.index("2 days, until 22 November") < text.index("21 days, until 11 December")


def test_on_the_last_day_it_says_today(client: FlaskClient, by: Actor) -> None:
    with time_machine.travel(NOW, tick=False):
        a_proposal(a_forum(phases=[a_phase("Stanowiska", date(2026, 11, 1), date(2026, 11, 20))]))
        assert "today until the end of the day" in again(client, by)


def test_a_phase_that_ends_soon_is_told_to_those_at_the_table(client: FlaskClient, by: Actor) -> None:
    organisation = an_organisation("Fundacja przy stole")
    user = a_speaker(organisation)
    with time_machine.travel(NOW, tick=False):
        a_forum(
            "Forum Lokalowe",
            seats=[a_seat(organisation, user)],
            phases=[
                a_phase("Zbieranie", date(2026, 11, 1), date(2026, 11, 27), ["propose"]),
                a_phase("Inne", date(2026, 12, 1), date(2026, 12, 27), ["position"]),
            ],
        )
        come_in(client, user, organisation.id)
        assert "Forum Lokalowe: “Zbieranie” ends" in seen(client.get("/me"))
        assert "Forum Lokalowe" not in again(client, by)


def test_an_open_call_waits_for_a_declaration(client: FlaskClient, by: Actor) -> None:
    forum = a_forum("Forum Lokalowe", phases=[a_phase(abilities=["propose"])])
    assert "Declare participation" not in seen(client.get("/me"))
    with unit_of_work():
        forum.declarations_until = date.today() + timedelta(days=9)  # noqa: DTZ011  a few days more or less
    assert "Declare participation" in seen(client.get("/me"))


def test_the_first_visit_tells_no_news_and_the_next_one_does(client: FlaskClient, by: Actor) -> None:
    forum = a_forum()
    with time_machine.travel(NOW, tick=False):
        ours, joined = a_proposal(forum, by, title="Nasza"), a_proposal(forum, by, title="Wspólna")
        said = a_comment(ours, by, body="Nasz głos")
        assert "Since the last visit" not in again(client, by)
    with time_machine.travel(NOW + timedelta(days=1), tick=False):
        a_comment(ours)
        a_comment(ours, parent_id=said.id)
        a_comment(ours, by)
        a_position(ours)
        target = a_proposal(forum, title="Szersza propozycja")
        with unit_of_work():
            merge(joined, target, reason="To samo.", by=acting(a_user(role=Role.MODERATOR)))
    with time_machine.travel(NOW + timedelta(days=2), tick=False):
        text = again(client, by)
        assert "1 answer to your comments." in text
        assert "1 new comment under your proposal." in text
        assert "1 organisation took a position on it." in text
        assert f"Merged into {target.label}." in text
    with time_machine.travel(NOW + timedelta(days=2, minutes=20), tick=False):
        assert "1 answer to your comments." in again(client, by), "it is the same visit"
    with time_machine.travel(NOW + timedelta(days=3), tick=False):
        assert "Nothing new." in again(client, by)


def test_decisions_and_issues_are_news(client: FlaskClient, by: Actor) -> None:
    with time_machine.travel(NOW, tick=False):
        forum = a_forum(phases=[a_phase(opens=date(2026, 11, 1), closes=date(2026, 12, 11))])
        a_proposal(forum, by, title="Nasza")
        said = a_comment(a_proposal(forum), by)
        again(client, by)
    with time_machine.travel(NOW + timedelta(days=1), tick=False), unit_of_work():
        hide(said, ground=Ground.OFF_TOPIC, reason="Obok.", by=acting(a_user(role=Role.MODERATOR)))
        publish(forum, by=SYSTEM)
    with time_machine.travel(NOW + timedelta(days=2), tick=False):
        text = again(client, by)
    assert "hiding: off the topic" in text
    assert "1 voice included." in text


def test_hidden_words_of_others_are_no_news(client: FlaskClient, by: Actor) -> None:
    with time_machine.travel(NOW, tick=False):
        ours = a_proposal(a_forum(phases=[a_phase(opens=date(2026, 11, 1))]), by)
        again(client, by)
    with time_machine.travel(NOW + timedelta(days=1), tick=False):
        rude = a_comment(ours)
        with unit_of_work():
            hide(rude, ground=Ground.INSULT, reason="Obraża.", by=acting(a_user(role=Role.MODERATOR)))
    with time_machine.travel(NOW + timedelta(days=2), tick=False):
        assert "Nothing new." in again(client, by)


def test_more_rows_cost_no_more_questions(client: FlaskClient, by: Actor, queries: Queries) -> None:
    """Each forum that waits, each question, each piece of news: none of them is asked for by itself."""
    with time_machine.travel(NOW - timedelta(days=2), tick=False):
        again(client, by)
    asked = []
    for round_, rows in enumerate((2, 9)):
        with time_machine.travel(NOW, tick=False):
            for _row in range(rows):
                forum = a_forum(phases=[a_phase(opens=date(2026, 11, 1))])
                ours = a_proposal(forum, by)
                a_comment(ours, kind=CommentKind.QUESTION)
                a_position(ours)
                a_proposal(forum)
        with time_machine.travel(NOW + timedelta(minutes=10 * round_), tick=False):
            come_in(client, db.session.get_one(User, by.id), by.organisation_id)
            with queries() as said:
                text = seen(client.get("/me"))
        assert "more" in text or rows == 2
        asked.append(len(said))
    assert asked[0] == asked[1]


def test_a_mention_waits_until_it_is_answered(client: FlaskClient, by: Actor) -> None:
    forum = a_forum(phases=[a_phase(abilities=["propose", "comment"])])
    theirs = a_proposal(forum, title="Wspólna sprawa")
    asked = a_comment(theirs, body="@Fundacja Łąka, co sądzicie?")
    assert "Somebody mentioned you in a comment and waits for an answer." in seen(client.get("/me"))
    assert f'href="/c/{asked.id}"' in client.get("/me").text
    a_comment(theirs, by, body="Popieramy.")
    assert "Somebody mentioned you" not in seen(client.get("/me"))


def test_an_answer_in_a_conversation_is_news(client: FlaskClient, by: Actor) -> None:
    with time_machine.travel(NOW, tick=False):
        forum = a_forum(phases=[a_phase(opens=date(2026, 11, 1))])
        with unit_of_work():
            talk = open_conversation(forum, title="Od czego zacząć?", body="Pytamy.", by=an_actor())
        said = a_comment(talk, by)
        again(client, by)
    with time_machine.travel(NOW + timedelta(days=1), tick=False):
        a_comment(talk, parent_id=said.id)
    with time_machine.travel(NOW + timedelta(days=2), tick=False):
        text = again(client, by)
    assert "Od czego zacząć?" in text
    assert "1 answer to your comments." in text


def test_answers_wait_for_the_official_of_their_unit_and_late_ones_stand_apart(client: FlaskClient) -> None:
    office = an_office(count=2, days=30)
    official = db.session.get_one(User, office.official.id)
    come_in(in_english(client), official)
    assert "2 answers wait for you." in seen(client.get("/me"))
    with unit_of_work():
        answers.draft(office.answers[0], ACCEPTED, by=office.official)
        answers.publish_answer(office.answers[0], by=office.official)
    with time_machine.travel(clock.now() + timedelta(days=45), tick=False):
        come_in(client, official)
        later = seen(client.get("/me"))
    assert "1 answer is late." in later
    assert "for you." not in later


def test_no_answer_waits_for_an_official_of_another_unit(client: FlaskClient) -> None:
    an_office()
    come_in(in_english(client), a_user(role=Role.OFFICIAL, unit="Inny wydział"))
    assert "wait for you." not in seen(client.get("/me"))
