"""What people prove themselves with: passwords, authenticator apps, recovery codes, passkeys."""

from __future__ import annotations

from sqlalchemy import delete

from civic.accounts import factor_letters, letters, proofs, tokens
from civic.accounts.events import FactorsReset, PasswordSet
from civic.accounts.models import AccountAct, Act, Passkey, RecoveryCode, Session, User
from civic.kernel import clock, mail
from civic.kernel.access import Actor, Permission, authorize
from civic.kernel.db import db
from civic.kernel.errors import Refused
from civic.kernel.events import record
from civic.kernel.markup import clean_text
from civic.kernel.words import N_

LONGEST_REASON = 2000


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


def reset_factors(user: User, *, reason: str, by: Actor) -> AccountAct:
    """Take app, recovery codes and passkeys off the account of somebody who has lost them; its sessions end, its owner gets a letter.

    Raises:
        Refused: without a reason, for one's own account, or where there is nothing to reset.
    """
    authorize(by, Permission.MANAGE_USERS)
    reason = clean_text(reason)
    if not 1 <= len(reason) <= LONGEST_REASON:
        raise Refused("reason", N_("Give the reason, in at most 2000 characters."))
    if by.id == user.id:
        raise Refused("own", N_("Another administrator resets your second factor."))
    if not user.has_second_factor and not proofs.passkeys_of(user):
        raise Refused("nothing", N_("This account has no second factor."))
    user.totp_secret = user.totp_step = user.totp_confirmed_at = None
    for what in (RecoveryCode, Passkey, Session):
        db.session.execute(delete(what).where(what.user_id == user.id))
    act = AccountAct(user_id=user.id, act=Act.RESET_FACTORS, reason=reason, by_id=by.id, at=clock.now())
    db.session.add(act)
    db.session.flush()
    record(FactorsReset(user=user.id, act=act.id, by=by.id))
    mail.write(
        factor_letters.FACTORS_RESET, to=user.email, language=user.language, link="/login", reason=reason
    )
    return act
