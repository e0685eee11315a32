"""What can happen to accounts: made, given a password, signed in and out."""

from __future__ import annotations

import re
import secrets
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import delete

from civic.accounts import queries
from civic.accounts.events import ActingChanged, PasswordSet, SignedIn, SignedOut, UserCreated
from civic.accounts.models import Session, User
from civic.kernel import clock
from civic.kernel.access import Actor, Permission, Role, authorize
from civic.kernel.db import db
from civic.kernel.errors import Forbidden, Refused
from civic.kernel.events import record
from civic.kernel.markup import clean_line
from civic.kernel.words import N_

if TYPE_CHECKING:
    from datetime import datetime

ADDRESS = re.compile(r"[^@\s]{1,64}@[^@\s]{1,189}")
LONGEST_NAME = 200


def create_user(
    *,
    email: str,
    name: str,
    role: Role | None,
    unit: str = "",
    at: datetime | None = None,
    by: Actor,
    imported: bool = False,
) -> User:
    """Make an account, as yet without a password.

    Raises:
        Refused: when the address has an account already or is none, or when the name is missing or too long.
    """
    authorize(by, Permission.MANAGE_USERS)
    email, name, unit = clean_line(email).lower(), clean_line(name), clean_line(unit)
    if not ADDRESS.fullmatch(email):
        raise Refused("address", N_("This is not an e-mail address. Write it like name@example.org."))
    if not name or max(len(name), len(unit)) > LONGEST_NAME:
        raise Refused("name", N_("A name has from 1 to 200 characters."))
    if queries.find_by_email(email):
        raise Refused("taken", N_("This address has an account already."))
    user = User(email=email, name=name, role=role, unit=unit, created_at=at or clock.now())
    db.session.add(user)
    db.session.flush()
    record(UserCreated(user=user.id, role=role, by=by.id, imported=imported))
    return user


def set_password(user: User, password_hash: str, *, by: Actor) -> None:
    """Give the account a password (hashed by the caller, outside the transaction) and end its sessions."""
    if by.id != user.id:
        authorize(by, Permission.MANAGE_USERS)
    user.password_hash = password_hash
    db.session.execute(delete(Session).where(Session.user_id == user.id))
    record(PasswordSet(user=user.id, by=by.id))


def sign_in(user: User, *, organisation_id: int | None) -> User:
    """Open a session under a new random id; the password was checked before, outside the transaction.

    Raises:
        Refused: when the account is suspended (said only to whoever knows its password).
    """
    if not user.is_active:
        raise Refused("suspended", N_("This account is suspended. Write to the plenipotentiary's office."))
    user.sid = secrets.token_urlsafe(32)
    now = clock.now()
    db.session.add(
        Session(
            sid_hash=queries.hash_of(user.sid),
            user_id=user.id,
            created_at=now,
            last_seen=now,
            organisation_id=organisation_id,
        )
    )
    record(SignedIn(user=user.id, by=user.id))
    return user


def sign_out(sid: str, *, by: Actor) -> None:
    """End the session on the server; the cookie that remains opens nothing."""
    authorize(by, Permission.SIGNED_IN)
    db.session.execute(delete(Session).where(Session.sid_hash == queries.hash_of(sid)))
    if by.id is not None:
        record(SignedOut(user=by.id, by=by.id))


def act_for(organisation_id: int | None, sid: str, *, by: Actor) -> None:
    """Choose the organisation that the next contributions are made for, or none.

    Raises:
        Forbidden: when the person does not speak for that organisation.
    """
    authorize(by, Permission.SIGNED_IN)
    if organisation_id is not None and organisation_id not in {
        choice.organisation_id for choice in by.choices
    }:
        raise Forbidden
    session = queries.find_session(sid, clock.now())
    if session is None or by.id is None:
        raise Forbidden
    session.organisation_id = organisation_id
    record(ActingChanged(user=by.id, by=by.id, organisation=organisation_id))


def forget_old_sessions(*, by: Actor) -> None:
    """Delete the rows of sessions that have run out."""
    authorize(by, Permission.MANAGE_USERS)
    oldest = clock.now() - timedelta(hours=queries.SESSION_HOURS)
    db.session.execute(delete(Session).where(Session.created_at < oldest))
