"""What moderators impose on an account: what it contributes waits, or nothing comes; and all of it hidden at once, and brought back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, TypeVar

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import html as markup
from sqlalchemy import select

from civic.accounts.models import User
from civic.discussions.commands import agree, delete_comment
from civic.discussions.models import Cause, Comment, Conversation, Look, Thread
from civic.forums.models import Forum, Publishing
from civic.kernel import clock
from civic.kernel.access import SYSTEM, Actor, Permission, Restraint, Role, can
from civic.kernel.db import db, unit_of_work
from civic.kernel.errors import Forbidden, Refused
from civic.kernel.words import day
from civic.moderation import looks
from civic.moderation.commands import bring_back, clear_away, decide, decide_about_person, hide, undo
from civic.moderation.models import Act, Decision, Ground, Source
from civic.moderation.ruling import Ruling
from civic.notifications.commands import tell
from civic.notifications.models import Notification
from civic.proposals.commands import propose, revise, take_position
from civic.proposals.models import Proposal, Stance
from tests.factories import a_comment, a_conversation, a_forum, a_proposal, a_user, acting, an_actor, come_in
from tests.fixtures.forms import post_form
from tests.fixtures.text import seen

Contribution = Proposal | Conversation | Comment
K = TypeVar("K", bound=Contribution)


@pytest.fixture
def by(app: Flask) -> Actor:
    """A moderator."""
    return acting(a_user("Ewa Sitko", Role.MODERATOR))


def owner(actor: Actor) -> User:
    return db.session.get_one(User, actor.id)


def again(actor: Actor) -> Actor:
    """The same person, as the next request finds them."""
    return acting(owner(actor), actor.organisation_id)


def imposed(actor: Actor, act: Act, by: Actor, days: int = 7) -> Decision:
    until = None if act is Act.LIFT or not days else clock.now() + timedelta(days=days)
    with unit_of_work():
        ruling = Ruling(act=act, ground=Ground.SPAM, reason="Seria ogłoszeń.", until=until)
        return decide_about_person(owner(actor), ruling, by=by)


def test_what_a_limited_account_says_waits_and_what_is_published_stays(by: Actor) -> None:
    forum, author = a_forum(), an_actor()
    proposal = a_proposal(forum, author)
    imposed(author, Act.LIMIT, by)
    author = again(author)
    talk = a_conversation(forum, author)
    assert talk.waits
    assert (
        db.session.scalars(select(Look.cause).where(Look.thread_id == talk.thread_id)).one() is Cause.LIMITED
    )
    with pytest.raises(Refused) as refusal, unit_of_work():
        revise(
            proposal, title="Inaczej", body="Inaczej.", justification="", note="", revision_no=1, by=author
        )
    assert refusal.value.code == "account_limited"


def test_a_suspended_account_adds_nothing_and_reads_until_when(by: Actor) -> None:
    forum, author, others = a_forum(), an_actor(), a_proposal()
    theirs = a_proposal(forum)
    comment = a_comment(theirs)
    imposed(author, Act.SUSPEND, by, days=7)
    author = again(author)
    tries: list[Any] = [
        lambda: propose(forum, title="Nowa", body="Nowa.", by=author),
        lambda: a_comment(theirs, author),
        lambda: a_conversation(forum, author),
        lambda: take_position(others, stance=Stance.SUPPORT, by=author),
        lambda: agree(comment, agreed=True, by=author),
    ]
    for tried in tries:
        with pytest.raises(Refused) as refusal, unit_of_work():
            tried()
        assert refusal.value.code == "account_suspended"
    until = day(author.restriction.until) if author.restriction and author.restriction.until else "?"
    assert until in str(refusal.value.message)
    assert not can(author, Permission.REGISTER_ORGANISATION)
    assert not can(author, Permission.CLAIM_ORGANISATION)
    assert can(author, Permission.SIGNED_IN)


def test_a_suspended_author_still_takes_back_what_was_said(by: Actor) -> None:
    author = an_actor()
    comment = a_comment(a_proposal(), author)
    imposed(author, Act.SUSPEND, by)
    with unit_of_work():
        delete_comment(comment, by=again(author))
    assert comment.deleted_at is not None


def test_it_ends_by_itself(by: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    forum, author = a_forum(), an_actor()
    imposed(author, Act.SUSPEND, by, days=7)
    later = clock.now() + timedelta(days=8)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert a_conversation(forum, again(author)).visible


def test_it_is_lifted_and_its_owner_is_told_each_time(by: Actor) -> None:
    author = an_actor()
    imposed(author, Act.SUSPEND, by, days=0)
    assert again(author).is_suspended(clock.now())
    imposed(author, Act.LIFT, by)
    assert again(author).restriction is None
    tell(by=SYSTEM)
    told = db.session.scalars(
        select(Notification.name).where(Notification.person_id == author.id).order_by(Notification.seq)
    )
    assert list(told) == ["WritingSuspended", "WritingFreed"]


def test_what_cannot_be_imposed_says_why(by: Actor) -> None:
    author, official = an_actor(), acting(a_user("Olga", Role.OFFICIAL))
    with pytest.raises(Forbidden):
        imposed(author, Act.LIMIT, author)
    for who, act, code in (
        (by, Act.SUSPEND, "own"),
        (official, Act.SUSPEND, "role"),
        (author, Act.LIFT, "free"),
        (author, Act.HIDE, "act"),
    ):
        with pytest.raises(Refused) as refusal:
            imposed(who, act, by)
        assert refusal.value.code == code
    with pytest.raises(Refused) as refusal:
        imposed(author, Act.LIMIT, by, days=-1)
    assert refusal.value.code == "until"


def test_all_that_an_account_wrote_goes_with_one_reason(by: Actor) -> None:
    forum, spammer = a_forum(), an_actor()
    proposal = a_proposal(forum, spammer)
    mine: list[Contribution] = [
        proposal,
        a_conversation(forum, spammer),
        a_comment(a_proposal(forum), spammer),
    ]
    others = a_comment(proposal)
    with unit_of_work():
        made = clear_away(owner(spammer), reason="Seria ogłoszeń.", by=by)
    assert [thing.visible for thing in mine] == [False, False, False]
    assert others.visible
    assert len({decision.batch for decision in made}) == 1
    assert [decision.act for decision in made] == [Act.SUSPEND, Act.HIDE, Act.HIDE, Act.HIDE]
    assert again(spammer).is_suspended(clock.now())
    with pytest.raises(Refused):
        clear_away(owner(spammer), reason="Jeszcze raz.", by=by)


def test_a_batch_is_brought_back_once(by: Actor) -> None:
    spammer = an_actor()
    a_proposal(by=spammer)
    with unit_of_work():
        batch = clear_away(owner(spammer), reason="Seria ogłoszeń.", by=by)[0].batch
    with unit_of_work():
        bring_back(batch, reason="Pomyłka.", by=by)
    with pytest.raises(Refused) as refusal, unit_of_work():
        bring_back(batch, reason="Pomyłka.", by=by)
    assert refusal.value.code == "undone"
    with pytest.raises(Refused):
        bring_back("", reason="Pomyłka.", by=by)


def _all(kind: type[K]) -> Sequence[K]:
    return db.session.scalars(select(kind).order_by(kind.id)).all()


def state_of(person: User) -> tuple[Any, ...]:
    """All that a bulk act could change."""
    db.session.expire_all()
    kinds: tuple[type[Contribution], ...] = (Proposal, Conversation, Comment)
    things = [
        (kind.__name__, each.id, each.hidden_at is None, each.held, each.hidden_reason, each.thread_id)
        for kind in kinds
        for each in _all(kind)
    ]
    threads = [(each.id, each.visible) for each in db.session.scalars(select(Thread).order_by(Thread.id))]
    looks = [(each.id, each.ended_at is None) for each in db.session.scalars(select(Look).order_by(Look.id))]
    restriction = db.session.get_one(User, person.id).restriction
    return things, threads, looks, restriction


STEPS = st.lists(
    st.sampled_from(
        [
            "proposal",
            "conversation",
            "comment",
            "held_proposal",
            "held_comment",
            "hide",
            "approve",
            "refuse",
            "delete",
        ]
    ),
    max_size=8,
)


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS, before=st.sampled_from([None, Act.LIMIT, Act.LIFT]))
def test_bringing_a_batch_back_restores_exactly(by: Actor, steps: list[str], before: Act | None) -> None:
    forum, spammer, place = a_forum(), an_actor(), a_proposal()
    if before:
        imposed(spammer, Act.LIMIT, by)
    if before is Act.LIFT:
        imposed(spammer, Act.LIFT, by)
    author = spammer
    for step in steps:
        _do(step, forum, place, author, by)
    was = state_of(owner(spammer))
    with unit_of_work():
        batch = clear_away(owner(spammer), reason="Seria ogłoszeń.", by=by)[0].batch
    assert owner(spammer).restriction
    assert owner(spammer).restriction.kind is Restraint.SUSPEND  # type: ignore[union-attr]
    with unit_of_work():
        bring_back(batch, reason="Pomyłka.", by=by)
    assert state_of(owner(spammer)) == was


def _do(step: str, forum: Forum, place: Proposal, author: Actor, by: Actor) -> None:
    """One thing that happens to an account before the bulk act."""
    with unit_of_work():
        forum.publishing = place.forum.publishing = (
            Publishing.NOTHING_AT_ONCE if step.startswith("held") else Publishing.EVERYTHING_AT_ONCE
        )
    noun = step.removeprefix("held_")
    if noun == "proposal":
        a_proposal(forum, author, title=f"Propozycja {clock.now().timestamp()}")
    elif noun == "conversation":
        a_conversation(forum, author, title=f"Rozmowa {clock.now().timestamp()}")
    elif noun == "comment":
        a_comment(place, author)
    else:
        _act_on_last(step, author, by)


def _act_on_last(step: str, author: Actor, by: Actor) -> None:
    last = db.session.scalars(
        select(Comment).where(Comment.person_id == author.id).order_by(Comment.id.desc()).limit(1)
    ).one_or_none()
    if last is None or last.deleted_at is not None:
        return
    with unit_of_work():
        if step == "hide" and last.visible:
            hide(last, ground=Ground.INSULT, reason="Obraża.", by=by)
        elif step == "approve" and last.waits:
            decide(last, Ruling(act=Act.APPROVE, ground=Ground.IN_ORDER, reason="Dobrze."), by=by)
        elif step == "refuse" and last.waits:
            hide(last, ground=Ground.SPAM, reason="Reklama.", by=by)
        elif step == "delete" and (last.visible or last.waits):
            delete_comment(last, by=author)


class TestPages:
    """What a moderator does about an account in the browser."""

    @pytest.fixture
    def spammer(self, by: Actor, client: FlaskClient) -> Actor:
        """An account that wrote two things, looked at by a moderator."""
        spammer = an_actor(name="Sylwia Spam")
        a_comment(a_proposal(by=spammer, title="Reklama sklepu"), spammer, body="Kupuj u nas.")
        come_in(client, owner(by))
        return spammer

    def test_an_account_shows_what_it_wrote(self, spammer: Actor, client: FlaskClient) -> None:
        page = seen(client.get(f"/moderation/people/{spammer.id}"))
        assert "Sylwia Spam" in page
        assert "Kupuj u nas." in page
        assert "2 wypowiedzi widoczne" in page

    def test_it_is_limited_for_a_week(self, spammer: Actor, client: FlaskClient) -> None:
        answer = post_form(
            client,
            f"/moderation/people/{spammer.id}/restrict",
            {"act": "limit", "days": "7", "ground": "spam", "reason": "Seria ogłoszeń."},
        )
        assert answer.status_code == 303
        db.session.expire_all()
        found = owner(spammer).restriction
        assert found is not None
        assert found.kind is Restraint.LIMIT
        assert found.until == clock.end_of(clock.today(clock.now() + timedelta(days=7)))
        assert "czeka na spojrzenie" in seen(client.get(f"/moderation/people/{spammer.id}"))
        assert "ograniczenie konta" in seen(client.get("/moderation/contributions?view=decisions")).lower()

    def test_without_a_choice_the_form_says_so(self, spammer: Actor, client: FlaskClient) -> None:
        answer = post_form(client, f"/moderation/people/{spammer.id}/restrict", {"reason": "Seria ogłoszeń."})
        assert answer.status_code == 422
        assert owner(spammer).restriction is None

    def test_everything_goes_and_comes_back(self, spammer: Actor, client: FlaskClient) -> None:
        post_form(client, f"/moderation/people/{spammer.id}/spam", {"reason": "Reklama."})
        things = looks.written_by(owner(spammer))
        assert things == []
        page = client.get(f"/moderation/people/{spammer.id}")
        back = next(link for link in markup.fromstring(page.text).iterlinks() if "/batches/" in link[2])[2]
        post_form(client, back, {"reason": "Pomyłka."})
        db.session.expire_all()
        assert len(looks.written_by(owner(spammer))) == 2
        assert owner(spammer).restriction is None
        assert client.get(back).status_code == 200
        assert client.get("/moderation/batches/nie-ma/undo").status_code == 404

    def test_whoever_is_suspended_reads_the_decision(
        self, spammer: Actor, client: FlaskClient, by: Actor
    ) -> None:
        decision = imposed(spammer, Act.SUSPEND, by)
        come_in(client, owner(spammer), spammer.organisation_id)
        start = client.get("/me")
        assert "Twoje konto" in seen(start)
        assert f"/decisions/{decision.id}" in start.text
        assert client.get(f"/decisions/{decision.id}").status_code == 200


def test_a_suspension_is_taken_back_on_an_appeal_also_when_it_is_over(
    by: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    author = an_actor()
    decision = imposed(author, Act.SUSPEND, by, days=7)
    later = clock.now() + timedelta(days=30)
    monkeypatch.setattr(clock, "now", lambda: later)
    with unit_of_work():
        made = undo(decision, reason="Odwołanie jest słuszne.", source=Source.APPEAL, by=by)
    assert (made.act, made.undoes_id) == (Act.LIFT, decision.id)
    assert owner(author).restriction is None


def test_taking_back_a_suspension_leaves_the_limit_from_before(by: Actor) -> None:
    author = an_actor()
    imposed(author, Act.LIMIT, by, days=30)
    decision = imposed(author, Act.SUSPEND, by)
    with unit_of_work():
        undo(decision, reason="Za dużo.", by=by)
    assert again(author).is_limited(clock.now())
