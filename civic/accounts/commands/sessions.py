"""What can happen to sessions: opened, ended, pointed at an organisation, proven again."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import Any

from sqlalchemy import CursorResult, delete

from civic.accounts import queries
from civic.accounts.events import ActingChanged, IdentityProven, SessionsEnded, SignedIn, SignedOut
from civic.accounts.models import Session, User
from civic.kernel import clock
from civic.kernel.access import Actor, Permission, authorize
from civic.kernel.db import db
from civic.kernel.errors import Forbidden, NotFound, Refused
from civic.kernel.events import record
from civic.kernel.words import N_


def sign_in(user: User, *, organisation_id: int | None, strong: bool = False, device: str = "") -> User:
    """Open a session under a new random id; what proves the person was checked before, outside the transaction.

    `strong` says that a second factor, a passkey or the city's provider vouched for the person: only such a session may use a role.

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
            strong=strong,
            device=device,
            proven_at=now,
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


def end_session(session: Session, *, by: Actor) -> None:
    """End one of the places where a person is signed in.

    Raises:
        NotFound: when it is another person's.
    """
    authorize(by, Permission.SIGNED_IN)
    if session.user_id != by.id:
        raise NotFound
    db.session.delete(session)
    record(SessionsEnded(user=session.user_id, by=by.id, count=1))


def end_other_sessions(sid: str, *, by: Actor) -> int:
    """Sign the person out everywhere but here; says in how many places."""
    authorize(by, Permission.SIGNED_IN)
    result: CursorResult[Any] = db.session.execute(  # type: ignore[assignment]
        delete(Session)
        .where(Session.user_id == by.id, Session.sid_hash != queries.hash_of(sid))
        .execution_options(synchronize_session=False)
    )
    if by.id is not None and result.rowcount:
        record(SessionsEnded(user=by.id, by=by.id, count=result.rowcount))
    return result.rowcount


def prove(sid: str, *, by: Actor) -> str:
    """Note that the person of this session has just proved again who they are; what the session may do stays the same.

    It goes on under a new id, which this gives: a copy of the old cookie gains nothing by the proof.
    """
    authorize(by, Permission.SIGNED_IN)
    session = queries.find_session(sid, clock.now())
    if session is None or by.id is None:
        raise Forbidden
    renewed = secrets.token_urlsafe(32)
    session.sid_hash, session.proven_at = queries.hash_of(renewed), clock.now()
    record(IdentityProven(user=by.id, by=by.id))
    return renewed


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
