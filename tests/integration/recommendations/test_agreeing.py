"""Agreeing: the vote by seat, what it allows, minority opinions, objections to being left out."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from civic.discussions.models import CommentKind
from civic.forums.models import Forum
from civic.kernel import clock
from civic.kernel.access import SYSTEM, Actor, Role
from civic.kernel.db import db, unit_of_work
from civic.kernel.errors import Forbidden, Refused
from civic.kernel.events import EventRow
from civic.organisations.models import Capacity
from civic.recommendations import commands
from civic.recommendations.models import (
    LEFT_OUT,
    WHOLE,
    AsideReason,
    Ask,
    Ballot,
    ObjectionStand,
    Recommendation,
    Vote,
)
from civic.recommendations.queries import agreeing as queries
from tests.factories import (
    a_comment,
    a_forum,
    a_proposal,
    a_seat,
    a_speaker,
    a_user,
    acting,
    an_actor,
    an_organisation,
)


class Table:
    """A forum with three seats whose draft is complete: one recommendation, one proposal left out."""

    def __init__(self) -> None:
        self.editor = acting(a_user("Natalia Głąb", role=Role.EDITOR))
        self.organisations = [an_organisation(f"Stowarzyszenie {letter}") for letter in "ABC"]
        people = [
            (a_speaker(o, f"Rep {o.name}"), a_speaker(o, f"Zas {o.name}", Capacity.DEPUTY))
            for o in self.organisations
        ]
        seats = [a_seat(o, *pair) for o, pair in zip(self.organisations, people, strict=True)]
        self.forum = a_forum(seats=seats, seats_max=5, votes_before_issue=True)
        self.reps = [acting(one, o.id) for o, (one, _two) in zip(self.organisations, people, strict=True)]
        self.deputies = [acting(two, o.id) for o, (_one, two) in zip(self.organisations, people, strict=True)]
        self.author = an_actor()
        self.taken = a_proposal(self.forum, title="Jedna stawka")
        self.left = a_proposal(self.forum, self.author, title="Łódki na rondzie")
        with unit_of_work():
            draft = commands.open_draft(self.forum, by=self.editor)
            self.recommendation = commands.adopt(draft, proposal_ids=[self.taken.id], by=self.editor)
            self.aside = commands.set_aside(
                draft,
                proposal_ids=[self.left.id],
                reason=AsideReason.OUT_OF_SCOPE,
                explanation="Rondo nie jest lokalem.",
                by=self.editor,
            )[0]

    def open(self, ask: Ask = Ask.BOTH, days: int = 3, **facts: Any) -> Ballot:
        with unit_of_work():
            return commands.open_ballot(
                self.forum,
                ask=ask,
                closes_on=clock.today(clock.now()) + timedelta(days=days),
                **facts,
                by=self.editor,
            )

    def later(self, monkeypatch: pytest.MonkeyPatch, days: int) -> None:
        moment = clock.now() + timedelta(days=days)
        monkeypatch.setattr(clock, "now", lambda: moment)


@pytest.fixture
def table(app: Flask) -> Table:
    return Table()


def all_of(ballot: Ballot, vote: Vote) -> dict[str, str]:
    return dict.fromkeys(ballot.questions, vote)


def cast(ballot: Ballot, by: Actor, vote: Vote) -> None:
    with unit_of_work():
        commands.vote(ballot, votes=all_of(ballot, vote), by=by)


def events(name: str) -> list[str]:
    return list(db.session.scalars(select(EventRow.payload).where(EventRow.name == name)))


def refused(code: str, forum: Forum) -> None:
    with pytest.raises(Refused) as caught, unit_of_work():
        commands.publish(forum, by=SYSTEM)
    assert caught.value.code == code


def test_a_forum_that_votes_publishes_only_what_the_table_voted_for(
    table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused("objecting", table.forum)
    table.later(monkeypatch, 8)
    refused("no_vote", table.forum)
    ballot = table.open()
    assert ballot.questions == [WHOLE, f"r{table.recommendation.id}", LEFT_OUT]
    assert ballot.quorum == 2
    refused("voting", table.forum)
    for rep in table.reps:
        cast(ballot, rep, Vote.FOR)
    assert ballot.closed_at is not None
    assert len(events("BallotClosed")) == 1
    with unit_of_work():
        issue = commands.publish(table.forum, by=table.editor)
    assert queries.ballot_of_issue(issue.number) is ballot


def test_a_change_after_the_vote_asks_for_another(table: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    table.later(monkeypatch, 8)
    ballot = table.open()
    for rep in table.reps:
        cast(ballot, rep, Vote.FOR)
    found = db.session.get_one(Recommendation, table.recommendation.id)
    with unit_of_work():
        commands.write_recommendation(
            found,
            title="Inna stawka",
            text="",
            justification="",
            addressee="",
            chapter_id=None,
            version=found.version,
            by=table.editor,
        )
    refused("changed", table.forum)


def test_without_a_quorum_or_a_majority_nothing_is_published(
    table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    table.later(monkeypatch, 8)
    ballot = table.open(days=1)
    cast(ballot, table.reps[0], Vote.FOR)
    table.later(monkeypatch, 2)
    with unit_of_work():
        assert commands.close_ballots(by=SYSTEM) == 1
        assert commands.close_ballots(by=SYSTEM) == 0
    assert ballot.closed_at == ballot.closes_at
    refused("quorum", table.forum)
    again = table.open(days=1)
    cast(again, table.reps[0], Vote.FOR)
    cast(again, table.reps[1], Vote.AGAINST)
    cast(again, table.reps[2], Vote.ABSTAIN)
    refused("rejected", table.forum)


def test_a_forum_that_does_not_vote_publishes_as_before(table: Table) -> None:
    with unit_of_work():
        table.forum.votes_before_issue = False
        assert commands.publish(table.forum, by=table.editor).edition == 1


def test_the_deputy_counts_until_the_representative_votes(table: Table) -> None:
    ballot = table.open()
    cast(ballot, table.deputies[0], Vote.AGAINST)
    assert [count.against for count in queries.counts(ballot)] == [1, 1, 1]
    cast(ballot, table.reps[0], Vote.FOR)
    assert [count.votes_for for count in queries.counts(ballot)] == [1, 1, 1]
    with pytest.raises(Refused) as caught, unit_of_work():
        commands.vote(ballot, votes=all_of(ballot, Vote.AGAINST), by=table.deputies[0])
    assert caught.value.code == "represented"
    cast(ballot, table.reps[0], Vote.ABSTAIN)
    assert [count.abstaining for count in queries.counts(ballot)] == [1, 1, 1]
    assert len(ballot.sheets) == len(events("VoteCast")) == 3
    assert not any(Vote.AGAINST in payload for payload in events("VoteCast"))


def test_only_seats_of_the_table_vote_and_every_question_is_answered(table: Table) -> None:
    ballot = table.open()
    with pytest.raises(Forbidden), unit_of_work():
        commands.vote(ballot, votes=all_of(ballot, Vote.FOR), by=table.author)
    with pytest.raises(Refused) as caught, unit_of_work():
        commands.vote(ballot, votes={WHOLE: Vote.FOR}, by=table.reps[0])
    assert caught.value.code == "unanswered"


@pytest.mark.parametrize(
    ("facts", "code"),
    [({"quorum": 4}, "quorum"), ({"days": -1}, "past"), ({"quorum": 0, "days": -2}, "past")],
)
def test_a_ballot_that_cannot_be_is_not_opened(table: Table, facts: dict[str, Any], code: str) -> None:
    with pytest.raises(Refused) as caught:
        table.open(**facts)
    assert caught.value.code == code


def test_one_vote_at_a_time_and_only_on_a_complete_draft(table: Table) -> None:
    table.open()
    with pytest.raises(Refused) as caught:
        table.open()
    assert caught.value.code == "voting_already"


def test_a_draft_with_a_gap_is_not_voted_on(table: Table) -> None:
    a_comment(table.taken, kind=CommentKind.AMENDMENT, body="Skreślić zdanie.")
    with pytest.raises(Refused) as caught:
        table.open()
    assert caught.value.code == "open"


def test_a_minority_opinion_is_printed_and_needs_no_new_vote(
    table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    table.later(monkeypatch, 8)
    ballot = table.open()
    key = f"r{table.recommendation.id}"
    opinion = {"question": key, "text": "Stawka jest za wysoka."}
    with pytest.raises(Refused) as caught, unit_of_work():
        commands.file_opinion(ballot, **opinion, by=table.reps[0])
    assert caught.value.code == "not_against"
    cast(ballot, table.reps[0], Vote.AGAINST)
    with unit_of_work():
        commands.file_opinion(ballot, **opinion, by=table.reps[0])
    cast(ballot, table.reps[1], Vote.FOR)
    cast(ballot, table.reps[2], Vote.FOR)
    with unit_of_work():
        commands.file_opinion(
            ballot, question=WHOLE, text="Zbyt mało mówimy o dzielnicach.", by=table.reps[2]
        )
        issue = commands.publish(table.forum, by=table.editor)
    assert "Stawka jest za wysoka." in issue.document
    assert "votum separatum" in issue.document
    assert "Votum separatum do całości, Stowarzyszenie C: Zbyt mało mówimy o dzielnicach." in issue.document
    with pytest.raises(Refused) as caught, unit_of_work():
        commands.file_opinion(ballot, **opinion, by=table.reps[0])
    assert caught.value.code == "published"


def test_an_objection_waits_for_an_answer_and_can_bring_the_contribution_back(
    table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(Forbidden), unit_of_work():
        commands.object_to_aside(table.left, text="Nie!", by=table.reps[0])
    with unit_of_work():
        objection = commands.object_to_aside(table.left, text="Rondo ma lokal pod spodem.", by=table.author)
    with pytest.raises(Refused) as caught, unit_of_work():
        commands.object_to_aside(table.left, text="Jeszcze raz.", by=table.author)
    assert caught.value.code == "again"
    table.later(monkeypatch, 9)
    refused("objections", table.forum)
    with unit_of_work():
        commands.answer_aside(objection, accept=True, answer="Racja, rozważymy.", by=table.editor)
    assert objection.stand is ObjectionStand.ACCEPTED
    assert queries.find_aside(table.left) is None
    assert len(events("AsideObjected")) == len(events("AsideObjectionAnswered")) == 1


def test_objections_are_taken_for_seven_days(table: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    table.later(monkeypatch, 8)
    with pytest.raises(Refused) as caught, unit_of_work():
        commands.object_to_aside(table.left, text="Za późno.", by=table.author)
    assert caught.value.code == "late"


def test_a_ballot_lasts_to_the_end_of_its_last_day_in_warsaw(table: Table) -> None:
    ballot = table.open()
    ballot.closes_on = date(2026, 10, 25)
    last = clock.end_of(date(2026, 10, 25))
    assert not ballot.over_at(last)
    assert ballot.over_at(last + timedelta(seconds=1))
    db.session.rollback()
