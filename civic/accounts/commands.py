"""What can happen to accounts: made, given a password, signed in and out."""

from __future__ import annotations

import secrets
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
        Refused: when the address has an account already.
    """
    authorize(by, Permission.MANAGE_USERS)
    if queries.find_by_email(email):
        raise Refused("taken", N_("This address has an account already."))
    user = User(
        email=email.strip().lower(),
        name=clean_line(name),
        role=role,
        unit=clean_line(unit),
        created_at=at or clock.now(),
    )
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
    """Open a session under a new random id; the password was checked before, outside the transaction."""
    if not user.is_active:
        raise Forbidden
    user.sid = secrets.token_urlsafe(32)  # type: ignore[misc]
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
