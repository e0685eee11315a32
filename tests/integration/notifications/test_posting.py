"""Letters of notifications: at once, by day, by week; each period once; nothing that may be read no more, nothing in quiet hours."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from civic.accounts.models import User
from civic.kernel import bounces, clock, smtp
from civic.kernel.access import SYSTEM, Actor, Role
from civic.kernel.db import db, unit_of_work
from civic.kernel.delivery import send_letters
from civic.kernel.mail import Letter
from civic.moderation.commands import hide
from civic.moderation.models import Ground
from civic.notifications import stopping
from civic.notifications.commands import choose, follow, tell, write_due_letters
from civic.notifications.models import Concern, Delivery, Frequency, Notification
from civic.proposals.models import Proposal
from tests.factories import a_comment, a_forum, a_proposal, a_user, acting, an_actor
from tests.fixtures.letters import Letters, Mail
from tests.fixtures.smtp import MailServer

NOON = dt.datetime(2026, 11, 20, 12, 0, tzinfo=dt.UTC)
NIGHT = dt.datetime(2026, 11, 20, 22, 30, tzinfo=dt.UTC)
MORNING = dt.datetime(2026, 11, 21, 6, 0, tzinfo=dt.UTC)


def wishing(frequency: Frequency, *, language: str = "pl", paused: bool = False, quiet: bool = True) -> User:
    """A person who wants everything as often as that."""
    user = a_user("Rita Mieszkanka")
    with unit_of_work():
        user.language = language
        choose(
            frequencies=dict.fromkeys(Concern, frequency),
            quiet=quiet,
            quiet_from=21,
            quiet_until=7,
            paused=paused,
            by=Actor(id=user.id),
        )
    return user


def following(user: User, proposal: Proposal) -> None:
    with unit_of_work():
        follow(f"proposal:{proposal.id}", by=Actor(id=user.id))


def work() -> None:
    """What the worker does each minute."""
    tell(by=SYSTEM)
    write_due_letters(by=SYSTEM)


def to(user: User, letters: Letters) -> list[Mail]:
    """What left for one person."""
    email = user.email
    work()
    return [mail for mail in letters() if mail.to == email]


def test_at_once_comes_at_once_and_five_comments_are_one_letter(app: Flask, letters: Letters) -> None:
    with time_machine.travel(NOON, tick=False):
        proposal, user = a_proposal(title="Jedna stawka"), wishing(Frequency.NOW)
        following(user, proposal)
        for number in range(5):
            a_comment(proposal, body=f"Zdanie numer {number}.")
        (sent,) = to(user, letters)
        assert sent.subject == f"P{proposal.id} Jedna stawka"
        assert "Zdanie numer 4." in sent.text
        assert "Zdanie numer 0." in sent.html
        assert "Jest tu 5 nowych rzeczy." in sent.text
        assert to(user, letters) == []


def test_what_is_at_once_waits_for_the_end_of_a_quiet_night(app: Flask, letters: Letters) -> None:
    with time_machine.travel(NIGHT, tick=False) as traveller:
        proposal, user = a_proposal(), wishing(Frequency.NOW)
        following(user, proposal)
        a_comment(proposal)
        assert to(user, letters) == []
        traveller.move_to(MORNING - dt.timedelta(seconds=1))
        assert to(user, letters) == []
        traveller.move_to(MORNING)
        assert len(to(user, letters)) == 1


@pytest.mark.parametrize(
    "night", [dt.datetime(2026, 3, 28, 12, tzinfo=dt.UTC), dt.datetime(2026, 10, 24, 12, tzinfo=dt.UTC)]
)
def test_a_digest_over_the_night_of_the_clock_change_leaves_once(
    app: Flask, letters: Letters, night: dt.datetime
) -> None:
    with time_machine.travel(night, tick=False) as traveller:
        proposal, user = a_proposal(title="Jedna stawka"), wishing(Frequency.DAILY)
        following(user, proposal)
        mails: list[Mail] = []
        for hour in range(48):
            traveller.move_to(night + dt.timedelta(hours=hour))
            if hour in {1, 10, 13, 14, 15}:
                a_comment(proposal, body=f"Zdanie z godziny {hour}.")
            mails += to(user, letters)
        assert [clock.local(each).hour for each in sent_at(user)] == [7] * len(mails)
        said = "".join(mail.text for mail in mails)
        for hour in (1, 10, 13, 14, 15):
            assert said.count(f"Zdanie z godziny {hour}.") == 1


def sent_at(user: User) -> list[dt.datetime]:
    return list(db.session.scalars(select(Delivery.at).where(Delivery.person_id == user.id)))


def test_a_clock_that_is_put_back_sends_no_second_digest_and_loses_nothing(
    app: Flask, letters: Letters
) -> None:
    with time_machine.travel(NOON, tick=False) as traveller:
        proposal, user = a_proposal(), wishing(Frequency.DAILY)
        following(user, proposal)
        a_comment(proposal, body="Pierwsze zdanie.")
        work()
        traveller.move_to(MORNING)
        (first,) = to(user, letters)
        assert "Pierwsze zdanie." in first.text
        traveller.move_to(MORNING - dt.timedelta(minutes=20))
        a_comment(proposal, body="Drugie zdanie.")
        work()
        traveller.move_to(MORNING + dt.timedelta(minutes=5))
        assert to(user, letters) == []
        traveller.move_to(MORNING + dt.timedelta(days=1))
        (second,) = to(user, letters)
        assert "Drugie zdanie." in second.text
        assert "Pierwsze" not in second.text


def test_a_worker_that_slept_for_days_sends_one_digest_with_everything(app: Flask, letters: Letters) -> None:
    with time_machine.travel(NOON, tick=False) as traveller:
        proposal, user = a_proposal(), wishing(Frequency.WEEKLY)
        following(user, proposal)
        for number in range(3):
            a_comment(proposal, body=f"Zdanie numer {number}.")
            tell(by=SYSTEM)
            traveller.shift(dt.timedelta(days=7))
        traveller.shift(dt.timedelta(days=7))
        (sent,) = to(user, letters)
        assert all(f"Zdanie numer {number}." in sent.text for number in range(3))


def test_what_was_hidden_before_the_letter_left_is_not_in_it(app: Flask, letters: Letters) -> None:
    moderator = acting(a_user(role=Role.MODERATOR))
    with time_machine.travel(NOON, tick=False):
        proposal, user = a_proposal(), wishing(Frequency.NOW)
        following(user, proposal)
        said = a_comment(proposal, body="Kanarek w kopalni.")
        work()
        assert db.session.scalar(select(func.count(Letter.id)).where(Letter.address == user.email)) == 1
        with unit_of_work():
            hide(said, ground=Ground.INSULT, reason="Obraża.", by=moderator)
        assert to(user, letters) == []
        assert db.session.scalar(select(func.count(Letter.id)).where(Letter.address == user.email)) == 0


@pytest.mark.parametrize(
    "wish", [{"frequency": Frequency.NONE}, {"frequency": Frequency.NOW, "paused": True}]
)
def test_who_wants_no_letters_gets_none_and_has_the_inbox(
    app: Flask, letters: Letters, wish: dict[str, object]
) -> None:
    with time_machine.travel(NOON, tick=False) as traveller:
        proposal, user = a_proposal(), wishing(**wish)  # type: ignore[arg-type]
        following(user, proposal)
        a_comment(proposal)
        work()
        traveller.shift(dt.timedelta(days=9))
        assert to(user, letters) == []
        mine = select(func.count(Notification.id)).where(Notification.person_id == user.id)
        assert db.session.scalar(mine) == 1


@pytest.mark.parametrize("language", ["pl", "en", "uk"])
@pytest.mark.parametrize("frequency", [Frequency.NOW, Frequency.DAILY, Frequency.WEEKLY])
def test_every_letter_has_its_headers_and_both_parts(
    app: Flask, mail_server: MailServer, language: str, frequency: Frequency
) -> None:
    with time_machine.travel(NOON, tick=False) as traveller:
        author = an_actor()
        proposal, user = (
            a_proposal(a_forum(), author, title="Łączna stawka"),
            wishing(frequency, language=language),
        )
        following(user, proposal)
        a_comment(proposal, author, body="Zażółć gęślą jaźń.")
        work()
        traveller.shift(dt.timedelta(days=9))
        work()
        send_letters(by=SYSTEM)
        address = user.email
    (sent,) = [mail for mail in mail_server.mails if mail.to == address]
    message, token = (
        sent.message,
        stopping.Stop("p", user.id, "followed" if frequency is Frequency.NOW else frequency),
    )
    assert str(message["List-Unsubscribe"]).strip() == f"<http://localhost{token.path}>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message["Precedence"] == "bulk"
    assert message["Auto-Submitted"] == "auto-generated"
    assert str(message["List-Id"]).endswith(".localhost>")
    assert message["Reply-To"] is None
    if frequency is Frequency.NOW:
        assert message["References"] == message["In-Reply-To"] == f"<proposal-{proposal.id}@localhost>"
        assert sent.path.startswith("/c/")
    else:
        assert message["References"] is None
        assert sent.path == "/inbox"
    assert "Zażółć gęślą jaźń." in sent.text
    assert "Zażółć gęślą jaźń." in sent.html
    assert f'<html lang="{language}">' in sent.html
    assert token.path in sent.text
    assert author.organisation is not None
    assert author.organisation in sent.text
    assert author.email not in sent.text + sent.html
    assert "%(" not in sent.text + sent.subject
    assert message.as_bytes().isascii()


def test_two_letters_about_one_proposal_are_one_conversation_and_two_letters(
    app: Flask, mail_server: MailServer
) -> None:
    with time_machine.travel(NOON, tick=False):
        proposal, user = a_proposal(), wishing(Frequency.NOW)
        following(user, proposal)
        for _number in range(2):
            a_comment(proposal)
            work()
            send_letters(by=SYSTEM)
    mine = [mail.message for mail in mail_server.mails if mail.to == user.email]
    assert len({message["References"] for message in mine}) == 1
    assert len({message["Message-ID"] for message in mine}) == 2


def test_an_address_that_a_server_refuses_three_times_gets_no_more(
    app: Flask, mail_server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(smtp, "TIMEOUT_SECONDS", 0.5)
    with time_machine.travel(NOON, tick=False):
        proposal, user = a_proposal(), wishing(Frequency.NOW)
        following(user, proposal)
        mail_server.recipient = lambda _address: "550 5.1.1 No such user"
        for _time in range(bounces.FAILING_AFTER + 2):
            a_comment(proposal)
            work()
            send_letters(by=SYSTEM)
        letters = db.session.scalars(select(Letter).where(Letter.address == user.email)).all()
        assert len(letters) == bounces.FAILING_AFTER
        assert {letter.fault for letter in letters} == {"550 5.1.1 No such user"}
        assert bounces.find(user.email)


def test_an_address_that_works_again_is_forgotten_among_those_that_fail(
    app: Flask, mail_server: MailServer
) -> None:
    with time_machine.travel(NOON, tick=False):
        proposal, user = a_proposal(), wishing(Frequency.NOW)
        following(user, proposal)
        mail_server.recipient = lambda _address: "550 5.1.1 No such user"
        for answer in ("550 5.1.1 No such user", "550 5.1.1 No such user", None):
            mail_server.recipient = lambda _address, said=answer: said  # type: ignore[misc]
            a_comment(proposal)
            work()
            send_letters(by=SYSTEM)
        assert db.session.get(bounces.FailingAddress, user.email) is None
