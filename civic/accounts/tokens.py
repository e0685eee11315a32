"""One-time links: issued for an address and a purpose, spent exactly once, however many ask at the same moment."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta
from typing import Any

from sqlalchemy import CursorResult, delete, select, update

from civic.accounts.models import AddressChange, Purpose, Token, User
from civic.kernel import clock
from civic.kernel.db import db
from civic.kernel.errors import Refused
from civic.kernel.words import N_

LIFE = {
    Purpose.REGISTER: timedelta(hours=24),
    Purpose.SIGN_IN: timedelta(minutes=15),
    Purpose.RESET: timedelta(hours=1),
    Purpose.OLD_ADDRESS: timedelta(hours=24),
    Purpose.NEW_ADDRESS: timedelta(hours=24),
}
#: A link that an administrator hands over in person lasts longer.
BY_HAND = timedelta(hours=48)
#: How long a dead token is kept: long enough for nobody to wonder.
KEPT = timedelta(days=1)


class LinkVoid(Refused):
    """The link is false, used or expired; which of them is not said. Pages answer with the way to a new one."""

    def __init__(self) -> None:
        super().__init__("link_void", N_("This link has been used or has expired. Ask for a new one."))


def hash_of(token: str) -> str:
    """What the table holds of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def issue(
    purpose: Purpose,
    email: str,
    *,
    user: User | None = None,
    life: timedelta | None = None,
    **facts: Any,
) -> str:
    """A new token for an address; it stands in the present transaction."""
    token = secrets.token_urlsafe(32)
    now = clock.now()
    db.session.add(
        Token(
            token_hash=hash_of(token),
            purpose=purpose,
            email=email,
            user_id=user.id if user else None,
            facts=facts,
            created_at=now,
            expires_at=now + (life or LIFE[purpose]),
        )
    )
    return token


def find(token: str, purpose: Purpose) -> Token | None:
    """The token, if it may still be spent on that."""
    found = db.session.get(Token, hash_of(token))
    if found is None or found.purpose is not purpose or found.used_at or found.expires_at <= clock.now():
        return None
    return found


def get(token: str, purpose: Purpose) -> Token:
    """The token, if it may still be spent on that.

    Raises:
        LinkVoid: when it is false, used or expired.
    """
    found = find(token, purpose)
    if found is None:
        raise LinkVoid
    return found


def spend(token: str, purpose: Purpose) -> Token:
    """Use the token up; of many at the same moment one succeeds.

    Raises:
        LinkVoid: when it is false, used or expired.
    """
    found = get(token, purpose)
    _take_turns(found)
    result: CursorResult[Any] = db.session.execute(  # type: ignore[assignment]
        update(Token)
        .where(Token.token_hash == found.token_hash, Token.used_at.is_(None))
        .values(used_at=clock.now())
    )
    if result.rowcount != 1:
        raise LinkVoid
    return found


def _take_turns(found: Token) -> None:
    """Wait for whoever uses another link of this account or address: always in one order, so that no two wait for each other."""
    if found.user_id is not None:
        hold(found.user_id)
        return
    same = select(Token.token_hash).where(Token.email == found.email, Token.purpose == found.purpose)
    db.session.execute(same.order_by(Token.token_hash).with_for_update())


def hold(user_id: int) -> User | None:
    """The account as it is now, held until this transaction ends: whatever issues, spends or voids its links holds it first."""
    return db.session.get(User, user_id, with_for_update={"key_share": True}, populate_existing=True)


def owner(found: Token) -> User:
    """Whose link it is, while the account is open and still has the address that the link was made for.

    Raises:
        LinkVoid: otherwise.
    """
    user = db.session.get(User, found.user_id) if found.user_id else None
    if user is None or not user.is_active or user.email != found.email:
        raise LinkVoid
    return user


def void(user: User) -> None:
    """Make all links of an account worthless, and a change of address that waits: password or address changed, or it was closed."""
    db.session.execute(delete(AddressChange).where(AddressChange.user_id == user.id))
    db.session.execute(delete(Token).where(Token.user_id == user.id, Token.used_at.is_(None)))


def void_address(email: str, purpose: Purpose) -> None:
    """Make the links of one kind to an address worthless."""
    db.session.execute(
        delete(Token).where(Token.email == email, Token.purpose == purpose, Token.used_at.is_(None))
    )


def forget_old() -> None:
    """Delete what can open nothing any more, with the addresses in it."""
    db.session.execute(delete(Token).where(Token.expires_at < clock.now() - KEPT))
