"""What can be asked of private threads: a member's list, the office's inbox, one thread, who may take it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import ColumnElement, and_, false, func, or_, select, true
from sqlalchemy.orm import joinedload

from civic.accounts.models import User
from civic.answers.models import AnsweringUnit
from civic.contact.models import ContactMessage, ContactState, ContactThread, Side, StaffNote
from civic.contact.policies import side_of
from civic.kernel import clock
from civic.kernel.access import OF_THE_CITY, Role
from civic.kernel.db import db
from civic.kernel.errors import NotFound
from civic.kernel.paging import Page, page_of
from civic.organisations.models import Membership

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sqlalchemy import Select

    from civic.kernel.access import Actor


class Shown(StrEnum):
    """What of the office's inbox is shown."""

    WAITING = "waiting"
    MINE = "mine"
    FREE = "free"
    ALL = "all"
    CLOSED = "closed"


class Row(NamedTuple):
    """One thread in a list: with how many messages of the other side nobody of the reader's has seen."""

    thread: ContactThread
    unseen: int


@dataclass(frozen=True)
class Content:
    """What a reader sees of one thread; the notes are the office's alone."""

    messages: Sequence[ContactMessage]
    notes: Sequence[StaffNote] = ()

    @property
    def newest(self) -> int:
        """The id of the newest message."""
        return max((each.id for each in self.messages), default=0)


def find_thread(thread_id: int, reader: Actor) -> ContactThread | None:
    """The thread of that id, for those who may read it; nothing for everybody else."""
    found = db.session.scalar(
        select(ContactThread)
        .where(ContactThread.id == thread_id)
        .options(
            joinedload(ContactThread.organisation),
            joinedload(ContactThread.unit),
            joinedload(ContactThread.assigned_to),
        )
    )
    return found if found is not None and side_of(reader, found) is not None else None


def get_thread(thread_id: int, reader: Actor) -> ContactThread:
    """The same.

    Raises:
        NotFound: when there is no such thread for this person.
    """
    found = find_thread(thread_id, reader)
    if found is None:
        raise NotFound
    return found


def content_of(thread: ContactThread, side: Side) -> Content:
    """What was written in a thread, the oldest first, and for the office its notes."""
    messages = db.session.scalars(
        select(ContactMessage)
        .where(ContactMessage.thread_id == thread.id)
        .options(joinedload(ContactMessage.person), joinedload(ContactMessage.file))
        .order_by(ContactMessage.id)
    ).all()
    if side is not Side.OFFICE:
        return Content(messages)
    notes = db.session.scalars(
        select(StaffNote)
        .where(StaffNote.thread_id == thread.id)
        .options(joinedload(StaffNote.by), joinedload(StaffNote.to), joinedload(StaffNote.to_unit))
        .order_by(StaffNote.id.desc())
    ).all()
    return Content(messages, notes)


def get_message(thread: ContactThread, message_id: int) -> ContactMessage:
    """A message of this very thread, with its file, or NotFound."""
    found = db.session.scalar(
        select(ContactMessage)
        .where(ContactMessage.id == message_id, ContactMessage.thread_id == thread.id)
        .options(joinedload(ContactMessage.file))
    )
    if found is None or found.file is None:
        raise NotFound
    return found


def of_organisations(reader: Actor, number: int) -> Page[Row]:
    """The threads of all organisations that a person speaks for, the latest word first."""
    return _rows(_theirs(reader), Side.ORGANISATION, number, newest_first=True)


def inbox(reader: Actor, shown: Shown, number: int) -> Page[Row]:
    """The office's threads, as far as they are this person's; what waits longest stands first where it waits."""
    which = and_(_of_office(reader), _SHOWN[shown](reader))
    return _rows(which, Side.OFFICE, number, newest_first=shown is not Shown.WAITING)


def counts(reader: Actor) -> dict[Shown, int]:
    """How many threads each part of a person's inbox has, in one question."""
    row = db.session.execute(
        select(*(func.count().filter(_SHOWN[shown](reader)) for shown in Shown)).where(_of_office(reader))
    ).one()
    return dict(zip(Shown, row, strict=True))


def waiting_in_office(reader: Actor) -> int:
    """How many threads wait for a person of the office: their own, and those that nobody has."""
    theirs = or_(ContactThread.assigned_to_id == reader.id, ContactThread.assigned_to_id.is_(None))
    found = select(func.count()).where(
        _of_office(reader), ContactThread.state == ContactState.WAITS_FOR_OFFICE, theirs
    )
    return db.session.scalar(found.select_from(ContactThread)) or 0


def unseen_of(reader: Actor) -> Sequence[ContactThread]:
    """The threads in which nobody of the reader's organisations has read the office's latest words, the oldest first."""
    if not _spoken_for(reader):
        return ()
    return db.session.scalars(
        select(ContactThread)
        .where(_theirs(reader), _unseen(Side.ORGANISATION) > 0)
        .options(joinedload(ContactThread.organisation))
        .order_by(ContactThread.last_at, ContactThread.id)
    ).all()


def colleagues(thread: ContactThread) -> list[User]:
    """To whom the office can give a thread, by name."""
    found = db.session.scalars(
        select(User)
        .where(User.role.in_(OF_THE_CITY), User.suspended_at.is_(None), User.erased_at.is_(None))
        .order_by(User.name, User.id)
    ).all()
    barred = set(_speakers_of(thread))
    return [user for user in found if user.id not in barred]


def may_take(user: User, thread: ContactThread) -> bool:
    """Whether a person may be given it: of the city, there, and not one who speaks for its organisation."""
    return any(each.id == user.id for each in colleagues(thread))


def find_unit(slug: str) -> AnsweringUnit | None:
    """The unit of that address."""
    return db.session.scalar(select(AnsweringUnit).where(AnsweringUnit.slug == slug))


def _speakers_of(thread: ContactThread) -> list[int]:
    today = clock.today(clock.now())
    places = db.session.scalars(
        select(Membership).where(Membership.organisation_id == thread.organisation_id)
    )
    return [place.user_id for place in places if place.holds_on(today)]


def _spoken_for(reader: Actor) -> list[int]:
    return [each.organisation_id for each in reader.choices if each.confirmed]


def _theirs(reader: Actor) -> ColumnElement[bool]:
    return ContactThread.organisation_id.in_(_spoken_for(reader))


def _of_office(reader: Actor) -> ColumnElement[bool]:
    """The office's part that is this person's, as `policies.side_of` has it for one thread."""
    ours = ContactThread.organisation_id.not_in(_spoken_for(reader))
    if reader.role is Role.PLENIPOTENTIARY:
        return ours
    if reader.role is not Role.OFFICIAL:
        return false()
    unit = select(AnsweringUnit.id).where(AnsweringUnit.name == reader.unit)
    return and_(ours, or_(ContactThread.assigned_to_id == reader.id, ContactThread.unit_id.in_(unit)))


_SHOWN: dict[Shown, Callable[[Actor], ColumnElement[bool]]] = {
    Shown.WAITING: lambda _reader: ContactThread.state == ContactState.WAITS_FOR_OFFICE,
    Shown.MINE: lambda reader: and_(
        ContactThread.assigned_to_id == reader.id, ContactThread.closed_at.is_(None)
    ),
    Shown.FREE: lambda _reader: and_(
        ContactThread.assigned_to_id.is_(None), ContactThread.closed_at.is_(None)
    ),
    Shown.ALL: lambda _reader: true(),
    Shown.CLOSED: lambda _reader: ContactThread.closed_at.is_not(None),
}


def _unseen(side: Side) -> ColumnElement[int]:
    """How many messages of the other side nobody of this one has seen."""
    return (
        select(func.count())
        .where(
            ContactMessage.thread_id == ContactThread.id,
            ContactMessage.side == side.other,
            ContactMessage.seen_at.is_(None),
        )
        .correlate(ContactThread)
        .scalar_subquery()
    )


def _rows(which: ColumnElement[bool], side: Side, number: int, *, newest_first: bool) -> Page[Row]:
    order = (
        (ContactThread.last_at.desc(), ContactThread.id.desc())
        if newest_first
        else (ContactThread.last_at, ContactThread.id)
    )
    statement = select(ContactThread, _unseen(side)).where(which).order_by(*order)

    def load(cut: Select[Any]) -> list[Row]:
        wanted = (
            joinedload(ContactThread.organisation),
            joinedload(ContactThread.unit),
            joinedload(ContactThread.assigned_to),
        )
        return [Row(*row) for row in db.session.execute(cut.options(*wanted))]

    return page_of(statement, number, load)
