"""Moving between forums: what comes along, what leaves the desk, who is told, and the way back."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from civic.forums.commands import close_forum
from civic.forums.models import Forum
from civic.kernel.access import Actor, Role
from civic.kernel.db import db, unit_of_work
from civic.kernel.errors import Forbidden, NotFound, Refused
from civic.kernel.events import EventRow
from civic.moderation.commands import decide, undo
from civic.moderation.models import Act, Decision, Ground
from civic.moderation.previews import of_moving_back
from civic.moderation.ruling import Ruling
from civic.proposals.commands import merge, undo_merge
from civic.proposals.models import Position, Proposal
from civic.recommendations import commands as desk
from civic.recommendations.models import AsideReason, SetAside, Source
from tests.factories import (
    a_comment,
    a_conversation,
    a_forum,
    a_position,
    a_proposal,
    a_user,
    acting,
    an_actor,
)


@pytest.fixture
def moderator(app: Flask) -> Actor:
    """Somebody who keeps order."""
    return acting(a_user("Ewa Sitko", Role.MODERATOR))


def moved(thing: object, forum: Forum, by: Actor, chapter_id: int | None = None) -> Decision:
    """The thing, decided to stand in the forum."""
    ruling = Ruling(
        act=Act.MOVE, ground=Ground.OFF_TOPIC, reason="To ich sprawa.", forum=forum, chapter_id=chapter_id
    )
    with unit_of_work():
        return decide(thing, ruling, by=by)  # type: ignore[arg-type]


def test_everything_comes_along_and_goes_back(client: FlaskClient, moderator: Actor) -> None:
    old = a_forum("Stare", chapters=[("a", "A")])
    new = a_forum("Nowe", chapters=[("b", "B")])
    target = a_proposal(old, chapter_id=old.chapters[0].id)
    source = a_proposal(old, title="Druga")
    comment, position = a_comment(source), a_position(target)
    with unit_of_work():
        joined = merge(source, target, reason="To samo.", by=moderator)
    done = moved(target, new, moderator, new.chapters[0].id)
    assert {target.forum_id, source.forum_id} == {new.id}
    assert target.chapter_id == new.chapters[0].id
    assert db.session.get_one(Position, position.id).proposal_id == target.id
    page = client.get(f"/proposals/{target.id}")
    assert page.status_code == 200
    assert "To ich sprawa." in page.text
    assert client.get(f"/c/{comment.id}").status_code in {301, 302}
    assert f"/proposals/{target.id}" in client.get(f"/forums/{new.slug}").text
    assert f"/proposals/{target.id}" not in client.get(f"/forums/{old.slug}").text
    with unit_of_work():
        undo(done, reason="Pomyłka.", by=moderator)
    assert {target.forum_id, source.forum_id} == {old.id}
    assert (target.chapter_id, source.chapter_id) == (old.chapters[0].id, None)
    assert joined.undone_at is None
    assert "To ich sprawa." not in client.get(f"/proposals/{target.id}").text


def test_it_leaves_the_desk_of_the_old_forum_and_its_editor_is_told(moderator: Actor) -> None:
    editor = a_user("Redaktor Naczelny", Role.EDITOR)
    old, new = a_forum("Stare", editor_id=editor.id), a_forum("Nowe")
    by = acting(editor)
    placed, aside = a_proposal(old), a_proposal(old, title="Odłożona")
    with unit_of_work():
        draft = desk.open_draft(old, by=by)
        desk.adopt(draft, proposal_ids=[placed.id], by=by)
        desk.set_aside(
            draft, proposal_ids=[aside.id], reason=AsideReason.OTHER, explanation="Nie teraz.", by=by
        )
    done = moved(placed, new, moderator)
    moved(aside, new, moderator)
    assert db.session.scalar(select(func.count(Source.id))) == 0
    assert db.session.scalar(select(func.count(SetAside.id))) == 0
    assert db.session.scalar(select(EventRow).where(EventRow.name == "ProposalMoved"))
    assert len(of_moving_back(done)) == 1
    a_comment(placed)
    assert len(of_moving_back(done)) == 2


def test_what_was_published_stays(moderator: Actor) -> None:
    editor = acting(a_user("Redaktor Naczelny", Role.EDITOR))
    old, new = a_forum("Stare"), a_forum("Nowe")
    proposal = a_proposal(old)
    with unit_of_work():
        draft = desk.open_draft(old, by=editor)
        desk.adopt(draft, proposal_ids=[proposal.id], by=editor)
    with unit_of_work():
        desk.publish(old, by=editor)
    with pytest.raises(Refused) as refused:
        moved(proposal, new, moderator)
    assert refused.value.code == "published"
    db.session.rollback()
    assert db.session.get_one(Proposal, proposal.id).forum_id == old.id


def test_where_it_cannot_go(moderator: Actor) -> None:
    old, new, shut = a_forum("Stare"), a_forum("Nowe", chapters=[("b", "B")]), a_forum("Zamknięte")
    with unit_of_work():
        close_forum(shut, reason="Koniec.", by=acting(a_user("Pełna Władza", Role.PLENIPOTENTIARY)))
    proposal, other = a_proposal(old), a_proposal(old, title="Druga")
    with pytest.raises(Refused):
        moved(proposal, old, moderator)
    with pytest.raises(Refused):
        moved(proposal, shut, moderator)
    with pytest.raises(NotFound):
        moved(proposal, new, moderator, 10_000)
    with pytest.raises(Forbidden):
        moved(proposal, new, an_actor())
    with unit_of_work():
        merge(proposal, other, reason="To samo.", by=moderator)
    with pytest.raises(Refused):
        moved(proposal, new, moderator)
    with pytest.raises(Refused):
        moved(a_comment(other), new, moderator)


def test_a_merge_across_forums_offers_moving(moderator: Actor) -> None:
    one, other = a_proposal(), a_proposal()
    with pytest.raises(Refused) as refused, unit_of_work():
        merge(one, other, reason="To samo.", by=moderator)
    assert refused.value.code == "forum"


def test_back_only_from_where_it_went_and_with_what_went(moderator: Actor) -> None:
    old, new, third = a_forum("Stare"), a_forum("Nowe"), a_forum("Trzecie")
    proposal = a_proposal(old)
    first = moved(proposal, new, moderator)
    with unit_of_work():
        joined = merge(a_proposal(new, title="Tutejsza"), proposal, reason="To samo.", by=moderator)
    with pytest.raises(Refused) as refused, unit_of_work():
        undo(first, reason="Pomyłka.", by=moderator)
    assert refused.value.code == "merged_since"
    with unit_of_work():
        undo_merge(joined, reason="Jednak nie.", by=moderator)
    second = moved(proposal, third, moderator)
    with pytest.raises(Refused), unit_of_work():
        undo(first, reason="Pomyłka.", by=moderator)
    with unit_of_work():
        undo(second, reason="Pomyłka.", by=moderator)
        undo(first, reason="Pomyłka.", by=moderator)
    assert (proposal.forum_id, proposal.moved) == (old.id, False)


def test_of_two_moves_the_first_shows_again_when_the_second_is_undone(
    client: FlaskClient, moderator: Actor
) -> None:
    old, new, third = a_forum("Stare"), a_forum("Nowe"), a_forum("Trzecie")
    proposal = a_proposal(old)
    moved(proposal, new, moderator)
    second = moved(proposal, third, moderator)
    assert f"/forums/{new.slug}" in client.get(proposal.path).text
    with unit_of_work():
        undo(second, reason="Pomyłka.", by=moderator)
    page = client.get(proposal.path).text
    assert "Przeniesiono tu" in page
    assert f"/forums/{old.slug}" in page


def test_a_conversation_goes_too(client: FlaskClient, moderator: Actor) -> None:
    new = a_forum("Nowe")
    talk = a_conversation()
    a_comment(talk)
    old = talk.forum_id
    done = moved(talk, new, moderator)
    assert talk.forum_id == new.id
    assert "To ich sprawa." in client.get(talk.path).text
    with unit_of_work():
        undo(done, reason="Pomyłka.", by=moderator)
    assert talk.forum_id == old
