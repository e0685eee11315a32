"""What can happen to notices: written, worded anew, let through, sent back, refused, withdrawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from civic.boards.events import NoticeDecided, NoticeWithdrawn, NoticeWritten
from civic.boards.models import Notice, NoticeWording, WordingState
from civic.boards.said import NoticeText, checked_notice
from civic.discussions import twice
from civic.kernel import clock, markup
from civic.kernel.access import Actor, Permission, authorize
from civic.kernel.db import db
from civic.kernel.errors import Conflict, Refused
from civic.kernel.events import record
from civic.kernel.words import N_

if TYPE_CHECKING:
    from datetime import datetime

LONGEST_NOTE = 2_000


def write_notice(said: NoticeText, *, at: datetime | None = None, by: Actor) -> Notice:
    """Write a notice for the organisation acted for; nobody else reads it until a moderator lets it through.

    The very same sent again within a minute is the same notice. `at` is when it came to the office, where that was earlier.

    Raises:
        Refused: when something is missing, too long, or over.
    """
    authorize(by, Permission.WRITE_NOTICE)
    at = at or clock.now()
    said = checked_notice(said, clock.today(at))
    twice.queue_up(by)
    if earlier := _written_just_now(said, at, by):
        return earlier
    notice = Notice(organisation_id=by.organisation_id, made_at=at)
    db.session.add(notice)
    db.session.flush()
    _add(notice, said, 1, at, by)
    return notice


def _written_just_now(said: NoticeText, at: datetime, by: Actor) -> Notice | None:
    lately = db.session.scalars(
        select(NoticeWording)
        .join(NoticeWording.notice)
        .where(
            NoticeWording.number == 1,
            NoticeWording.person_id == by.id,
            NoticeWording.title == said.title,
            NoticeWording.at > at - twice.WITHIN,
            Notice.organisation_id == by.organisation_id,
            Notice.withdrawn_at.is_(None),
        )
        .order_by(NoticeWording.id)
    )
    return next((each.notice for each in lately if NoticeText.of(each) == said), None)


def edit_notice(notice: Notice, said: NoticeText, *, number: int, by: Actor) -> Notice:
    """Word a notice anew; what stands on the board stays there until a moderator lets the new text through.

    `number` is the wording that the writer had before them. The same text again changes nothing.

    Raises:
        Conflict: when somebody worded it meanwhile, with both texts.
        Refused: when it was withdrawn or refused, or the new text cannot be taken.
    """
    authorize(by, Permission.WRITE_NOTICE, notice)
    _hold(notice)
    if notice.withdrawn_at is not None:
        raise Refused("withdrawn", N_("This notice was withdrawn. Write a new one."))
    if notice.hidden_at is not None or not (notice.shown or notice.undecided):
        raise Refused("refused", N_("This notice was refused. Write a new one that heeds the reason."))
    said = checked_notice(said, clock.today(clock.now()))
    stood = NoticeText.of(notice.last)
    if stood == said:
        if notice.last.state in (WordingState.RETURNED, WordingState.REFUSED):
            raise Refused("same", N_("Nothing is changed yet. Change what the moderator asked for."))
        return notice
    if notice.last.number != number:
        raise Conflict(
            "edited",
            N_(
                "Somebody of your organisation changed this notice meanwhile. Both texts are below: put together what should stay."
            ),
            texts=(stood.told(), said.told()),
        )
    if notice.undecided is not None:
        notice.undecided.move_to(WordingState.REPLACED)
        db.session.flush()
    _add(notice, said, number + 1, clock.now(), by)
    return notice


def _add(notice: Notice, said: NoticeText, number: int, at: datetime, by: Actor) -> None:
    wording = NoticeWording(
        notice_id=notice.id,
        number=number,
        person_id=by.id,
        at=at,
        state=WordingState.WAITING,
        **said.columns(),
    )
    db.session.add(wording)
    db.session.flush()
    db.session.expire(notice, ["wordings"])
    record(NoticeWritten(notice=notice.id, number=number, by=by.id, organisation=by.organisation_id))


def decide_notice(
    wording: NoticeWording, outcome: WordingState, *, note: str = "", by: Actor
) -> NoticeWording:
    """Let a wording through, send it back with a note, or refuse it with a reason; also take one that is shown from the board.

    Raises:
        Conflict: when the organisation or another moderator changed something meanwhile.
        Refused: when the note is missing or too long, or the notice was withdrawn.
    """
    authorize(by, Permission.DECIDE_NOTICE, wording)
    note = markup.clean_text(note)
    if outcome is not WordingState.SHOWN and not note:
        raise Refused("note", N_("Write to the organisation what should change, or why not."))
    if len(note) > LONGEST_NOTE:
        raise Refused("note", N_("Write at most 2000 characters to the organisation."))
    notice = wording.notice
    _hold(notice)
    db.session.refresh(wording)
    if notice.withdrawn_at is not None:
        raise Refused("withdrawn", N_("The organisation has withdrawn this notice."))
    if outcome is WordingState.SHOWN and notice.shown is not None and notice.shown is not wording:
        notice.shown.move_to(WordingState.REPLACED)
        db.session.flush()
    wording.move_to(outcome)
    wording.note, wording.decided_at, wording.decided_by_id = note, clock.now(), by.id
    db.session.flush()
    record(
        NoticeDecided(
            notice=notice.id,
            number=wording.number,
            of=notice.organisation_id,
            outcome=outcome.value,
            by=by.id,
        )
    )
    return wording


def withdraw_notice(notice: Notice, *, by: Actor) -> Notice:
    """Take a notice from the board, or out of the queue, for good.

    Raises:
        Refused: when that was done already.
    """
    authorize(by, Permission.WITHDRAW_NOTICE, notice)
    _hold(notice)
    if notice.withdrawn_at is not None:
        raise Refused("withdrawn", N_("This notice was withdrawn already."))
    notice.withdrawn_at = clock.now()
    record(NoticeWithdrawn(notice=notice.id, by=by.id, organisation=by.organisation_id))
    return notice


def _hold(notice: Notice) -> None:
    """Let one act at a time look at the notice, as the last one left it."""
    db.session.execute(select(Notice.id).where(Notice.id == notice.id).with_for_update())
    db.session.refresh(notice, ["withdrawn_at"])
    db.session.expire(notice, ["wordings"])
