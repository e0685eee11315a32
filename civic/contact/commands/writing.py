"""What the two sides write: a thread begun, a message added, an end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from civic.answers.queries import unit_named
from civic.contact.events import ContactClosed, ContactOpened, ContactWritten
from civic.contact.holding import hold
from civic.contact.models import REOPENS_WITHIN, ContactMessage, ContactState, ContactThread, Side
from civic.contact.policies import choice_for, side_of
from civic.discussions import twice
from civic.kernel import clock, files, markup
from civic.kernel.access import Permission, authorize
from civic.kernel.db import db
from civic.kernel.errors import Refused
from civic.kernel.events import record
from civic.kernel.words import N_, day
from civic.organisations.queries import speakers_of

if TYPE_CHECKING:
    from datetime import datetime

    from civic.kernel.access import Actor
    from civic.kernel.files import Accepted
    from civic.organisations.models import Organisation

LONGEST_SUBJECT, LONGEST_BODY = 150, 20_000
WAITS_AFTER = {
    Side.ORGANISATION: ContactState.WAITS_FOR_OFFICE,
    Side.OFFICE: ContactState.WAITS_FOR_ORGANISATION,
}


def open_thread(
    organisation: Organisation, *, subject: str, body: str, accepted: Accepted | None = None, by: Actor
) -> ContactThread:
    """Write to the office for an organisation; the very same sent again within a minute is the same thread.

    Raises:
        Refused: when something is missing or too long, or the organisation or the person writes nothing new.
    """
    authorize(by, Permission.WRITE_TO_OFFICE, organisation)
    return _open(organisation, Side.ORGANISATION, subject, body, accepted, by=by)


def write_to_organisation(
    organisation: Organisation, *, subject: str, body: str, accepted: Accepted | None = None, by: Actor
) -> ContactThread:
    """Begin a thread for the office: whoever begins it has it. The very same sent again within a minute is the same thread.

    Raises:
        Refused: when something is missing or too long, or nobody speaks for the organisation, so that nobody would read it.
    """
    authorize(by, Permission.WRITE_TO_ORGANISATION, organisation)
    if not speakers_of(organisation, clock.today(clock.now())):
        raise Refused(
            "nobody",
            N_(
                "Nobody speaks for %(organisation)s here yet, so nobody would read it.",
                organisation=organisation.name,
            ),
        )
    thread = _open(organisation, Side.OFFICE, subject, body, accepted, by=by)
    thread.assigned_to_id = by.id
    thread.unit = unit_named(by.unit) if by.unit else None
    db.session.flush()
    return thread


def _open(
    organisation: Organisation, side: Side, subject: str, body: str, accepted: Accepted | None, *, by: Actor
) -> ContactThread:
    subject = markup.clean_line(subject)
    if not subject:
        raise Refused("subject", N_("Say in a few words what it is about."))
    if len(subject) > LONGEST_SUBJECT:
        raise Refused("long", N_("The subject has room for 150 characters. Shorten it."))
    body = _text(body)
    now = clock.now()
    twice.queue_up(by)
    if earlier := _opened_just_now(organisation, subject, body, now, by):
        return earlier
    thread = ContactThread(
        organisation=organisation,
        subject=subject,
        state=WAITS_AFTER[side],
        opened_at=now,
        last_at=now,
    )
    db.session.add(thread)
    message = _add(thread, side, body, accepted, now, by=by)
    record(
        ContactOpened(
            contact=thread.id,
            message=message.id,
            side=side.value,
            by=by.id,
            organisation=_organisation(thread, side),
        )
    )
    return thread


def write(
    thread: ContactThread, *, body: str, seen: int, accepted: Accepted | None = None, by: Actor
) -> ContactMessage:
    """Write to the other side; `seen` is the newest message that stood before the writer's eyes. The same within a minute is one.

    Raises:
        Refused: when the text is missing or too long, the thread ended long ago, somebody else wrote meanwhile, or its
            organisation writes nothing new.
    """
    authorize(by, Permission.WRITE_IN_CORRESPONDENCE, thread)
    body = _text(body)
    hold(thread, by)
    now, side = clock.now(), _side(by, thread)
    if earlier := _written_just_now(thread, body, now, by, closing=False):
        return earlier
    if not thread.takes_messages(now):
        raise Refused(
            "closed",
            N_(
                "This matter was closed on %(day)s, more than %(days)s days ago. Write about it in a new one.",
                day=day(thread.closed_at or now),
                days=REOPENS_WITHIN.days,
            ),
        )
    _check_seen(thread, seen, by)
    reopened = thread.closed_at is not None
    if thread.state is not WAITS_AFTER[side]:
        thread.move_to(WAITS_AFTER[side], now)
    message = _add(thread, side, body, accepted, now, by=by)
    record(
        ContactWritten(
            contact=thread.id,
            message=message.id,
            side=side.value,
            reopened=reopened,
            by=by.id,
            organisation=_organisation(thread, side),
        )
    )
    return message


def close(thread: ContactThread, *, body: str, by: Actor) -> ContactMessage:
    """End it with a sentence that the other side reads; the same within a minute is one.

    Raises:
        Refused: when the sentence is missing or too long, or it has ended already.
    """
    authorize(by, Permission.WRITE_IN_CORRESPONDENCE, thread)
    body = _text(body, N_("Write in a sentence how it ends: the other side reads it."))
    hold(thread, by)
    now, side = clock.now(), _side(by, thread)
    if earlier := _written_just_now(thread, body, now, by, closing=True):
        return earlier
    thread.move_to(ContactState.CLOSED, now)
    message = _add(thread, side, body, None, now, closing=True, by=by)
    record(
        ContactClosed(
            contact=thread.id,
            message=message.id,
            side=side.value,
            by=by.id,
            organisation=_organisation(thread, side),
        )
    )
    return message


def _side(by: Actor, thread: ContactThread) -> Side:
    return side_of(by, thread) or Side.OFFICE


def _organisation(thread: ContactThread, side: Side) -> int | None:
    return thread.organisation.id if side is Side.ORGANISATION else None


def _add(
    thread: ContactThread,
    side: Side,
    body: str,
    accepted: Accepted | None,
    now: datetime,
    *,
    closing: bool = False,
    by: Actor,
) -> ContactMessage:
    choice = choice_for(by, thread.organisation.id)
    stored = files.keep(accepted, by=by) if accepted else None
    message = ContactMessage(
        thread=thread,
        side=side,
        person_id=by.id,
        signature=choice.name if choice else by.unit,
        capacity=choice.capacity if choice else (by.role.value if by.role else ""),
        body=body,
        body_html=str(markup.render(body)),
        at=now,
        closing=closing,
        file=stored,
    )
    thread.last_at = now
    db.session.add(message)
    db.session.flush()
    return message


def _opened_just_now(
    organisation: Organisation, subject: str, body: str, now: datetime, by: Actor
) -> ContactThread | None:
    statement = (
        select(ContactThread)
        .join(ContactMessage, ContactMessage.thread_id == ContactThread.id)
        .where(
            ContactThread.organisation_id == organisation.id,
            ContactThread.subject == subject,
            ContactThread.opened_at > now - twice.WITHIN,
            ContactMessage.person_id == by.id,
            ContactMessage.body == body,
        )
    )
    return db.session.scalar(statement.limit(1))


def _written_just_now(
    thread: ContactThread, body: str, now: datetime, by: Actor, *, closing: bool
) -> ContactMessage | None:
    statement = select(ContactMessage).where(
        ContactMessage.thread_id == thread.id,
        ContactMessage.person_id == by.id,
        ContactMessage.body == body,
        ContactMessage.closing.is_(closing),
        ContactMessage.at > now - twice.WITHIN,
    )
    return db.session.scalar(statement.limit(1))


def _check_seen(thread: ContactThread, seen: int, by: Actor) -> None:
    """What a person says should follow what others said before; their own words are known to them."""
    newer = select(ContactMessage.id).where(
        ContactMessage.thread_id == thread.id, ContactMessage.id > seen, ContactMessage.person_id != by.id
    )
    if db.session.scalar(newer.limit(1)) is not None:
        raise Refused(
            "newer",
            N_(
                "Somebody wrote here meanwhile. Read it above; your text is still in the field and can be sent now."
            ),
        )


def _text(typed: str, missing: object = N_("Write your message.")) -> str:
    text = markup.clean_text(typed)
    if not text:
        raise Refused("body", missing)
    if len(text) > LONGEST_BODY:
        raise Refused("long", N_("The message has room for 20 000 characters. Shorten it."))
    return text
