"""What can be asked of minutes: the lines of a meeting, one line, what a line became and where a proposal was said."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from civic.answers.models import AnsweringUnit
from civic.discussions.models import Comment
from civic.kernel.db import db
from civic.kernel.errors import NotFound
from civic.meetings.models import Meeting
from civic.meetings.queries import get_meeting as get_meeting
from civic.minutes.models import Consent, Line, LineKind, Minutes, Outcome
from civic.minutes.presence import Presence
from civic.organisations import names
from civic.organisations.models import Organisation
from civic.proposals.models import Proposal

#: So many names are offered while one types.
OFFERED = 400


def find_minutes(meeting: Meeting) -> Minutes | None:
    """What belongs to all lines of a meeting, if anything does yet."""
    return db.session.scalar(select(Minutes).where(Minutes.meeting_id == meeting.id))


def presence_at(meeting: Meeting) -> Presence:
    """Who came to a meeting, as far as it was written down."""
    minutes = find_minutes(meeting)
    return minutes.presence if minutes else Presence()


def lines_of(meeting: Meeting, table: int | None = None) -> Sequence[Line]:
    """All lines of a meeting, or of one of its tables, in the order in which they were said, for those who take notes."""
    at_table = () if table is None else (Line.table_no == table,)
    return db.session.scalars(
        select(Line)
        .where(Line.meeting_id == meeting.id, *at_table)
        .options(joinedload(Line.organisation), joinedload(Line.author), joinedload(Line.meeting))
        .order_by(Line.said_at, Line.id)
    ).all()


def waiting_of(meeting: Meeting) -> list[Line]:
    """Lines that are neither struck nor withdrawn, and not public or reworded by a visitor since, in their order."""
    return [
        line
        for line in lines_of(meeting)
        if line.text and line.struck_at is None and (line.number is None or line.reworded)
    ]


def lines_to_pass_on(meeting: Meeting) -> list[Line]:
    """Lines that may go into a file of the office, table by table: public ones, and those that wait and need no consent.

    Words to which nobody agreed are deleted after a week, which a file would not be.
    """
    kept = [line for line in lines_of(meeting) if line.text and line.struck_at is None and line.agreed]
    return [line for _table, lines in by_table(kept) for line in lines]


def by_table(lines: Sequence[Line]) -> list[tuple[int | None, list[Line]]]:
    """Lines in their order, table by table; first those of no table, under None."""
    tables: dict[int | None, list[Line]] = {}
    for line in lines:
        tables.setdefault(line.table_no, []).append(line)
    return sorted(tables.items(), key=lambda table: table[0] or 0)


def written_at(meeting_id: int, tables: Collection[int]) -> bool:
    """Whether anything was written down at one of these tables."""
    written = select(Line.id).where(Line.meeting_id == meeting_id, Line.table_no.in_(tables))
    return db.session.scalar(written.limit(1)) is not None


def published_of(meeting: Meeting) -> Sequence[Line]:
    """The lines that have a number, by it, with what they became; those withdrawn or struck since hold their place."""
    return db.session.scalars(
        select(Line)
        .where(Line.meeting_id == meeting.id, Line.number.is_not(None))
        .options(
            joinedload(Line.organisation),
            selectinload(Line.outcomes).joinedload(Outcome.proposal).joinedload(Proposal.current),
            selectinload(Line.outcomes).joinedload(Outcome.comment),
        )
        .order_by(Line.number)
    ).all()


def get_line(line_id: int) -> Line:
    """The line of that id, whether anybody may read it or not, or NotFound."""
    found = db.session.scalar(
        select(Line)
        .where(Line.id == line_id)
        .options(joinedload(Line.meeting), joinedload(Line.organisation))
    )
    if found is None:
        raise NotFound
    return found


def find_public_line(line_id: int) -> Line | None:
    """The line of that id, if everybody reads it."""
    found = db.session.scalar(
        select(Line)
        .where(Line.id == line_id)
        .options(joinedload(Line.meeting), joinedload(Line.organisation))
    )
    return found if found is not None and found.public else None


def questions_due_until(day: date, unit: str = "") -> Sequence[Line]:
    """Published questions without an answer whose term is that day or earlier, the earliest first; of a unit by name where it is given."""
    public = (
        Line.number.is_not(None),
        Line.reworded.is_(False),
        Line.struck_at.is_(None),
        Line.consent.in_((Consent.FREE, Consent.AGREED)),
    )
    statement = select(Line).where(
        Line.kind == LineKind.QUESTION, Line.answered_at.is_(None), Line.due <= day, *public
    )
    if unit:
        statement = statement.where(Line.unit == unit)
    return db.session.scalars(statement.options(joinedload(Line.meeting)).order_by(Line.due, Line.id)).all()


def lines_behind(thing: Proposal | Comment) -> Sequence[Line]:
    """The lines out of which a proposal or a comment was made."""
    which = Outcome.proposal_id if isinstance(thing, Proposal) else Outcome.comment_id
    return db.session.scalars(select(Line).join(Outcome).where(which == thing.id)).all()


def find_named(name: str) -> Organisation | None:
    """The one organisation of the directory that is called so, in any spelling; nothing for none, and for several."""
    looks = names.skeleton(name)
    if not looks:
        return None
    found = db.session.scalars(
        select(Organisation).where(Organisation.name_skeleton == looks).order_by(Organisation.id).limit(2)
    ).all()
    return found[0] if len(found) == 1 else None


def names_offered() -> Sequence[str]:
    """Names of organisations, to choose from while one types."""
    return db.session.scalars(select(Organisation.name).order_by(Organisation.name).limit(OFFERED)).all()


def units_offered() -> Sequence[str]:
    """Names of the units that answer."""
    return db.session.scalars(select(AnsweringUnit.name).order_by(AnsweringUnit.name)).all()


def origin_of(proposal_id: int) -> Line | None:
    """The published line out of which a proposal was made."""
    return db.session.scalar(
        select(Line)
        .join(Outcome)
        .where(Outcome.proposal_id == proposal_id)
        .options(joinedload(Line.meeting), joinedload(Line.organisation))
        .order_by(Outcome.id)
        .limit(1)
    )
