"""An issue is published while others write: what they do elsewhere is not waited for, what they do in the forum is in it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TypeAlias

import pytest
from flask import Flask
from sqlalchemy import select

from civic.accounts.commands import sign_in
from civic.forums.models import Forum
from civic.kernel import db as kernel_db
from civic.kernel import events
from civic.kernel.access import SYSTEM, Actor, Role
from civic.kernel.db import db, unit_of_work
from civic.kernel.errors import Conflict, Refused
from civic.proposals.commands import relate, revise, withdraw
from civic.proposals.models import Proposal, RelationKind
from civic.recommendations import commands, readying, rounds
from civic.recommendations.models import Issue
from civic.recommendations.present import snapshot_of
from civic.recommendations.queries.elsewhere import may_have_changed
from tests.factories import (
    a_comment,
    a_conversation,
    a_forum,
    a_position,
    a_proposal,
    a_user,
    acting,
    an_actor,
    an_organisation,
)

Act: TypeAlias = Callable[[Proposal], object]


@pytest.fixture
def author(app: Flask) -> Actor:
    return an_actor()


@pytest.fixture
def forum(app: Flask) -> Forum:
    return a_forum(chapters=[("czynsz", "Czynsz")])


@pytest.fixture
def here(forum: Forum, author: Actor) -> Proposal:
    return a_proposal(forum, author, title="Jedna")


@pytest.fixture
def there(author: Actor) -> Proposal:
    return a_proposal(a_forum("Inne forum"), author, title="Gdzie indziej")


@pytest.fixture
def editor(app: Flask) -> Actor:
    return acting(a_user("Natalia Głąb", role=Role.EDITOR))


def done(act: Callable[..., object], *things: object, **facts: object) -> object:
    with unit_of_work():
        return act(*things, **facts)


@pytest.fixture
def acts(author: Actor, editor: Actor) -> dict[str, Act]:
    """What people do all day, to a proposal."""
    other = an_actor()

    def adopted(proposal: Proposal) -> object:
        with unit_of_work():
            draft = commands.open_draft(proposal.forum, by=editor)
            return commands.adopt(draft, proposal_ids=[proposal.id], by=editor)

    return {
        "comment": lambda proposal: a_comment(proposal, author),
        "position": lambda proposal: a_position(proposal, other),
        "proposal": lambda proposal: a_proposal(proposal.forum, author, title="Jeszcze jedna"),
        "adopted": adopted,
        "revised": lambda proposal: done(
            revise,
            proposal,
            title=proposal.title,
            body="Inny tekst propozycji.",
            justification="",
            note="",
            revision_no=1,
            by=author,
        ),
        "withdrawn": lambda proposal: done(withdraw, proposal, by=author),
    }


WHAT = ("comment", "position", "proposal", "adopted", "revised", "withdrawn")


@pytest.mark.parametrize("what", WHAT)
def test_what_happens_in_another_forum_changes_nothing_of_this_one(
    forum: Forum, here: Proposal, there: Proposal, acts: dict[str, Act], what: str
) -> None:
    act, seen = acts[what], events.head()
    act(there)
    assert events.head() > seen
    assert not may_have_changed(forum, seen)
    seen = events.head()
    act(here)
    assert may_have_changed(forum, seen)


def test_whoever_comes_in_or_talks_in_a_conversation_changes_nothing(forum: Forum, author: Actor) -> None:
    user, talk = a_user("Olga Sęk"), a_conversation(a_forum("Rozmowy"))
    seen = events.head()
    done(sign_in, user, organisation_id=None)
    a_comment(talk, author)
    assert events.head() > seen
    assert not may_have_changed(forum, seen)


def test_what_concerns_two_proposals_or_everybody_counts_in_every_forum(
    forum: Forum, here: Proposal, there: Proposal, author: Actor
) -> None:
    moderator, other = acting(a_user(role=Role.MODERATOR)), a_proposal(there.forum, author, title="Druga")
    seen = events.head()
    done(relate, there, other, kind=RelationKind.CONFLICTING, by=moderator)
    assert may_have_changed(forum, seen)
    seen = events.head()
    an_organisation("Nowa Fundacja")
    assert may_have_changed(forum, seen)


def published(
    forum: Forum, monkeypatch: pytest.MonkeyPatch, act: Callable[[], object], times: int
) -> tuple[Issue, list[bool]]:
    """The issue, while that is done so many times as it is read; for each reading whether writers waited for it."""
    waited: list[bool] = []

    def watched(forum: Forum, at: datetime) -> object:
        waited.append(kernel_db._writing.get())
        found = snapshot_of(forum, at)
        if len(waited) <= times:
            act()
        return found

    monkeypatch.setattr(readying, "snapshot_of", watched)
    with unit_of_work():
        return commands.publish(forum, by=SYSTEM), waited


def test_writers_elsewhere_let_it_be_read_once(
    forum: Forum, here: Proposal, there: Proposal, author: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    issue, waited = published(forum, monkeypatch, lambda: a_comment(there, author), 9)
    assert ([item.title for item in issue.items], waited) == (["Jedna"], [False])


def test_writers_in_the_forum_let_it_be_read_again_and_nobody_waits(
    forum: Forum, here: Proposal, author: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    issue, waited = published(forum, monkeypatch, lambda: a_proposal(forum, author, title="Spóźniona"), 1)
    assert ({item.title for item in issue.items}, waited) == ({"Jedna", "Spóźniona"}, [False, False])


def test_where_the_forum_never_rests_it_is_read_once_more_while_all_wait(
    forum: Forum, here: Proposal, author: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    late = iter(range(readying.TRIES))

    def again() -> object:
        return a_proposal(forum, author, title=f"Spóźniona {next(late)}")

    issue, waited = published(forum, monkeypatch, again, readying.TRIES)
    assert waited == [False] * readying.TRIES + [True]
    assert len(issue.items) == readying.TRIES + 1


def test_the_number_is_the_next_where_another_forum_published_meanwhile(
    forum: Forum, here: Proposal, there: Proposal, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = there.forum

    def other() -> object:
        monkeypatch.undo()
        return done(commands.publish, elsewhere, by=SYSTEM)

    issue, _waited = published(forum, monkeypatch, other, 1)
    assert (issue.number, '"number": 2' in issue.document) == (2, True)
    assert db.session.get_one(Issue, 1).forum_id == elsewhere.id


def meanwhile(monkeypatch: pytest.MonkeyPatch, act: Callable[[], object]) -> None:
    """Let that be done once, while the forum is read to be published."""

    def watched(forum: Forum, at: datetime) -> object:
        found = snapshot_of(forum, at)
        monkeypatch.undo()
        act()
        return found

    monkeypatch.setattr(readying, "snapshot_of", watched)


def test_whoever_saw_an_edition_coming_that_another_published_meanwhile_publishes_no_further_one(
    forum: Forum, here: Proposal, editor: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    meanwhile(monkeypatch, lambda: done(commands.publish, forum, edition=1, by=SYSTEM))
    with pytest.raises(Conflict), unit_of_work():
        commands.publish(forum, edition=1, by=editor)
    assert [issue.edition for issue in db.session.scalars(select(Issue))] == [1]


def test_the_same_click_twice_at_one_moment_publishes_one_edition(
    forum: Forum, here: Proposal, editor: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    meanwhile(monkeypatch, lambda: done(commands.publish, forum, edition=1, by=editor))
    with unit_of_work():
        assert commands.publish(forum, edition=1, by=editor).edition == 1
    assert [issue.edition for issue in db.session.scalars(select(Issue))] == [1]


def test_what_the_machine_proposed_meanwhile_waits_for_a_person_too(
    forum: Forum, here: Proposal, author: Actor, editor: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    with unit_of_work():
        relate(here, a_proposal(forum, author, title="Dwie"), kind=RelationKind.DUPLICATE, by=SYSTEM)

    def proposed() -> object:
        with unit_of_work():
            draft = commands.open_draft(forum, by=editor)
            return commands.propose_first_draft(draft, suggestions=rounds.weighed(forum), by=editor)

    meanwhile(monkeypatch, proposed)
    with pytest.raises(Refused) as refused, unit_of_work():
        commands.publish(forum, edition=1, by=editor)
    assert refused.value.code == "proposed"
