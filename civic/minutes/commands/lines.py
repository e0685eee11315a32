"""Lines while it happens: taken from devices, each once; changed; struck."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from civic.kernel import clock
from civic.kernel.access import Actor, Permission, authorize
from civic.kernel.db import db
from civic.kernel.errors import Conflict, Refused
from civic.kernel.events import record
from civic.kernel.words import N_
from civic.meetings.models import Meeting, MeetingKind
from civic.minutes.events import LineChanged, LinesTaken, LineStruck
from civic.minutes.models import Consent, Line, LineKind, Speaker
from civic.minutes.queries import find_named
from civic.minutes.words import LONGEST, Said

#: So many lines are taken at once; a device sends the rest after them.
MOST_AT_ONCE = 200


def take_lines(meeting: Meeting, said: Sequence[Said], *, by: Actor) -> list[Line]:
    """Keep what a device sent; a line that is there already stays as it is. Gives those that were new.

    Raises:
        Refused: when one of them can never be taken, or there are too many at once.
    """
    authorize(by, Permission.TAKE_MINUTES, meeting)
    if len(said) > MOST_AT_ONCE:
        raise Refused("many", N_("Too many lines at once. Send them in parts."))
    if any(each.at_fault for each in said):
        raise Refused("line", N_("A line needs words, and has room for 2000 characters."))
    now = clock.now()
    new = [line for each in said if (line := _take(meeting, each, now, by)) is not None]
    if new:
        record(LinesTaken(meeting=meeting.id, lines=len(new), by=by.id))
    return new


def _take(meeting: Meeting, said: Said, now: datetime, by: Actor) -> Line | None:
    """The line if it was not there; whoever is first of two that send the same at once wins, and both are told it is there."""
    if _known(meeting, said.client_id):
        return None
    line = Line(
        meeting_id=meeting.id,
        client_id=said.client_id,
        said_at=said.said_at(now),
        arrived_at=now,
        table_no=said.table,
        text=said.text,
        kind=said.kind,
        author_id=by.id,
        secret=secrets.token_hex(16),
    )
    _attribute(line, said.speaker, said.organisation)
    line.consent = _consent_for(meeting, line)
    try:
        with db.session.begin_nested():
            db.session.add(line)
            db.session.flush()
    except IntegrityError:
        if _known(meeting, said.client_id):
            return None
        raise
    return line


def _known(meeting: Meeting, client_id: str) -> bool:
    known = select(Line.id).where(Line.meeting_id == meeting.id, Line.client_id == client_id)
    return db.session.scalar(known) is not None


def _attribute(line: Line, speaker: Speaker, organisation: str) -> None:
    found = find_named(organisation) if speaker is Speaker.ORGANISATION else None
    line.speaker = speaker
    line.organisation_id = found.id if found else None
    line.organisation_name = organisation if speaker is Speaker.ORGANISATION and found is None else ""


def _consent_for(meeting: Meeting, line: Line) -> Consent:
    """At a third-place meeting whoever dropped in is asked first; elsewhere it is known that minutes are taken."""
    asks = meeting.kind is MeetingKind.THIRD_PLACE and line.speaker is not Speaker.NOBODY
    return Consent.ASKED if asks else Consent.FREE


def change_line(
    line: Line,
    *,
    text: str,
    kind: LineKind,
    speaker: Speaker,
    organisation: str,
    table: int | None,
    version: int,
    correction: str = "",
    by: Actor,
) -> Line:
    """Put other words or marks in place of a line's; after publication with a note that says so.

    Raises:
        Refused: for no words or too many, an organisation that is not named, a correction without its note, or a withdrawn line.
        Conflict: when somebody changed it meanwhile; both texts come with it.
    """
    authorize(by, Permission.TAKE_MINUTES, line)
    if line.version != version:
        raise Conflict(
            "edited",
            N_("Somebody changed this line while you were writing. Both texts stand below."),
            texts=(line.text, text),
        )
    if line.consent is Consent.WITHDRAWN:
        raise Refused("withdrawn", N_("Whoever said this has withdrawn it. It is not written down again."))
    if not 0 < len(text) <= LONGEST:
        raise Refused("line", N_("A line needs words, and has room for 2000 characters."))
    if speaker is Speaker.ORGANISATION and not organisation:
        raise Refused("organisation", N_("Write which organisation said it."))
    said_otherwise = text != line.text
    named = line.organisation.name if line.organisation else line.organisation_name
    if (speaker, organisation) != (line.speaker, named) or (
        said_otherwise and line.consent is Consent.AGREED
    ):
        _can_be_asked(line, speaker)
    _note_correction(line, correction, by)
    before = (line.speaker, line.organisation_id, line.organisation_name)
    line.text, line.kind, line.table_no = text, kind, table
    _attribute(line, speaker, organisation)
    if before != (line.speaker, line.organisation_id, line.organisation_name):
        line.ours = line.ours_at = line.ours_by_id = None
        line.consent, line.consented_at = _consent_for(line.meeting, line), None
    elif said_otherwise and line.consent is Consent.AGREED:
        # What somebody agreed to is what they read.
        line.consent, line.consented_at = Consent.ASKED, None
    if said_otherwise and line.ours:
        # An organisation confirmed the words that it read.
        line.ours = line.ours_at = line.ours_by_id = None
    line.checked_at, line.checked_by_id, line.reworded = None, None, False
    db.session.flush()
    record(LineChanged(meeting=line.meeting_id, line=line.id, by=by.id))
    return line


def _can_be_asked(line: Line, speaker: Speaker) -> None:
    """Words to which somebody agreed do not begin to wait for a consent that nobody can give any more: they would be deleted."""
    asks = line.meeting.kind is MeetingKind.THIRD_PLACE and speaker is not Speaker.NOBODY
    if asks and line.consent is not Consent.ASKED and clock.now() >= line.visitors_until:
        raise Refused(
            "late",
            N_(
                "The days in which somebody can be asked about other words are over. Strike the line out if it may not stay so."
            ),
        )


def _note_correction(line: Line, correction: str, by: Actor) -> None:
    """What is public is changed by those who publish, and says that it was."""
    if line.number is None:
        return
    authorize(by, Permission.PUBLISH_MINUTES, line)
    if not correction:
        raise Refused("correction", N_("Write what was put right: it stands beside the line."))
    line.correction, line.corrected_at = correction, clock.now()


def strike_line(line: Line, *, struck: bool, by: Actor) -> Line:
    """Strike a line out, or let it stand again; a published one by those who publish, and its number stays."""
    authorize(by, Permission.TAKE_MINUTES, line)
    if line.number is not None:
        authorize(by, Permission.PUBLISH_MINUTES, line)
    if struck == (line.struck_at is not None):
        return line
    line.struck_at = clock.now() if struck else None
    db.session.flush()
    record(LineStruck(meeting=line.meeting_id, line=line.id, struck=struck, by=by.id))
    return line
