"""Each author is told what became of each of their voices: one line for one issue, of public facts only."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from civic.accounts.models import User
from civic.discussions.models import CommentKind
from civic.forums.models import Forum
from civic.kernel.access import SYSTEM, Actor, Role
from civic.kernel.db import db, unit_of_work
from civic.moderation.commands import hide
from civic.moderation.models import Ground
from civic.notifications.commands import choose, tell, write_due_letters
from civic.notifications.models import Concern, Frequency
from civic.recommendations import commands
from civic.recommendations.models import AsideReason, DeskAct, Draft
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
from tests.fixtures.forms import in_english
from tests.fixtures.letters import Letters
from tests.fixtures.queries import CountQueries
from tests.fixtures.text import seen

NOON = dt.datetime(2026, 11, 20, 12, 0, tzinfo=dt.UTC)


@pytest.fixture
def forum(app: Flask) -> Forum:
    return a_forum()


@pytest.fixture
def editor(app: Flask) -> Actor:
    return acting(a_user("Natalia Głąb", role=Role.EDITOR))


def at_once(user: User) -> User:
    with unit_of_work():
        choose(
            frequencies=dict.fromkeys(Concern, Frequency.NOW),
            quiet=False,
            quiet_from=21,
            quiet_until=7,
            paused=False,
            by=Actor(id=user.id),
        )
    return user


def a_voice() -> tuple[User, Actor]:
    """Somebody who speaks for an organisation."""
    organisation = an_organisation("Fundacja Łąka")
    person = a_speaker(organisation, "Rita Mieszkanka")
    return person, acting(person, organisation.id)


def set_aside(forum: Forum, editor: Actor, **what: list[int]) -> None:
    with unit_of_work():
        commands.set_aside(
            commands.open_draft(forum, by=editor),
            **{"proposal_ids": [], "comment_ids": [], **what},
            reason=AsideReason.OUT_OF_SCOPE,
            explanation="To zadanie dzielnicy",
            by=editor,
        )


def publish(forum: Forum, by: Actor) -> None:
    with unit_of_work():
        commands.publish(forum, by=by)
    tell(by=SYSTEM)


def inbox(client: FlaskClient, user: User) -> str:
    come_in(client, user)
    return seen(client.get("/inbox"))


def test_one_letter_tells_a_person_what_became_of_all_their_voices(
    forum: Forum, editor: Actor, letters: Letters
) -> None:
    with time_machine.travel(NOON, tick=False):
        person, mine = a_voice()
        at_once(person)
        quoted, left = (a_proposal(forum, mine, title=title) for title in ("Jedna stawka", "Lampa"))
        amendment = a_comment(quoted, mine, kind=CommentKind.AMENDMENT)
        set_aside(forum, editor, proposal_ids=[left.id], comment_ids=[amendment.id])
        publish(forum, editor)
        write_due_letters(by=SYSTEM)
        (sent,) = [mail for mail in letters() if mail.to == person.email]
    words = " ".join(sent.text.replace("\xa0", " ").split())
    assert f"{quoted.label}: cytat w R-01" in words
    assert f"{left.label}: nieujęta (poza zakresem tych rekomendacji: To zadanie dzielnicy)" in words
    assert f"{amendment.label}: nieujęta" in words
    assert "/issues/1" in words


def test_whoever_wrote_only_an_amendment_is_told_too_and_whoever_only_commented_is_not(
    client: FlaskClient, forum: Forum, editor: Actor
) -> None:
    proposal = a_proposal(forum)
    amending, following = a_user("Rita Mieszkanka"), a_user("Jan Inny")
    amendment = a_comment(proposal, Actor(id=amending.id), kind=CommentKind.AMENDMENT)
    a_comment(proposal, Actor(id=following.id))
    set_aside(forum, editor, comment_ids=[amendment.id])
    publish(forum, editor)
    assert f"{amendment.label}: nieujęta" in inbox(client, amending)
    assert "nieujęta" not in inbox(client, following)


def test_those_who_speak_for_an_organisation_are_told_of_what_it_said(
    client: FlaskClient, forum: Forum, editor: Actor
) -> None:
    organisation = an_organisation("Fundacja Łąka")
    proposal = a_proposal(forum, an_actor(organisation))
    other = a_speaker(organisation)
    publish(forum, editor)
    assert f"{proposal.label}: cytat w R-01" in inbox(client, other)


def test_what_was_hidden_meanwhile_is_told_no_more(client: FlaskClient, forum: Forum, editor: Actor) -> None:
    person, mine = a_voice()
    one, other = (a_proposal(forum, mine, title=title) for title in ("Jedna", "Druga"))
    publish(forum, editor)
    with unit_of_work():
        two = (acting(a_user(role=Role.MODERATOR)) for _each in range(2))
        hide(one, ground=Ground.OFF_TOPIC, reason="Reklama.", by=next(two), confirmed_by=next(two))
    words = inbox(client, person)
    assert f"{other.label}: cytat" in words
    assert f"{one.label}: cytat" not in words


def test_the_inbox_asks_the_same_number_of_questions_however_many_issues_it_shows(
    client: FlaskClient, editor: Actor, queries: CountQueries
) -> None:
    person, mine = a_voice()
    counts = []
    for number in range(3):
        forum = a_forum(f"Forum {number}")
        a_proposal(forum, mine)
        publish(forum, editor)
        come_in(client, person)
        with queries() as asked:
            client.get("/inbox")
        counts.append(len(asked))
    assert counts[0] == counts[2]


def test_whoever_was_told_of_being_left_out_is_told_that_this_is_undone(
    app: Flask, editor: Actor, client: FlaskClient
) -> None:
    forum = a_forum(votes_before_issue=True)
    person, mine = a_voice()
    proposal = a_proposal(forum, mine)
    amendment = a_comment(proposal, mine, kind=CommentKind.AMENDMENT)
    news = "is no longer set aside; the editors decide it again"

    def told() -> list[int]:
        with unit_of_work():
            tell(by=SYSTEM)
        page = inbox(in_english(client), person)
        return [page.count(news), page.count("is not to be included")]

    set_aside(forum, editor, proposal_ids=[proposal.id], comment_ids=[amendment.id])
    assert told() == [0, 1]
    draft = forum_draft(forum, editor)
    for expected in ([1, 1], [1, 2]):
        with unit_of_work():
            newest = db.session.scalars(select(DeskAct).order_by(DeskAct.id.desc())).first()
            assert newest is not None
            commands.undo(draft, act_id=newest.id, by=editor)
        assert told() == expected
    with unit_of_work():
        commands.take_back(draft, comment_id=amendment.id, by=editor)
    assert told()[0] == 2


def forum_draft(forum: Forum, editor: Actor) -> Draft:
    with unit_of_work():
        return commands.open_draft(forum, by=editor)
