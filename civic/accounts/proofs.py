"""What can be asked of what people prove themselves with: passkeys, recovery codes, the city's own provider."""

from __future__ import annotations

from sqlalchemy import func, select

from civic.accounts.models import Passkey, RecoveryCode, User
from civic.kernel.db import db
from civic.kernel.errors import NotFound


def passkeys_of(user: User) -> list[Passkey]:
    """The person's passkeys, the oldest first."""
    return list(db.session.scalars(select(Passkey).where(Passkey.user_id == user.id).order_by(Passkey.id)))


def find_passkey(credential_id: str) -> Passkey | None:
    """The passkey that a device knows by this id."""
    return db.session.scalar(select(Passkey).where(Passkey.credential_id == credential_id))


def get_passkey(passkey_id: int, user_id: int) -> Passkey:
    """The person's own passkey of that id, or NotFound."""
    passkey = db.session.get(Passkey, passkey_id)
    if passkey is None or passkey.user_id != user_id:
        raise NotFound
    return passkey


def codes_left(user: User) -> int:
    """How many recovery codes the person has not used yet."""
    statement = select(func.count()).where(RecoveryCode.user_id == user.id, RecoveryCode.used_at.is_(None))
    return db.session.scalar(statement) or 0


def owns_codes(user: User, hashes: set[str]) -> bool:
    """Whether all of these are recovery codes of the person, unused."""
    statement = select(RecoveryCode.code_hash).where(
        RecoveryCode.user_id == user.id, RecoveryCode.used_at.is_(None)
    )
    return bool(hashes) and hashes <= set(db.session.scalars(statement))


def find_by_subject(subject: str) -> User | None:
    """The account bound to a person of the city's own provider."""
    return db.session.scalar(select(User).where(User.oidc_subject == subject))
