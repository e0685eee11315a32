"""Letters that did not leave, as administrators see them: tried again or taken out, and never read."""

from __future__ import annotations

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from civic.accounts import letters as of_accounts
from civic.kernel import clock, mail
from civic.kernel.access import SYSTEM, Actor, Role
from civic.kernel.db import db, unit_of_work
from civic.kernel.delivery import send_letters
from civic.kernel.events import EventRow
from civic.kernel.mail import Letter
from civic.notifications.commands import choose, follow, tell, write_due_letters
from civic.notifications.models import Concern, Frequency
from tests.factories import a_comment, a_proposal, a_user, come_in
from tests.fixtures.forms import send
from tests.fixtures.smtp import MailServer
from tests.fixtures.text import seen

SECRET = "/login/link/tajny-odnosnik"


def an_administrator(client: FlaskClient) -> None:
    come_in(client, a_user(role=Role.ADMINISTRATOR))


def letter_to(address: str) -> Letter:
    db.session.rollback()
    return db.session.scalars(select(Letter).where(Letter.address == address)).one()


def last_event() -> str | None:
    return db.session.scalar(select(EventRow.name).order_by(EventRow.seq.desc()).limit(1))


def test_what_was_given_up_is_shown_with_its_fault_and_without_its_words(
    app: Flask, client: FlaskClient, mail_server: MailServer
) -> None:
    mail_server.recipient = lambda _address: "550 5.1.1 No such user"
    with unit_of_work():
        mail.write(of_accounts.SIGN_IN_LINK, to="nikt@example.org", language="pl", link=SECRET)
    send_letters(by=SYSTEM)
    an_administrator(client)
    page = client.get("/admin/letters")
    assert "nikt@example.org" in seen(page)
    assert "550 5.1.1 No such user" in seen(page)
    assert "tajny-odnosnik" not in page.text
    assert "Spróbuj ponownie" not in seen(page), "what it said is forgotten"
    number = letter_to("nikt@example.org").id
    answer = send(client, f"/admin/letters/{number}/retry", {}, "/admin/letters")
    assert answer.status_code == 422
    send(client, f"/admin/letters/{number}/drop", {}, "/admin/letters")
    assert last_event() == "LetterDropped"
    assert "Nie ma tu żadnej wiadomości." in seen(client.get("/admin/letters"))


def test_a_letter_that_waits_is_tried_at_once_or_taken_out(
    app: Flask, client: FlaskClient, mail_server: MailServer
) -> None:
    mail_server.recipient = lambda _address: "451 4.7.1 Greylisted"
    with unit_of_work():
        mail.write(of_accounts.SIGN_IN_LINK, to="czeka@example.org", language="pl", link=SECRET)
    send_letters(by=SYSTEM)
    an_administrator(client)
    page = client.get("/admin/letters?list=waiting")
    assert "451 4.7.1 Greylisted" in seen(page)
    assert "tajny-odnosnik" not in page.text
    letter = letter_to("czeka@example.org")
    assert letter.next_at is not None
    assert letter.next_at > clock.now()
    send(client, f"/admin/letters/{letter.id}/retry", {}, "/admin/letters?list=waiting")
    assert last_event() == "LetterRetried"
    mail_server.recipient = lambda _address: None
    assert send_letters(by=SYSTEM) == 1


def test_a_notification_that_was_given_up_can_be_tried_again(
    app: Flask, client: FlaskClient, mail_server: MailServer
) -> None:
    user, proposal = a_user(email="rita@example.org"), a_proposal()
    with unit_of_work():
        follow(f"proposal:{proposal.id}", by=Actor(id=user.id))
        choose(
            frequencies=dict.fromkeys(Concern, Frequency.NOW),
            quiet=False,
            quiet_from=21,
            quiet_until=7,
            paused=False,
            by=Actor(id=user.id),
        )
    a_comment(proposal, body="Zdanie.")
    mail_server.recipient = lambda _address: "550 5.7.1 Not today"
    tell(by=SYSTEM)
    write_due_letters(by=SYSTEM)
    send_letters(by=SYSTEM)
    an_administrator(client)
    number = letter_to("rita@example.org").id
    send(client, f"/admin/letters/{number}/retry", {}, "/admin/letters")
    mail_server.recipient = lambda _address: None
    send_letters(by=SYSTEM)
    assert ["rita@example.org"] in mail_server.recipients
    assert any("Zdanie." in sent.text for sent in mail_server.mails if sent.to == "rita@example.org")


def test_a_letter_that_has_left_is_not_there(
    app: Flask, client: FlaskClient, mail_server: MailServer
) -> None:
    with unit_of_work():
        mail.write(of_accounts.SIGN_IN_LINK, to="ala@example.org", language="pl", link=SECRET)
    send_letters(by=SYSTEM)
    an_administrator(client)
    number = letter_to("ala@example.org").id
    assert send(client, f"/admin/letters/{number}/drop", {}, "/admin").status_code == 404
