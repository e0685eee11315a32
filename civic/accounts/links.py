"""One-time links by which a person sets a password: signed, expiring, void as soon as the password changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from itsdangerous import BadSignature, URLSafeTimedSerializer

from civic.accounts import queries
from civic.kernel.errors import Refused
from civic.kernel.words import N_

if TYPE_CHECKING:
    from civic.accounts.models import User

LINK_HOURS = 48


def _serializer(secret: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(secret, salt="set-password")


def _state(user: User) -> str:
    """What makes the link void once it was used."""
    return queries.hash_of(f"{user.id}:{user.email}:{user.password_hash}")[:16]


def make_token(user: User, secret: str) -> str:
    """The token of a link for this account as it is now."""
    return _serializer(secret).dumps([user.id, _state(user)])


def user_of(token: str, secret: str) -> User:
    """The account a token was made for.

    Raises:
        Refused: when the link is false, used or older than 48 hours.
    """
    try:
        user_id, state = _serializer(secret).loads(token, max_age=LINK_HOURS * 3600)
        user = queries.get_user(int(user_id))
    except (BadSignature, ValueError, TypeError):
        user, state = None, ""
    if user is None or _state(user) != state:
        raise Refused("link_void", N_("This link has been used or has expired. Ask for a new one."))
    return user
