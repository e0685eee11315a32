"""What can happen to authenticator apps and recovery codes: set up, spent once, renewed, taken off."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import CursorResult, delete, or_, update

from civic.accounts import factor_letters as letters
from civic.accounts import proofs, totp
from civic.accounts.events import AppSetUp, AppTakenOff, RecoveryCodesRenewed, RecoveryCodeUsed
from civic.accounts.models import RecoveryCode, User
from civic.kernel import clock, mail
from civic.kernel.access import Actor, Permission, authorize
from civic.kernel.db import db
from civic.kernel.errors import Forbidden, Refused
from civic.kernel.events import record
from civic.kernel.words import N_

if TYPE_CHECKING:
    from collections.abc import Sequence


def set_up_app(user: User, *, sealed: str, step: int, codes: Sequence[str], by: Actor) -> None:
    """Take an app whose first code was right, in the place of an older one if there was any, with new recovery codes."""
    authorize(by, Permission.SIGNED_IN)
    _be_the_owner(user, by)
    user.totp_secret, user.totp_step, user.totp_confirmed_at = sealed, step, clock.now()
    _replace_codes(user, codes)
    record(AppSetUp(user=user.id, by=by.id))
    mail.write(letters.APP_SET_UP, to=user.email, language=user.language, link="/me/security")


def renew_codes(user: User, *, codes: Sequence[str], by: Actor) -> None:
    """New recovery codes; the old ones open nothing any more.

    Raises:
        Refused: when there is no app whose loss they could mend.
    """
    authorize(by, Permission.SIGNED_IN)
    _be_the_owner(user, by)
    if not user.has_second_factor:
        raise Refused("no_app", N_("Recovery codes come with an authenticator app. Add the app first."))
    _replace_codes(user, codes)
    record(RecoveryCodesRenewed(user=user.id, by=by.id))


def take_off_app(user: User, *, by: Actor) -> None:
    """Do without the app and its recovery codes.

    Raises:
        Refused: when there is no app, or the account has a role and nothing else to prove its owner with.
    """
    authorize(by, Permission.SIGNED_IN)
    _be_the_owner(user, by)
    if not user.has_second_factor:
        raise Refused("no_app", N_("Your account has no authenticator app, so there is nothing to remove."))
    if user.role is not None and not proofs.passkeys_of(user):
        raise Refused(
            "last_factor", N_("Your role needs a second factor. Add a passkey first, then remove the app.")
        )
    user.totp_secret = user.totp_step = user.totp_confirmed_at = None
    _replace_codes(user, ())
    record(AppTakenOff(user=user.id, by=by.id))
    mail.write(letters.APP_TAKEN_OFF, to=user.email, language=user.language, link="/me/security")


def spend_step(user: User, step: int) -> None:
    """Use the code of one step of time up; of many at the same moment one succeeds.

    Raises:
        Refused: when that code, or a later one, was taken already.
    """
    result: CursorResult[Any] = db.session.execute(  # type: ignore[assignment]
        update(User)
        .where(User.id == user.id, or_(User.totp_step.is_(None), User.totp_step < step))
        .values(totp_step=step)
        .execution_options(synchronize_session=False)
    )
    if result.rowcount != 1:
        raise Refused("code_used", N_("This code has been used. Wait for the next one."))
    db.session.expire(user, ["totp_step"])


def spend_recovery_code(user: User, typed: str) -> bool:
    """Use a recovery code up, if it is one; of many at the same moment one succeeds. Its owner gets a letter."""
    result: CursorResult[Any] = db.session.execute(  # type: ignore[assignment]
        update(RecoveryCode)
        .where(
            RecoveryCode.user_id == user.id,
            RecoveryCode.code_hash == totp.hash_of_code(typed, user.id),
            RecoveryCode.used_at.is_(None),
        )
        .values(used_at=clock.now())
        .execution_options(synchronize_session=False)
    )
    if result.rowcount != 1:
        return False
    record(RecoveryCodeUsed(user=user.id, by=user.id))
    mail.write(letters.CODE_USED, to=user.email, language=user.language, link="/me/security")
    return True


def _be_the_owner(user: User, by: Actor) -> None:
    if by.id != user.id:
        raise Forbidden


def _replace_codes(user: User, codes: Sequence[str]) -> None:
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user.id))
    db.session.add_all(
        RecoveryCode(user_id=user.id, code_hash=totp.hash_of_code(code, user.id)) for code in codes
    )
