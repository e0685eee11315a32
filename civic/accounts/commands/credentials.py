"""What people prove themselves with: passwords, authenticator apps, recovery codes, passkeys."""

from __future__ import annotations

from sqlalchemy import delete

from civic.accounts import letters, tokens
from civic.accounts.events import PasswordSet
from civic.accounts.models import Session, User
from civic.kernel import clock, mail
from civic.kernel.access import Actor, Permission, authorize
from civic.kernel.db import db
from civic.kernel.events import record


def set_password(user: User, password_hash: str, *, by: Actor) -> None:
    """Give the account a password (hashed by the caller, outside the transaction); its sessions end, its one-time links are void."""
    if by.id != user.id:
        authorize(by, Permission.MANAGE_USERS)
    if by.id == user.id and user.password_hash is not None:
        mail.write(
            letters.PASSWORD_CHANGED,
            to=user.email,
            language=user.language,
            link="/login/reset",
            when=clock.now(),
        )
    user.password_hash = password_hash
    tokens.void(user)
    db.session.execute(delete(Session).where(Session.user_id == user.id))
    record(PasswordSet(user=user.id, by=by.id))
