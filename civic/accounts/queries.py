"""What can be asked of accounts."""

from __future__ import annotations

import hashlib
import re
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from civic.accounts.models import AddressChange, LeftText, Session, UnsentText, User
from civic.kernel import clock
from civic.kernel.access import Actor, Role
from civic.kernel.db import db
from civic.kernel.errors import NotFound
from civic.kernel.markup import clean_line

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

SESSION_HOURS = 12
#: How long both addresses have to agree to a change.
CHANGE_LASTS = timedelta(hours=24)
#: Characters in all fields of one form together; a form takes less.
LONGEST_UNSENT = 500_000
#: What a mail server can take as it stands: no white space, no brackets, quotes or lists.
ADDRESS = re.compile(r"[^@\s<>()\[\]\\,;:\"]{1,64}@[^@\s<>()\[\]\\,;:\"]{1,189}")
#: Whoever holds a role is asked again after half an hour of silence.
IDLE = timedelta(minutes=30)


def hash_of(sid: str) -> str:
    """What the table holds of a session's id."""
    return hashlib.sha256(sid.encode()).hexdigest()


def find_session(sid: str, now: datetime) -> Session | None:
    """The session of that id, if it has not run out and its user is not suspended."""
    session = db.session.get(Session, hash_of(sid))
    return session if session and _stands(session, now) else None


def sessions_of(user_id: int) -> list[Session]:
    """Where a person is signed in, the place used last first."""
    rows = db.session.scalars(
        select(Session).where(Session.user_id == user_id).order_by(Session.last_seen.desc())
    )
    now = clock.now()
    return [session for session in rows if _stands(session, now)]


def get_own_session(sid_hash: str, user_id: int | None) -> Session:
    """One of a person's sessions, or NotFound."""
    session = db.session.get(Session, sid_hash) if sid_hash.isalnum() else None
    if session is None or session.user_id != user_id:
        raise NotFound
    return session


def _stands(session: Session, now: datetime) -> bool:
    return (
        session.user.is_active
        and (now - session.created_at).total_seconds() <= SESSION_HOURS * 3600
        and (session.user.role is None or now - session.last_seen <= IDLE)
    )


def find_signed_in(sid: str) -> User | None:
    """The user behind a cookie; the loader of Flask-Login."""
    session = find_session(sid, clock.now())
    if session is None:
        return None
    session.user.sid = sid
    session.user.acting_for = session.organisation_id
    session.user.seen_at = session.last_seen
    session.user.strong = session.strong
    session.user.proven_at = session.proven_at
    return session.user


def plain_address(email: str) -> str:
    """An address as it is stored: one line in small letters."""
    return clean_line(email).lower()


def is_address(email: str) -> bool:
    """Whether this can be the address of a mailbox."""
    return ADDRESS.fullmatch(plain_address(email)) is not None


def find_by_email(email: str) -> User | None:
    """The account of an address, in any case of letters."""
    return db.session.scalar(select(User).where(User.email == plain_address(email)))


def waits_for_invitation(user: User) -> bool:
    """Whether an account with a role was made and never opened: only an administrator's own link opens it."""
    return (
        user.role is not None
        and user.password_hash is None
        and user.address_confirmed_at is None
        and user.oidc_subject is None
    )


def find_address_change(user_id: int) -> AddressChange | None:
    """The change of address that an account waits for, while it can still come into force."""
    change = db.session.get(AddressChange, user_id)
    return change if change and clock.now() - change.created_at < CHANGE_LASTS else None


def administrators() -> Sequence[int]:
    """Who can administer the instance; the rows are locked, so that two cannot remove each other at once."""
    return db.session.scalars(
        select(User.id)
        .where(User.role == Role.ADMINISTRATOR, User.suspended_at.is_(None), User.erased_at.is_(None))
        .order_by(User.id)
        .with_for_update()
    ).all()


def find_unsent(place: str, by: Actor) -> UnsentText | None:
    """What a person has typed into the form at an address and not sent."""
    return db.session.scalar(select(UnsentText).where(UnsentText.user_id == by.id, UnsentText.place == place))


def unsent_of(by: Actor) -> list[UnsentText]:
    """All that a person has written and not sent, the newest first."""
    return list(
        db.session.scalars(
            select(UnsentText)
            .where(UnsentText.user_id == by.id)
            .order_by(UnsentText.saved_at.desc(), UnsentText.id.desc())
        )
    )


def get_unsent(text_id: int, by: Actor) -> UnsentText:
    """One of a person's own unsent texts, or NotFound."""
    found = db.session.get(UnsentText, text_id)
    if found is None or found.user_id != by.id:
        raise NotFound
    return found


def is_too_long(fields: Mapping[str, list[str]]) -> bool:
    """Whether a form holds more than is kept of one."""
    return sum(len(name) + len(value) for name, values in fields.items() for value in values) > LONGEST_UNSENT


def find_left(token: str, place: str, since: datetime) -> LeftText | None:
    """What was typed into the form at an address before a session had ended, by the token that its owner was given."""
    found = db.session.get(LeftText, hash_of(token))
    return found if found and found.place == place and found.at >= since else None


def find_user(user_id: int) -> User | None:
    """The account of that id, if there is one."""
    return db.session.get(User, user_id)


def get_user(user_id: int) -> User:
    """The account of that id, or NotFound."""
    user = db.session.get(User, user_id)
    if user is None:
        raise NotFound
    return user
