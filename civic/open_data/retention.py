"""The kinds of data that are deleted after a period, one line each: what they are, and what of them has expired."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, CursorResult, delete, func, or_, select, union_all, update

from civic.accounts.models import UnsentText, User
from civic.boards.models import Notice, NoticeWording
from civic.contact.models import ContactMessage, ContactThread, StaffNote
from civic.forums.models import Declaration, DeclarationState
from civic.gatherings.models import Gathering, RoomQuestion, Support
from civic.kernel import clock, files, web
from civic.kernel.bounces import FailingAddress
from civic.kernel.db import db
from civic.kernel.files import StoredFile
from civic.kernel.mail import Letter
from civic.kernel.words import N_, LazyString
from civic.meetings.models import Meeting
from civic.moderation.models import Report
from civic.needs.models import Need
from civic.notifications.models import Delivery, Follower, Notification
from civic.open_data.files import PEOPLE
from civic.open_data.models import Deletion, ImportedLine
from civic.organisations.models import Claim, Invitation, RegisterAnswer
from civic.polls.models import Poll, PollAnswer
from civic.proposals.models import PlannedPosition
from civic.replies.models import ReceivedMail

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import Select

#: The job that deletes, and how often it runs.
JOB, EVERY = "delete-what-has-expired", timedelta(days=1)
#: How much of the report a page shows.
LATEST = 60


@dataclass(frozen=True)
class Kind:
    """One kind of data: its name in the setting, what it is called, since when it counts, and its deletion."""

    name: str
    title: LazyString
    since: LazyString
    delete: Callable[[datetime], int]


def _letters(before: datetime) -> int:
    """Letters that left or were given up, and those that lie in the folder where there is no server."""
    for path in (files.folder().parent / "outbox").glob("*.eml"):
        if path.stat().st_mtime < before.timestamp():
            path.unlink(missing_ok=True)
    return _gone(Letter, Letter.next_at.is_(None), Letter.written_at < before)


def _invitations(before: datetime) -> int:
    ended = func.coalesce(Invitation.accepted_at, Invitation.withdrawn_at, Invitation.expires_at)
    return _gone(Invitation, ended < before)


def _evidence(before: datetime) -> int:
    """The bytes go; digest, day and the decision that rested on them stay."""
    claimed = select(Claim.evidence_id).where(Claim.decided_at < before)
    waiting = select(Claim.evidence_id).where(Claim.decided_at.is_(None), Claim.evidence_id.is_not(None))
    declared = select(Declaration.file_id).where(
        or_(
            Declaration.assessed_at < before,
            (Declaration.state == DeclarationState.WITHDRAWN) & (Declaration.made_at < before),
        )
    )
    assessed = select(Declaration.file_id).where(
        Declaration.state == DeclarationState.WAITING, Declaration.file_id.is_not(None)
    )
    found = db.session.scalars(
        select(StoredFile).where(
            StoredFile.deleted_at.is_(None),
            StoredFile.id.in_(union_all(claimed, declared)),
            StoredFile.id.not_in(union_all(waiting, assessed)),
        )
    ).all()
    for stored in found:
        files.discard(stored)
    return len(found)


def _register_answers(before: datetime) -> int:
    return _gone(RegisterAnswer, RegisterAnswer.fetched_at < before)


def _received_mails(before: datetime) -> int:
    """That a mail came; longer than its letter can be answered, so that none counts twice."""
    return _gone(ReceivedMail, ReceivedMail.at < before)


def _unused_accounts(before: datetime) -> int:
    """Accounts that nobody ever opened and to which nothing leads."""
    return _gone(
        User,
        User.created_at < before,
        User.role.is_(None),
        User.password_hash.is_(None),
        User.address_confirmed_at.is_(None),
        User.oidc_subject.is_(None),
        User.suspended_at.is_(None),
        User.erased_at.is_(None),
        User.id.not_in(_referring_to("users", besides={"tokens", "unsent_texts"})),
        User.id.not_in(select(ImportedLine.object_id).where(ImportedLine.file == PEOPLE)),
        User.id.not_in(select(StoredFile.owner_id).where(StoredFile.owner_id.is_not(None))),
    )


def _unnamed_files(before: datetime) -> int:
    """Rows of files to which nothing leads any more; `sweep_files` takes the bytes."""
    return _gone(StoredFile, StoredFile.at < before, StoredFile.id.not_in(_referring_to("files")))


def _planned_positions(before: datetime) -> int:
    """What was talked over with a board, with the board's notes; the position that came of it stays."""
    # One that was forgotten counts from the last day of its link, or from when it was prepared.
    ended = func.coalesce(PlannedPosition.closed_at, PlannedPosition.link_until, PlannedPosition.at)
    return _gone(PlannedPosition, ended < before)


def _contact_threads(before: datetime) -> int:
    """Whole threads with all that both sides wrote, the office's notes and the files."""
    over = select(ContactThread.id).where(
        func.coalesce(ContactThread.closed_at, ContactThread.last_at) < before
    )
    brought = select(ContactMessage.file_id).where(ContactMessage.thread_id.in_(over))
    for stored in db.session.scalars(select(StoredFile).where(StoredFile.id.in_(brought))):
        files.discard(stored)
    _gone(StaffNote, StaffNote.thread_id.in_(over))
    _gone(ContactMessage, ContactMessage.thread_id.in_(over))
    return _gone(ContactThread, func.coalesce(ContactThread.closed_at, ContactThread.last_at) < before)


def _notices(before: datetime) -> int:
    """What was announced, with all its wordings, once the last day that any of them names is long over."""
    ended = (
        select(NoticeWording.notice_id)
        .group_by(NoticeWording.notice_id)
        .having(func.max(NoticeWording.ends_on) < clock.today(before))
    )
    return _gone(Notice, Notice.id.in_(ended))


def _reports(before: datetime) -> int:
    """Who reported; what they reported stays with the decision that answers it."""
    known = or_(Report.name != "", Report.email != "", Report.person_id.is_not(None))
    return _emptied(Report, Report.decided_at < before, known, name="", email="", person_id=None)


def _need_addresses(before: datetime) -> int:
    """Addresses of needs that are done, and those that nobody confirmed; the private link stays."""
    ended = or_(Need.closed_at < before, Need.email_confirmed_at.is_(None) & (Need.at < before))
    return _emptied(Need, Need.email != "", ended, email="", email_confirmed_at=None)


def _need_texts(before: datetime) -> int:
    """Needs as they were typed, and who was signed in; the public wording stays."""
    known = or_(Need.text != "", Need.place != "", Need.person_id.is_not(None))
    return _emptied(Need, known, Need.closed_at < before, text="", place="", person_id=None)


def _poll_answers(before: datetime) -> int:
    """Who answered date polls; how many marked what stays."""
    over = select(Poll.id).where(func.coalesce(Poll.closed_at, Poll.last_at) < before)
    known = or_(PollAnswer.name != "", PollAnswer.email != "")
    return _emptied(PollAnswer, known, PollAnswer.poll_id.in_(over), name="", email="")


def _unsent_texts(before: datetime) -> int:
    return _gone(UnsentText, UnsentText.saved_at < before)


def _notifications(before: datetime) -> int:
    """Those that were read; the letters that brought them are forgotten when nothing refers to them."""
    gone = _gone(Notification, Notification.read_at < before)
    kept = select(Notification.delivery_id).where(Notification.delivery_id.is_not(None))
    return gone + _gone(Delivery, Delivery.at < before, Delivery.id.not_in(kept))


def _followers(before: datetime) -> int:
    """Addresses that nobody confirmed."""
    return _gone(Follower, Follower.confirmed_at.is_(None), Follower.asked_at < before)


def _failing_addresses(before: datetime) -> int:
    return _gone(FailingAddress, FailingAddress.last_at < before)


def _room_browsers(before: datetime) -> int:
    """Who asked and supported in a room, as digests of browsers; what was asked and the numbers stay."""
    over = (
        select(Gathering.id)
        .join(Meeting, Meeting.id == Gathering.meeting_id)
        .where(func.coalesce(Gathering.closed_at, Meeting.ends) < before)
    )
    asked = select(RoomQuestion.id).where(RoomQuestion.gathering_id.in_(over))
    gone = _gone(Support, Support.question_id.in_(asked))
    result: CursorResult[Any] = db.session.execute(  # type: ignore[assignment]
        update(RoomQuestion)
        .where(RoomQuestion.gathering_id.in_(over), RoomQuestion.browser != "")
        .values(browser="")
        .execution_options(synchronize_session=False)
    )
    return gone + result.rowcount


KINDS = (
    Kind("letters", N_("Letters that were sent"), N_("since they were written"), _letters),
    Kind(
        "invitations", N_("Invitations"), N_("since they were accepted, taken back or expired"), _invitations
    ),
    Kind("evidence", N_("Files of mandates and declarations"), N_("since the decision"), _evidence),
    Kind(
        "register_answers",
        N_("Answers of the court register"),
        N_("since the register answered"),
        _register_answers,
    ),
    Kind(
        "received_mails",
        N_("That an answer came by e-mail"),
        N_("since it came"),
        _received_mails,
    ),
    Kind(
        "unused_accounts",
        N_("Accounts that nobody ever opened"),
        N_("since they were made"),
        _unused_accounts,
    ),
    Kind("unsent_texts", N_("Texts that were not sent"), N_("since they were last kept"), _unsent_texts),
    Kind("notifications", N_("Notifications"), N_("since they were read"), _notifications),
    Kind(
        "followers",
        N_("Addresses to follow with that nobody confirmed"),
        N_("since they were given"),
        _followers,
    ),
    Kind(
        "need_addresses",
        N_("Addresses that came with needs"),
        N_("since the need was done, or came where nobody confirmed the address"),
        _need_addresses,
    ),
    Kind("need_texts", N_("Needs as they were typed in"), N_("since they were done"), _need_texts),
    Kind(
        "poll_answers",
        N_("Names and addresses of those who answered date polls"),
        N_("since a date was chosen, or the last one was over"),
        _poll_answers,
    ),
    Kind("reports", N_("Who reported a breach"), N_("since the decision"), _reports),
    Kind(
        "room_browsers",
        N_("Which browser asked and supported in a large meeting"),
        N_("since its questions were closed"),
        _room_browsers,
    ),
    Kind(
        "failing_addresses",
        N_("Addresses that mail servers refuse"),
        N_("since the last refusal"),
        _failing_addresses,
    ),
    Kind("unnamed_files", N_("Files that nothing refers to"), N_("since they were brought"), _unnamed_files),
    Kind(
        "planned_positions",
        N_("Positions that a board looked at, with its notes"),
        N_("since they were sent or discarded, or their link ended"),
        _planned_positions,
    ),
    Kind(
        "contact_threads",
        N_("Correspondence of organisations with the office"),
        N_("since it was closed, or since the last message"),
        _contact_threads,
    ),
    Kind("notices", N_("Notices of organisations"), N_("since their last day"), _notices),
)


def periods() -> Mapping[str, int]:
    """How many days each kind is kept in this instance."""
    return web.settings().retention


def latest() -> Sequence[Deletion]:
    """The report: what was deleted, the newest first."""
    return db.session.scalars(select(Deletion).order_by(Deletion.id.desc()).limit(LATEST)).all()


def _referring_to(table: str, besides: frozenset[str] | set[str] = frozenset()) -> Select[Any]:
    """All ids of a table that some row of another names."""
    leading = [
        select(key.parent.label("id")).where(key.parent.is_not(None))
        for each in db.metadata.sorted_tables
        if each.name not in besides
        for key in each.foreign_keys
        if key.column.table.name == table
    ]
    named = union_all(*leading).subquery()
    return select(named.c.id)


def _gone(model: type[Any], *rules: ColumnElement[bool]) -> int:
    result: CursorResult[Any] = db.session.execute(  # type: ignore[assignment]
        delete(model).where(*rules).execution_options(synchronize_session=False)
    )
    return result.rowcount


def _emptied(model: type[Any], *rules: ColumnElement[bool], **values: str | None) -> int:
    """Rows stay, with some of their columns emptied."""
    result: CursorResult[Any] = db.session.execute(  # type: ignore[assignment]
        update(model).where(*rules).values(**values).execution_options(synchronize_session=False)
    )
    return result.rowcount
