"""Following by letter without an account: asked for, confirmed by a letter, stopped by one click."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from sqlalchemy import select

from civic.accounts.queries import is_address, plain_address
from civic.kernel import bounces, clock, events, mail
from civic.kernel.access import ANONYMOUS, Actor, Permission, authorize
from civic.kernel.db import db, unit_of_work
from civic.kernel.errors import Refused
from civic.kernel.events import record
from civic.kernel.words import N_
from civic.notifications import composing, letters, subjects, windows
from civic.notifications.events import FollowerConfirmed, FollowerLeft
from civic.notifications.models import Follower, Frequency
from civic.notifications.models.following import EVERYTHING
from civic.notifications.queries.followers import hash_of

if TYPE_CHECKING:
    from datetime import datetime

#: How many followers one run writes to.
AT_ONCE = 200


def follow_by_letter(address: str, *, subject: str, frequency: Frequency, language: str) -> Follower:
    """Ask an address by letter whether it wants to follow. The same is done and said for every address, known or not.

    Raises:
        Refused: when it is no address.
        NotFound: when there is no such forum.
    """
    address = plain_address(address)
    if not is_address(address):
        raise Refused("address", N_("This is not an e-mail address. Write it like name@example.org."))
    title = str(N_("All forums")) if subject == EVERYTHING else subjects.get_title(subject, ANONYMOUS)[0]
    token, now = secrets.token_urlsafe(32), clock.now()
    known = select(Follower).where(Follower.address == address, Follower.subject == subject)
    follower = db.session.scalar(known.with_for_update())
    if follower is None:
        follower = Follower(
            address=address, subject=subject, language=language, frequency=frequency, asked_at=now
        )
        db.session.add(follower)
    follower.token_hash, follower.asked_at = hash_of(token), now
    mail.write(
        letters.FOLLOW_CONFIRM,
        to=address,
        language=language,
        link=f"/follow/email/{token}",
        title=title,
    )
    return follower


def confirm_follower(follower: Follower) -> Follower:
    """Follow from now on: the link in the letter shows whose address it is. Once more changes nothing."""
    db.session.refresh(follower, with_for_update=True)
    if follower.confirmed_at is None:
        now = clock.now()
        follower.confirmed_at = now
        follower.told_seq = events.head()
        follower.due_at = windows.due_at(follower.frequency, now, None)
        record(FollowerConfirmed(follower=follower.id, by=None))
    return follower


def drop_follower(follower: Follower) -> None:
    """Forget an address: by the signed address in each of its letters."""
    record(FollowerLeft(follower=follower.id, by=None))
    db.session.delete(follower)


def write_to_followers(*, by: Actor) -> int:
    """Write to those whose day has come, where something has happened; each period once. Opens transactions of its own."""
    authorize(by, Permission.MANAGE_USERS)
    now, written = clock.now(), 0
    due = select(Follower.id).where(Follower.due_at <= now).order_by(Follower.due_at).limit(AT_ONCE)
    with unit_of_work():
        waiting = db.session.scalars(due).all()
    for number in waiting:
        with unit_of_work():
            written += _write_to(number, now)
    return written


def _write_to(number: int, now: datetime) -> int:
    follower = db.session.scalar(
        select(Follower)
        .where(Follower.id == number, Follower.due_at <= now)
        .with_for_update(skip_locked=True)
    )
    if follower is None or follower.due_at is None:
        return 0
    period, after, until = (
        windows.period(follower.frequency, follower.due_at),
        follower.told_seq,
        events.head(),
    )
    follower.due_at = windows.due_at(follower.frequency, now, None)
    if bounces.find(follower.address):
        # Whoever gave an address that never works is forgotten with it.
        drop_follower(follower)
        return 0
    if period == follower.told_period or not composing.public_events(follower, after, until):
        return 0
    follower.told_period, follower.told_seq = period, until
    mail.write(
        letters.FOLLOWER_NEWS,
        to=follower.address,
        language=follower.language,
        follower=follower.id,
        after=after,
        until=until,
    )
    return 1
