"""What became of a contribution: figures for lists, stations for its page, sentences for whoever asks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from civic.answers import thread
from civic.discussions.models import CommentKind
from civic.forums.models import Ability, Forum
from civic.kernel import clock
from civic.kernel.access import SYSTEM, Actor, Role
from civic.kernel.db import unit_of_work
from civic.kernel.words import force_locale
from civic.proposals.commands import merge, withdraw
from civic.recommendations import commands
from civic.recommendations import queries as asked
from civic.recommendations.models import AsideReason
from tests.factories import a_comment, a_forum, a_phase, a_proposal, a_user, acting, an_actor
from tests.fixtures.queries import CountQueries
from tests.fixtures.text import seen


@pytest.fixture
def forum(app: Flask) -> Forum:
    return a_forum()


@pytest.fixture
def editor(app: Flask) -> Actor:
    return acting(a_user("Natalia Głąb", role=Role.EDITOR))


def done(act: Callable[..., Any], *things: Any, **facts: Any) -> Any:
    with unit_of_work():
        return act(*things, **facts)


def told(proposal: Any) -> list[tuple[str, str, str]]:
    with force_locale("en"):
        return [
            (s.name, s.state, s.note)
            for s in thread.story_of(proposal, asked.fates_of([proposal.id]).get(proposal.id))
        ]


def explained(thing: Any) -> str:
    with force_locale("en"):
        return " ".join(thread.explain(thing, clock.now()))


def test_before_the_first_issue_figures_tell_what_people_decided(
    forum: Forum, editor: Actor, queries: CountQueries
) -> None:
    author = an_actor()
    one, two, three, four = (a_proposal(forum, author, title=title) for title in "ABCD")
    a_comment(one)
    amendment = a_comment(one, kind=CommentKind.AMENDMENT)
    done(merge, two, one, reason="To samo.", by=acting(a_user(role=Role.MODERATOR)))
    draft = done(commands.open_draft, forum, by=editor)
    done(commands.adopt, draft, proposal_ids=[one.id], by=editor)
    facts = {"reason": AsideReason.OTHER, "explanation": "Bo tak.", "by": editor}
    done(commands.set_aside, draft, proposal_ids=[three.id], comment_ids=[amendment.id], **facts)
    full, empty = forum.id, a_forum("Puste").id
    with queries() as said:
        found = asked.figures_of([full, empty])
    assert len(said) == 2
    figures = found[full]
    assert (figures.total, figures.cited, figures.merged, figures.aside, figures.open) == (5, 1, 1, 2, 1)
    assert (figures.aside_common, figures.comments) == (2, 1)
    assert found[empty].total == 0
    assert four.id


def test_after_publishing_figures_are_those_of_the_newest_issue(forum: Forum) -> None:
    author = an_actor()
    a_proposal(forum, author)
    done(commands.publish, forum, by=SYSTEM)
    a_proposal(forum, author, title="Druga")
    assert asked.figures_of([forum.id])[forum.id].total == 1
    done(commands.publish, forum, by=SYSTEM)
    assert asked.figures_of([forum.id])[forum.id].total == 2


def test_a_published_proposal_tells_where_it_stands(forum: Forum) -> None:
    proposal = a_proposal(forum)
    done(commands.publish, forum, by=SYSTEM)
    stations = told(proposal)
    assert [state for _name, state, _note in stations] == ["done", "done", "done", "now", "next"]
    assert stations[2][2] == "R-01, recommendations no. 1"
    assert stations[3][2] == "the city has not committed to a date"
    assert "quote it in R-01" in explained(proposal)
    assert (
        thread.story_of(proposal, asked.fates_of([proposal.id]).get(proposal.id))[2].url
        == f"/issues/1#auto-p{proposal.id}"
    )


def test_a_merged_proposal_tells_with_what(forum: Forum) -> None:
    author = an_actor()
    one, other = (a_proposal(forum, author, title=title) for title in ("Jedna", "Druga"))
    done(merge, other, one, reason="To samo.", by=acting(a_user(role=Role.MODERATOR)))
    assert told(other)[1][2].startswith(f"merged with P{one.id}, ")
    assert told(one)[1][2] == f"together with P{other.id}"
    done(commands.publish, forum, by=SYSTEM)
    assert told(other)[2][2] == f"R-01, recommendations no. 1, merged with P{one.id}"
    assert f"together with P{one.id}" in explained(other)


def test_while_nothing_is_published_every_place_is_planned(forum: Forum, editor: Actor) -> None:
    proposal = a_proposal(forum)
    draft = done(commands.open_draft, forum, by=editor)
    done(commands.add_recommendation, draft, title="Stawki", proposal_ids=[proposal.id], by=editor)
    assert told(proposal)[2][1:] == ("now", "planned: “Stawki”")
    assert "planned for the recommendation “Stawki”" in explained(proposal)


def test_what_is_not_included_tells_the_reason_and_expects_no_answer(forum: Forum, editor: Actor) -> None:
    author = an_actor()
    proposal, _other = (a_proposal(forum, author, title=title) for title in ("Jedna", "Druga"))
    draft = done(commands.open_draft, forum, by=editor)
    facts = {"reason": AsideReason.OUT_OF_SCOPE, "explanation": "To zadanie województwa.", "by": editor}
    done(commands.set_aside, draft, proposal_ids=[proposal.id], **facts)
    assert told(proposal)[2][2] == "planned: not included, with reasons"
    assert "To zadanie województwa." in explained(proposal)
    done(commands.publish, forum, by=editor)
    stations = told(proposal)
    assert (len(stations), stations[2][1]) == (3, "no")
    assert "To zadanie województwa." in explained(proposal)


def test_a_withdrawn_proposal_goes_no_further(forum: Forum) -> None:
    author = an_actor()
    proposal = a_proposal(forum, author)
    done(withdraw, proposal, by=author)
    assert [state for _name, state, _note in told(proposal)] == ["done", "no", "no"]


def test_before_drafting_the_thread_names_the_day_on_which_it_begins(app: Flask) -> None:
    today = clock.today(clock.now())
    later = a_phase("Redakcja", today + timedelta(days=31), today + timedelta(days=60), [Ability.DRAFT])
    forum = a_forum(phases=[a_phase(abilities=[Ability.PROPOSE, Ability.POSITION]), later])
    proposal = a_proposal(forum)
    _voice, _proposal, station, *_rest = told(proposal)
    assert station[1] == "next"
    assert station[2].startswith("drafting begins on ")
    assert "organisations take positions until" in explained(proposal)


def test_a_comment_follows_its_proposal_and_an_amendment_speaks_for_itself(
    forum: Forum, editor: Actor
) -> None:
    proposal = a_proposal(forum)
    voice, amendment = a_comment(proposal), a_comment(proposal, kind=CommentKind.AMENDMENT)
    assert "what becomes of the proposal becomes of it" in explained(voice)
    assert "It has no decision yet." in explained(amendment)
    draft = done(commands.open_draft, forum, by=editor)
    facts = {"reason": AsideReason.OTHER, "explanation": "Wróci w maju.", "by": editor}
    done(commands.set_aside, draft, comment_ids=[amendment.id], **facts)
    done(commands.publish, forum, by=editor)
    assert "do not include it" in explained(amendment)
    assert "quote it in R-01" in explained(voice)


def test_the_thread_asks_few_questions(forum: Forum, queries: CountQueries) -> None:
    proposal = a_proposal(forum)
    done(commands.publish, forum, by=SYSTEM)
    told(proposal)
    with queries() as said:
        told(proposal)
    assert len(said) <= 5


def test_a_proposal_that_is_not_included_shows_the_reason_on_its_page(
    client: FlaskClient, forum: Forum, editor: Actor
) -> None:
    kept, left = (a_proposal(forum, title=title) for title in ("Jedna", "Druga"))
    draft = done(commands.open_draft, forum, by=editor)
    facts = {"reason": AsideReason.OTHER, "explanation": "Reguluje to ustawa.", "by": editor}
    done(commands.set_aside, draft, proposal_ids=[left.id], **facts)
    assert "Reguluje to ustawa." not in seen(client.get(f"/proposals/{left.id}"))
    done(commands.publish, forum, by=SYSTEM)
    assert "Reguluje to ustawa." in seen(client.get(f"/proposals/{left.id}"))
    assert "Reguluje to ustawa." not in seen(client.get(f"/proposals/{kept.id}"))


def test_the_table_of_an_issue_leads_to_proposals_and_recommendations(
    client: FlaskClient, forum: Forum
) -> None:
    proposal = a_proposal(forum)
    done(commands.publish, forum, by=SYSTEM)
    page = client.get("/issues/1").text
    ledger = page[page.index('id="ledger"') :]
    assert f'<a href="/p/{proposal.id}">' in ledger
    assert f'<a href="#auto-p{proposal.id}">' in ledger
    assert f'id="auto-p{proposal.id}"' in page
