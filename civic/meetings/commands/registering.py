"""People sign up for a meeting, get a seat or wait for one, and are forgotten when it is over."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import delete, func, select

from civic.accounts.queries import is_address, plain_address
from civic.kernel import clock, mail, markup
from civic.kernel.access import Actor, Permission, authorize
from civic.kernel.db import db
from civic.kernel.errors import Refused
from civic.kernel.events import record
from civic.kernel.words import N_
from civic.meetings import letters
from civic.meetings.events import MeetingSeatLeft, MeetingSeatTaken
from civic.meetings.held import hold
from civic.meetings.models import Meeting, MeetingState, Registration
from civic.meetings.signs import hash_of, path_of, token_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

LONGEST_NAME = 120
LONGEST_NEEDS = 1_000
#: How long after its end a meeting is known who signed up, and how long a link waits to be confirmed.
KEPT, UNCONFIRMED = timedelta(days=7), timedelta(days=2)


def sign_up(
    meeting: Meeting, *, name: str, email: str = "", needs: str = "", language: str, by: Actor
) -> Registration:
    """Sign up: with an account at once, without one by a letter whose link confirms it. The same is said for every address.

    Raises:
        Refused: when a name or an address is missing, or one cannot sign up (any more).
    """
    authorize(by, Permission.SIGN_UP, meeting)
    name, needs = markup.clean_line(by.name if by.signed_in else name), markup.clean_text(needs)
    address = plain_address(by.email if by.signed_in else email)
    if not name or len(name) > LONGEST_NAME or len(needs) > LONGEST_NEEDS:
        raise Refused("name", N_("Give your name, and what you need in at most 1 000 characters."))
    if not is_address(address):
        raise Refused("address", N_("This is not an e-mail address. Write it like name@example.org."))
    hold(meeting)
    theirs = select(Registration).filter_by(meeting_id=meeting.id)
    found = db.session.scalar(theirs.filter_by(email=address))
    if found is None and by.signed_in:
        # Under the address that the account had before: one person, one seat.
        found = db.session.scalar(theirs.filter_by(person_id=by.id).order_by(Registration.id).limit(1))
    if found is None:
        key = secrets.token_hex(16)
        found = Registration(
            meeting_id=meeting.id, email=address, key=key, language=language, asked_at=clock.now()
        )
        found.token_hash = hash_of(token_of(found))
        db.session.add(found)
    if by.signed_in or found.confirmed_at is None:
        # Whoever only knows the address changes nothing of what its owner has confirmed.
        found.name, found.needs = name, needs
    if by.signed_in:
        found.person_id, found.email = by.id, address
        confirm(found)
    else:
        _write(letters.SIGN_UP_CONFIRM, found, meeting)
    db.session.flush()
    return found


def confirm(registration: Registration) -> Registration:
    """Take a seat, or the last place of the waiting list: the link shows whose address it is. Once more changes nothing.

    Raises:
        Refused: when signing up has ended meanwhile.
    """
    meeting = hold(db.session.get_one(Meeting, registration.meeting_id))
    if registration.confirmed_at is not None:
        return registration
    if not meeting.takes_registrations(clock.now()):
        raise Refused("closed", N_("Signing up for this meeting has ended."))
    registration.confirmed_at = clock.now()
    registration.seated = meeting.seats is None or _seated(meeting) < meeting.seats
    db.session.flush()
    record(MeetingSeatTaken(meeting=meeting.id, series=meeting.series_id, forum=meeting.forum_id, by=None))
    _write(letters.SIGNED_UP if registration.seated else letters.WAITING, registration, meeting)
    return registration


def leave(registration: Registration) -> None:
    """Give the seat back: it is deleted, and whoever waits longest moves up."""
    meeting = hold(db.session.get_one(Meeting, registration.meeting_id))
    confirmed = registration.confirmed_at is not None
    db.session.delete(registration)
    db.session.flush()
    if confirmed:
        record(MeetingSeatLeft(meeting=meeting.id, series=meeting.series_id, forum=meeting.forum_id, by=None))
    move_up(meeting)


def move_up(meeting: Meeting) -> Sequence[Registration]:
    """Seat those who wait, the first one first, as far as there are seats; each gets a letter.

    Nobody moves once it has begun, while it is cancelled, or while nobody signs up. Gives those who moved.
    """
    planned = meeting.state is MeetingState.PLANNED and meeting.registration
    if not planned or meeting.starts <= clock.now():
        return ()
    waiting = select(Registration).where(
        Registration.meeting_id == meeting.id,
        Registration.confirmed_at.is_not(None),
        Registration.seated.is_(False),
    )
    free = None if meeting.seats is None else max(0, meeting.seats - _seated(meeting))
    statement = waiting.order_by(Registration.confirmed_at, Registration.id).limit(free)
    moved = list(db.session.scalars(statement))
    for each in moved:
        each.seated = True
        _write(letters.MOVED_UP, each, meeting)
    db.session.flush()
    return moved


def tell_registered(
    meeting: Meeting,
    kind: mail.Kind,
    *,
    only_seated: bool = False,
    besides: Sequence[Registration] = (),
    was: letters.Was | None = None,
    **facts: object,
) -> None:
    """Write to everybody who signed up and confirmed it, but for some: it is moved, cancelled, takes place after all, is tomorrow."""
    statement = select(Registration).where(
        Registration.meeting_id == meeting.id, Registration.confirmed_at.is_not(None)
    )
    if only_seated:
        statement = statement.where(Registration.seated)
    for each in db.session.scalars(statement.order_by(Registration.id)):
        if each not in besides:
            _write(kind, each, meeting, was, **facts)


def forget_registrations(*, by: Actor) -> int:
    """Delete who signed up, with what they need, a week after the meeting; and what nobody confirmed."""
    authorize(by, Permission.PLAN_MEETING)
    now = clock.now()
    over = select(Meeting.id).where(Meeting.ends <= now - KEPT)
    unconfirmed = Registration.confirmed_at.is_(None) & (Registration.asked_at <= now - UNCONFIRMED)
    ids = list(
        db.session.scalars(select(Registration.id).where(Registration.meeting_id.in_(over) | unconfirmed))
    )
    db.session.execute(delete(Registration).where(Registration.id.in_(ids)))
    return len(ids)


def forget_registrations_of(person_id: int, addresses: Iterable[str]) -> None:
    """Delete the registrations of a person who is taken out; those who wait move up."""
    theirs = select(Registration).where(
        (Registration.person_id == person_id) | Registration.email.in_(list(addresses))
    )
    for registration in list(db.session.scalars(theirs)):
        leave(registration)


def _seated(meeting: Meeting) -> int:
    seated = select(func.count()).where(Registration.meeting_id == meeting.id, Registration.seated)
    return db.session.scalar(seated) or 0


def _write(
    kind: mail.Kind,
    registration: Registration,
    meeting: Meeting,
    was: letters.Was | None = None,
    **facts: object,
) -> None:
    known = letters.facts_of(meeting, registration, was) | facts
    mail.write(
        kind,
        to=registration.email,
        language=registration.language,
        link=path_of(registration),
        **{name: known[name] for name in kind.facts},
    )
