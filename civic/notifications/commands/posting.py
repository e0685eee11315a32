"""Writing the letters that bring notifications: each person's in one transaction, each period once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select, update

from civic.accounts.models import User
from civic.kernel import bounces, clock, mail
from civic.kernel.access import Actor, Permission, authorize
from civic.kernel.db import db, unit_of_work
from civic.notifications import answering, letters, windows
from civic.notifications.models import Delivery, Frequency, Notification

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

#: How many persons one transaction writes to, and one run.
PERSONS_AT_ONCE, PERSONS_A_RUN = 50, 2_000


def write_due_letters(*, by: Actor) -> int:
    """Write what is due; says how many letters. A run that is cut off has written each letter whole or not at all.

    Opens transactions of its own.
    """
    authorize(by, Permission.MANAGE_USERS)
    now, written = clock.now(), 0
    due = select(Notification.person_id).where(Notification.due_at <= now).distinct()
    with unit_of_work():
        persons = db.session.scalars(due.order_by(Notification.person_id).limit(PERSONS_A_RUN)).all()
    for first in range(0, len(persons), PERSONS_AT_ONCE):
        with unit_of_work():
            written += sum(_write_to(person, now) for person in persons[first : first + PERSONS_AT_ONCE])
    return written


def _write_to(person_id: int, now: datetime) -> int:
    """Write one person's letters; whoever else writes to the same person waits or passes by."""
    user = db.session.scalar(
        select(User).where(User.id == person_id).with_for_update(key_share=True, skip_locked=True)
    )
    if user is None:
        return 0
    notes = db.session.scalars(
        select(Notification)
        .where(Notification.person_id == person_id, Notification.due_at <= now)
        .order_by(Notification.seq)
    ).all()
    if not user.is_active or bounces.find(user.email):
        _settle(notes, None)
        return 0
    written = 0
    for frequency in (Frequency.NOW, Frequency.DAILY, Frequency.WEEKLY):
        of_frequency = [note for note in notes if note.frequency is frequency]
        if frequency is Frequency.NOW:
            written += sum(_write_news(user, some) for some in _by_subject(of_frequency))
        elif of_frequency:
            written += _write_digest(user, frequency, of_frequency)
    return written


def _by_subject(notes: Iterable[Notification]) -> list[list[Notification]]:
    """What came under one subject meanwhile goes into one letter, unless it comes for different reasons."""
    grouped: dict[tuple[str, str], list[Notification]] = {}
    for note in notes:
        grouped.setdefault((note.subject, note.concern), []).append(note)
    return list(grouped.values())


def _write_news(user: User, notes: Sequence[Notification]) -> int:
    delivery = _deliver(user, f"{Frequency.NOW}:{notes[0].seq}", notes)
    if delivery is None:
        return 0
    letter = mail.write(
        letters.NEWS, to=user.email, language=user.language, person=user.id, delivery=delivery.id
    )
    letter.reply_to = answering.address_for(user, notes)
    return 1


def _write_digest(user: User, frequency: Frequency, notes: Sequence[Notification]) -> int:
    """One digest a period. A clock that was put back finds the period taken: what came meanwhile waits for the next."""
    latest = max(note.due_at for note in notes if note.due_at)
    delivery = _deliver(user, windows.period(frequency, latest), notes)
    if delivery is None:
        later = windows.following(frequency, latest)
        for note in notes:
            note.due_at = later
        return 0
    mail.write(letters.DIGEST, to=user.email, language=user.language, person=user.id, delivery=delivery.id)
    return 1


def _deliver(user: User, period: str, notes: Sequence[Notification]) -> Delivery | None:
    """Take the period for one letter; nothing when it was taken before."""
    taken = select(Delivery.id).where(Delivery.person_id == user.id, Delivery.period == period)
    if db.session.scalar(taken) is not None:
        return None
    delivery = Delivery(person_id=user.id, period=period, at=clock.now())
    db.session.add(delivery)
    db.session.flush()
    _settle(notes, delivery.id)
    return delivery


def _settle(notes: Sequence[Notification], delivery_id: int | None) -> None:
    """No letter is due for these any more."""
    db.session.execute(
        update(Notification)
        .where(Notification.id.in_([note.id for note in notes]))
        .values(due_at=None, delivery_id=delivery_id)
        .execution_options(synchronize_session=False)
    )
