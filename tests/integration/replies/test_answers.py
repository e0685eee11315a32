"""Answers by e-mail become comments, once, under the writer's own name; whatever is wrong with them becomes no comment."""

from __future__ import annotations

import dataclasses
import socket
from collections.abc import Callable
from datetime import date, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from civic.accounts.models import User
from civic.discussions.models import Comment
from civic.kernel import clock
from civic.kernel.access import SYSTEM, Actor, Role
from civic.kernel.db import db, unit_of_work
from civic.kernel.errors import Forbidden
from civic.kernel.events import EventRow
from civic.moderation.commands import hide
from civic.moderation.models import Ground
from civic.organisations.models import Membership
from civic.proposals.commands import withdraw
from civic.replies import addresses
from civic.replies.addresses import Claim, address_for
from civic.replies.models import Outcome, ReceivedMail
from civic.replies.reading import LONGEST
from civic.replies.rounds import read_answers
from tests.factories import a_comment, a_forum, a_phase, a_proposal, a_user, acting, an_actor
from tests.fixtures.imap import Mailbox
from tests.fixtures.letters import Letters

OURS = "answer@forum.example.org"
Settings = Callable[..., None]


@pytest.fixture(autouse=True)
def settings(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Answers are taken, from a folder unless told."""
    folder = tmp_path / "answers"
    folder.mkdir()
    before = app.config["CIVIC"]

    def take(**changed: Any) -> None:
        facts = {"reply_address": OURS, "reply_folder": folder, **changed}
        monkeypatch.setitem(app.config, "CIVIC", dataclasses.replace(before, **facts))

    take()
    return take


@pytest.fixture
def box(settings: Settings, mailbox: Mailbox) -> Mailbox:
    """The mailbox in place of the folder."""
    settings(reply_folder=None, reply_imap=mailbox.url)
    return mailbox


@pytest.fixture
def by() -> Actor:
    """A representative who gets the letter."""
    return an_actor(name="Anna Autorska")


@pytest.fixture
def asked(by: Actor) -> Comment:
    """The comment that the letter is about."""
    return a_comment(a_proposal(), body="Ile to kosztuje?")


def address(by: Actor, asked: Comment, **changed: Any) -> str:
    """The address in the letter."""
    claim = Claim(by.id or 0, asked.id, by.organisation_id, clock.today(clock.now() + addresses.LASTS))
    return address_for(dataclasses.replace(claim, **changed))


def a_mail(
    to: str, sender: str, text: str = "Tysiąc złotych.", number: str = "<1@x>", **headers: str
) -> EmailMessage:
    """An answer."""
    message = EmailMessage()
    message["From"], message["To"], message["Message-ID"] = f"Anna <{sender}>", to, number
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(f"{text}\n\nW dniu 3.11.2026 o 10:15, Forum pisze:\n> Ile to kosztuje?")
    return message


def arrive(app: Flask, *mails: EmailMessage | bytes) -> int:
    """Lay mails into the folder and run the job."""
    folder: Path = app.config["CIVIC"].reply_folder
    for number, mail in enumerate(mails):
        (folder / f"{number}.eml").write_bytes(mail if isinstance(mail, bytes) else mail.as_bytes())
    taken = read_answers(by=SYSTEM)
    assert not list(folder.iterdir()), "what was read lies there no more"
    return taken


def answers(asked: Comment) -> list[Comment]:
    """The comments that answer it."""
    return list(db.session.scalars(select(Comment).where(Comment.parent_id == asked.id).order_by(Comment.id)))


def refusal(letters: Letters, app: Flask, mail: EmailMessage | bytes, asked: Comment) -> str:
    """What the writer is told; nothing was published."""
    assert arrive(app, mail) == 0
    assert answers(asked) == []
    (letter,) = letters()
    return letter.text


def test_an_answer_becomes_a_comment_of_the_organisation(app: Flask, by: Actor, asked: Comment) -> None:
    assert arrive(app, a_mail(address(by, asked), by.email)) == 1
    (made,) = answers(asked)
    assert made.body == "Tysiąc złotych."
    assert (made.person_id, made.organisation_id) == (by.id, by.organisation_id)
    assert db.session.scalars(select(EventRow.name).order_by(EventRow.seq.desc())).first() == "CommentMade"
    noted = db.session.scalars(select(ReceivedMail)).one()
    assert (noted.outcome, noted.comment_id) == (Outcome.TAKEN, made.id)


def test_the_same_mail_again_is_the_same_comment(app: Flask, by: Actor, asked: Comment) -> None:
    mail = a_mail(address(by, asked), by.email)
    assert arrive(app, mail, mail) == 1
    with time_machine.travel(clock.now() + timedelta(hours=2), tick=False):
        assert arrive(app, mail) == 0
    assert len(answers(asked)) == 1


def test_capital_letters_in_addresses_change_nothing(app: Flask, by: Actor, asked: Comment) -> None:
    assert arrive(app, a_mail(address(by, asked).upper(), by.email.title())) == 1


def test_addresses_hold_nothing_to_read_and_fit(by: Actor, asked: Comment) -> None:
    one, other = address(by, asked), address(by, asked, comment_id=asked.id + 1)
    assert len(one.partition("@")[0]) <= 64
    # Of two neighbours nothing is alike: neither can be made from the other.
    alike = sum(a == b for a, b in zip(one.partition("@")[0][7:], other.partition("@")[0][7:], strict=True))
    assert alike < 12


@pytest.mark.parametrize("place", [0, 20, 47])
def test_a_forged_address_is_nobodys(
    app: Flask, by: Actor, asked: Comment, letters: Letters, place: int
) -> None:
    name, _plus, rest = address(by, asked).partition("+")
    token, _at, domain = rest.partition("@")
    changed = token[:place] + ("b" if token[place] == "a" else "a") + token[place + 1 :]
    assert arrive(app, a_mail(f"{name}+{changed}@{domain}", by.email)) == 0
    assert (answers(asked), letters()) == ([], [])


def test_another_secret_opens_nothing(app: Flask, by: Actor, asked: Comment, settings: Settings) -> None:
    to = address(by, asked)
    settings(secret_key="another secret, also long enough for it")
    assert arrive(app, a_mail(to, by.email)) == 0
    assert answers(asked) == []


def test_another_persons_mail_is_dropped_in_silence(
    app: Flask, by: Actor, asked: Comment, letters: Letters
) -> None:
    other = an_actor()
    assert arrive(app, a_mail(address(by, asked), other.email)) == 0
    assert (answers(asked), letters()) == ([], [])
    assert db.session.scalar(select(func.count(ReceivedMail.id))) == 0


@pytest.mark.parametrize(
    "header", [{"Auto_Submitted": "auto-replied"}, {"Precedence": "bulk"}, {"Return_Path": "<>"}]
)
def test_machines_get_no_answer(
    app: Flask, by: Actor, asked: Comment, letters: Letters, header: dict[str, str]
) -> None:
    assert arrive(app, a_mail(address(by, asked), by.email, **header)) == 0
    assert (answers(asked), letters()) == ([], [])


def test_our_own_letter_sent_back_goes_nowhere(
    app: Flask, by: Actor, asked: Comment, letters: Letters
) -> None:
    arrive(app, a_mail(address(by, asked), by.email, text=""))
    (letter,) = letters()
    back = letter.message
    del back["To"], back["From"]
    back["To"], back["From"] = address(by, asked), by.email
    assert arrive(app, back.as_bytes()) == 0
    assert (answers(asked), letters()) == ([], [])


def test_too_late(app: Flask, by: Actor, asked: Comment, letters: Letters) -> None:
    mail = a_mail(address(by, asked, until=clock.today(clock.now()) - timedelta(days=1)), by.email)
    told = refusal(letters, app, mail, asked)
    assert "przez 30 dni" in told
    assert "Tysiąc złotych." in told


def test_a_closed_phase_gives_the_text_back(app: Flask, letters: Letters, by: Actor) -> None:
    forum = a_forum(phases=[a_phase(closes=clock.today(clock.now()))])
    asked = a_comment(a_proposal(forum))
    to = address(by, asked)
    with time_machine.travel(clock.now() + timedelta(days=2), tick=False):
        told = refusal(letters, app, a_mail(to, by.email), asked)
    assert "Tysiąc złotych." in told
    assert "Komentarze można było" in told or "do " in told


def test_what_was_hidden_meanwhile_is_not_answered(
    app: Flask, by: Actor, asked: Comment, letters: Letters
) -> None:
    with unit_of_work():
        hide(asked, ground=Ground.INSULT, reason="Obraża.", by=acting(a_user(role=Role.MODERATOR)))
    assert "Tysiąc złotych." in refusal(letters, app, a_mail(address(by, asked), by.email), asked)


def test_a_withdrawn_proposal_takes_no_answers(app: Flask, by: Actor, letters: Letters) -> None:
    maker = an_actor()
    proposal = a_proposal(by=maker)
    asked = a_comment(proposal)
    with unit_of_work():
        withdraw(proposal, by=maker)
    assert "wycofała" in refusal(letters, app, a_mail(address(by, asked), by.email), asked)


def test_a_suspended_account_says_nothing(app: Flask, by: Actor, asked: Comment, letters: Letters) -> None:
    with unit_of_work():
        db.session.get_one(User, by.id).suspended_at = clock.now()
    assert "zawieszone" in refusal(letters, app, a_mail(address(by, asked), by.email), asked)


def test_who_speaks_no_longer_for_it_says_nothing_for_it(
    app: Flask, by: Actor, asked: Comment, letters: Letters
) -> None:
    with unit_of_work():
        for place in db.session.scalars(select(Membership).where(Membership.user_id == by.id)):
            place.ends_on = date(2020, 1, 2)
    assert "Tysiąc złotych." in refusal(letters, app, a_mail(address(by, asked), by.email), asked)


def test_the_city_does_not_speak_by_mail(app: Flask, asked: Comment, letters: Letters) -> None:
    official = acting(a_user(role=Role.OFFICIAL, unit="Wydział Mieszkalnictwa"))
    assert "miasto" in refusal(letters, app, a_mail(address(official, asked), official.email), asked)


def test_an_empty_answer_is_told(app: Flask, by: Actor, asked: Comment, letters: Letters) -> None:
    assert "nad cytowaną" in refusal(letters, app, a_mail(address(by, asked), by.email, text=""), asked)


def test_ten_megabytes_are_too_much(app: Flask, by: Actor, asked: Comment, letters: Letters) -> None:
    mail = a_mail(address(by, asked), by.email)
    mail.add_attachment(b"x" * (2 * LONGEST), maintype="image", subtype="jpeg", filename="a.jpg")
    assert "za duża" in refusal(letters, app, mail, asked)


def test_files_are_left_out_with_a_word(app: Flask, by: Actor, asked: Comment, letters: Letters) -> None:
    mail = a_mail(address(by, asked), by.email)
    mail.add_attachment(b"%PDF-", maintype="application", subtype="pdf", filename="a.pdf")
    assert arrive(app, mail) == 1
    (letter,) = letters()
    assert "bez załączników" in letter.subject


def test_what_looks_like_a_header_is_text(app: Flask, by: Actor, asked: Comment, letters: Letters) -> None:
    text = "Bcc: wszyscy@example.org\nSubject: inny"
    assert arrive(app, a_mail(address(by, asked), by.email, text=text)) == 1
    assert answers(asked)[0].body == text
    evil = a_mail(address(by, asked), by.email, text="", number="<2@x>").as_bytes()
    assert arrive(app, evil.replace(b"Anna <", b'"Anna\\r\\nBcc: all@example.org" <')) == 0
    assert all("all@example.org" not in str(letter.message) for letter in letters())


def test_after_five_refusals_a_day_nobody_answers(
    app: Flask, by: Actor, asked: Comment, letters: Letters
) -> None:
    mails = [a_mail(address(by, asked), by.email, text="", number=f"<{each}@x>") for each in range(9)]
    assert arrive(app, *mails) == 0
    assert len(letters()) == 5


def test_one_broken_mail_stops_no_other(app: Flask, by: Actor, asked: Comment) -> None:
    assert arrive(app, b"\xff\x00 nothing", a_mail(address(by, asked), by.email)) == 1


def test_only_the_system_reads(by: Actor) -> None:
    with pytest.raises(Forbidden):
        read_answers(by=by)


def test_nothing_is_read_where_it_is_off(app: Flask, settings: Settings, mailbox: Mailbox) -> None:
    settings(reply_address="", reply_folder=None, reply_imap=mailbox.url)
    assert read_answers(by=SYSTEM) == 0
    assert mailbox.sessions == 0


def test_a_mailbox_is_read_and_emptied(app: Flask, by: Actor, asked: Comment, box: Mailbox) -> None:
    box.put(a_mail(address(by, asked), by.email).as_bytes())
    box.put(b"From: x@example.org\r\n\r\nReklama")
    assert read_answers(by=SYSTEM) == 1
    assert box.mails == {}
    assert len(answers(asked)) == 1


def test_a_large_mail_is_not_fetched(
    app: Flask, by: Actor, asked: Comment, box: Mailbox, letters: Letters
) -> None:
    mail = a_mail(address(by, asked), by.email).as_bytes().replace(b"\n", b"\r\n")
    box.put(mail + b"x" * (LONGEST + 1))
    assert read_answers(by=SYSTEM) == 0
    assert "za duża" in letters()[0].text


@pytest.mark.parametrize("command", ["STORE", "EXPUNGE", "FETCH"])
def test_a_server_that_cuts_makes_nothing_twice(
    app: Flask, by: Actor, asked: Comment, box: Mailbox, command: str
) -> None:
    box.put(a_mail(address(by, asked), by.email).as_bytes())
    box.cut_at = command
    read_answers(by=SYSTEM)
    box.cut_at = ""
    read_answers(by=SYSTEM)
    assert len(answers(asked)) == 1
    assert box.mails == {}


def test_an_absent_server_costs_nothing(app: Flask, settings: Settings) -> None:
    settings(reply_folder=None, reply_imap="imap://a:b@127.0.0.1:9/INBOX")
    assert read_answers(by=SYSTEM) == 0


def test_a_silent_server_is_given_up(app: Flask, settings: Settings) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        settings(reply_folder=None, reply_imap=f"imap://a:b@127.0.0.1:{silent.getsockname()[1]}/INBOX")
        assert read_answers(by=SYSTEM) == 0
