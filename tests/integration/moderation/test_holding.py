"""What waits for a first look: seen by nobody but its author and the moderators, told to nobody, and published as if it came then."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from civic.accounts.models import User
from civic.discussions.commands import delete_comment
from civic.discussions.models import Cause, Comment, CommentKind, Conversation, Look, Mention
from civic.discussions.queries import list_conversations
from civic.forums.models import Forum, Publishing
from civic.kernel.access import SYSTEM, Actor, Role
from civic.kernel.db import db, unit_of_work
from civic.kernel.errors import Refused
from civic.kernel.events import EventRow
from civic.moderation.commands import decide, hide, keep_cases, restore, undo
from civic.moderation.models import Act, Case, CaseKind, Decision, Ground, Source
from civic.moderation.ruling import Ruling
from civic.notifications.commands import follow, tell
from civic.notifications.models import Concern, Notification
from civic.organisations.models import Verification
from civic.proposals.models import Proposal
from civic.proposals.queries import proposals_of
from tests.factories import (
    a_comment,
    a_conversation,
    a_forum,
    a_proposal,
    a_speaker,
    a_user,
    acting,
    an_actor,
    an_organisation,
    come_in,
)
from tests.fixtures.forms import post_form
from tests.fixtures.text import plain

Thing = Proposal | Comment | Conversation


@pytest.fixture
def moderator(app: Flask) -> User:
    """A moderator."""
    return a_user("Ewa Sitko", Role.MODERATOR)


@pytest.fixture
def by(moderator: User) -> Actor:
    """The same, acting."""
    return acting(moderator)


@pytest.fixture
def forum(by: Actor) -> Forum:
    """A forum in which new people wait."""
    return a_forum("Forum o lokalach", publishing=Publishing.KNOWN_AT_ONCE)


def a_newcomer() -> Actor:
    """Somebody who speaks for an organisation that nobody has checked."""
    new = an_organisation("Stowarzyszenie Nowe", verification=Verification.REGISTER)
    return acting(a_speaker(new, "Nina Nowa"), new.id)


def by_official() -> Actor:
    """An official of the city."""
    return acting(a_user("Olga Urzędowa", Role.OFFICIAL, unit="Wydział Kultury"))


def written(noun: str, forum: Forum, by: Actor) -> Thing:
    """One contribution of each noun."""
    if noun == "comment":
        return a_comment(a_proposal(forum), by)
    return a_proposal(forum, by) if noun == "proposal" else a_conversation(forum, by)


@pytest.fixture(params=["proposal", "comment", "conversation"])
def thing(request: pytest.FixtureRequest, forum: Forum) -> Thing:
    """What a newcomer wrote."""
    return written(request.param, forum, a_newcomer())


def passed(thing: Thing, by: Actor) -> Decision:
    with unit_of_work():
        return decide(thing, Ruling(act=Act.APPROVE, ground=Ground.IN_ORDER, reason="W porządku."), by=by)


def refused(thing: Thing, by: Actor) -> Decision:
    with unit_of_work():
        return hide(thing, ground=Ground.ADVERTISEMENT, reason="To ogłoszenie sklepu.", by=by)


def the_look(thing: Thing) -> Look:
    comment_id = thing.id if isinstance(thing, Comment) else None
    return db.session.scalars(
        select(Look).where(Look.thread_id == thing.thread_id, Look.comment_id == comment_id)
    ).one()


def names() -> list[str]:
    return list(db.session.scalars(select(EventRow.name).order_by(EventRow.seq)))


def told(person: Actor, name: str) -> list[Notification]:
    return list(
        db.session.scalars(
            select(Notification).where(Notification.person_id == person.id, Notification.name == name)
        )
    )


def test_a_newcomer_waits_and_is_published_when_somebody_looked(thing: Thing, by: Actor) -> None:
    assert (thing.visible, thing.held, thing.waits) == (False, True, True)
    assert (the_look(thing).cause, the_look(thing).ended_at) == (Cause.NEWCOMER, None)
    kind = type(thing).__name__
    made = "ConversationOpened" if kind == "Conversation" else f"{kind}Made"
    assert f"{kind}Held" in names()
    before = names().count(made)
    passed(thing, by)
    assert (thing.visible, thing.held, thing.hidden_reason) == (True, False, "")
    assert the_look(thing).ended_at is not None
    assert names().count(made) == before + 1
    assert f"{kind}Approved" in names()


def test_nobody_is_told_before_and_everybody_after(forum: Forum, by: Actor) -> None:
    follower, newcomer = an_actor(name="Filip Śledzi"), a_newcomer()
    with unit_of_work():
        follow(f"forum:{forum.id}", by=follower)
    proposal = a_proposal(forum, newcomer)
    tell(by=SYSTEM)
    assert not told(follower, "ProposalMade")
    assert [note.concern for note in told(by, "ProposalHeld")] == [Concern.OFFICE]
    passed(proposal, by)
    tell(by=SYSTEM)
    assert len(told(follower, "ProposalMade")) == 1
    assert len(told(newcomer, "ProposalApproved")) == 1
    assert not told(by, "ProposalMade")


def test_who_was_let_through_once_waits_no_more(forum: Forum, by: Actor) -> None:
    newcomer = a_newcomer()
    passed(a_proposal(forum, newcomer), by)
    assert a_conversation(forum, newcomer).visible


def test_whoever_is_known_or_keeps_order_never_waits(forum: Forum, by: Actor) -> None:
    assert a_proposal(forum).visible
    assert a_conversation(forum, by).visible
    assert a_conversation(forum, by_official()).visible


def test_where_everything_waits_a_verified_organisation_waits_too(by: Actor) -> None:
    forum = a_forum(publishing=Publishing.NOTHING_AT_ONCE)
    assert the_look(a_proposal(forum)).cause is Cause.EVERYTHING
    assert a_conversation(forum, by).visible


def test_lists_and_counts_leave_out_what_waits(forum: Forum, by: Actor) -> None:
    newcomer = a_newcomer()
    proposal, talk = a_proposal(forum), a_conversation(forum)
    assert not a_proposal(forum, newcomer, title="Nieznana").visible
    waits = a_comment(proposal, newcomer)
    assert not a_conversation(forum, newcomer).visible
    assert [each.id for each in proposals_of(forum)] == [proposal.id]
    assert [row.conversation.id for row in list_conversations(forum, 1).items] == [talk.id]
    db.session.refresh(proposal.thread)
    assert proposal.thread.visible == 0
    passed(waits, by)
    db.session.refresh(proposal.thread)
    assert proposal.thread.visible == 1


def test_a_refused_one_leaves_no_note_and_nothing_is_counted(
    forum: Forum, by: Actor, client: FlaskClient
) -> None:
    proposal = a_proposal(forum)
    comment = a_comment(proposal, a_newcomer(), body="Kupuj u nas.")
    refused(comment, by)
    assert (comment.visible, comment.held, comment.waits) == (False, True, False)
    db.session.refresh(proposal.thread)
    assert proposal.thread.visible == 0
    page = client.get(f"/proposals/{proposal.id}").get_data(as_text=True)
    assert f'id="k{comment.id}"' not in page


def test_its_author_reads_that_it_waits(forum: Forum, client: FlaskClient, by: Actor) -> None:
    newcomer = a_newcomer()
    proposal = a_proposal(forum)
    comment = a_comment(proposal, newcomer, body="Nowy głos w sprawie lokali.")
    page = client.get(f"/proposals/{proposal.id}").get_data(as_text=True)
    assert "Nowy głos" not in page
    assert "pierwsze spojrzenie" not in plain(page)
    assert client.get(f"/c/{comment.id}").status_code == 404
    come_in(client, db.session.get_one(User, newcomer.id), newcomer.organisation_id)
    page = plain(client.get(f"/proposals/{proposal.id}").text)
    assert "Nowy głos" in page
    assert "Czeka na pierwsze spojrzenie moderacji" in page


def test_a_mention_asks_once_the_comment_is_read(forum: Forum, by: Actor) -> None:
    asked = an_organisation("Teatr Za Kotarą")
    newcomer = a_newcomer()
    comment = a_comment(a_proposal(forum), newcomer, body="Co na to @Teatr Za Kotarą?")
    asks = select(Mention).where(Mention.comment_id == comment.id)
    assert db.session.scalars(asks).all() == []
    passed(comment, by)
    assert [mention.organisation_id for mention in db.session.scalars(asks)] == [asked.id]


def test_an_answer_that_waits_answers_nobody_yet(by: Actor) -> None:
    forum = a_forum(publishing=Publishing.NOTHING_AT_ONCE)
    asked = an_organisation("Teatr Za Kotarą")
    proposal = a_proposal(forum)
    passed(proposal, by)
    question = a_comment(
        proposal, by=by_official(), body="Co na to @Teatr Za Kotarą?", kind=CommentKind.QUESTION
    )
    mention = db.session.scalars(select(Mention).where(Mention.comment_id == question.id)).one()
    answer = a_comment(proposal, an_actor(asked), parent_id=question.id)
    assert mention.answered_at is None
    passed(answer, by)
    assert mention.answer_id == answer.id


def test_two_moderators_let_one_thing_through_once(thing: Thing, by: Actor) -> None:
    passed(thing, by)
    with pytest.raises(Refused) as refusal:
        passed(thing, by)
    assert refusal.value.code == "approved"


def test_leaving_what_waits_as_it_is_is_no_decision(thing: Thing, by: Actor) -> None:
    with pytest.raises(Refused), unit_of_work():
        decide(thing, Ruling(act=Act.KEEP, ground=Ground.IN_ORDER, reason="Zostaje."), by=by)


def test_a_refusal_taken_back_waits_again(thing: Thing, by: Actor) -> None:
    decision = refused(thing, by)
    with unit_of_work():
        undo(decision, reason="Pomyłka.", by=by)
    assert thing.waits
    assert the_look(thing).ended_at is None


def test_letting_through_taken_back_waits_again(thing: Thing, by: Actor) -> None:
    decision = passed(thing, by)
    with unit_of_work():
        undo(decision, reason="Pomyłka.", by=by)
    assert thing.waits
    assert the_look(thing).ended_at is None
    passed(thing, by)
    assert thing.visible


def test_a_refusal_undone_on_an_appeal_is_published(thing: Thing, by: Actor) -> None:
    decision = refused(thing, by)
    with unit_of_work():
        undo(
            decision,
            reason="Odwołanie było słuszne.",
            source=Source.APPEAL,
            by=acting(a_user("Jan", Role.MODERATOR)),
        )
    assert thing.visible
    assert not thing.held


def test_what_was_refused_is_given_back_by_a_decision_anew(thing: Thing, by: Actor) -> None:
    refused(thing, by)
    with unit_of_work():
        restore(thing, ground=Ground.MISTAKE, reason="Jednak w porządku.", by=by)
    assert thing.visible


def test_its_author_may_take_a_waiting_comment_back(forum: Forum, by: Actor) -> None:
    newcomer = a_newcomer()
    proposal = a_proposal(forum)
    comment = a_comment(proposal, newcomer)
    with unit_of_work():
        delete_comment(comment, by=newcomer)
    assert the_look(comment).ended_at is not None
    db.session.refresh(proposal.thread)
    assert proposal.thread.visible == 0


def test_what_waits_is_a_case_until_somebody_looked(thing: Thing, by: Actor) -> None:
    with unit_of_work():
        keep_cases(by=SYSTEM)
    case = db.session.scalars(select(Case).where(Case.kind == CaseKind.FIRST)).one()
    assert (case.subject_id, case.person_id, case.settled_at) == (the_look(thing).id, thing.person_id, None)
    passed(thing, by)
    with unit_of_work():
        keep_cases(by=SYSTEM)
    assert case.settled_at is not None


def test_one_click_lets_it_through(forum: Forum, moderator: User, client: FlaskClient) -> None:
    comment = a_comment(a_proposal(forum), a_newcomer(), body="Nowy głos w sprawie lokali.")
    look = the_look(comment)
    come_in(client, moderator)
    assert "Nowy głos w sprawie lokali." in plain(client.get(f"/moderation/looks/{look.id}").text)
    sent = post_form(client, f"/moderation/looks/{look.id}", action="/pass")
    assert sent.status_code in {302, 303}
    db.session.refresh(comment)
    assert comment.visible
    decision = db.session.scalars(select(Decision)).one()
    assert (decision.act, decision.ground) == (Act.APPROVE, Ground.IN_ORDER)
