"""What is inside its period stays, what is past it goes, and the report says how much."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import count

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.datastructures import FileStorage

from civic.accounts.models import UnsentText, User
from civic.boards.models import Notice, NoticeWording, WordingState
from civic.config import RETENTION, Config, WrongSettings
from civic.contact.models import ContactMessage, ContactState, ContactThread, Side, StaffNote
from civic.gatherings.models import (
    Gathering,
    GatheringState,
    Looking,
    QuestionState,
    RoomQuestion,
    Support,
)
from civic.kernel import clock, files
from civic.kernel.access import SYSTEM, Role
from civic.kernel.bounces import FailingAddress
from civic.kernel.db import db, unit_of_work
from civic.kernel.files import StoredFile
from civic.kernel.mail import Letter
from civic.meetings.models import Meeting, MeetingKind
from civic.moderation.models import Breach, Report
from civic.needs.models import Need, NeedState
from civic.notifications.models import Concern, Follower, Frequency, Notification, Why
from civic.open_data.commands import delete_what_has_expired
from civic.open_data.models import Deletion
from civic.open_data.retention import KINDS
from civic.organisations.models import (
    Capacity,
    Claim,
    ClaimKind,
    Invitation,
    RegisterAnswer,
    RegisterState,
)
from civic.polls.models import Poll, PollAnswer
from civic.proposals.models import BoardNote, PlannedPosition, Proposal, Stance
from civic.replies.models import Outcome, ReceivedMail
from tests.factories import a_proposal, a_user, an_organisation, come_in
from tests.fixtures.text import seen
from tests.fixtures.uploads import docx


def a_letter(at: datetime) -> None:
    db.session.add(
        Letter(
            message_id=str(at),
            address="kto@example.org",
            language="pl",
            kind="x",
            written_at=at,
            next_at=None,
        )
    )


def an_invitation(at: datetime) -> None:
    db.session.add(
        Invitation(
            token_hash=str(at),
            organisation_id=ORGANISATION[0],
            email=f"{at.timestamp()}@example.org",
            capacity=Capacity.MEMBER,
            at=at,
            expires_at=at,
        )
    )


def an_answer(at: datetime) -> None:
    number = f"{int(at.timestamp()):010}"
    db.session.add(RegisterAnswer(number=number, state=RegisterState.FOUND, fetched_at=at))


def an_account(at: datetime) -> None:
    db.session.add(User(email=f"{at.timestamp()}@example.org", name="Nikt", created_at=at))


def a_file(at: datetime) -> StoredFile:
    stored = StoredFile(sha256="0" * 64, name="a.pdf", mime="application/pdf", size=1, at=at)
    db.session.add(stored)
    db.session.flush()
    return stored


def a_decided_claim(at: datetime) -> None:
    person = User(email=f"c{at.timestamp()}@example.org", name="Ktoś", created_at=at)
    db.session.add(person)
    db.session.flush()
    db.session.add(
        Claim(
            organisation_id=ORGANISATION[0],
            user_id=person.id,
            kind=ClaimKind.MANDATE,
            capacity=Capacity.ADMIN,
            evidence_id=a_file(at).id,
            at=at,
            decided_at=at,
            granted=True,
        )
    )


def a_room_browser(at: datetime) -> None:
    """Somebody who supports a question in a room that was closed then."""
    meeting = Meeting(
        uid=str(at),
        title="Spotkanie",
        kind=MeetingKind.GATHERING,
        starts=at - timedelta(hours=2),
        ends=at,
        created_at=at,
        changed_at=at,
    )
    gathering = Gathering(
        meeting=meeting,
        short_code=f"{int(at.timestamp()) % 10**8:08}",
        looking=Looking.AFTER,
        state=GatheringState.CLOSED,
        closed_at=at,
        prepared_at=at,
    )
    asked = RoomQuestion(
        gathering=gathering,
        key=str(at)[:36],
        text="Kiedy?",
        state=QuestionState.SHOWN,
        asked_at=at,
        supports=1,
    )
    db.session.add(asked)
    db.session.flush()
    db.session.add(Support(question_id=asked.id, browser="b"))


def a_planned_position(at: datetime) -> None:
    facts = {"proposal_id": PROPOSAL[0], "organisation_id": ORGANISATION[0], "person_id": PERSON[0]}
    planned = PlannedPosition(**facts, stance=Stance.SUPPORT, at=at, closed_at=at)
    planned.notes.append(BoardNote(name="Ewa", agrees=True, at=at))
    db.session.add(planned)


def a_notice_that_is_over(at: datetime) -> None:
    """Its period is counted in whole days: what ended an hour too early ended on the day before."""
    before = clock.now() - timedelta(days=RETENTION["notices"])
    last = clock.today(at) if at >= before else min(clock.today(at), clock.today(before) - timedelta(days=1))
    notice = Notice(organisation_id=ORGANISATION[0], made_at=at)
    notice.wordings.append(
        NoticeWording(
            title="Porady",
            body="Przyjdź.",
            body_html="<p>Przyjdź.</p>",
            starts_on=last,
            ends_on=last,
            person_id=PERSON[0],
            at=at,
            state=WordingState.SHOWN,
            decided_at=at,
        )
    )
    db.session.add(notice)


def an_unsent_text(at: datetime) -> None:
    place = f"/proposals/{next(NUMBERS)}/edit"
    text = {"body": ["Zaczęte i nie wysłane."]}
    db.session.add(UnsentText(user_id=PERSON[0], place=place, fields=text, saved_at=at))


NUMBERS = count(1)


def a_received_mail(at: datetime) -> None:
    db.session.add(ReceivedMail(digest=str(at), person_id=PERSON[0], at=at, outcome=Outcome.REFUSED))


def a_read_notification(at: datetime) -> None:
    told = {"name": "CommentMade", "person_id": PERSON[0], "subject": "proposal:1", "at": at, "read_at": at}
    codes = {"concern": Concern.FOLLOWED, "why": Why.FOLLOWS, "frequency": Frequency.NONE}
    db.session.add(Notification(seq=next(NUMBERS), **told, **codes))


def an_unconfirmed_follower(at: datetime) -> None:
    address = f"{at.timestamp()}@example.org"
    facts = {"subject": "all", "language": "pl", "frequency": Frequency.WEEKLY}
    db.session.add(Follower(address=address, token_hash=str(at), asked_at=at, **facts))


def a_settled_report(at: datetime) -> None:
    who = {"name": "Anna", "email": f"{at.timestamp()}@example.org", "language": "pl"}
    said = {"breach": Breach.SPAM, "explanation": "To mówi maszyna.", "key": "k", "token_hash": str(at)}
    proposal = db.session.get_one(Proposal, PROPOSAL[0])
    times = {"at": at, "decided_at": at, "outcome": "keep"}
    db.session.add(Report(proposal=proposal, forum_id=proposal.forum_id, **who, **said, **times))


def a_closed_matter(at: datetime) -> None:
    thread = ContactThread(
        organisation_id=ORGANISATION[0],
        subject="Umowa",
        state=ContactState.CLOSED,
        opened_at=at,
        last_at=at,
        closed_at=at,
    )
    db.session.add(thread)
    db.session.flush()
    said = {
        "side": Side.ORGANISATION,
        "person_id": PERSON[0],
        "body": "Pytamy.",
        "body_html": "<p>Pytamy.</p>",
    }
    db.session.add(ContactMessage(thread_id=thread.id, at=at, file_id=a_file(at).id, **said))
    db.session.add(StaffNote(thread_id=thread.id, by_id=PERSON[0], at=at, body="Sprawdzone."))


def a_need(at: datetime, **facts: object) -> None:
    codes = {"language": "pl", "key": "k", "token_hash": str(at), "digest": str(at)}
    times = {"came_on": clock.today(at), "at": at, "decided_at": at, "closed_at": at}
    db.session.add(Need(**{"text": "", "state": NeedState.WORKS, **codes, **times, **facts}))


def an_address_of_a_need(at: datetime) -> None:
    a_need(at, email=f"{at.timestamp()}@example.org", email_confirmed_at=at)


def a_need_as_typed(at: datetime) -> None:
    a_need(at, text="Brakuje ławki.")


def a_failing_address(at: datetime) -> None:
    db.session.add(FailingAddress(address=f"{at.timestamp()}@example.org", times=1, fault="550", last_at=at))


def a_poll_that_is_over(at: datetime) -> None:
    codes = {"key": str(at), "token_hash": str(at)}
    poll = Poll(title="Zebranie", created_at=at, last_at=at, **codes)
    poll.answers.append(PollAnswer(token_hash="x", name="Ola", language="pl", at=at))
    db.session.add(poll)


ORGANISATION, PROPOSAL, PERSON = [0], [0], [0]
MAKERS: dict[str, Callable[[datetime], object]] = {
    "letters": a_letter,
    "invitations": an_invitation,
    "evidence": a_decided_claim,
    "register_answers": an_answer,
    "unused_accounts": an_account,
    "unnamed_files": a_file,
    "planned_positions": a_planned_position,
    "notices": a_notice_that_is_over,
    "unsent_texts": an_unsent_text,
    "received_mails": a_received_mail,
    "notifications": a_read_notification,
    "followers": an_unconfirmed_follower,
    "failing_addresses": a_failing_address,
    "reports": a_settled_report,
    "contact_threads": a_closed_matter,
    "need_addresses": an_address_of_a_need,
    "need_texts": a_need_as_typed,
    "room_browsers": a_room_browser,
    "poll_answers": a_poll_that_is_over,
}
COUNTED = {
    "letters": Letter.id,
    "invitations": Invitation.id,
    "register_answers": RegisterAnswer.number,
    "unused_accounts": User.id,
    "room_browsers": Support.browser,
    "unnamed_files": StoredFile.id,
    "planned_positions": PlannedPosition.id,
    "notices": Notice.id,
    "unsent_texts": UnsentText.id,
    "received_mails": ReceivedMail.id,
    "notifications": Notification.id,
    "followers": Follower.id,
    "failing_addresses": FailingAddress.address,
    "contact_threads": ContactThread.id,
}


def left(kind: str) -> int:
    if kind == "evidence":
        living = select(func.count(StoredFile.id)).where(StoredFile.deleted_at.is_(None))
        return db.session.scalar(living) or 0
    if kind == "reports":
        return db.session.scalar(select(func.count(Report.id)).where(Report.email != "")) or 0
    if kind == "poll_answers":
        return db.session.scalar(select(func.count(PollAnswer.id)).where(PollAnswer.name != "")) or 0
    if kind in {"need_addresses", "need_texts"}:
        kept = Need.email if kind == "need_addresses" else Need.text
        return db.session.scalar(select(func.count(Need.id)).where(kept != "")) or 0
    return db.session.scalar(select(func.count(COUNTED[kind]))) or 0


def test_every_kind_has_a_period_and_a_test() -> None:
    assert {kind.name for kind in KINDS} == set(RETENTION) == set(MAKERS)


@pytest.mark.parametrize("kind", sorted(RETENTION))
def test_what_is_past_its_period_goes(app: Flask, kind: str) -> None:
    ORGANISATION[0], proposal = an_organisation().id, a_proposal()
    PROPOSAL[0], PERSON[0] = proposal.id, proposal.person_id
    now, period = clock.now(), timedelta(days=RETENTION[kind])
    before = left(kind)
    with unit_of_work():
        MAKERS[kind](now - period + timedelta(hours=1))
        MAKERS[kind](now - period - timedelta(hours=1))
        MAKERS[kind](now - period - timedelta(days=100))
    with unit_of_work():
        counts = delete_what_has_expired(by=SYSTEM)
    assert counts[kind] == 2
    assert left(kind) == before + 1
    report = db.session.scalars(select(Deletion).where(Deletion.kind == kind)).one()
    assert report.count == 2
    assert abs(report.before - (now - period)) < timedelta(minutes=1)
    with unit_of_work():
        assert delete_what_has_expired(by=SYSTEM)[kind] == 0


def test_what_somebody_leans_on_stays(app: Flask) -> None:
    old = clock.now() - timedelta(days=1000)
    user, moderator = a_user("Halina Drwal"), a_user("Ewa Sitko", role=Role.MODERATOR)
    ORGANISATION[0] = an_organisation().id
    with unit_of_work():
        for each in (user, moderator):
            db.session.merge(each).created_at = old
        stored = a_file(old)
        db.session.add(
            Claim(
                organisation_id=ORGANISATION[0],
                user_id=user.id,
                kind=ClaimKind.MANDATE,
                capacity=Capacity.ADMIN,
                evidence_id=stored.id,
                at=old,
            )
        )
        waiting = Letter(
            message_id="w", address="kto@example.org", language="pl", kind="x", written_at=old, next_at=old
        )
        db.session.add(waiting)
    with unit_of_work():
        assert sum(delete_what_has_expired(by=SYSTEM).values()) == 0
    assert db.session.scalar(select(func.count(User.id))) == 2
    assert db.session.scalars(select(StoredFile)).one().deleted_at is None


def test_bytes_of_evidence_are_swept(app: Flask) -> None:
    ORGANISATION[0] = an_organisation().id
    accepted = files.accept(FileStorage(io.BytesIO(docx()), filename="mandat.docx"))
    long_ago = clock.now() - timedelta(days=200)
    with unit_of_work():
        a_decided_claim(long_ago)
        stored = db.session.scalars(select(StoredFile)).one()
        stored.sha256 = accepted.sha256
    with unit_of_work():
        delete_what_has_expired(by=SYSTEM)
    assert accepted.sha256 not in {each.sha256 for each in files.living()}
    assert db.session.scalars(select(StoredFile)).one().sha256 == accepted.sha256


def test_administrators_see_the_report(app: Flask, client: FlaskClient) -> None:
    with unit_of_work():
        a_letter(clock.now() - timedelta(days=40))
    with unit_of_work():
        delete_what_has_expired(by=SYSTEM)
    come_in(client, a_user("Ada Nowa", role=Role.ADMINISTRATOR))
    page = seen(client.get("/admin/retention"))
    assert "30 dni" in page
    assert "CIVIC_RETENTION" in page
    come_in(client, a_user("Ktoś Inny"))
    assert client.get("/admin/retention").status_code == 403


def test_the_setting_is_checked() -> None:
    known = {"CIVIC_SECRET_KEY": "x" * 40}
    assert Config.from_env({**known, "CIVIC_RETENTION": "letters=7, evidence=0"}).retention == {
        **RETENTION,
        "letters": 7,
        "evidence": 0,
    }
    with pytest.raises(WrongSettings) as wrong:
        Config.from_env({**known, "CIVIC_RETENTION": "lettres=7,letters=soon"})
    assert len(wrong.value.faults) == 2
