"""What a visitor says to what was written of their words; what nobody agreed to is forgotten."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import and_, or_, select

from civic.kernel import clock
from civic.kernel.access import Actor, Permission, authorize
from civic.kernel.db import db
from civic.kernel.errors import Gone, Refused
from civic.kernel.events import record
from civic.kernel.words import N_
from civic.minutes.events import LinesForgotten, VisitorAnswered
from civic.minutes.models import VISITORS_TIME, Consent, Line
from civic.minutes.words import LONGEST

if TYPE_CHECKING:
    from datetime import datetime

#: A line that was struck out can be brought back for so long.
STRUCK_KEPT = timedelta(days=30)


def agree_at_table(line: Line, *, version: int | None = None, by: Actor) -> Line:
    """The visitor read it on the note taker's screen and agreed; `version` is that of the words on the screen.

    Raises:
        Refused: when nobody is asked about it, it was withdrawn, or it has other words by now.
    """
    authorize(by, Permission.TAKE_MINUTES, line)
    if version is not None and line.version != version:
        raise Refused("edited", N_("Somebody changed this line meanwhile. Read it back again."))
    if line.consent is not Consent.ASKED:
        raise Refused("asked", N_("Nobody has to be asked about this line any more."))
    return _agreed(line, by.id)


def withdraw_at_table(line: Line, *, by: Actor) -> Line:
    """The visitor does not want it written: its words are gone at once.

    Raises:
        Refused: when it is nobody's but the note taker's own.
    """
    authorize(by, Permission.TAKE_MINUTES, line)
    if line.consent is Consent.FREE:
        raise Refused("asked", N_("Nobody has to be asked about this line any more."))
    return _withdrawn(line, by.id)


def answer_by_link(line: Line, *, agreed: bool, text: str, by: Actor) -> Line:
    """A visitor with the private address of a line agrees to it, perhaps in words of their own, or withdraws it.

    The address was proved by its signature before; which account opened it is kept nowhere.
    Words that were public are so again when the office has looked at them.

    Raises:
        Gone: when the days for it are over.
        Refused: for no words or too many, or a line that was withdrawn.
    """
    authorize(by, Permission.ANSWER_FOR_LINE, line)
    now = clock.now()
    if line.consent is Consent.FREE or now >= line.visitors_until:
        raise Gone("late", N_("The days in which this could be changed are over."))
    if line.consent is Consent.WITHDRAWN:
        raise Refused("withdrawn", N_("Whoever said this has withdrawn it. It is not written down again."))
    if not agreed:
        return _withdrawn(line, None)
    if not 0 < len(text) <= LONGEST:
        raise Refused("line", N_("A line needs words, and has room for 2000 characters."))
    if text != line.text:
        _reword(line, text, now)
    return _agreed(line, None)


def _reword(line: Line, text: str, now: datetime) -> None:
    """The visitor's own words; whoever looks over looks again, and what is public says that it was put right."""
    line.text = text
    line.checked_at = line.checked_by_id = None
    if line.ours:
        # An organisation confirmed the words that it read.
        line.ours = line.ours_at = line.ours_by_id = None
    if line.number is not None:
        # Without a note of the office: pages say that it was put right by whoever said it.
        line.correction, line.corrected_at, line.reworded = "", now, True


def _agreed(line: Line, by: int | None) -> Line:
    line.consent, line.consented_at = Consent.AGREED, clock.now()
    db.session.flush()
    record(VisitorAnswered(meeting=line.meeting_id, line=line.id, agreed=True, by=by))
    return line


def _withdrawn(line: Line, by: int | None) -> Line:
    line.text, line.correction = "", ""
    line.consent, line.consented_at = Consent.WITHDRAWN, clock.now()
    db.session.flush()
    record(VisitorAnswered(meeting=line.meeting_id, line=line.id, agreed=False, by=by))
    return line


def forget_unagreed(*, by: Actor) -> int:
    """Delete the words to which nobody agreed within the visitors' days, and those long struck out unpublished; gives how many lines."""
    authorize(by, Permission.MANAGE_USERS)
    now = clock.now()
    unagreed = and_(Line.consent == Consent.ASKED, Line.arrived_at <= now - VISITORS_TIME)
    struck = and_(Line.struck_at <= now - STRUCK_KEPT, Line.number.is_(None), Line.text != "")
    by_meeting: dict[int, int] = {}
    for line in db.session.scalars(select(Line).where(or_(unagreed, struck))).all():
        if line.consent is Consent.ASKED and now < line.visitors_until and not _long_struck(line, now):
            # It came late and is held longer.
            continue
        line.text, line.correction = "", ""
        if line.consent is Consent.ASKED:
            line.consent, line.consented_at = Consent.WITHDRAWN, now
        by_meeting[line.meeting_id] = by_meeting.get(line.meeting_id, 0) + 1
    db.session.flush()
    for meeting, count in sorted(by_meeting.items()):
        record(LinesForgotten(meeting=meeting, lines=count, by=None))
    return sum(by_meeting.values())


def _long_struck(line: Line, now: datetime) -> bool:
    return line.struck_at is not None and line.struck_at <= now - STRUCK_KEPT
