"""Taking decisions back: once, in their order, and with a reason of its own."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from civic.accounts.models import User
from civic.discussions.models import Comment, Conversation
from civic.kernel.access import Actor, Role
from civic.kernel.db import db, unit_of_work
from civic.kernel.errors import Forbidden, Refused
from civic.kernel.events import EventRow
from civic.moderation import takeback
from civic.moderation.commands import decide, hide, restore, undo
from civic.moderation.models import Act, Decision, Ground, Source
from civic.moderation.ruling import Ruling
from civic.proposals.models import Proposal
from tests.factories import a_comment, a_conversation, a_forum, a_proposal, a_user, acting

REASON = "Numer należy do biura, więc może zostać."


@pytest.fixture
def by(app: Flask) -> Actor:
    """A moderator."""
    return acting(a_user("Ewa Sitko", Role.MODERATOR))


@pytest.fixture(params=["proposal", "comment", "conversation"])
def thing(request: pytest.FixtureRequest, by: Actor) -> Proposal | Comment | Conversation:
    """Each noun that people contribute."""
    forum = a_forum("Forum o lokalach")
    proposal = a_proposal(forum)
    making: dict[str, Callable[[], Proposal | Comment | Conversation]] = {
        "proposal": lambda: proposal,
        "comment": lambda: a_comment(proposal),
        "conversation": lambda: a_conversation(forum),
    }
    return making[request.param]()


def hidden(thing: Proposal | Comment | Conversation, by: Actor) -> Decision:
    with unit_of_work():
        return hide(thing, ground=Ground.INSULT, reason="Obraża sąsiadów.", by=by)


def test_keeping_changes_nothing_and_is_a_decision(thing: Comment, by: Actor) -> None:
    version = thing.thread.version
    with unit_of_work():
        ruling = Ruling(act=Act.KEEP, ground=Ground.IN_ORDER, reason=REASON, source=Source.REPORT)
        decision = decide(thing, ruling, by=by)
    assert thing.visible
    assert thing.thread.version == version
    assert (decision.act, decision.source, decision.thing) == (Act.KEEP, Source.REPORT, thing)
    last = db.session.scalars(select(EventRow).order_by(EventRow.seq.desc()).limit(1)).one()
    assert last.name.endswith("Decided")
    assert '"act": "keep"' in last.payload


def test_undoing_a_hiding_restores_by_a_decision_that_names_it(thing: Comment, by: Actor) -> None:
    decision = hidden(thing, by)
    with unit_of_work():
        made = undo(decision, reason=REASON, by=by)
    assert thing.visible
    assert (made.act, made.undoes_id, made.ground) == (Act.RESTORE, decision.id, Ground.MISTAKE)
    assert (decision.act, decision.reason) == (Act.HIDE, "Obraża sąsiadów.")


def test_once_only_and_the_second_is_told_who_did(thing: Comment, by: Actor) -> None:
    decision = hidden(thing, by)
    with unit_of_work():
        made = undo(decision, reason=REASON, by=by)
    other = acting(a_user("Jan Drugi", Role.MODERATOR))
    with pytest.raises(Refused, match="Ewa Sitko"), unit_of_work():
        undo(decision, reason=REASON, by=other)
    with pytest.raises(Refused), unit_of_work():
        undo(made, reason=REASON, by=other)


def test_a_later_decision_stands_in_the_way(thing: Comment, by: Actor) -> None:
    first = hidden(thing, by)
    with unit_of_work():
        later = restore(thing, ground=Ground.MISTAKE, reason=REASON, by=by)
    with pytest.raises(Refused, match=str(later.id)), unit_of_work():
        undo(first, reason=REASON, by=by)
    with unit_of_work():
        undo(later, reason=REASON, by=by)
    assert not thing.visible
    with unit_of_work():
        undo(first, reason=REASON, by=by)
    assert thing.visible


@pytest.mark.parametrize("reason", ["", "  "])
def test_not_without_a_reason(thing: Comment, by: Actor, reason: str) -> None:
    decision = hidden(thing, by)
    with pytest.raises(Refused), unit_of_work():
        undo(decision, reason=reason, by=by)
    db.session.expire_all()
    assert not thing.visible


def test_others_may_not(thing: Comment, by: Actor) -> None:
    decision = hidden(thing, by)
    author: User = thing.person
    with pytest.raises(Forbidden), unit_of_work():
        undo(decision, reason=REASON, by=acting(author))


def test_what_follows_is_done_along(thing: Comment, by: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[int, int]] = []
    monkeypatch.setattr(takeback, "_followers", [])
    takeback.follows(lambda undone, undoing, _by: seen.append((undone.id, undoing.id)))
    decision = hidden(thing, by)
    with unit_of_work():
        made = undo(decision, reason=REASON, by=by)
    assert seen == [(decision.id, made.id)]
