"""Objecting to a merge, being asked for one position, splitting a comment off, putting it back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from civic.discussions.models import CommentKind
from civic.home.answers import one_position
from civic.home.item import Table
from civic.kernel import clock
from civic.kernel.access import Actor, Role
from civic.kernel.db import db, unit_of_work
from civic.kernel.errors import CivicError, Forbidden, Refused
from civic.kernel.events import EventRow
from civic.proposals import commands
from civic.proposals.both_sides import asked_on
from civic.proposals.models import (
    Merge,
    Objection,
    ObjectionState,
    Origin,
    Proposal,
    Split,
    Stance,
)
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
from tests.fixtures.queries import Queries


def a_moderator(name: str = "Ewa Sitko") -> Actor:
    """Somebody who keeps order."""
    return acting(a_user(name, Role.MODERATOR))


def merged(source: Proposal, target: Proposal, by: Actor) -> Merge:
    """The two, merged."""
    with unit_of_work():
        return commands.merge(source, target, reason="To samo.", by=by)


class TestObjecting:
    """Who may object, until when, and what a moderator can answer."""

    def test_each_side_objects_once_and_everybody_reads_it(self, app: Flask, client: FlaskClient) -> None:
        forum, one, other = a_forum(), an_actor(), an_actor()
        source, target = a_proposal(forum, one), a_proposal(forum, other, title="Inna rzecz")
        done = merged(source, target, a_moderator())
        for by in (one, other):
            with unit_of_work():
                commands.object_to_merge(done, reason="To nie to samo.", by=by)
        with pytest.raises(Refused) as refused, unit_of_work():
            commands.object_to_merge(done, reason="Jeszcze raz.", by=one)
        assert refused.value.code == "again"
        with pytest.raises(Forbidden), unit_of_work():
            commands.object_to_merge(done, reason="I ja.", by=an_actor())
        assert "To nie to samo." in client.get(f"/proposals/{target.id}").text
        assert "To nie to samo." in client.get(f"/merges/{done.id}").text

    def test_a_cosigner_may_object_too(self, app: Flask) -> None:
        forum, signer = a_forum(), an_actor()
        source = a_proposal(forum, cosigners=[signer.organisation_id])
        done = merged(source, a_proposal(forum, title="Inna rzecz"), a_moderator())
        with unit_of_work():
            made = commands.object_to_merge(done, reason="Nie.", by=signer)
        assert made.organisation_id == signer.organisation_id

    @pytest.mark.parametrize(("late", "taken"), [(-1, True), (1, False)])
    def test_the_last_second_of_the_seventh_warsaw_day_counts(
        self, app: Flask, monkeypatch: pytest.MonkeyPatch, late: int, *, taken: bool
    ) -> None:
        forum, one = a_forum(), an_actor()
        done = merged(a_proposal(forum, one), a_proposal(forum, title="Inna"), a_moderator())
        until = done.objections_until
        assert clock.local(until).strftime("%H:%M:%S") == "23:59:59"
        assert clock.today(until) - clock.today(done.at) == timedelta(days=7)
        monkeypatch.setattr(clock, "now", lambda: until + timedelta(seconds=late))
        if taken:
            with unit_of_work():
                commands.object_to_merge(done, reason="Nie.", by=one)
        else:
            with pytest.raises(Refused) as refused, unit_of_work():
                commands.object_to_merge(done, reason="Nie.", by=one)
            assert refused.value.code == "late"

    def test_whoever_merged_may_undo_but_not_let_it_stand(self, app: Flask) -> None:
        forum, one, first = a_forum(), an_actor(), a_moderator()
        done = merged(a_proposal(forum, one), a_proposal(forum, title="Inna"), first)
        with unit_of_work():
            made = commands.object_to_merge(done, reason="Nie.", by=one)
        with pytest.raises(Refused) as refused, unit_of_work():
            commands.answer_objection(made, undo=False, reason="Zostaje.", by=first)
        assert refused.value.code == "own_merge"
        with unit_of_work():
            commands.answer_objection(made, undo=False, reason="Zostaje.", by=a_moderator("Jan Bury"))
        assert made.state is ObjectionState.STANDS
        assert done.undone_at is None
        with pytest.raises(Refused) as refused, unit_of_work():
            commands.answer_objection(made, undo=True, reason="Jednak.", by=first)
        assert refused.value.code == "answered"

    def test_undoing_answers_all_who_objected(self, app: Flask) -> None:
        forum, one, other, moderator = a_forum(), an_actor(), an_actor(), a_moderator()
        source = a_proposal(forum, one)
        done = merged(source, a_proposal(forum, other, title="Inna"), moderator)
        with unit_of_work():
            first = commands.object_to_merge(done, reason="Nie.", by=one)
            second = commands.object_to_merge(done, reason="Też nie.", by=other)
        with unit_of_work():
            commands.answer_objection(first, undo=True, reason="Racja.", by=moderator)
        assert {first.state, second.state} == {ObjectionState.UNDONE}
        assert second.answer == "Racja."
        assert source.stands
        with pytest.raises(Refused) as refused, unit_of_work():
            commands.object_to_merge(done, reason="Po czasie.", by=one)
        assert refused.value.code == "undone"

    def test_of_two_requests_at_once_one_row_stays(self, app: Flask) -> None:
        forum, one = a_forum(), an_actor()
        done = merged(a_proposal(forum, one), a_proposal(forum, title="Inna"), a_moderator())
        with unit_of_work():
            commands.object_to_merge(done, reason="Nie.", by=one)
        row = db.session.scalars(select(Objection)).one()
        again = Objection(
            merge_id=done.id,
            reason="Nie.",
            at=row.at,
            person_id=row.person_id,
            organisation_id=row.organisation_id,
        )
        db.session.add(again)
        with pytest.raises(Exception, match=r"UNIQUE|unique"):
            db.session.flush()
        db.session.rollback()


class TestBothSides:
    """An organisation that said two things on what is one now."""

    def test_it_is_asked_until_it_says_which_holds(self, app: Flask, client: FlaskClient) -> None:
        forum, torn = a_forum(), an_actor()
        source, target = a_proposal(forum), a_proposal(forum, title="Inna rzecz")
        a_position(source, torn, Stance.SUPPORT)
        a_position(target, torn, Stance.AGAINST, "Za drogo.")
        a_position(source, stance=Stance.SUPPORT)
        merged(source, target, a_moderator())
        assert [each.organisation_id for each in asked_on(target)] == [torn.organisation_id]
        assert db.session.scalar(select(EventRow).where(EventRow.name == "StanceAsked"))
        table = Table(torn, clock.now(), {forum.id: forum}, [])
        assert [each.about for each in one_position(table)] == [f"/proposals/{target.id}"]
        asked = client.get(f"/proposals/{target.id}").text
        assert "Potrzebne jedno stanowisko" in asked
        # The very same word again is an answer.
        with unit_of_work():
            commands.take_position(target, stance=Stance.AGAINST, reason="Za drogo.", by=torn)
        assert asked_on(target) == []
        assert not list(one_position(table))

    def test_the_same_stance_on_both_asks_nothing(self, app: Flask) -> None:
        forum, calm = a_forum(), an_actor()
        source, target = a_proposal(forum), a_proposal(forum, title="Inna rzecz")
        a_position(source, calm)
        a_position(target, calm)
        merged(source, target, a_moderator())
        assert asked_on(target) == []

    def test_who_made_one_and_was_against_the_other_can_answer(self, app: Flask) -> None:
        forum, maker = a_forum(), an_actor()
        source, target = a_proposal(forum), a_proposal(forum, maker, title="Moja")
        a_position(source, maker, Stance.AGAINST, "Nie tak.")
        with pytest.raises(CivicError), unit_of_work():
            commands.take_position(target, stance=Stance.SUPPORT, by=maker)
        done = merged(source, target, a_moderator())
        with unit_of_work():
            commands.take_position(target, stance=Stance.SUPPORT, by=maker)
        assert asked_on(target) == []
        with unit_of_work():
            commands.undo_merge(done, reason="Jednak nie.", by=a_moderator())
        assert asked_on(target) == []


class TestSplitting:
    """A comment becomes a proposal, and a comment again."""

    def test_words_author_and_answers_go_and_the_comment_stays(self, app: Flask, client: FlaskClient) -> None:
        forum, writer = a_forum(), an_actor()
        old = a_proposal(forum)
        root = a_comment(old, writer, body="Zróbmy **wspólną** salę.")
        answer = a_comment(old, parent_id=root.id)
        deeper = a_comment(old, parent_id=answer.id, kind=CommentKind.AGAINST)
        beside = a_comment(old)
        with unit_of_work():
            done = commands.split_off(
                root, title="Wspólna sala", reason="To osobna sprawa.", by=a_moderator()
            )
        db.session.expire_all()
        new = done.proposal
        assert (new.title, new.current.body) == ("Wspólna sala", root.body)
        assert (new.person_id, new.organisation_id) == (root.person_id, root.organisation_id)
        assert {each.thread_id for each in (answer, deeper)} == {new.thread_id}
        assert (answer.parent_id, deeper.parent_id) == (None, answer.id)
        assert {each.thread_id for each in (root, beside)} == {old.thread_id}
        assert (old.thread.visible, new.thread.visible) == (2, 2)
        assert f"/p/{new.id}" in client.get(f"/proposals/{old.id}").text
        assert f"/c/{root.id}" in client.get(f"/proposals/{new.id}").text
        assert client.get(f"/c/{deeper.id}").headers["Location"].startswith(f"/proposals/{new.id}")

    def test_out_of_a_conversation_it_says_so(self, app: Flask) -> None:
        talk = a_conversation()
        root = a_comment(talk)
        with unit_of_work():
            done = commands.split_off(root, title="Sala", reason="Osobna.", by=a_moderator())
        assert (done.proposal.conversation_id, done.proposal.origin) == (talk.id, Origin.CONVERSATION)

    def test_back_it_is_as_before_and_later_answers_come_along(self, app: Flask, client: FlaskClient) -> None:
        old = a_proposal()
        root = a_comment(old)
        answer = a_comment(old, parent_id=root.id)
        moderator = a_moderator()
        with unit_of_work():
            done = commands.split_off(root, title="Sala", reason="Osobna.", by=moderator)
        later = a_comment(done.proposal)
        with unit_of_work():
            commands.put_back(done, reason="Jednak nie.", by=moderator)
        db.session.expire_all()
        assert {each.thread_id for each in (root, answer, later)} == {old.thread_id}
        assert (answer.parent_id, later.parent_id, root.split_into_id) == (root.id, root.id, None)
        assert (old.thread.visible, done.proposal.thread.visible) == (3, 0)
        assert client.get(f"/proposals/{done.proposal_id}").status_code == 404
        with unit_of_work():
            again = commands.split_off(root, title="Sala", reason="A jednak.", by=moderator)
        assert again.proposal_id == done.proposal_id
        assert db.session.get_one(Proposal, again.proposal_id).stands

    def test_an_amendment_stays_and_so_does_what_is_hidden_or_done(self, app: Flask) -> None:
        old, moderator = a_proposal(), a_moderator()
        root = a_comment(old)
        with pytest.raises(Refused), unit_of_work():
            commands.split_off(root, title=" ", reason="Bo.", by=moderator)
        with unit_of_work():
            first = commands.split_off(root, title="Sala", reason="Bo.", by=moderator)
            second = commands.split_off(root, title="Inny tytuł", reason="Bo.", by=moderator)
        assert first is second
        with pytest.raises(Forbidden), unit_of_work():
            commands.split_off(a_comment(old), title="Sala", reason="Bo.", by=an_actor())

    def test_what_is_merged_since_is_taken_apart_first(self, app: Flask) -> None:
        forum, moderator = a_forum(), a_moderator()
        root = a_comment(a_proposal(forum))
        with unit_of_work():
            done = commands.split_off(root, title="Sala", reason="Bo.", by=moderator)
        merged(done.proposal, a_proposal(forum, title="Inna"), moderator)
        with pytest.raises(Refused), unit_of_work():
            commands.put_back(done, reason="Nie.", by=moderator)
        assert db.session.scalars(select(Split)).one().undone_at is None


def test_a_page_with_a_merge_asks_no_more_for_more_voices(
    app: Flask, client: FlaskClient, queries: Queries
) -> None:
    forum = a_forum()
    source, target = a_proposal(forum), a_proposal(forum, title="Inna")
    merged(source, target, a_moderator())
    client.get(f"/proposals/{target.id}")
    counts = []
    for _round in range(2):
        for _each in range(3):
            a_position(target)
        with queries() as said:
            client.get(f"/proposals/{target.id}")
        counts.append(len(said))
    assert counts[0] == counts[1]
