"""What each act does to each noun: its state, its event, who is told, and what is refused."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from civic.accounts.models import User
from civic.discussions.commands import comment as say
from civic.discussions.commands import delete_comment, edit_comment
from civic.discussions.models import Comment, CommentKind, CommentVersion, Conversation, Label
from civic.kernel import clock
from civic.kernel.access import Actor, Permission, Role, can
from civic.kernel.db import db, unit_of_work
from civic.kernel.errors import Refused
from civic.kernel.events import EventRow
from civic.moderation.commands import decide, undo
from civic.moderation.models import Act, Cover, CoveredText, CoverMark, Decision, Ground
from civic.moderation.ruling import Ruling
from civic.proposals.commands import revise
from civic.proposals.models import Proposal, Revision
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
from tests.fixtures.text import seen

SECRET = "pani Halina, tel. 600 000 000"
NOTE = "[fragment zakryty: dane osobowe innej osoby]"
REASON = "Zakrywamy numer osoby, która nie bierze udziału w rozmowie."
TEXT = f"Klucze ma dozorczyni, {SECRET}. Można zacząć jutro."
Thing = Proposal | Comment | Conversation


@pytest.fixture
def by(app: Flask) -> Actor:
    """A moderator."""
    return acting(a_user("Ewa Sitko", Role.MODERATOR))


@pytest.fixture
def author(app: Flask) -> Actor:
    """Who speaks for an organisation."""
    organisation = an_organisation("Fundacja Autorska")
    return acting(a_speaker(organisation, "Anna Autorska"), organisation.id)


def a_thing(noun: str, author: Actor) -> Thing:
    forum = a_forum("Forum o lokalach")
    if noun == "conversation":
        return a_conversation(forum, author, body=TEXT)
    if noun == "proposal":
        return a_proposal(forum, author, title="Klucze do lokali", body=TEXT, justification=f"Bo {SECRET}.")
    return a_comment(a_proposal(forum), author, body=TEXT)


@pytest.fixture(params=["proposal", "comment", "conversation"])
def thing(request: pytest.FixtureRequest, author: Actor) -> Thing:
    """Each noun that people contribute."""
    return a_thing(request.param, author)


def ruled(
    thing: Thing, act: Act, by: Actor, *, ground: Ground = Ground.PERSONAL_DATA, **more: Any
) -> Decision:
    with unit_of_work():
        return decide(thing, Ruling(act=act, ground=ground, reason=REASON, **more), by=by)


def said(thing: Thing) -> str:
    db.session.expire_all()
    written = thing.current if isinstance(thing, Proposal) else thing
    parts = [written.body, written.body_html]
    if isinstance(thing, Proposal):
        parts += [thing.current.justification, thing.current.justification_html]
    return "\n".join(parts)


class TestCovering:
    def test_the_words_give_place_to_a_note_and_come_back(self, thing: Thing, by: Actor) -> None:
        before, version = said(thing), thing.thread.version
        decision = ruled(thing, Act.COVER, by, fragment=SECRET)
        after = said(thing)
        assert "Halina" not in after
        assert "600 000 000" not in after
        assert after.count(NOTE) == before.count(SECRET)
        assert thing.thread.version == version + 1
        with unit_of_work():
            undo(decision, reason="To numer biura.", by=by)
        assert said(thing) == before
        for table in (Cover, CoveredText, CoverMark):
            assert not db.session.scalars(select(table)).all()

    def test_it_is_found_as_a_page_shows_it(self, thing: Thing, by: Actor) -> None:
        ruled(thing, Act.COVER, by, fragment="  pani\u00a0Halina, tel.\n600\u00a0000\u00a0000 ")
        assert "Halina" not in said(thing)

    @pytest.mark.parametrize("fragment", ["", "x", "tego tu nie ma", NOTE, "x" * 2_001])
    def test_what_is_not_there_is_refused(self, thing: Thing, by: Actor, fragment: str) -> None:
        before = said(thing)
        with pytest.raises(Refused):
            ruled(thing, Act.COVER, by, fragment=fragment)
        db.session.rollback()
        assert said(thing) == before
        assert not db.session.scalars(select(Decision)).all()

    def test_two_covers_are_taken_off_in_any_order(self, thing: Thing, by: Actor) -> None:
        before = said(thing)
        first = ruled(thing, Act.COVER, by, fragment="pani Halina")
        second = ruled(thing, Act.COVER, by, fragment="600 000 000")
        assert "Halina" not in said(thing)
        with unit_of_work():
            undo(first, reason=REASON, by=by)
        assert "Halina" in said(thing)
        assert "600 000 000" not in said(thing)
        with unit_of_work():
            undo(second, reason=REASON, by=by)
        assert said(thing) == before

    def test_the_note_itself_is_never_covered(self, thing: Thing, by: Actor) -> None:
        ruled(thing, Act.COVER, by, fragment=SECRET)
        with pytest.raises(Refused):
            ruled(thing, Act.COVER, by, fragment="dane osobowe")

    def test_earlier_texts_are_covered_too(self, author: Actor, by: Actor) -> None:
        comment = a_thing("comment", author)
        assert isinstance(comment, Comment)
        with unit_of_work():
            edit_comment(comment, body=f"Inaczej: {SECRET}", edits=0, by=author)
        decision = ruled(comment, Act.COVER, by, fragment=SECRET)
        versions = db.session.scalars(select(CommentVersion)).all()
        assert [SECRET in each.body + each.body_html for each in versions] == [False]
        with unit_of_work():
            undo(decision, reason=REASON, by=by)
        db.session.expire_all()
        assert db.session.scalars(select(CommentVersion)).one().body == TEXT
        assert comment.body == f"Inaczej: {SECRET}"

    def test_all_revisions_are_covered_and_a_later_one_keeps_what_its_author_wrote(
        self, author: Actor, by: Actor
    ) -> None:
        proposal = a_thing("proposal", author)
        assert isinstance(proposal, Proposal)
        with unit_of_work():
            revise(
                proposal,
                title=f"Klucze: {SECRET}",
                body=TEXT,
                justification="",
                note=SECRET,
                revision_no=1,
                by=author,
            )
        decision = ruled(proposal, Act.COVER, by, fragment=SECRET)
        db.session.expire_all()
        for revision in db.session.scalars(select(Revision)):
            assert "Halina" not in str(vars(revision))
        assert proposal.title == f"Klucze: {NOTE}"
        with unit_of_work():
            revise(
                proposal,
                title="Klucze",
                body="Nowy tekst.",
                justification="",
                note="",
                revision_no=2,
                by=author,
            )
            undo(decision, reason=REASON, by=by)
        db.session.expire_all()
        assert (proposal.title, proposal.current.body) == ("Klucze", "Nowy tekst.")
        assert [SECRET in each.body for each in proposal.revisions] == [True, True, False]

    def test_a_deleted_comment_leaves_no_original(self, author: Actor, by: Actor) -> None:
        comment = a_thing("comment", author)
        assert isinstance(comment, Comment)
        ruled(comment, Act.COVER, by, fragment=SECRET)
        with unit_of_work():
            delete_comment(comment, by=author)
        for table in (Cover, CoveredText, CoverMark):
            assert not db.session.scalars(select(table)).all()


class TestAsking:
    @pytest.mark.parametrize("noun", ["proposal", "comment"])
    def test_it_stays_readable_until_a_day(self, noun: str, author: Actor, by: Actor) -> None:
        thing = a_thing(noun, author)
        decision = ruled(thing, Act.ASK, by)
        assert thing.visible
        assert decision.until is not None
        assert clock.local(decision.until).time().hour == 23
        assert thing.asked_until == decision.until  # type: ignore[union-attr]
        with pytest.raises(Refused):
            ruled(thing, Act.ASK, by)

    def test_a_comment_may_then_be_changed_after_its_quarter_of_an_hour(
        self, author: Actor, by: Actor, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        comment = a_thing("comment", author)
        assert isinstance(comment, Comment)
        ruled(comment, Act.ASK, by)
        later = clock.now() + timedelta(days=2)
        monkeypatch.setattr(clock, "now", lambda: later)
        with unit_of_work():
            edit_comment(comment, body="Bez numeru.", edits=0, by=author)
        assert comment.asked_until is None
        row = db.session.scalars(select(EventRow).where(EventRow.name == "CommentEdited")).one()
        assert '"asked": true' in row.payload
        with pytest.raises(Refused), unit_of_work():
            edit_comment(comment, body="Jeszcze inaczej.", edits=1, by=author)

    def test_the_end_of_the_time_ends_it(
        self, author: Actor, by: Actor, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        comment = a_thing("comment", author)
        assert isinstance(comment, Comment)
        decision = ruled(comment, Act.ASK, by)
        assert decision.until is not None
        after = decision.until + timedelta(seconds=1)
        monkeypatch.setattr(clock, "now", lambda: after)
        with pytest.raises(Refused), unit_of_work():
            edit_comment(comment, body="Za późno.", edits=0, by=author)
        ruled(comment, Act.ASK, by)

    def test_taking_it_back_ends_it(self, author: Actor, by: Actor) -> None:
        comment = a_thing("comment", author)
        assert isinstance(comment, Comment)
        decision = ruled(comment, Act.ASK, by)
        with unit_of_work():
            undo(decision, reason=REASON, by=by)
        assert comment.asked_until is None

    def test_a_conversation_is_not_changed(self, author: Actor, by: Actor) -> None:
        with pytest.raises(Refused):
            ruled(a_thing("conversation", author), Act.ASK, by)

    def test_its_author_finds_it_on_the_start_page(
        self, client: FlaskClient, author: Actor, by: Actor
    ) -> None:
        ruled(a_thing("comment", author), Act.ASK, by)
        come_in(client, db.session.get_one(User, author.id), author.organisation_id)
        assert "Moderacja prosi o zmianę" in seen(client.get("/me"))


class TestLabels:
    def test_put_on_and_taken_off(self, thing: Thing, by: Actor, client: FlaskClient) -> None:
        first = ruled(thing, Act.LABEL, by, label=Label.NO_SOURCE, ground=Ground.IN_ORDER)
        ruled(thing, Act.LABEL, by, label=Label.OFF_TOPIC, ground=Ground.OFF_TOPIC)
        assert list(thing.labelled) == [Label.OFF_TOPIC, Label.NO_SOURCE]
        path = f"/c/{thing.id}" if isinstance(thing, Comment) else thing.path
        page = seen(client.get(path, follow_redirects=True))
        assert "twierdzenie bez źródła" in page
        assert "poza tematem" in page
        with pytest.raises(Refused):
            ruled(thing, Act.LABEL, by, label=Label.NO_SOURCE)
        with unit_of_work():
            undo(first, reason=REASON, by=by)
        assert list(thing.labelled) == [Label.OFF_TOPIC]
        with pytest.raises(Refused):
            ruled(thing, Act.UNLABEL, by, label=Label.NO_SOURCE)

    def test_which_label_must_be_said(self, thing: Thing, by: Actor) -> None:
        with pytest.raises(Refused):
            ruled(thing, Act.LABEL, by)


class TestLocking:
    @pytest.mark.parametrize("noun", ["proposal", "conversation"])
    def test_nobody_speaks_there_and_the_page_says_who_closed_it_and_why(
        self, noun: str, author: Actor, by: Actor, client: FlaskClient
    ) -> None:
        owner = a_thing(noun, author)
        assert not isinstance(owner, Comment)
        before = a_comment(owner, author, body="Głos sprzed zamknięcia")
        decision = ruled(owner, Act.LOCK, by, ground=Ground.INSULT)
        official = acting(a_user("Urząd", Role.OFFICIAL, unit="Wydział Kultury"))
        assert not can(official, Permission.COMMENT, owner)
        with pytest.raises(Refused, match="Ewa Sitko"), unit_of_work():
            say(owner, body="Jeszcze coś", kind=CommentKind.VOICE, by=official)
        page = seen(client.get(owner.path))
        assert before.body in page
        assert REASON.rstrip(".") in page
        with unit_of_work():
            undo(decision, reason=REASON, by=by)
        assert can(official, Permission.COMMENT, owner)

    def test_not_under_a_comment(self, author: Actor, by: Actor) -> None:
        with pytest.raises(Refused):
            ruled(a_thing("comment", author), Act.LOCK, by)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data(), noun=st.sampled_from(["proposal", "comment", "conversation"]))
def test_any_acts_and_undoings_end_where_one_expects(
    data: st.DataObject, noun: str, author: Actor, by: Actor
) -> None:
    thing = a_thing(noun, author)
    original = said(thing)
    standing: dict[str, Decision] = {}
    acts: dict[str, tuple[Act, dict[str, Any]]] = {
        "hide": (Act.HIDE, {}),
        "halina": (Act.COVER, {"fragment": "pani Halina"}),
        "number": (Act.COVER, {"fragment": "600 000 000"}),
        "source": (Act.LABEL, {"label": Label.NO_SOURCE}),
        "topic": (Act.LABEL, {"label": Label.OFF_TOPIC}),
        "lock": (Act.LOCK, {}),
    }
    names = sorted(set(acts) - ({"lock"} if noun == "comment" else set()))
    for name in data.draw(st.lists(st.sampled_from(names), max_size=10)):
        if name in standing:
            with unit_of_work():
                undo(standing.pop(name), reason=REASON, by=by)
        else:
            act, more = acts[name]
            standing[name] = ruled(thing, act, by, **more)
        text = said(thing)
        assert thing.visible == ("hide" not in standing)
        assert ("Halina" in text) == ("halina" not in standing)
        assert ("600 000 000" in text) == ("number" not in standing)
        assert set(thing.labelled) == {
            label
            for key, label in (("source", Label.NO_SOURCE), ("topic", Label.OFF_TOPIC))
            if key in standing
        }
        assert (thing.thread.locked_at is not None) == ("lock" in standing)
    for decision in standing.values():
        with unit_of_work():
            undo(decision, reason=REASON, by=by)
    assert said(thing) == original
    assert not db.session.scalars(select(CoveredText)).all()
