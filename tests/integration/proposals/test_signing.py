"""Signing together: both sides agree, the signature is for one text, and a close proposal is signed instead of written again."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from civic.accounts.models import UnsentText
from civic.kernel.access import SYSTEM, Actor
from civic.kernel.db import db, unit_of_work
from civic.kernel.errors import CivicError, Forbidden, NotFound, Refused
from civic.kernel.events import EventRow
from civic.organisations.models import Verification
from civic.proposals import commands, signing
from civic.proposals.models import Asked, Cosigner, Proposal, ProposalWords, Signing, SigningState
from tests.factories import (
    a_forum,
    a_proposal,
    a_speaker,
    an_actor,
    an_organisation,
    come_in,
)
from tests.fixtures.forms import in_english, post_form, send
from tests.fixtures.text import seen

CLOSE = {
    "title": "Jedna stawka czynszu za lokale miejskie",
    "body": "Proponujemy jedną, z góry znaną stawkę czynszu za metr kwadratowy lokalu dla wszystkich organizacji.",
}


def fresh(proposal: Proposal) -> Proposal:
    """The proposal as the present transaction reads it."""
    return db.session.get_one(Proposal, proposal.id)


def invited(proposal: Proposal, signer: Actor, by: Actor) -> Signing:
    """An invitation that waits."""
    with unit_of_work():
        wish = commands.invite_to_sign(fresh(proposal), signer.organisation_id or 0, by=by)
    assert isinstance(wish, Signing)
    return wish


def events() -> list[str]:
    """What the log says happened, without who came in."""
    names = db.session.scalars(select(EventRow.name).order_by(EventRow.seq))
    return [name for name in names if "Sign" in name and name not in {"SignedIn", "SignedOut"}]


def test_an_invited_organisation_signs_with_one_click(app: Flask) -> None:
    author, signer = an_actor(), an_actor()
    proposal = a_proposal(by=author)
    invited(proposal, signer, author)
    assert [each.proposal_id for each in signing.waiting_for(signer)] == [proposal.id]
    with unit_of_work():
        done = commands.sign(fresh(proposal), by=signer)
    assert isinstance(done, Cosigner)
    assert [each.id for each in fresh(proposal).cosigners] == [signer.organisation_id]
    assert signing.waiting_for(signer) == []
    assert events() == ["SignatureInvited", "ProposalSigned"]


def test_an_offer_becomes_a_signature_when_those_who_made_it_agree(app: Flask) -> None:
    author, signer = an_actor(), an_actor()
    proposal = a_proposal(by=author)
    with unit_of_work():
        wish = commands.sign(fresh(proposal), by=signer)
        assert isinstance(wish, Signing)
        assert commands.sign(fresh(proposal), by=signer) is wish, "a second click asks no second time"
    assert fresh(proposal).cosigners == []
    assert [each.asked for each in signing.waiting_for(author)] == [Asked.BY_SIGNER]
    with unit_of_work():
        commands.answer_signing(db.session.get_one(Signing, wish.id), accept=True, by=author)
    assert [each.id for each in fresh(proposal).cosigners] == [signer.organisation_id]


def test_either_side_may_decline_once(app: Flask) -> None:
    author, signer = an_actor(), an_actor()
    wish = invited(a_proposal(by=author), signer, author)
    with unit_of_work():
        commands.answer_signing(db.session.get_one(Signing, wish.id), accept=False, by=signer)
    assert db.session.get_one(Signing, wish.id).state is SigningState.DECLINED
    with pytest.raises(Refused), unit_of_work():
        commands.answer_signing(db.session.get_one(Signing, wish.id), accept=True, by=signer)
    assert events() == ["SignatureInvited", "SigningDeclined"]


def test_nobody_answers_what_they_asked_for_themselves(app: Flask) -> None:
    author, signer, other = an_actor(), an_actor(), an_actor()
    wish = invited(a_proposal(by=author), signer, author)
    for stranger in (author, other):
        with pytest.raises(CivicError), unit_of_work():
            commands.answer_signing(db.session.get_one(Signing, wish.id), accept=True, by=stranger)
    with pytest.raises(NotFound):
        signing.get_signing(wish.id, other)


def test_only_verified_organisations_sign_and_never_their_own(app: Flask) -> None:
    author = an_actor()
    proposal = a_proposal(by=author)
    unchecked = an_actor(an_organisation("Nowe Koło", verification=Verification.REGISTER))
    for by, wrong in ((unchecked, Forbidden), (author, Refused)):
        with pytest.raises(wrong), unit_of_work():
            commands.sign(fresh(proposal), by=by)
    with pytest.raises(Refused), unit_of_work():
        commands.invite_to_sign(fresh(proposal), author.organisation_id or 0, by=author)
    with pytest.raises(Forbidden), unit_of_work():
        commands.invite_to_sign(fresh(proposal), author.organisation_id or 0, by=unchecked)


def test_a_signature_is_for_one_text_and_can_be_taken_back(app: Flask, client: FlaskClient) -> None:
    author, signer = an_actor(), an_actor()
    proposal = a_proposal(by=author)
    invited(proposal, signer, author)
    with unit_of_work():
        commands.sign(fresh(proposal), by=signer)
        commands.revise(
            fresh(proposal),
            title="Inaczej",
            body="Zupełnie inny tekst.",
            justification="",
            note="",
            revision_no=1,
            by=author,
        )
    assert "version 1" in seen(in_english(client).get(f"/proposals/{proposal.id}")).replace("\xa0", " ")
    with unit_of_work():
        commands.sign(fresh(proposal), by=signer)
    assert signing.signatures_of(fresh(proposal)).versions == {signer.organisation_id: 2}
    with unit_of_work():
        commands.withdraw_signature(fresh(proposal), by=signer)
        commands.withdraw_signature(fresh(proposal), by=signer)
    assert fresh(proposal).cosigners == []
    assert events().count("SignatureWithdrawn") == 1


def test_the_pages_invite_and_answer(client: FlaskClient) -> None:
    ours, theirs = an_organisation("Fundacja Dom Otwarty"), an_organisation("Koło Żeglarzy")
    author, signer = a_speaker(ours), a_speaker(theirs, "Jan Bąk")
    come_in(client, author, ours.id)
    in_english(client)
    forum = a_forum()
    where = post_form(client, f"/forums/{forum.slug}/proposals/new", dict(CLOSE)).headers["Location"]
    assert "Koło Żeglarzy" in seen(client.get(f"{where}/signers?q=zeglarzy"))
    send(client, f"{where}/signers", {"organisation": theirs.id}, f"{where}/signers?q=zeglarzy")
    come_in(client, signer, theirs.id)
    start = client.get("/me")
    assert "asks you to sign." in seen(start).replace("\xa0", " ")
    wish = db.session.scalars(select(Signing)).one()
    send(client, f"/signings/{wish.id}", {"answer": "accept"})
    assert "Koło Żeglarzy" in client.get(where).text


def test_a_close_proposal_is_shown_before_one_more_is_sent(client: FlaskClient) -> None:
    forum = a_forum()
    there = a_proposal(forum, an_actor(), **CLOSE)
    organisation = an_organisation("Fundacja Dom Otwarty")
    come_in(client, a_speaker(organisation), organisation.id)
    in_english(client)
    page = f"/forums/{forum.slug}/proposals/new"
    typed = {
        "title": "Stawki czynszów za miejski lokal",
        "body": "Czynsz za lokale organizacji niech będzie jedną stawką od metra kwadratowego, znaną z góry.",
    }
    step = post_form(client, page, typed)
    assert step.status_code == 200
    assert "Is it here already?" in seen(step)
    assert "<mark>czynszu</mark>" in step.text, "inflected words are found"
    assert db.session.scalar(select(func.count(Proposal.id))) == 1
    assert db.session.scalars(select(UnsentText)).one().place == page, "what was typed is kept meanwhile"
    assert "Is it here already?" in seen(send(client, page, typed)), "as often as one likes"
    back = send(client, page, {**typed, "back": "1"})
    assert back.status_code == 200
    assert typed["title"] in back.text
    signed = send(client, f"/proposals/{there.id}/sign", {}, page)
    assert signed.status_code == 303
    assert db.session.scalars(select(Signing)).one().asked is Asked.BY_SIGNER
    assert send(client, page, {**typed, "meant": "1"}).status_code == 303
    assert db.session.scalar(select(func.count(Proposal.id))) == 2
    assert db.session.scalar(select(func.count(UnsentText.id))) == 0


def test_words_are_written_down_by_the_job_and_anew_after_a_change(app: Flask) -> None:
    author = an_actor()
    proposal = a_proposal(by=author)
    with unit_of_work():
        assert commands.write_words_down(by=SYSTEM) == 1
        assert commands.write_words_down(by=SYSTEM) == 0
    assert "czynsz" in db.session.get_one(ProposalWords, proposal.id).title
    with unit_of_work():
        text = {"title": "O parku", "body": "Więcej ławek.", "justification": "", "note": ""}
        commands.revise(fresh(proposal), **text, revision_no=1, by=author)
    with unit_of_work():
        assert commands.write_words_down(by=SYSTEM) == 1
    assert "park" in db.session.get_one(ProposalWords, proposal.id).title
