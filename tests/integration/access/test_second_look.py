"""What somebody tried who meant no good: links of others, rows whose numbers come again, texts without end, asking without end."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, func, select

from civic.accounts.commands import MOST_UNSENT
from civic.accounts.models import LeftText, Session, UnsentText, User
from civic.accounts.unsent import Unsent
from civic.discussions import commands as discussions
from civic.forums.commands import close_forum
from civic.kernel import clock
from civic.kernel.access import SYSTEM, Role
from civic.kernel.db import db, unit_of_work
from civic.kernel.errors import CivicError, Gone, Refused
from civic.notifications import stopping
from civic.notifications.commands import write_to_followers
from civic.notifications.models import Follower
from civic.open_data.retention import KINDS
from civic.organisations.models import Organisation
from civic.proposals import boards, commands, signing
from civic.proposals.models import PlannedPosition, Proposal, Signing, Stance
from tests.factories import a_comment, a_forum, a_proposal, a_user, acting, an_actor, come_in
from tests.fixtures.forms import post_form, send, token_on
from tests.fixtures.letters import Letters

NOON = dt.datetime(2026, 11, 20, 12, 0, tzinfo=dt.UTC)


def fresh(proposal: Proposal) -> Proposal:
    return db.session.get_one(Proposal, proposal.id)


def test_a_board_never_reads_the_plan_of_others_whose_row_has_the_same_number(app: Flask) -> None:
    with unit_of_work():
        old = commands.plan_position(a_proposal(), stance=Stance.SUPPORT, by=an_actor())
    number, token = old.id, boards.token_of(old)
    with unit_of_work():
        db.session.execute(delete(PlannedPosition))
    proposal = a_proposal()
    by = an_actor()
    with unit_of_work():
        db.session.add(
            PlannedPosition(
                id=number,
                proposal_id=proposal.id,
                organisation_id=by.organisation_id,
                person_id=by.id,
                stance=Stance.AGAINST,
                reason="Tajne",
                at=clock.now(),
                link_no=0,
            )
        )
    with unit_of_work():
        commands.renew_link(boards.get_plan(proposal.id, by.organisation_id), by=by)
    with pytest.raises(Gone):
        boards.plan_behind(token, clock.now())


def test_a_plan_that_everybody_forgot_is_deleted_with_its_notes(app: Flask) -> None:
    with unit_of_work():
        planned = commands.plan_position(a_proposal(), stance=Stance.SUPPORT, by=an_actor())
    with unit_of_work():
        commands.note_on_plan(planned, name="Anna Kowalska", agrees=True, by=acting(a_user()))
    kind = next(each for each in KINDS if each.name == "planned_positions")
    with unit_of_work():
        assert kind.delete(clock.now() + boards.LINK_LASTS - dt.timedelta(days=1)) == 0
        assert kind.delete(clock.now() + boards.LINK_LASTS + dt.timedelta(days=1)) == 1


def test_the_letter_of_one_who_left_stops_nothing_for_whoever_came_after(
    app: Flask, client: FlaskClient, letters: Letters
) -> None:
    with time_machine.travel(NOON, tick=False) as traveller:
        first = _follow(client, letters, "pierwsza@example.org")
        old = stopping.of_follower(first).path
        a_proposal(title="Zanim odejdzie")
        traveller.shift(dt.timedelta(days=8))
        write_to_followers(by=SYSTEM)
        number = first.id
        with unit_of_work():
            db.session.execute(delete(Follower))
        second = _follow(client, letters, "druga@example.org", number)
        for sent in letters():
            assert sent.to != "pierwsza@example.org", "what was written to the one is not told of the other"
        assert client.post(old).status_code == 200
        db.session.rollback()
        assert db.session.get(Follower, second.id) is not None
        assert client.post(stopping.of_follower(second).path).status_code == 200
        db.session.rollback()
        assert db.session.get(Follower, number) is None


def _follow(client: FlaskClient, letters: Letters, email: str, number: int | None = None) -> Follower:
    send(client, "/follow/email?subject=all", {"subject": "all", "email": email, "frequency": "weekly"})
    sent = next(each for each in letters() if each.to == email)
    if number is not None:
        with unit_of_work():
            db.session.scalars(select(Follower)).one().id = number
    post_form(client, sent.path)
    db.session.rollback()
    return db.session.scalars(select(Follower).where(Follower.address == email)).one()


def test_refused_texts_fill_no_account(app: Flask) -> None:
    by = acting(a_user())
    keeper = Unsent()
    for number in range(MOST_UNSENT):
        assert keeper.rescue(f"/proposals/1/edit?n={number}", {"body": ["tekst"]}, by)
    assert not keeper.rescue("/proposals/1/edit?n=more", {"body": ["tekst"]}, by)
    assert keeper.rescue("/proposals/1/edit?n=1", {"body": ["inny"]}, by), "what has its place finds it"
    assert not keeper.rescue("/proposals/1/edit?n=1", {"body": ["x" * 600_000]}, by)
    db.session.rollback()
    assert db.session.scalar(select(func.count(UnsentText.id))) == MOST_UNSENT


def test_whoever_was_here_once_cannot_fill_the_disk(app: Flask, client: FlaskClient) -> None:
    come_in(client, a_user())
    page = f"/proposals/{a_proposal().id}/comments/new"
    with unit_of_work():
        db.session.execute(delete(Session))
    for _turn in range(70):
        client.post(page, data={"body": "Długi tekst, którego nikt nie wyśle."})
    client.post(page, data={"body": "x " * 300_000})
    db.session.rollback()
    assert db.session.scalar(select(func.count(LeftText.token_hash))) == 60


def test_the_search_for_a_mention_takes_no_pattern_without_end(app: Flask, client: FlaskClient) -> None:
    by = an_actor()
    forum = a_forum()
    proposal = a_proposal(forum)
    come_in(client, _user(by.id), by.organisation_id)
    page = f"/proposals/{proposal.id}/comments/new"
    answer = send(client, page, {"find": "1", "mention": "a%\0" * 30_000, "body": "x", "kind": "glos"})
    assert answer.status_code == 200


def _user(number: int | None) -> User:
    return db.session.get_one(User, number)


def test_no_null_reaches_the_database(app: Flask, client: FlaskClient) -> None:
    come_in(client, a_user())
    token = token_on(client.get("/inbox").text)
    place = f"/proposals/{a_proposal().id}/comments/new"
    sent = [
        ("/follow", {"act": "unfollow", "subject": "forum:1\0"}, 303),
        ("/inbox/read", {"subject": "forum:1\0"}, 303),
        (f"/drafts/save?at={place}?a=%00", {"body": "x"}, 404),
        (f"/drafts/save?at={place}", {"bo\0dy": "x\0y z"}, 303),
    ]
    for path, fields, status in sent:
        assert client.post(path, data={**fields, "csrf_token": token}).status_code == status, path


def test_an_organisation_that_was_suspended_signs_nothing_by_an_older_wish(app: Flask) -> None:
    author, signer = an_actor(), an_actor()
    proposal = a_proposal(by=author)
    with unit_of_work():
        commands.sign(fresh(proposal), by=signer)
    (wish,) = signing.waiting_for(author)
    with unit_of_work():
        db.session.get_one(Organisation, signer.organisation_id).suspended_at = clock.now()
    with pytest.raises(Refused, match="zawieszona"), unit_of_work():
        commands.answer_signing(db.session.get_one(Signing, wish.id), accept=True, by=author)


def test_nobody_is_asked_for_a_signature_over_and_over(app: Flask) -> None:
    author, signer = an_actor(), an_actor()
    proposal = a_proposal(by=author)
    for _turn in range(3):
        with unit_of_work():
            commands.invite_to_sign(fresh(proposal), signer.organisation_id or 0, by=author)
        (wish,) = signing.waiting_for(signer)
        with unit_of_work():
            commands.answer_signing(db.session.get_one(Signing, wish.id), accept=False, by=signer)
    with pytest.raises(Refused), unit_of_work():
        commands.invite_to_sign(fresh(proposal), signer.organisation_id or 0, by=author)


def test_nobody_agrees_or_changes_words_in_a_closed_forum(app: Flask) -> None:
    writer = acting(a_user())
    proposal = a_proposal(a_forum())
    said = a_comment(proposal, by=writer)
    with unit_of_work():
        close_forum(fresh(proposal).forum, reason="Koniec.", by=acting(a_user(role=Role.PLENIPOTENTIARY)))
    with pytest.raises(CivicError), unit_of_work():
        discussions.agree(said, by=acting(a_user()))
    with pytest.raises(CivicError), unit_of_work():
        discussions.edit_comment(said, body="Inaczej", edits=0, by=writer)
