"""Another wording: suggested, put to the text of today, accepted as a new version, not accepted, left to the forum."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from civic.discussions.models import Comment, CommentKind
from civic.kernel.access import Actor, Role
from civic.kernel.db import db, unit_of_work
from civic.kernel.errors import Conflict, Forbidden, Refused
from civic.kernel.events import EventRow
from civic.moderation.commands import hide
from civic.moderation.models import Ground
from civic.proposals import amending, commands
from civic.proposals.models import Amendment, AmendmentState, Part, Proposal
from tests.factories import a_forum, a_proposal, a_speaker, a_user, acting, an_actor, an_organisation, come_in
from tests.fixtures.forms import post_form, token_on
from tests.fixtures.text import seen
from tests.integration.proposals.test_at_once import at_once, sender

BODY = "Stawka wynosi 5 zł za metr. Umowa trwa trzy lata.\n\nLokal ma być dostępny."


@contextmanager
def refused(code: str) -> Iterator[None]:
    """Expect a refusal for that reason."""
    with pytest.raises((Refused, Forbidden)) as refusal, unit_of_work():
        yield
    assert refusal.value.code == code


def an_amendment(proposal: Proposal, old: str, new: str, by: Actor | None = None, **facts: Any) -> Amendment:
    """Another wording of some words of a proposal's body."""
    wanted: dict[str, Any] = {"part": Part.BODY, "reason": "Tak będzie jaśniej.", "revision_no": 1, **facts}
    with unit_of_work():
        return commands.amend(
            proposal, text=proposal.current.body.replace(old, new), by=by or an_actor(), **wanted
        )


def told() -> list[str]:
    return list(db.session.scalars(select(EventRow.name).order_by(EventRow.seq)))


def test_an_amendment_is_a_comment_with_its_reason_and_the_change_beside_it(app: Flask) -> None:
    proposal, by = a_proposal(body=BODY), an_actor()
    made = an_amendment(proposal, "5 zł", "4 zł", by)
    assert (made.comment.kind, made.comment.body) == (CommentKind.AMENDMENT, "Tak będzie jaśniej.")
    assert (made.comment.organisation_id, made.state) == (by.organisation_id, AmendmentState.OPEN)
    assert made.old_digest == amending.digest_of(BODY)
    assert told()[-2:] == ["CommentMade", "AmendmentMade"]
    assert an_amendment(proposal, "5 zł", "4 zł", by).id == made.id
    other = an_amendment(proposal, "trzy lata", "pięć lat", by)
    assert other.comment_id != made.comment_id


def test_what_changes_nothing_has_no_reason_or_is_ones_own_is_refused(app: Flask) -> None:
    author = an_actor()
    proposal = a_proposal(by=author, body=BODY)
    with refused("unchanged"):
        an_amendment(proposal, "x", "y")
    with refused("empty"):
        an_amendment(proposal, "5 zł", "4 zł", reason=" ")
    with refused("empty"):
        an_amendment(proposal, BODY, " ")
    with refused("own"):
        an_amendment(proposal, "5 zł", "4 zł", author)
    assert db.session.scalar(select(func.count(Comment.id))) == 0


def test_accepting_makes_a_new_version_with_the_text_of_today(app: Flask) -> None:
    author = an_actor()
    proposal = a_proposal(by=author, body=BODY, justification="Bo tak.")
    made = an_amendment(proposal, "5 zł", "4 zł")
    with unit_of_work():
        commands.revise(
            proposal,
            title="Nowy tytuł",
            body=BODY.replace("trzy lata", "pięć lat"),
            justification="Bo tak.",
            note="",
            revision_no=1,
            by=author,
        )
    with unit_of_work():
        commands.accept_amendment(made, reason="Słusznie.", by=author)
    assert proposal.current.body == BODY.replace("trzy lata", "pięć lat").replace("5 zł", "4 zł")
    assert (proposal.current.title, proposal.current.justification) == ("Nowy tytuł", "Bo tak.")
    assert (made.state, made.resulting_no, made.decided_by_id) == (AmendmentState.ACCEPTED, 3, author.id)
    assert [each.id for each in amending.accepted_in(proposal.id, 3)] == [made.id]
    assert told()[-2:] == ["AmendmentDecided", "ProposalRevised"]


def test_what_was_changed_meanwhile_at_the_same_words_is_not_written_over(app: Flask) -> None:
    author = an_actor()
    proposal = a_proposal(by=author, body=BODY)
    one, other = an_amendment(proposal, "5 zł", "4 zł"), an_amendment(proposal, "5 zł", "6 zł")
    assert amending.meeting([one, other], proposal) == {one.id: [other], other.id: [one]}
    with unit_of_work():
        commands.accept_amendment(one, by=author)
    assert amending.fit(other, proposal).collides
    with refused("collides"):
        commands.accept_amendment(other, by=author)
    with refused("decided"):
        commands.reject_amendment(one, reason="Jednak nie.", by=author)
    assert proposal.revision_no == 2


def test_the_same_wording_waits_no_longer_once_the_text_has_it(app: Flask) -> None:
    author = an_actor()
    proposal = a_proposal(by=author, body=BODY)
    one, same = an_amendment(proposal, "5 zł", "4 zł"), an_amendment(proposal, "5 zł", "4 zł")
    with unit_of_work():
        commands.accept_amendment(one, by=author)
    db.session.refresh(same)
    assert (same.state, same.resulting_no) == (AmendmentState.OUTDATED, 2)


def test_not_accepting_needs_a_reason_and_the_forum_may_talk_first(app: Flask) -> None:
    author = an_actor()
    proposal = a_proposal(by=author, body=BODY)
    made = an_amendment(proposal, "5 zł", "4 zł")
    with refused("empty"):
        commands.reject_amendment(made, reason="", by=author)
    with unit_of_work():
        commands.leave_to_forum(made, by=author)
    version = proposal.thread.version
    with unit_of_work():
        commands.reject_amendment(made, reason="Miasto tego nie uniesie.", by=author)
    assert (made.state, made.reason) == (AmendmentState.REJECTED, "Miasto tego nie uniesie.")
    assert proposal.thread.version == version + 1
    assert proposal.revision_no == 1


def test_only_those_who_made_the_proposal_decide(app: Flask) -> None:
    proposal, stranger = a_proposal(body=BODY), an_actor()
    made = an_amendment(proposal, "5 zł", "4 zł", stranger)
    for by in (stranger, an_actor(), acting(a_user("Ewa Sitko", Role.MODERATOR))):
        with pytest.raises(Forbidden), unit_of_work():
            commands.accept_amendment(made, by=by)


def test_a_hidden_amendment_is_neither_read_nor_accepted(app: Flask, client: FlaskClient) -> None:
    author = an_actor()
    proposal = a_proposal(by=author, body=BODY)
    made = an_amendment(proposal, "5 zł", "brzydkie słowo")
    with unit_of_work():
        hide(
            made.comment,
            ground=Ground.INSULT,
            reason="Obraża.",
            by=acting(a_user("Ewa Sitko", Role.MODERATOR)),
        )
    with refused("hidden"):
        commands.accept_amendment(made, by=author)
    assert client.get(f"/amendments/{made.id}").status_code == 404
    assert "brzydkie" not in client.get(f"/proposals/{proposal.id}").text


def test_a_reader_sees_the_change_where_it_stands_and_whom_it_meets(app: Flask, client: FlaskClient) -> None:
    author = an_actor()
    proposal = a_proposal(by=author, body=BODY)
    one = an_amendment(proposal, "5 zł", "4 zł")
    an_amendment(proposal, "5 zł", "6 zł")
    page = client.get(f"/proposals/{proposal.id}").text
    assert f'href="/amendments/{one.id}"' in page
    assert "<del>" in page
    answer = client.get(f"/amendments/{one.id}")
    assert "<del>" in answer.text
    assert "Zmieniają te same słowa" in seen(answer)
    assert "csrf_token" not in answer.text
    assert "Set-Cookie" not in answer.headers
    with unit_of_work():
        commands.accept_amendment(one, by=author)
    assert "poprawka przyjęta" in seen(client.get(f"/amendments/{one.id}"))
    assert "poprawka przyjęta" in seen(client.get(f"/proposals/{proposal.id}"))
    credited = seen(client.get(f"/proposals/{proposal.id}/revisions/2"))
    assert f"Poprawka: {one.comment.organisation_name}" in credited


def test_from_suggesting_to_accepting_by_the_forms(app: Flask, client: FlaskClient) -> None:
    ours, theirs = an_organisation("Fundacja Dom"), an_organisation("Stowarzyszenie Próg")
    author, other = a_speaker(ours), a_speaker(theirs, "Jan Bąk")
    proposal = a_proposal(by=acting(author, ours.id), body=BODY)
    come_in(client, other, theirs.id)
    page = f"/proposals/{proposal.id}/amendments/new?part=body"
    assert "Umowa trwa trzy lata." in client.get(page).text
    kept = post_form(client, page, {"text": BODY.replace("5 zł", "4 zł"), "reason": ""})
    assert kept.status_code == 422
    assert "4 zł" in kept.text
    sent = post_form(client, page, {"text": BODY.replace("5 zł", "4 zł"), "reason": "Taniej."})
    assert sent.status_code == 303
    made = db.session.scalars(select(Amendment)).one()
    assert client.get(f"/amendments/{made.id}/decide").status_code == 403
    come_in(client, author, ours.id)
    assert f"/amendments/{made.id}/decide" in client.get(f"/proposals/{proposal.id}").text
    decide = f"/amendments/{made.id}/decide"
    assert post_form(client, decide, {"decision": "rejected", "reason": ""}).status_code == 422
    assert post_form(client, decide, {"decision": "accepted", "reason": ""}).status_code == 303
    assert "Stawka wynosi 4 zł" in seen(client.get(f"/proposals/{proposal.id}"))


def test_of_two_who_accept_at_once_each_gets_a_version_or_a_sentence(app: Flask) -> None:
    organisation = an_organisation()
    user = a_speaker(organisation)
    proposal = a_proposal(by=acting(user, organisation.id), body=BODY)
    one, other = an_amendment(proposal, "5 zł", "4 zł"), an_amendment(proposal, "5 zł", "6 zł")
    clients = [app.test_client() for _each in range(2)]
    for client in clients:
        come_in(client, user, organisation.id)
    senders = [
        sender(client, f"/amendments/{each.id}/decide", {"decision": "accepted"})
        for client, each in zip(clients, (one, other), strict=True)
    ]
    assert sorted(at_once(app, senders)) == [303, 422]
    assert db.session.scalar(select(Proposal.revision_no)) == 2


def test_accepting_while_the_text_is_changed_loses_neither(app: Flask) -> None:
    organisation = an_organisation()
    user = a_speaker(organisation)
    proposal = a_proposal(by=acting(user, organisation.id), body=BODY)
    made = an_amendment(proposal, "5 zł", "4 zł")
    clients = [app.test_client() for _each in range(2)]
    for client in clients:
        come_in(client, user, organisation.id)
    revised = {"title": proposal.title, "body": BODY.replace("trzy", "dwa"), "revision_no": "1"}
    senders = [
        sender(clients[0], f"/amendments/{made.id}/decide", {"decision": "accepted"}),
        sender(clients[1], f"/proposals/{proposal.id}/edit", revised),
    ]
    codes = at_once(app, senders)
    text = db.session.get_one(Proposal, proposal.id, populate_existing=True).current.body
    # Whoever revises second is shown both texts; whoever accepts second puts the change to the new text.
    assert codes[0] == 303
    assert "4 zł" in text
    assert codes[1] == 409 or "dwa" in text


def test_a_forged_revision_number_is_not_found(app: Flask, client: FlaskClient) -> None:
    organisation = an_organisation()
    come_in(client, a_speaker(organisation), organisation.id)
    page = f"/proposals/{a_proposal(a_forum(), body=BODY).id}/amendments/new"
    token = token_on(client.get(page).text)
    sent = {"csrf_token": token, "text": "Inaczej.", "reason": "Bo.", "revision_no": "9"}
    assert client.post(page, data=sent).status_code == 404


def test_a_stale_revise_still_shows_both_texts(app: Flask) -> None:
    author = an_actor()
    proposal = a_proposal(by=author, body=BODY)
    made = an_amendment(proposal, "5 zł", "4 zł")
    with unit_of_work():
        commands.accept_amendment(made, by=author)
    with pytest.raises(Conflict), unit_of_work():
        commands.revise(
            proposal, title="T", body="Inaczej.", justification="", note="", revision_no=1, by=author
        )
